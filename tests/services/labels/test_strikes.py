"""What a person rules out without a label: it is kept, it decides nothing, and an older Karuta passes it on."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.label_model import standing
from tests.labelling import (
    ANNA,
    BEN,
    BY_COMMAND,
    GAME,
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
from tests.merging import exported, laptop, merged, places, said

from karuta.domain.card import CardKey
from karuta.domain.doubt import RuledOut
from karuta.domain.label import Kind
from karuta.domain.match import Verdict
from karuta.domain.queue import Pair, PairsWanted
from karuta.paths import LibraryFolder
from karuta.services.exports.formats import ExportFormat
from karuta.services.labels.decide import Choice, decide, set_corners
from karuta.services.labels.decide_many import confirm_pairs, pairs_to_confirm, rule_out, take_in
from karuta.services.labels.refusals import (
    hard_negatives,
    history_with_doubts,
    refused_before,
    rows_with_doubts,
)
from karuta.services.labels.undo import redo, undo
from karuta.store import written_rows
from karuta.store.confirmed_crops import confirmed_labels
from karuta.store.label_file import LabelFile
from karuta.store.queue import queue_page
from karuta.store.shown_events import told_counts

FIRST, SECOND = CardKey(GAME, "1"), CardKey(GAME, "2")
SHOWN = (match(1), match(2, 0.5), match(9, 0.4))


def put(file: LabelFile, folder: Path, name: str = "a") -> str:
    told = ToldRecogniser({f"{name}.png": (LEFT, RIGHT)}, SHOWN, Verdict.SURE)
    return put_photo(file, draw_photo(folder / f"{name}.png", ord(name)), recognise=told)


def pairs(file: LabelFile) -> tuple[Pair, ...]:
    return pairs_to_confirm(file, PairsWanted()).pairs


def refused(file: LabelFile, photo: str) -> dict[str, dict[CardKey, str]]:
    seen = at_desk(file, photo)
    return {sighting: dict(cards) for sighting, cards in refused_before(file, seen).items()}


def test_a_strike_rules_one_card_out_for_one_sighting_and_is_no_label(file: LabelFile, tmp_path: Path) -> None:
    photo = put(file, tmp_path)
    pair, other = pairs(file)
    before = (standing(file), queue_page(file), exported_text(file, tmp_path))
    action = rule_out(file, pair, ANNA)
    assert action is not None and (action.events, action.key, action.photos) == (1, FIRST, {photo})
    assert refused(file, photo) == {pair.sighting_id: {FIRST: "anna"}}
    assert [(one.sighting_id, one.is_ruled_out) for one in pairs(file)] == [
        (one.sighting_id, one is pair) for one in (pair, other)
    ]
    assert (standing(file), queue_page(file), exported_text(file, tmp_path)) == before
    assert not confirmed_labels(file) and not told_counts(file) and not list(hard_negatives(file))


def exported_text(file: LabelFile, folder: Path) -> bytes:
    return exported(file.folder, folder / "labels.jsonl", ExportFormat.JSONL)


def test_it_keeps_the_look_that_was_shown_and_stands_in_the_history_and_the_row(
    file: LabelFile, tmp_path: Path
) -> None:
    photo = put(file, tmp_path)
    pair = pairs(file)[0]
    rule_out(file, pair, ANNA)
    (event,) = file.rows("SELECT shown IS NOT NULL, embedding IS NOT NULL, model_hash, corners FROM events")
    label = decide(file, [confirmed(photo, pair.sighting_id, 2)], ANNA)
    sql = "SELECT shown IS NOT NULL, embedding IS NOT NULL, model_hash, corners FROM events WHERE action_id = ?"
    assert [event] == file.rows(sql, [label.action_id])
    undo(file, ANNA)
    (strike, taken_back) = history_with_doubts(file, photo, pair.sighting_id, {})
    assert (strike.kind, strike.name, strike.card, strike.annotator) == (Kind.SKIP, "Shape 1", FIRST, "anna")
    assert not strike.taken_back and not strike.counts and taken_back.taken_back
    (row,) = rows_with_doubts(file, [photo], {})
    assert row.ruled_out == RuledOut(SHOWN[0], "anna")
    decide(file, [confirmed(photo, pair.sighting_id, 2)], ANNA)
    (row,) = rows_with_doubts(file, [photo], {})
    assert row.ruled_out is None


def test_undo_and_redo_walk_it_and_who_struck_it_out_takes_it_in_whatever_came_since(
    file: LabelFile, tmp_path: Path
) -> None:
    photo = put(file, tmp_path)
    pair, other = pairs(file)
    rule_out(file, pair, ANNA)
    assert undo(file, ANNA).kind is Kind.SKIP and refused(file, photo) == {}
    assert redo(file, ANNA).kind is Kind.SKIP and refused(file, photo) == {pair.sighting_id: {FIRST: "anna"}}
    rule_out(file, other, ANNA)
    assert take_in(file, pair, BEN) is None
    assert take_in(file, pair, ANNA) is not None and take_in(file, pair, ANNA) is None
    assert refused(file, photo) == {other.sighting_id: {FIRST: "anna"}}
    undo(file, ANNA)
    assert refused(file, photo) == {}


@pytest.mark.parametrize("who", [ANNA, BEN, BY_COMMAND])
def test_who_confirms_that_very_card_lifts_it_for_good(file: LabelFile, tmp_path: Path, who: object) -> None:
    photo = put(file, tmp_path)
    pair = pairs(file)[0]
    rule_out(file, pair, ANNA)
    decide(file, [confirmed(photo, pair.sighting_id, 1)], who)  # type: ignore[arg-type]
    assert refused(file, photo) == {}
    undo(file, who)  # type: ignore[arg-type]
    assert refused(file, photo) == {pair.sighting_id: {FIRST: "anna"}}
    redo(file, who)  # type: ignore[arg-type]
    decide(file, [Choice(photo, Kind.WITHDRAW, pair.sighting_id)], BEN)
    assert refused(file, photo) == {}


def test_what_was_said_of_other_corners_is_not_offered_nor_confirmed_nor_ruled_out(
    file: LabelFile, tmp_path: Path
) -> None:
    photo = put(file, tmp_path)
    pair, other = pairs(file)
    set_corners(file, photo, square(12, 14), ANNA, of=pair.sighting_id)
    assert pairs(file) == (other,)
    assert rule_out(file, pair, ANNA) is None
    confirm_pairs(file, [pair, other], ANNA)
    assert {place for _, place in standing(file)} == {other.sighting_id}
    undo(file, ANNA)
    undo(file, ANNA)
    assert pairs(file) == (pair, other)


def test_nothing_is_ruled_out_where_it_was_decided_or_is_seen_as_another_card_by_now(
    file: LabelFile, tmp_path: Path
) -> None:
    photo = put(file, tmp_path)
    pair, other = pairs(file)
    decide(file, [confirmed(photo, pair.sighting_id, 1)], BEN)
    assert rule_out(file, pair, ANNA) is None
    told = ToldRecogniser({"a.png": (LEFT, RIGHT)}, SHOWN[::-1], Verdict.SURE)
    put_photo(file, tmp_path / "a.png", recognise=told)
    assert rule_out(file, other, ANNA) is None
    assert refused(file, photo) == {}


def test_a_hard_negative_needs_a_label_and_a_strike_is_never_the_card_that_it_names(
    file: LabelFile, tmp_path: Path
) -> None:
    photo = put(file, tmp_path)
    pair, other = pairs(file)
    for one in (pair, other):
        rule_out(file, one, ANNA)
    decide(file, [Choice(photo, Kind.UNREADABLE, pair.sighting_id), confirmed(photo, other.sighting_id, 2)], ANNA)
    assert [(one.sighting_id, one.refused, one.chosen) for one in hard_negatives(file)] == [
        (other.sighting_id, FIRST, SECOND)
    ]
    decide(file, [confirmed(photo, other.sighting_id, 1)], ANNA)
    assert FIRST not in {one.refused for one in hard_negatives(file)}


# Two libraries, one of them opened by an older Karuta


@pytest.fixture
def struck(tmp_path: Path) -> LibraryFolder:
    """A library in which Anna struck a card out, took another strike back, and labelled."""
    library = laptop(tmp_path, "one")
    with LabelFile.open_writing(library) as file:
        first, second, third = pairs(file)[:3]
        for pair in (first, second):
            rule_out(file, pair, ANNA)
        take_in(file, second, ANNA)
        decide(file, [confirmed(third.photo_sha256, third.sighting_id, 3)], ANNA)
    return library


def ruled_out(library: LibraryFolder) -> list[tuple[str, str]]:
    with LabelFile.open_reading(library) as file:
        return sorted((pair.photo_sha256, pair.sighting_id) for pair in pairs(file) if pair.is_ruled_out)


def test_a_strike_comes_over_with_a_merge_and_is_taken_back_with_it(struck: LibraryFolder, tmp_path: Path) -> None:
    other = laptop(tmp_path, "other")
    assert merged(other, struck.root) == 4
    assert ruled_out(other) == ruled_out(struck) and len(ruled_out(struck)) == 1
    merged(struck, other.root)
    assert said(other) == said(struck)
    with LabelFile.open_writing(other) as file:
        undo(file, ANNA)
    assert ruled_out(other) == []


def test_a_strike_without_its_card_is_none_that_karuta_writes(struck: LibraryFolder) -> None:
    with LabelFile.open_reading(struck) as file:
        columns = [row[1] for row in file.rows("PRAGMA table_info(events)")]
        (row,) = file.rows("SELECT * FROM events WHERE kind = 'skip' ORDER BY id LIMIT 1")
        assert written_rows.check_row("events", tuple(columns), row)["card_id"] == "1"
        faults = ({"card_id": None}, {"sighting_id": "", "corners": None})
        for fault in faults:
            changed = tuple(fault.get(name, value) for name, value in zip(columns, row, strict=True))
            with pytest.raises(written_rows.Unfit):
                written_rows.check_row("events", tuple(columns), changed)
        assert places(file)
    with pytest.raises(ValueError, match="must name a card"):
        decide_skip(struck)


def decide_skip(library: LibraryFolder) -> None:
    with LabelFile.open_writing(library) as file:
        photo, sighting = places(file)[0]
        decide(file, [Choice(photo, Kind.SKIP, sighting)], ANNA)
