"""Events: what each keeps, and which label is current."""

from __future__ import annotations

import json
import re
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
    match,
    put_photo,
)

from karuta.domain.label import Kind
from karuta.services.labels.decide import Choice, decide
from karuta.store import events
from karuta.store.current_labels import labels_of
from karuta.store.label_file import LabelFile
from karuta.store.match_json import parsed_embedding


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


def test_an_event_keeps_everything_that_replaying_it_needs(file: LabelFile, desk: Desk) -> None:
    decide(file, [confirmed(desk.photo, desk.sighting, 2)], ANNA)
    columns = [row[1] for row in file.rows("PRAGMA table_info(events)")]
    event = dict(zip(columns, file.rows("SELECT * FROM events")[0], strict=True))
    shown = json.loads(event.pop("shown"))
    assert [(m["card_id"], m["score"], m["probability"], m["exemplar"]) for m in shown] == [
        ("1", 0.9, None, False),
        ("2", 0.5, None, False),
    ]
    assert {m["picture_sha256"] for m in shown} == {match(1).picture_sha256, match(2).picture_sha256}
    embedding = parsed_embedding(event.pop("embedding"))
    assert embedding is not None
    assert abs(float(embedding @ embedding) - 1) < 1e-6
    assert event["id"] > event["action_id"]
    assert event.pop("time").endswith("Z")
    # The device's name, and the mark of this copy of the library.
    assert re.fullmatch("desk-[0-9a-f]{4}", event.pop("device"))
    del event["id"], event["action_id"]
    assert event == {
        "kind": "confirm",
        "target_action_id": None,
        "annotator": "anna",
        "source": "window",
        "photo_sha256": desk.photo,
        "photo_name": "a.png",
        "sighting_id": desk.sighting,
        "corners": "10 10 30 10 30 30 10 30",
        "batch": "spring",
        "listing": None,
        "game": "shapes",
        "card_id": "2",
        "name": "Shape 2",
        "printing": None,
        "model": "told@aaaaaaaaaaaa",
        "model_hash": "a" * 64,
        "index_name": "annoy@bbbbbbbbbbbb",
        "index_hash": "b" * 64,
        "file_sha256": None,
        "file_line": None,
        "reordered_by": None,
        "artworks_hash": "c" * 64,
        "reader_hash": None,
        "searched": "exact",
        "checked_key": None,
        "checked": None,
        "print_read": None,
        "finish": None,
        "follows": "",
    }


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


def test_one_undo_takes_a_whole_bulk_action(file: LabelFile, tmp_path: Path) -> None:
    photos = [put_photo(file, draw_photo(tmp_path / f"{n}.png", n)) for n in range(5)]
    action = decide(file, [Choice(photo, Kind.UNKNOWN) for photo in photos], ANNA)
    assert (action.events, action.photos) == (5, frozenset(photos))
    undone = events.undo(file, ANNA)
    assert undone is not None
    assert (undone.events, undone.photos) == (5, frozenset(photos))
    assert current(file) == []
    events.redo(file, ANNA)
    assert len(current(file)) == 5


def test_whether_something_can_be_undone_is_known_however_much_was_undone(file: LabelFile, desk: Desk) -> None:
    decide(file, [confirmed(desk.photo, desk.sighting)], BEN)
    for _ in range(80):
        decide(file, [Choice(desk.photo, Kind.SKIP)], ANNA)
    for undone in range(81):
        if undone:
            events.undo(file, ANNA)
        assert events.can_undo(file, "anna") is (undone < 80)
        assert events.can_redo(file, "anna") is (undone > 0)
        if undone in (1, 39, 40, 79, 80):
            events.redo(file, ANNA)
            assert events.can_undo(file, "anna")
            events.undo(file, ANNA)
            assert events.can_undo(file, "anna") is (undone < 80)


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
