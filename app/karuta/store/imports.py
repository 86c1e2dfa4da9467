"""Keeps what imports brought: the labels of an export, and the file that a label came from."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from karuta.domain.card import CardKey
from karuta.domain.journal import Action
from karuta.domain.label import LABELS, Decision, Kind, Origin, Source
from karuta.store.events import AT_ONCE, EVENT_COLUMNS, append_bare, event_body
from karuta.store.joined_sightings import join_new
from karuta.store.kinds import sql_list
from karuta.store.label_file import LabelFile
from karuta.store.match_json import card_of

_IMPORT_COLUMNS = ("id", "imported_from", "number")


@dataclass(frozen=True)
class LabelInForce:
    """The statement of an event that is not undone about a sighting, whatever followed it. `game`: of a back."""

    event_id: str
    sighting_id: str
    kind: Kind
    card: CardKey | None
    printing: str | None
    annotator: str
    time: str
    batch: str | None
    listing: str | None
    game: str | None = None


@dataclass(frozen=True)
class ImportedDecision:
    """A label of an export. `event_id`: of the moment of the decision, so that the later label counts.

    `number`: the sighting's in that file.
    """

    decision: Decision
    event_id: str
    annotator: str
    time: str
    imported_from: str
    number: int | None


def import_stands(file: LabelFile, photo_sha256: str, sighting_id: str, kind: Kind, cards: Sequence[CardKey]) -> bool:
    """Whether an import that is not undone gave a sighting this label (one of `cards`), even if a newer one exists."""
    rows = file.rows(
        "SELECT game, card_id FROM events_in_force "
        "WHERE photo_sha256 = ? AND sighting_id = ? AND kind = ? AND source = ?",
        [photo_sha256, sighting_id, kind.value, Source.IMPORT.value],
    )
    return any(not cards or CardKey(*row) in cards for row in rows)


def labels_in_force(file: LabelFile, photos: Sequence[str]) -> dict[str, list[LabelInForce]]:
    """Every label about these photos that is not undone, oldest first."""
    found: dict[str, list[LabelInForce]] = {photo: [] for photo in photos}
    rows = file.rows_among(
        f"""SELECT photo_sha256, id, sighting_id, kind, game, card_id, printing, annotator, time, batch, listing
        FROM events_in_force WHERE kind IN {sql_list(LABELS)} AND photo_sha256 IN ({{marks}}) ORDER BY id""",
        photos,
    )
    for photo, event, sighting, kind, game, card_id, *rest in rows:
        said = (*rest, game if card_id is None else None)
        found[photo].append(LabelInForce(event, sighting, Kind(kind), card_of(game, card_id), *said))
    return found


def append_imported(
    file: LabelFile,
    labels: Sequence[ImportedDecision],
    origin: Origin,
    *,
    file_sha256: str,
    each: Callable[[int], None] = lambda written: None,
) -> Action:
    """Store the labels of an export as one action of whoever imports it, inside one transaction.

    Each label stays its annotator's. An undo by that annotator never takes it back; an undo by `origin` takes all of
    them.
    """
    with file.writing():
        here = file.here(origin)
        action_id = file.new_id()
        for at in range(0, len(labels), AT_ONCE):
            each(at)
            some = labels[at : at + AT_ONCE]
            file.insert("events", EVENT_COLUMNS, [_row(decision, action_id, here) for decision in some])
            _note(file, [(decision.event_id, decision.imported_from, decision.number) for decision in some])
        join_new(file, {label.decision.subject.photo_sha256 for label in labels})
        append_bare(file, Kind.IMPORT, origin, action_id=action_id, file_sha256=file_sha256)
    first = labels[0].decision
    return Action(
        action_id=action_id,
        events=len(labels),
        kind=first.kind,
        card=first.card.name if first.card else None,
        photo=first.subject.photo_name,
        photos=frozenset(label.decision.subject.photo_sha256 for label in labels),
    )


def note_source(file: LabelFile, action_id: str, imported_from: str) -> None:
    """Record which file an action's labels were read from, inside the same transaction."""
    rows = file.rows("SELECT id FROM events WHERE action_id = ? ORDER BY id", [action_id])
    _note(file, [(row[0], imported_from, None) for row in rows])


def event_id_at(file: LabelFile, time: str, *, after: str | None) -> str:
    """An identifier for something decided elsewhere, greater than that of the event that it follows.

    A moment in the future becomes now, or it would outrank everything that comes later.
    """
    moment = datetime.fromisoformat(time).astimezone(UTC)
    return file.id_at(moment, after=after)


def _row(one: ImportedDecision, action_id: str, origin: Origin) -> tuple[object, ...]:
    said = replace(origin, annotator=one.annotator, source=Source.EXPORT)
    body = event_body(one.decision, said)
    return (one.event_id, action_id, one.decision.kind.value, None, one.time, *body)


def _note(file: LabelFile, rows: Iterable[tuple[str, str, int | None]]) -> None:
    file.insert("imports", _IMPORT_COLUMNS, list(rows))
