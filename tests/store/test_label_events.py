"""Events: what each keeps, and which label is current."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import pytest
from tests.labelling import (
    ANNA,
    BEN,
    CHIE,
    MACHINE,
    chosen,
    confirmed,
    draw_photo,
    put_photo,
)

from karuta.domain.label import Kind
from karuta.services.labels.decide import Choice, decide
from karuta.store import events
from karuta.store.current_labels import labels_of
from karuta.store.label_file import LabelFile


@dataclass(frozen=True)
class Desk:
    photo: str
    sighting: str


@pytest.fixture
def desk(file: LabelFile, tmp_path: Path) -> Desk:
    photo = put_photo(file, draw_photo(tmp_path / "a.png"), batch="spring")
    return Desk(photo, file.rows("SELECT id FROM sightings")[0][0])


def current(file: LabelFile) -> list[tuple[object, ...]]:
    return file.rows("SELECT kind, card_id, annotator FROM current_labels ORDER BY sighting_id")


def test_an_annotator_undoes_only_their_own_actions(file: LabelFile, desk: Desk) -> None:
    decide(file, [confirmed(desk.photo, desk.sighting, 1)], ANNA)
    decide(file, [confirmed(desk.photo, desk.sighting, 2)], BEN)
    undone = events.undo(file, ANNA)
    assert undone is not None
    assert (undone.kind, undone.card) == (Kind.CONFIRM, "Shape 1")
    assert current(file) == [("confirm", "2", "ben")]
    assert events.undo(file, CHIE) is None


def test_undo_goes_further_back_and_redo_comes_forward_until_something_new(file: LabelFile, desk: Desk) -> None:
    for number in (1, 2, 3):
        decide(file, [confirmed(desk.photo, desk.sighting, number)], ANNA)
    assert [getattr(events.undo(file, ANNA), "card", None) for _ in range(4)] == ["Shape 3", "Shape 2", "Shape 1", None]
    assert current(file) == []
    assert [getattr(events.redo(file, ANNA), "card", None) for _ in range(2)] == ["Shape 1", "Shape 2"]
    assert current(file) == [("confirm", "2", "anna")]
    decide(file, [confirmed(desk.photo, desk.sighting, 4)], ANNA)
    assert events.redo(file, ANNA) is None
    assert [getattr(events.undo(file, ANNA), "card", None) for _ in range(2)] == ["Shape 4", "Shape 2"]


def test_whether_something_can_be_undone_is_known_however_much_was_undone(file: LabelFile, desk: Desk) -> None:
    for _ in range(80):
        decide(file, [Choice(desk.photo, Kind.SKIP)], ANNA)
    for left in range(80, -1, -1):
        assert events.can_undo(file, "anna") is (left > 0)
        events.undo(file, ANNA)
    assert events.can_redo(file, "anna")


def test_a_machine_never_hides_what_a_person_said(file: LabelFile, desk: Desk) -> None:
    decide(file, [confirmed(desk.photo, desk.sighting, 1)], ANNA)
    decide(file, [Choice(desk.photo, Kind.AUTO_CONFIRM, desk.sighting, chosen(2))], MACHINE)
    assert current(file) == [("confirm", "1", "anna")]
    decide(file, [Choice(desk.photo, Kind.WITHDRAW, desk.sighting)], BEN)
    assert current(file) == []
    decide(file, [Choice(desk.photo, Kind.AUTO_CONFIRM, desk.sighting, chosen(3))], MACHINE)
    assert current(file) == [("auto_confirm", "3", "karuta")]


def test_a_machines_label_stands_for_no_truth_until_a_person_confirms_it(file: LabelFile, desk: Desk) -> None:
    decide(file, [Choice(desk.photo, Kind.AUTO_CONFIRM, desk.sighting, chosen(2))], MACHINE)
    assert file.rows("SELECT * FROM true_labels") == []
    assert [label.is_truth for label in labels_of(file, [desk.photo])] == [False]
    decide(file, [confirmed(desk.photo, desk.sighting, 2)], ANNA)
    assert file.rows("SELECT kind, annotator FROM true_labels") == [("confirm", "anna")]


def test_a_machine_and_a_person_keep_to_their_own_kinds(file: LabelFile, desk: Desk) -> None:
    for kind, origin in ((Kind.AUTO_CONFIRM, ANNA), (Kind.CONFIRM, MACHINE)):
        with pytest.raises(ValueError, match="does not come from"):
            decide(file, [Choice(desk.photo, kind, desk.sighting, chosen())], origin)
