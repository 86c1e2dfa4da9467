"""Decisions about listings are events: kept whole, taken back in their own journal, sealed, and no labels."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

from tests.labelling import ANNA, BEN, confirmed, draw_photo, put_photo

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
from karuta.services.labels.decide import decide
from karuta.store import events
from karuta.store.label_file import LabelFile

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
