"""Sightings: a labelled one is frozen, an unlabelled one makes way for what a better look saw."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.labelling import (
    ANNA,
    LEFT,
    RIGHT,
    ToldRecogniser,
    at_desk,
    confirmed,
    draw_photo,
    match,
    put_photo,
    square,
)

from karuta.domain.desk import DeskPhoto
from karuta.domain.label import Kind, LabelError, Points
from karuta.services.labels.decide import Choice, decide
from karuta.services.labels.undo import redo, undo
from karuta.services.lookups.look_up import keep_drawn, keep_look, look_at, look_up
from karuta.store.label_file import LabelFile


@pytest.fixture
def photo(file: LabelFile, tmp_path: Path) -> str:
    return put_photo(file, draw_photo(tmp_path / "a.png"), recognise=ToldRecogniser({"a.png": (LEFT, RIGHT)}))


def look_again(file: LabelFile, photo: str, tmp_path: Path, *seen: Points, card: int = 1) -> DeskPhoto:
    told = ToldRecogniser({"a.png": seen}, matches=(match(card),), model="newer")
    keep_look(file, photo, look_up(tmp_path / "a.png", photo, file.folder, told))
    return at_desk(file, photo)


def test_a_labelled_sighting_keeps_its_corners_and_gets_the_new_suggestion(
    file: LabelFile, photo: str, tmp_path: Path
) -> None:
    labelled = at_desk(file, photo).sightings[0]
    decide(file, [confirmed(photo, labelled.sighting_id, 1)], ANNA)
    again = look_again(file, photo, tmp_path, square(7, 11), square(35, 11), card=5)
    assert [sighting.corners for sighting in again.sightings] == [LEFT, square(35, 11)]
    frozen = again.sightings[0]
    assert frozen.sighting_id == labelled.sighting_id
    assert frozen.label is not None
    assert frozen.matches[0].card.card_id == "5"


def test_an_undone_label_still_freezes_for_it_can_be_redone(file: LabelFile, photo: str, tmp_path: Path) -> None:
    decide(file, [confirmed(photo, at_desk(file, photo).sightings[0].sighting_id)], ANNA)
    undo(file, ANNA)
    assert look_again(file, photo, tmp_path).sightings == ()
    assert look_again(file, photo, tmp_path, square(7, 11)).sightings[0].corners == LEFT
    redo(file, ANNA)
    assert look_again(file, photo, tmp_path).sightings[0].corners == LEFT


def test_a_sighting_that_is_gone_cannot_be_labelled(file: LabelFile, photo: str) -> None:
    with pytest.raises(LabelError, match="look the photo up again"):
        decide(file, [confirmed(photo, "0" * 32)], ANNA)
    with pytest.raises(LabelError, match="add it first"):
        decide(file, [confirmed("0" * 64, "0" * 32)], ANNA)
    assert file.first_row("SELECT count(*) FROM events") == (0,)


def test_a_sighting_that_a_person_drew_is_kept_with_its_label(file: LabelFile, photo: str, tmp_path: Path) -> None:
    drawn = square(20, 25)
    decide(file, [Choice(photo, Kind.UNKNOWN, "drawn", corners=drawn)], ANNA)
    assert drawn in [sighting.corners for sighting in look_again(file, photo, tmp_path, LEFT).sightings]


def draw(file: LabelFile, photo: str, tmp_path: Path, *corners: Points) -> tuple[str, ...]:
    told = ToldRecogniser(matches=(match(7),))
    look = look_at(tmp_path / "a.png", photo, corners, library=file.folder, recognise_corners=told.at)
    return keep_drawn(file, photo, look)


def test_corners_drawn_over_a_labelled_sighting_are_that_sighting(file: LabelFile, photo: str, tmp_path: Path) -> None:
    labelled = at_desk(file, photo).sightings[0].sighting_id
    decide(file, [confirmed(photo, labelled)], ANNA)
    assert draw(file, photo, tmp_path, square(6, 12)) == (labelled,)
    assert [sighting.corners for sighting in at_desk(file, photo).sightings] == [LEFT, RIGHT]
    assert at_desk(file, photo).sightings[0].matches[0].card.card_id == "7"
