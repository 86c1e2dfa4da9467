"""Puts another library's events into labels.db, takes a merge out again whole, and brings it back. Opens no library.

Events are taken as they are, with their seals: so two libraries that took each other's hold the same. What is this
library's own (which merge brought what, and whether it was undone) is noted beside the events and never passed on.
"""

from __future__ import annotations

import sqlite3
import zlib
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Set
from contextlib import closing
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path
from typing import Any

from karuta.domain.errors import Cancelled, DamagedRow
from karuta.domain.journal import Action, moment_ms, taken_from
from karuta.domain.label import Kind, Origin, Source
from karuta.domain.shape import parsed
from karuta.store.event_lines import written_line
from karuta.store.events import append_bare
from karuta.store.joined_sightings import join_sightings, keys_of
from karuta.store.label_file import LabelFile
from karuta.store.other_labels import OtherLabels, opened_lines
from karuta.store.rechecks import disputed_among
from karuta.store.seals import SEALED
from karuta.store.taken_rows import Brought, ToldOfSteps, portions, quiet_queue, settle, taken, untold_steps

_PART_LINES = 2000


@dataclass(frozen=True)
class Merged:
    """Events that were new, and that were here already; sightings on which people disagree in the other's photos.

    `ahead_ms`: how far the other's newest event is in the future by this clock, at least 0. `action` None: nothing new.
    `is_whole`: whether it was not stopped before its end. `waiting`: how many events of which device are left out
    because its clock was ahead; `until`: when the last of them is taken.
    """

    new: int
    same: int
    conflicts: int
    ahead_ms: int
    action: Action | None
    is_whole: bool = True
    waiting: Mapping[str, int] = field(default_factory=dict)
    until: datetime | None = None


def merge(
    file: LabelFile,
    other: OtherLabels,
    origin: Origin,
    *,
    is_sound: bool = False,
    told: ToldOfSteps = untold_steps,
) -> Merged:
    """Take what is new of another library, in one transaction. The same again changes nothing.

    If `told` raises, nothing is taken. Raises `NothingTaken`
    where a row of the other is not what was written or contradicts what is known here, `DamagedRow` where one here is
    not. `is_sound`: all rows here were verified a moment ago.
    """
    merged: Merged | None = None
    try:
        with file.writing():
            file.seal_unsealed()
            if not is_sound and file.broken_seals():
                raise DamagedRow
            merged = _merged(file, other, origin, told)
            if merged.action is None:
                raise _NothingNew
    except _NothingNew:
        assert merged is not None
    return merged


class _NothingNew(Exception):  # noqa: N818 - the condition is the point
    """Nothing is written, not even the same once more."""


def merge_in_parts(file: LabelFile, other: OtherLabels, origin: Origin, *, told: Callable[[int], None]) -> Merged:
    """As `merge` in many short transactions, so that somebody may label meanwhile. All rows here were just verified.

    `told` is called between two of them with how many rows were read; if it raises, or this merge is undone meanwhile,
    what was taken until then stays, as one action; the same merge takes the rest. Raises as `merge` does.
    """
    whole, name, is_whole = Brought(), "", True
    now = file.at_least_now()
    other.check_whole()
    try:
        for number, (read, take) in enumerate(portions(file, other, now=now, photos=None)):
            with file.writing():
                if name and _is_set_aside(file, name):
                    whole, name, is_whole = Brought(), "", False
                    break
                part = Brought()
                with quiet_queue(file, part.touched):
                    take(part)
                    settle(file, part)
                if part and not name:
                    name = _note(file, other.name, part, origin)
                elif part:
                    file.change("INSERT INTO merges (id, brought) VALUES (?, ?)", [(f"{name}/{number}", part.text())])
            whole.add(part)
            told(read)
    except Cancelled:
        is_whole = False
    except Exception:
        # Nothing is taken, as it will be said.
        with file.writing():
            if name and not _is_set_aside(file, name):
                set_aside(file, _action(name, other.name, whole))
                file.change("DELETE FROM set_aside WHERE merge_id = ?", [(name,)])
                file.change("DELETE FROM merges WHERE id = ?", [(name,)])
                file.remove("events", name)
        raise
    with file.writing():
        if name:
            _gather(file, name)
        _forget_set_aside(file)
        merged = _counted(file, other, whole, _action(name, other.name, whole) if name else None)
    return replace(merged, is_whole=is_whole)


