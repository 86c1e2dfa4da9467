"""Sightings: a labelled one is frozen, another makes way for what a better look saw; corners by hand lead both."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
from tests.exporting import export_labels
from tests.labelling import (
    ANNA,
    BEN,
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
from karuta.domain.label import Kind, LabelError, Points, corners_text
from karuta.services.exports.formats import ExportFormat
from karuta.services.labels.decide import Choice, decide, set_corners
from karuta.services.labels.undo import redo, undo
from karuta.services.lookups.look_up import keep_drawn, keep_look, keep_look_by_hand, look_at, look_up
from karuta.services.lookups.read_queue import history, queue_rows
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


FAR = square(12, 26, 18)


def corners(file: LabelFile, photo: str) -> list[Points]:
    return [sighting.corners for sighting in at_desk(file, photo).sightings]


def looked_at(file: LabelFile, photo: str, tmp_path: Path, *points: Points, card: int = 7) -> None:
    told = ToldRecogniser(matches=(match(card), match(2, 0.3)), model="by hand")
    keep_look_by_hand(
        file, photo, look_at(tmp_path / "a.png", photo, points, library=file.folder, recognise_corners=told.at)
    )


def test_the_look_at_them_gives_their_matches_and_crop(file: LabelFile, photo: str, tmp_path: Path) -> None:
    before = at_desk(file, photo).sightings[0]
    set_corners(file, photo, square(7, 12), ANNA, of=before.sighting_id)
    looked_at(file, photo, tmp_path, square(7, 12))
    moved = at_desk(file, photo).sightings[0]
    assert [candidate.card.card_id for candidate in moved.matches] == ["7", "2"]
    assert moved.crop_sha256 not in (None, before.crop_sha256)
    assert not moved.needs_look


def test_undo_and_redo_bring_each_corners_own_matches_also_after_a_restart(
    file: LabelFile, photo: str, tmp_path: Path
) -> None:
    before = at_desk(file, photo)
    set_corners(file, photo, square(7, 12), ANNA, of=before.sightings[0].sighting_id)
    looked_at(file, photo, tmp_path, square(7, 12))
    after = at_desk(file, photo)
    with LabelFile.open_writing(file.folder) as later:
        assert undo(later, ANNA).kind is Kind.CORNERS
        assert at_desk(later, photo) == before
    with LabelFile.open_writing(file.folder) as later:
        redo(later, ANNA)
        assert at_desk(later, photo) == after


def test_the_label_stays_on_a_sighting_whose_corners_are_moved_and_is_exported_with_them(
    file: LabelFile, photo: str, tmp_path: Path
) -> None:
    name = at_desk(file, photo).sightings[0].sighting_id
    decide(file, [confirmed(photo, name)], BEN)
    set_corners(file, photo, FAR, ANNA, of=name)
    label = next(sighting.label for sighting in at_desk(file, photo).sightings if sighting.sighting_id == name)
    assert label is not None
    assert (label.annotator, label.name, label.corners) == ("ben", "Shape 1", FAR)
    out = tmp_path / "labels.csv"
    export_labels(file, out, form=ExportFormat.CSV, force=False)
    (row,) = csv.DictReader(out.read_text(encoding="utf-8-sig").splitlines())
    assert row["corners"] == corners_text(FAR)
    assert [stored_label.annotator for stored_label in history(file, photo, name)] == ["ben"]
    undo(file, ANNA)
    export_labels(file, out, form=ExportFormat.CSV, force=True)
    (row,) = csv.DictReader(out.read_text(encoding="utf-8-sig").splitlines())
    assert row["corners"] == corners_text(LEFT)


def test_a_new_lookup_takes_nothing_from_corners_by_hand(file: LabelFile, photo: str, tmp_path: Path) -> None:
    name = at_desk(file, photo).sightings[0].sighting_id
    set_corners(file, photo, FAR, ANNA, of=name)
    looked_at(file, photo, tmp_path, FAR)
    # The detector finds the same wrong outline again: it is that sighting, which is elsewhere now.
    look_again(file, photo, tmp_path, LEFT, RIGHT)
    assert sorted(corners(file, photo)) == sorted([RIGHT, FAR])
    moved = next(sighting for sighting in at_desk(file, photo).sightings if sighting.sighting_id == name)
    assert moved.matches[0].card.card_id == "7"
    look_again(file, photo, tmp_path)
    assert corners(file, photo) == [FAR]


def test_a_drawn_sighting_lives_waits_and_is_labelled_like_any_other(
    file: LabelFile, photo: str, tmp_path: Path
) -> None:
    done = set_corners(file, photo, FAR, ANNA)
    assert queue_rows(file, [photo])[0].sightings == 3
    looked_at(file, photo, tmp_path, FAR)
    drawn = next(sighting for sighting in at_desk(file, photo).sightings if sighting.sighting_id == done.sighting_id)
    assert (drawn.by_hand, drawn.matches[0].card.card_id) == (True, "7")
    decide(file, [confirmed(photo, done.sighting_id, 7)], ANNA)
    cited = file.first_row(
        "SELECT model, corners, json_extract(shown, '$[0].card_id') FROM events WHERE kind = 'confirm'"
    )
    assert cited == (f"by hand@{'a' * 12}", corners_text(FAR), "7")
    row = queue_rows(file, [photo])[0]
    assert (row.sightings, row.decided) == (3, 1)
    undo(file, ANNA)
    undo(file, ANNA)
    assert corners(file, photo) == [LEFT, RIGHT]
    assert queue_rows(file, [photo])[0].sightings == 2


def test_a_sighting_drawn_over_a_live_one_is_that_one(file: LabelFile, photo: str) -> None:
    name = at_desk(file, photo).sightings[0].sighting_id
    assert set_corners(file, photo, square(6, 12), ANNA).sighting_id == name
    assert corners(file, photo) == [square(6, 12), RIGHT]


@pytest.mark.parametrize("wrong", [((0, 0), (10, 10), (10, 0), (0, 10)), ((0, 0), (0, 0), (0, 0), (0, 0))])
def test_corners_that_are_no_card_are_refused_with_a_sentence(file: LabelFile, photo: str, wrong: Points) -> None:
    with pytest.raises(LabelError, match="do not form a card"):
        set_corners(file, photo, wrong, ANNA)
    assert file.first_row("SELECT count(*) FROM events") == (0,)
