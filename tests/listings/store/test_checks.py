"""Decisions about listings are events: kept whole, taken back in their own journal, sealed, and no labels."""

from __future__ import annotations

import json
import sqlite3
from dataclasses import replace
from pathlib import Path

from tests.labelling import ANNA, BEN, confirmed, draw_photo, library_in, put_photo

from karuta.domain.label import Kind, Origin, Source
from karuta.listings.domain.check.checked import (
    CheckedPhoto,
    CheckOutcome,
    DayFigures,
    KeptDecision,
    ListingDecision,
    ShownListing,
)
from karuta.listings.domain.check.listing import ListingVerdict
from karuta.listings.store.checks import append_check, day_figures, decisions_in_force, settle_check
from karuta.paths import LibraryFolder
from karuta.services.labels.decide import decide
from karuta.store import events, labels_schema
from karuta.store.database import Database
from karuta.store.label_backups import back_up_labels
from karuta.store.label_file import LabelFile
from karuta.store.witness import events_missing

AGENT = Origin("aya", "desk", Source.CHECK)
SHOWN = ShownListing(
    key="k1",
    listing_id="L1",
    source="monday.csv",
    title="嵐 \ud83d Storm",
    description="as new",
    photos=(CheckedPhoto("a.jpg", "a" * 64),),
    verdict=ListingVerdict.WRONG_CARD,
    found={"listing_id": "L1", "verdict": "wrong_card"},
    model_hash="m" * 64,
    artworks_hash="c" * 64,
)
DIFFERS = ListingDecision(CheckOutcome.DIFFERS, "card", "It is another one.", 4.0)


def keep(file: LabelFile, key: str, decision: ListingDecision = DIFFERS, origin: Origin = AGENT) -> None:
    with file.writing():
        append_check(file, replace(SHOWN, key=key), decision, origin)


def settled(file: LabelFile, kind: Kind) -> KeptDecision | None:
    found = settle_check(file, kind, AGENT, lambda kept: True)
    return None if found is None else found.kept


def outcomes(file: LabelFile) -> dict[str, str]:
    found = decisions_in_force(file, ["k1", "k2", "k3"])
    return {key: kept.decision.outcome.value for key, kept in found.items()}


def test_a_decision_keeps_who_when_and_what_was_shown_and_is_no_label(file: LabelFile) -> None:
    keep(file, "k1")
    (kept,) = decisions_in_force(file, ["k1", "k2"]).values()
    assert (kept.listing_id, kept.annotator, kept.decision) == ("L1", "aya", DIFFERS) and kept.time.endswith("Z")
    ((text, model, artworks),) = file.rows("SELECT checked, model_hash, artworks_hash FROM events")
    said = json.loads(text)
    assert said["photos"] == [{"name": "a.jpg", "sha256": "a" * 64}] and said["verdict"] == "wrong_card"
    assert said["title"] == "嵐 ? Storm" and said["found"] == SHOWN.found and said["source"] == "monday.csv"
    assert (model, artworks) == ("m" * 64, "c" * 64)
    assert file.rows("SELECT * FROM current_labels") == [] and file.rows("SELECT * FROM queue") == []


def test_the_newest_decision_counts_and_is_undone_and_redone_in_its_own_journal(
    file: LabelFile, tmp_path: Path
) -> None:
    photo = put_photo(file, draw_photo(tmp_path / "a.png"))
    (sighting,) = file.rows("SELECT id FROM sightings")[0]
    at_the_desk = replace(ANNA, annotator="aya")
    keep(file, "k1")
    keep(file, "k1", ListingDecision(CheckOutcome.MATCH))
    decide(file, [confirmed(photo, sighting, 2)], at_the_desk)
    keep(file, "k2", origin=replace(AGENT, annotator=BEN.annotator))
    assert outcomes(file) == {"k1": "match", "k2": "differs"}
    undone = settled(file, Kind.UNDO)
    assert undone is not None and undone.decision.outcome is CheckOutcome.MATCH
    assert outcomes(file) == {"k1": "differs", "k2": "differs"}
    assert file.rows("SELECT count(*) FROM current_labels") == [(1,)], "the desk's label is none of its business"
    taken_back = events.undo(file, at_the_desk)
    assert taken_back is not None and taken_back.card == "Shape 2", "and the desk knows of no checked listing"
    assert not events.can_undo(file, "aya")
    redone = settled(file, Kind.REDO)
    assert redone is not None and outcomes(file)["k1"] == "match"
    assert settled(file, Kind.REDO) is None
    assert settled(file, Kind.UNDO) is not None and settled(file, Kind.UNDO) is not None
    assert settled(file, Kind.UNDO) is None and outcomes(file) == {"k2": "differs"}


def test_the_day_counts_each_listing_once_and_only_the_agents_own(file: LabelFile) -> None:
    assert day_figures(file, "aya", since="2000") == DayFigures()
    keep(file, "k1")
    keep(file, "k1", replace(DIFFERS, seconds=20.0))
    keep(file, "k2", ListingDecision(CheckOutcome.MATCH, seconds=10.0))
    keep(file, "k3", origin=replace(AGENT, annotator="ben"))
    figures = day_figures(file, "aya", since="2000")
    assert figures == DayFigures(checked=2, differing=1, seconds=30.0)
    assert figures.minutes_saved == round((2 * 90 - 30) / 60)
    assert day_figures(file, "aya", since="2999") == DayFigures()


def test_decisions_are_sealed_and_stand_in_the_backups(library: LibraryFolder) -> None:
    with LabelFile.open_writing(library) as file:
        keep(file, "k1")
        copy = back_up_labels(library)
        assert copy is not None and events_missing(library.labels_db, copy) == 0
        keep(file, "k2")
        assert events_missing(library.labels_db, copy) == 1
        assert file.broken_seals() == []
        with file.writing():
            file.change(
                "UPDATE events SET checked = replace(checked, 'differs', 'match') WHERE checked_key = ?", [("k2",)]
            )
        assert [seal.fault for seal in file.broken_seals()] == ["altered"]


def test_a_file_of_the_version_before_is_backed_up_and_keeps_what_it_has(tmp_path: Path) -> None:
    library = library_in(tmp_path)
    library.root.mkdir(parents=True)
    older = Database(sqlite3.connect(library.labels_db, isolation_level=None))
    labels_schema.migrations.apply(older, stop_before="m006_checks_of_listings")
    older.execute(f"PRAGMA application_id={labels_schema.SCHEMA.application_id}")
    older.execute("PRAGMA user_version=5")
    with older.conn:
        older.execute(
            "INSERT INTO events (id, action_id, kind, time, annotator, device, source) "
            "VALUES ('01', '01', 'skip', '2026-01-01T00:00:00.000Z', 'anna', 'desk', 'window')"
        )
    older.conn.close()
    with LabelFile.open_writing(library) as file:
        assert file.first_row("PRAGMA user_version") == (labels_schema.SCHEMA.version,)
        assert file.rows("SELECT kind, annotator, checked FROM events") == [("skip", "anna", None)]
        keep(file, "k1")
        assert outcomes(file) == {"k1": "differs"} and file.broken_seals() == []
    assert [copy.name.startswith("labels-v5-") for copy in library.backups.glob("*.db")] == [True]
