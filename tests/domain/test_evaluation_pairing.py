"""Pairing: by overlap where the truth has corners, as a set where it has not, by first score where it has one row."""

from __future__ import annotations

import itertools

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays
from numpy.typing import NDArray
from tests.judged import row, sighting

from karuta.domain.judging import best_assignment, pair
from karuta.domain.match import Verdict
from karuta.domain.recognition import FoundSighting
from karuta.domain.truth import TruthCard

WORTHS = st.tuples(st.integers(1, 5), st.integers(1, 5)).flatmap(
    lambda shape: arrays.arrays(np.float64, shape, elements=st.integers(-3, 30).map(float))
)


def paired(rows: list[TruthCard], *sightings: FoundSighting) -> list[int | None]:
    return [truth_pair.sighting for truth_pair in pair(rows, sightings).pairs]


def test_of_a_photo_with_one_row_the_highest_first_score_counts_even_where_it_is_wrong() -> None:
    found = pair([row("a")], [sighting("a", score=0.5), sighting("x", score=0.8), sighting("y", score=0.6)])
    assert [truth_pair.sighting for truth_pair in found.pairs] == [1]
    assert found.pairs[0].theirs == (0, 1, 2)
    assert found.unpaired == (0, 2)


def test_rows_with_corners_pair_by_overlap_whatever_the_cards() -> None:
    rows = [row("a", at=0), row("b", at=300)]
    assert paired(rows, sighting("a", at=310), sighting("b", at=-20)) == [1, 0]


def test_one_row_with_corners_is_not_paired_with_a_sighting_elsewhere() -> None:
    found = pair([row("a", at=0)], [sighting("a", at=60)])
    assert [truth_pair.sighting for truth_pair in found.pairs] == [None]
    assert found.unpaired == (0,)


def test_a_second_sighting_of_the_same_card_is_of_the_row_and_still_false() -> None:
    found = pair([row("", at=0)], [sighting("x", at=20), sighting("y", at=1)])
    assert found.pairs[0].sighting == 1
    assert set(found.pairs[0].theirs) == {0, 1}
    assert found.unpaired == (0,)


def test_rows_without_corners_pair_as_a_set_in_any_order() -> None:
    rows = [row("a"), row("b"), row("c")]
    assert paired(rows, sighting("cx"), sighting("ax"), sighting("bx")) == [1, 2, 0]


def test_the_set_is_paired_so_that_the_most_rows_are_right() -> None:
    # `a|b` could take either; only if it takes b is the other row right as well.
    assert paired([row("a|b"), row("a")], sighting("a"), sighting("b")) == [1, 0]


def test_right_at_1_goes_before_right_in_five() -> None:
    # The other way round both would be right in five, and none at 1.
    assert paired([row("a"), row("b")], sighting("ab"), sighting("xya", score=0.95)) == [0, 1]


def test_a_stranger_takes_what_is_refused_and_leaves_the_rest_to_the_known() -> None:
    rows = [row(""), row("a")]
    assert paired(rows, sighting("x", Verdict.SURE), sighting("y", Verdict.UNKNOWN)) == [1, 0]


def test_rows_with_corners_go_first_and_the_others_share_what_is_left() -> None:
    rows = [row("a"), row("b", at=0)]
    assert paired(rows, sighting("a", at=0), sighting("x", at=500)) == [1, 0]


@given(WORTHS)
def test_the_assignment_is_the_best_of_all(worth: NDArray[np.float64]) -> None:
    rows, columns = worth.shape
    chosen = best_assignment(worth)
    used = [column for column in chosen if column is not None]
    assert len(used) == len(set(used)) == min(rows, columns)
    total = sum(worth[r, c] for r, c in enumerate(chosen) if c is not None)
    tall = worth if rows <= columns else worth.T
    best = max(
        sum(tall[i, way[i]] for i in range(len(tall)))
        for way in itertools.permutations(range(tall.shape[1]), len(tall))
    )
    assert total == pytest.approx(best)
