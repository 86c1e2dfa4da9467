"""A file of a watched folder is given once, when it is new and no longer grows."""

from __future__ import annotations

from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from karuta.domain.photo import Resting, Stamp

A, B = Path("a.jpg"), Path("b.jpg")


def test_a_file_is_given_once_it_is_the_same_at_two_looks() -> None:
    resting = Resting()
    assert resting.see({A: Stamp(10, 1)}) == []
    assert resting.is_waiting
    assert resting.see({A: Stamp(20, 2)}) == []
    assert resting.see({A: Stamp(20, 2), B: Stamp(5, 3)}) == [A]
    assert resting.see({A: Stamp(20, 2), B: Stamp(5, 3)}) == [B]
    assert not resting.is_waiting
    assert resting.see({A: Stamp(20, 2), B: Stamp(5, 3)}) == []


def test_what_was_dealt_with_before_comes_only_when_it_is_written_anew() -> None:
    resting = Resting([A])
    assert resting.see({A: Stamp(10, 1)}) == []
    assert not resting.is_waiting
    resting.see({A: Stamp(11, 2)})
    assert resting.see({A: Stamp(11, 2)}) == [A]


SIGHT = st.dictionaries(st.sampled_from([A, B]), st.builds(Stamp, st.integers(0, 2), st.integers(0, 1)))


@given(st.lists(SIGHT, max_size=12))
def test_nothing_is_given_that_was_not_seen_the_same_at_the_look_before(sights: list[dict[Path, Stamp]]) -> None:
    resting, before = Resting(), dict[Path, Stamp]()
    given_as: dict[Path, Stamp] = {}
    for sight in sights:
        for path in resting.see(sight):
            assert sight[path].size and before.get(path) == sight[path]
            assert given_as.get(path) != sight[path]
            given_as[path] = sight[path]
        before = sight