def _merged(file: LabelFile, other: OtherLabels, origin: Origin, told: ToldOfSteps) -> Merged:
    now = file.at_least_now()
    brought = taken(file, other, now=now, told=told)
    action = _action(_note(file, other.name, brought, origin), other.name, brought) if brought else None
    _forget_set_aside(file)
    return _counted(file, other, brought, action)


def _counted(file: LabelFile, other: OtherLabels, brought: Brought, action: Action | None) -> Merged:
    now_ms = int(datetime.fromisoformat(file.now()).timestamp() * 1000)
    ahead = max(0, moment_ms(brought.newest) - now_ms) if brought.newest else 0
    disputed = disputed_among(file, sorted(brought.about))
    later = still_to_come(file, other)
    until = taken_from(max(later)) if later else None
    waiting = Counter(later.values())
    new, same = len(brought.rows["events"]), brought.same
    return Merged(new, same, len(disputed), ahead, action, waiting=waiting, until=until)


def still_to_come(file: LabelFile, other: OtherLabels) -> dict[str, str]:
    """The events that were left out because a clock was ahead, and on which device; not those that are here already."""
    sql = "SELECT id FROM events WHERE id IN (SELECT value FROM json_each(?))"
    here_already = {name for (name,) in file.rows(sql, keys_of(other.waiting))}
    return {name: device for name, device in other.waiting.items() if name not in here_already}


def with_what_it_brought(file: LabelFile, action: Action) -> Action:
    """An action that is a merge, with what came by it counted as its own. Inside `writing`."""
    _gather(file, action.action_id)
    brought = _read_brought(file, action.action_id)
    return replace(action, events=len(brought["events"]), photos=frozenset(brought["touched"]))


def set_aside(file: LabelFile, action: Action) -> None:
    """Take what a merge brought out of the file, whole, inside `writing`: a redo or the same merge brings it back."""
    name = action.action_id
    _gather(file, name)
    brought = _read_brought(file, name)
    lines = list(sealed_lines(own_labels(file), brought["events"], brought))
    parts = [lines[at : at + _PART_LINES] for at in range(0, len(lines), _PART_LINES)]
    with quiet_queue(file, brought["touched"]):
        file.change(
            "INSERT INTO set_aside (merge_id, part, lines) VALUES (?, ?, ?)",
            [(name, number, zlib.compress(b"".join(part), 1)) for number, part in enumerate(parts or [[]])],
        )
        for table in SEALED:
            for row in brought[table]:
                file.remove(table, row)
        file.change("DELETE FROM joined WHERE id = ?", [(event,) for event in brought["events"]])
        file.change(
            """DELETE FROM photos WHERE sha256 = ? AND NOT EXISTS (SELECT 1 FROM places WHERE photo_sha256 = sha256)
            AND NOT EXISTS (SELECT 1 FROM events WHERE photo_sha256 = sha256)""",
            [(photo,) for photo in brought["photos"]],
        )
        join_sightings(file, brought["touched"])
    file.allow_fewer()


def bring_back(file: LabelFile, action: Action) -> None:
    """Put what `set_aside` took out of the file back, inside `writing`."""
    brought = _read_brought(file, action.action_id)
    parts = file.rows("SELECT lines FROM set_aside WHERE merge_id = ? ORDER BY part", [action.action_id])
    try:
        lines = b"".join(zlib.decompress(part) for (part,) in parts).splitlines(keepends=True)
    except (zlib.error, TypeError) as error:
        raise DamagedRow from error
    with opened_lines(lines, action.photo) as other:
        taken(file, other, now=None, photos=brought["photos"])
    file.change("DELETE FROM set_aside WHERE merge_id = ?", [(action.action_id,)])


