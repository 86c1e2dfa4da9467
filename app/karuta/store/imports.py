"""Keeps what imports brought: the labels of an export, and the file that a label came from."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from karuta.domain.card import CardKey
from karuta.domain.label import LABELS, FromExport, Kind, Origin, Source
from karuta.store.events import append_bare
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
    finish: str | None = None


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
    in_force: dict[str, list[LabelInForce]] = {photo: [] for photo in photos}
    rows = file.rows_among(
        f"""SELECT photo_sha256, id, sighting_id, kind, game, card_id, printing, annotator, time, batch, listing,
        finish
        FROM events_in_force WHERE kind IN {sql_list(LABELS)} AND photo_sha256 IN ({{marks}}) ORDER BY id""",
        photos,
    )
    for photo, event, sighting, kind, game, card_id, *rest, finish in rows:
        others = (*rest, game if card_id is None else None, finish)
        label = LabelInForce(event, sighting, Kind(kind), card_of(game, card_id), *others)
        in_force[photo].append(label)
    return in_force


def note_export(
    file: LabelFile, action_id: str, brought: Iterable[FromExport], origin: Origin, *, file_sha256: str
) -> None:
    """Record that an action is the import of an export by `origin`, who alone can undo it, inside its transaction."""
    _note(file, [(label.event_id, label.imported_from, label.number) for label in brought])
    append_bare(file, Kind.IMPORT, origin, action_id=action_id, file_sha256=file_sha256)


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


def _note(file: LabelFile, rows: Iterable[tuple[str, str, int | None]]) -> None:
    file.insert("imports", _IMPORT_COLUMNS, list(rows))
