"""What was typed in rapid entry, in labels.db: appended, taken back, asked for. Never changes or deletes a row."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import astuple, dataclass
from typing import Any

from karuta.domain.card import CardKey
from karuta.domain.journal import JournalEntry, action_to_redo, action_to_undo
from karuta.domain.label import Kind, Origin
from karuta.listings.domain.set_numbers import Entry
from karuta.store.label_file import LabelFile

_SAID = ("game", "card_id", "name", "set_code", "finish", "condition", "language", "count")
_COLUMNS = ("id", "kind", "target", "session", "time", "annotator", "device", *_SAID)
_TARGETS = {Kind.UNDO: action_to_undo, Kind.REDO: action_to_redo}
# In the order in which they came: a clock that was put back changes nothing.
_IN_FORCE = f"""SELECT e.session, {", ".join(f"e.{name}" for name in _SAID)} FROM entries AS e
    WHERE e.kind = 'entry' AND 'undo' IS NOT (SELECT t.kind FROM entries AS t WHERE t.target = e.id
    ORDER BY t.rowid DESC LIMIT 1)"""


@dataclass(frozen=True)
class KeptEntry:
    """`session`: the same of all that were typed together."""

    session: str
    entry: Entry


def keep_entry(file: LabelFile, entry: Entry, origin: Origin, session: str) -> Entry:
    """Store it, on the disk when this returns. Raises `LibraryError`."""
    with file.writing():
        said = (*entry.card, *astuple(entry)[1:])
        _append(file, (file.new_id(), "entry", None, session), origin, said)
    return entry


def settle_entry(file: LabelFile, kind: Kind, origin: Origin) -> Entry | None:
    """Take back (`UNDO`) the annotator's last entry, or bring back (`REDO`) what their last undo took. None if nothing
    is left.
    """
    with file.writing():
        target = _TARGETS[kind](_newest_first(file, origin.annotator))
        if target is None:
            return None
        _append(file, (file.new_id(), kind.value, target, ""), origin, (None,) * len(_SAID))
        game, card, *said = file.rows(f"SELECT {', '.join(_SAID)} FROM entries WHERE id = ?", [target])[0]
    return Entry(CardKey(game, card), *said)


def entries_in_force(file: LabelFile, session: str | None = None) -> list[KeptEntry]:
    """In the order in which they were typed."""
    rows = file.rows(f"{_IN_FORCE} AND ?1 IN (e.session, '') ORDER BY e.rowid", [session or ""])
    return [KeptEntry(of, Entry(CardKey(game, card), *said)) for of, game, card, *said in rows]


def _append(file: LabelFile, row: Sequence[Any], origin: Origin, said: Sequence[Any]) -> None:
    who = file.on_this_copy(origin)
    file.insert("entries", _COLUMNS, [(*row, file.now(), who.annotator, who.device, *said)])


def _newest_first(file: LabelFile, annotator: str) -> Iterator[JournalEntry]:
    rows = file.rows("SELECT id, kind, target FROM entries WHERE annotator = ? ORDER BY rowid DESC", [annotator])
    for id, kind, target in rows:
        yield JournalEntry(id, id, Kind.CONFIRM if kind == "entry" else Kind(kind), target)