def sealed_lines(own: OtherLabels, events: Iterable[str] | None, only: dict[str, Any] | None = None) -> Iterator[bytes]:
    """Events as lines of JSON in the order of their identifiers, each with what belongs to it.

    `events` None: all. Places and outlines stand beside their photo's first event, and rows of `imports` beside theirs.
    `only`: of other tables just these rows; those of photos without an event stand beside the last event.
    """
    identifiers = None if events is None else set(events)
    beside: dict[str, list[tuple[str, dict[str, Any], bytes]]] = defaultdict(list)
    for table in SEALED[1:]:
        taken = None if only is None else set(only[table])
        for some in own.rows(table, by_id=True):
            key = some.columns.index("id" if table == "imports" else "photo_sha256")
            for row, seal in zip(some.rows, some.seals, strict=True):
                if taken is None or row[some.columns.index("id")] in taken:
                    beside[row[key]].append((table, dict(zip(some.columns, row, strict=True)), seal))
    for some in own.rows("events", by_id=True):
        at, photo = some.columns.index("id"), some.columns.index("photo_sha256")
        for row, seal in zip(some.rows, some.seals, strict=True):
            if identifiers is None or row[at] in identifiers:
                belongs = [*beside.pop(row[photo], ()), *beside.pop(row[at], ())]
                yield written_line(dict(zip(some.columns, row, strict=True)), seal, belongs)
    if only is not None:
        # Photos that came without an event.
        for rows in beside.values():
            yield from (written_line({}, b"", [row]) for row in rows)


def copy_labels(file: LabelFile, to: Path) -> None:
    """A copy of the label file to try something on, at a path where there is none."""
    with closing(sqlite3.connect(to)) as target:
        file.connection.backup(target)


def own_events(file: LabelFile, *, without: Set[str] = frozenset()) -> Iterator[bytes]:
    """Every event of this library as a line of JSON. Raises `NothingTaken` where one is not as it was written.

    `without`: photos of which none is told, because rows about them are damaged.
    """
    told = None
    if without:
        rows = file.rows("SELECT id, photo_sha256 FROM events")
        told = [event for event, photo in rows if photo not in without]
    return sealed_lines(own_labels(file), told)


def own_labels(file: LabelFile) -> OtherLabels:
    return OtherLabels(file.connection, str(file.folder.labels_db))


def _is_set_aside(file: LabelFile, merge_id: str) -> bool:
    return file.first_row("SELECT 1 FROM set_aside WHERE merge_id = ?", [merge_id]) is not None


def _action(name: str, other: str, brought: Brought) -> Action:
    """The merge as an action of whoever merges."""
    return Action(name, len(brought.rows["events"]), Kind.MERGE, None, other, frozenset(brought.touched))


def _gather(file: LabelFile, merge_id: str) -> None:
    """What each part of a merge brought is written down as one."""
    parts = file.rows("SELECT id FROM merges WHERE id >= ?1 || '/' AND id < ?1 || '0'", [merge_id])
    if not parts:
        return
    whole = Brought()
    for (name,) in [(merge_id,), *parts]:
        read = _read_brought(file, name)
        whole.add(Brought({table: read[table] for table in SEALED}, read["photos"], set(read["touched"])))
    file.change("UPDATE merges SET brought = ? WHERE id = ?", [(whole.text(), merge_id)])
    file.change("DELETE FROM merges WHERE id = ?", parts)


def _note(file: LabelFile, name: str, brought: Brought, origin: Origin) -> str:
    event = append_bare(file, Kind.MERGE, replace(origin, source=Source.MERGE), photo_name=name)
    file.change("INSERT INTO merges (id, brought) VALUES (?, ?)", [(event, brought.text())])
    return event


def _read_brought(file: LabelFile, merge_id: str) -> dict[str, Any]:
    row = file.first_row("SELECT brought FROM merges WHERE id = ?", [merge_id])
    try:
        brought = parsed(row[0]) if row else {}
        return {name: brought[name] for name in (*SEALED, "photos", "touched")}
    except (ValueError, TypeError, KeyError) as error:
        raise DamagedRow from error


def _forget_set_aside(file: LabelFile) -> None:
    """Keep no longer aside what was undone and came in again by another merge."""
    file.change(
        """DELETE FROM set_aside WHERE merge_id IN (SELECT m.id FROM merges AS m WHERE NOT EXISTS (
            SELECT 1 FROM json_each(m.brought, '$.events') AS n
            WHERE NOT EXISTS (SELECT 1 FROM events AS e WHERE e.id = n.value)))""",
        [()],
    )
