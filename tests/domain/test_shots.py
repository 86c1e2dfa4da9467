"""Photos of one shot form one group and are walked in the order of the list."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from karuta.domain.photo import Shots, next_of_shot

PHOTO = st.sampled_from("abcdefgh")
PAIRS = st.lists(st.tuples(PHOTO, PHOTO).filter(lambda pair: pair[0] != pair[1]), max_size=8)
LISTS = st.permutations("abcdefgh")


def told(pairs: list[tuple[str, str]]) -> Shots:
    shots = Shots()
    shots.tell(pairs)
    return shots


@given(PAIRS, st.randoms())
def test_the_order_in_which_pairs_are_told_does_not_matter(pairs: list[tuple[str, str]], dice: object) -> None:
    mixed = list(pairs)
    dice.shuffle(mixed)  # type: ignore[attr-defined]
    assert all(told(pairs)[photo] == told(mixed)[photo] for photo in "abcdefgh")


@given(PAIRS, LISTS)
def test_walking_a_shot_visits_each_of_its_photos_once_and_comes_back(
    pairs: list[tuple[str, str]], listed: list[str]
) -> None:
    shots, places = told(pairs), {photo: place for place, photo in enumerate(listed)}
    for photo in listed:
        group, here, seen = shots[photo], photo, []
        while (there := next_of_shot(group, here, places)) is not None and there not in seen:
            seen.append(there)
            here = there
        assert set(seen) == (group if len(group) > 1 else set())
