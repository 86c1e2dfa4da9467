"""Photos of one shot form one group, are walked in the order of the list, and can stand together in it."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from karuta.domain.shots import Shots, next_of_shot, place_in_shot, together

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


@given(PAIRS, LISTS)
def test_together_keeps_every_photo_and_leaves_no_stranger_between_copies(
    pairs: list[tuple[str, str]], listed: list[str]
) -> None:
    shots = told(pairs)
    ordered = together(listed, shots)
    assert sorted(ordered) == sorted(listed)
    for photo in listed:
        places = sorted(ordered.index(copy) for copy in shots[photo])
        assert places == list(range(places[0], places[0] + len(places)))
    firsts = [photo for photo in listed if photo == min(shots[photo], key=listed.index)]
    assert [photo for photo in ordered if photo in firsts] == firsts


def test_a_photo_says_which_of_its_shot_it_is_among_those_in_the_list() -> None:
    shots = told([("a", "c"), ("c", "x")])
    places = {"c": 0, "b": 1, "a": 2}
    assert place_in_shot(shots["a"], "a", places) == (2, 2)
    assert place_in_shot(shots["c"], "c", places) == (1, 2)
    assert place_in_shot(shots["b"], "b", places) == (1, 1)
    assert next_of_shot(shots["x"], "x", places) == "c"
