"""A row of a truth file labels the sighting that it means, or says why that is not clear."""

from __future__ import annotations

import numpy as np
from tests.labelling import LEFT, RIGHT, match, square

from karuta.domain.desk import DeskPhoto, LiveSighting
from karuta.domain.label import Points
from karuta.domain.match import Verdict
from karuta.domain.photo import KnownPhoto
from karuta.domain.truth import TruthCard, placed

PHOTO = KnownPhoto("a" * 64, "a.jpg", None, 1, None, None)


def desk(*sightings: tuple[Points, int]) -> DeskPhoto:
    live = tuple(
        LiveSighting(number, f"s{number}", corners, None, Verdict.LIKELY, (match(card),), None)
        for number, (corners, card) in enumerate(sightings, start=1)
    )
    return DeskPhoto(
        photo=PHOTO,
        looked_up=True,
        size=(64, 48),
        error=None,
        error_message=None,
        sightings=live,
        whole_photo=None,
    )


def numbers(photo: DeskPhoto, *rows: TruthCard) -> list[int | str | None]:
    return [
        "unclear" if place.unclear else place.sighting.number if place.sighting else None
        for place in placed(photo, rows)
    ]


def at(corners: Points, *ids: str) -> TruthCard:
    return TruthCard(ids or ("1",), np.array(corners))


def test_a_row_alone_is_the_only_sighting_whatever_was_suggested() -> None:
    assert numbers(desk((LEFT, 2)), TruthCard(("1",))) == [1]


def test_a_row_alone_in_a_photo_without_a_sighting_is_the_whole_photo() -> None:
    assert numbers(desk(), TruthCard(("1",))) == [None]


def test_a_row_goes_where_its_card_comes_first() -> None:
    assert numbers(desk((LEFT, 1), (RIGHT, 2)), TruthCard(("2",)), TruthCard(("1",))) == [2, 1]


def test_nothing_is_guessed() -> None:
    assert numbers(desk((LEFT, 1), (RIGHT, 2)), TruthCard(("3",))) == ["unclear"]
    assert numbers(desk((LEFT, 1), (RIGHT, 1)), TruthCard(("1",))) == ["unclear"]
    assert numbers(desk((LEFT, 1)), TruthCard(("1",)), TruthCard(("3",))) == [1, "unclear"]


def test_corners_say_which_sighting_and_may_say_a_new_one() -> None:
    photo = desk((LEFT, 1), (RIGHT, 1))
    assert numbers(photo, at(RIGHT), at(LEFT), at(square(10, 200))) == [2, 1, None]


def test_two_rows_at_one_place_are_not_both_taken() -> None:
    assert numbers(desk((LEFT, 1)), at(LEFT), at(LEFT, "2")) == [1, "unclear"]
