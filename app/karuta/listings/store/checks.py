"""Checked listings in labels.db: appended, taken back, asked for. Never changes or deletes an event."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from karuta.domain.card import CardKey
from karuta.domain.errors import DamagedRow
from karuta.domain.journal import action_to_redo, action_to_undo
from karuta.domain.label import NAMES_A_CARD, ChosenCard, Kind, Origin
from karuta.domain.shape import Misshapen, parsed
from karuta.listings.domain.check.checked import (
    CheckOutcome,
    DayFigures,
    KeptDecision,
    ListingDecision,
    SettledCheck,
    ShownListing,
)
from karuta.store.events import EVENT_COLUMNS, OF_CHECKS, newest_first, settle
from karuta.store.kinds import IN_FORCE, sql_list
from karuta.store.label_file import LabelFile
from karuta.store.shown_events import FIRST, SHOWN

_COLUMNS = (*EVENT_COLUMNS, "checked_key", "checked")
_KEPT = "e.checked_key, e.listing, e.checked, e.game, e.card_id, e.name, e.printing, e.annotator, e.time"
_AT_ONCE = 500
_TARGETS = {Kind.UNDO: action_to_undo, Kind.REDO: action_to_redo}


def append_check(file: LabelFile, shown: ShownListing, decision: ListingDecision, origin: Origin) -> str:
    """Store a decision inside `writing`; returns its action. Raises `LibraryError`."""
    origin = file.on_this_copy(origin)
    action_id = file.new_id()
    values: dict[str, Any] = dict.fromkeys(_COLUMNS)
    values.update(id=file.new_id(), action_id=action_id, kind=Kind.CHECK.value, time=file.now())
    values.update(annotator=origin.annotator, device=origin.device, source=origin.source.value)
    values.update(batch=shown.source or None, listing=shown.listing_id)
    values.update(model=shown.model, model_hash=shown.model_hash, artworks_hash=shown.artworks_hash)
    values.update(index_name=shown.index, index_hash=shown.index_hash)
    card = decision.card
    if card is not None:
        values.update(game=card.key.game, card_id=card.key.card_id, name=card.name, printing=card.printing)
    values.update(checked_key=shown.key, checked=_text(shown, decision))
    file.insert("events", _COLUMNS, [tuple(values.values())])
    return action_id


def settle_check(
    file: LabelFile, kind: Kind, origin: Origin, may: Callable[[KeptDecision], bool]
) -> SettledCheck | None:
    """Take back (`UNDO`) the agent's last decision that is not undone, with its label, if it `may` be; or bring back
    (`REDO`) what their last undo took. None if nothing is left.
    """
    with file.writing():
        target = _TARGETS[kind](newest_first(file, origin.annotator, which=OF_CHECKS))
        if target is None:
            return None
        sql = f"SELECT {_KEPT} FROM events AS e WHERE e.action_id = ? AND e.kind = 'check' AND e.annotator = ?"
        (row,) = file.rows(sql, [target, origin.annotator])
        kept = _kept(row)
        is_done = may(kept)
        if is_done:
            settle(file, kind, target, origin)
        return SettledCheck(kept, is_done)


def decisions_in_force(file: LabelFile, keys: Sequence[str]) -> dict[str, KeptDecision]:
    """By listing, of those that somebody decided about."""
    decisions: dict[str, KeptDecision] = {}
    for at in range(0, len(keys), _AT_ONCE):
        some = keys[at : at + _AT_ONCE]
        marks = ", ".join("?" * len(some))
        rows = file.rows(
            f"SELECT {_KEPT} FROM events AS e WHERE e.kind = 'check' AND e.checked_key IN ({marks}) AND {IN_FORCE} "
            "ORDER BY e.id",
            list(some),
        )
        decisions.update((row[0], _kept(row)) for row in rows)
    return decisions


def day_figures(file: LabelFile, annotator: str, *, since: str) -> DayFigures:
    """Count one agent's decisions since a moment (ISO 8601 UTC); of several about a listing the newest counts."""
    rows = file.rows(
        f"SELECT {_KEPT} FROM events AS e WHERE e.annotator = ? AND e.kind = 'check' AND {OF_CHECKS} "
        f"AND e.time >= ? AND {IN_FORCE} ORDER BY e.id",
        [annotator, since],
    )
    newest = {row[0]: _kept(row).decision for row in rows}
    return DayFigures(
        checked=len(newest),
        differing=sum(decision.outcome is CheckOutcome.DIFFERS for decision in newest.values()),
        seconds=sum(decision.seconds for decision in newest.values()),
    )


def _text(shown: ShownListing, decision: ListingDecision) -> str:
    kept = {
        "outcome": decision.outcome.value,
        "field": decision.field,
        "reason": decision.reason,
        "seconds": round(decision.seconds, 2),
        "listing_id": shown.listing_id,
        "source": shown.source,
        "title": shown.title,
        "description": shown.description,
        "photos": [asdict(photo) for photo in shown.photos],
        "verdict": shown.verdict.value,
        "found": dict(shown.found),
    }
    # Half a letter of a broken file would be no text of a database.
    return json.dumps(kept, ensure_ascii=False, allow_nan=False).encode("utf-8", "replace").decode()


def _kept(row: Sequence[Any]) -> KeptDecision:
    key, listing_id, text, game, card_id, name, printing, annotator, time = row
    try:
        values = parsed(text)
        decision = ListingDecision(
            CheckOutcome(values["outcome"]),
            values["field"],
            str(values["reason"]),
            float(values["seconds"]),
            ChosenCard(CardKey(game, card_id), name, printing) if card_id is not None else None,
        )
    except (Misshapen, KeyError, TypeError, ValueError) as error:
        raise DamagedRow() from error
    title, source = str(values.get("title") or ""), str(values.get("source") or "")
    return KeptDecision(key, listing_id, decision, annotator, time, title, source)


@dataclass(frozen=True)
class LabelledTimes:
    """How often people named a card. `below_first`: how often it was not the first of the matches that were shown."""

    card: CardKey
    name: str
    times: int
    below_first: int


@dataclass(frozen=True)
class DecidedListing:
    """A finding of a check, as `karuta check` prints it, and the card that the agent named, if any."""

    found: dict[str, Any]
    named: CardKey | None


def labelled_times(file: LabelFile) -> list[LabelledTimes]:
    """People's current labels by card."""
    game, card_id = (FIRST.format(matches=SHOWN, key=key) for key in ("game", "card_id"))
    rows = file.rows(
        f"""SELECT game, card_id, max(name), count(*), sum(shown IS NOT NULL AND json_array_length(shown) > 0
            AND NOT ({game} IS game AND {card_id} IS card_id))
        FROM true_labels WHERE kind IN {sql_list(NAMES_A_CARD)} GROUP BY 1, 2"""
    )
    return [LabelledTimes(CardKey(game, card), name or card, times, below) for game, card, name, times, below in rows]


def decided_listings(file: LabelFile) -> Iterator[DecidedListing]:
    """Of each listing the newest decision in force, whoever made it. Raises `DamagedRow`."""
    rows = file.rows(
        f"""SELECT game, card_id, json_extract(checked, '$.found') FROM events WHERE id IN (
            SELECT max(e.id) FROM events AS e WHERE e.kind = 'check' AND {IN_FORCE} GROUP BY e.checked_key)
        ORDER BY id"""
    )
    for game, card, text in rows:
        try:
            values = parsed(text or "{}")
        except Misshapen as error:
            raise DamagedRow() from error
        yield DecidedListing(values if isinstance(values, dict) else {}, None if card is None else CardKey(game, card))
