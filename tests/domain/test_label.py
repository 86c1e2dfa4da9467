"""A label says what the contract says, and refuses to say nonsense."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.labelling import chosen, square

from karuta.domain.label import (
    Decision,
    Kind,
    LabelError,
    Subject,
    annotator_name,
    as_points,
    corners_text,
    is_truth,
    parsed_corners,
)

WHOLE = Subject("a" * 64, "a.jpg")


def test_only_a_persons_standing_label_is_truth() -> None:
    truth = [Kind.CONFIRM, Kind.UNKNOWN, Kind.UNREADABLE, Kind.NO_CARD, Kind.BACK]
    assert [kind for kind in Kind if is_truth(kind)] == truth


def test_a_confirmation_names_a_card_and_nothing_else_does() -> None:
    with pytest.raises(ValueError, match="must name a card"):
        Decision(Kind.CONFIRM, WHOLE)
    with pytest.raises(ValueError, match="names no card"):
        Decision(Kind.UNKNOWN, WHOLE, chosen())


def test_a_sighting_has_corners_and_a_whole_photo_has_none() -> None:
    with pytest.raises(ValueError, match="corners"):
        Decision(Kind.UNKNOWN, Subject("a" * 64, "a.jpg", "s1"))
    with pytest.raises(ValueError, match="corners"):
        Decision(Kind.UNKNOWN, Subject("a" * 64, "a.jpg", corners=square()))


@pytest.mark.parametrize("text", ["", "   ", "a\nb", "a\x00b", "a\x1b[2J"])
def test_a_name_that_is_none_is_refused(text: str) -> None:
    with pytest.raises(LabelError, match="--annotator"):
        annotator_name(text)


def test_one_name_written_two_ways_is_one_annotator() -> None:
    assert annotator_name(" Zoe\u0301 ") == annotator_name("Zo\u00e9")


finite = st.floats(min_value=-1e6, max_value=1e6)


@given(st.lists(st.tuples(finite, finite), min_size=4, max_size=4))
def test_corners_survive_being_written(points: list[tuple[float, float]]) -> None:
    corners = as_points(points)
    assert parsed_corners(corners_text(corners)) == corners


def test_only_the_label_of_a_back_names_a_game_alone() -> None:
    Decision(Kind.BACK, WHOLE, game="shapes")
    Decision(Kind.BACK, WHOLE)
    with pytest.raises(ValueError, match="names no game"):
        Decision(Kind.UNKNOWN, WHOLE, game="shapes")
