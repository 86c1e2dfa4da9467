"""Events: what each keeps, and which label is current."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import pytest
from tests.labelling import (
    ANNA,
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


def test_whether_something_can_be_undone_is_known_however_much_was_undone(file: LabelFile, desk: Desk) -> None:
    for _ in range(80):
        decide(file, [Choice(desk.photo, Kind.SKIP)], ANNA)
    for left in range(80, -1, -1):
        assert events.can_undo(file, "anna") is (left > 0)
        events.undo(file, ANNA)
    assert events.can_redo(file, "anna")


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
