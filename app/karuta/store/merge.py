"""Puts another library's events into labels.db, takes a merge out again whole, and brings it back. Opens no library.

Events are taken as they are, with their seals: so two libraries that took each other's hold the same. What is this
library's own (which merge brought what, and whether it was undone) is noted beside the events and never passed on.
"""

from __future__ import annotations

import json
import sqlite3
import zlib
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence, Set
from contextlib import closing, contextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path
from typing import Any

from karuta.domain.errors import DamagedRow
from karuta.domain.journal import Action, moment_ms
from karuta.domain.label import Kind, Origin, Points, Source, parsed_corners
from karuta.domain.sentence import Sentence
from karuta.domain.shape import parsed
from karuta.domain.sighting import SAME_SIGHTING, iou
from karuta.store.events import append_bare
from karuta.store.label_file import LabelFile
from karuta.store.other_labels import AT_ONCE, LOOKS, OtherLabels, SealedRows, opened_lines, written_line
from karuta.store.seals import SEALED, seal_of
from karuta.store.sightings import name_suggestions

_KNOWN = """SELECT s.row_id, coalesce(j.seal, s.seal) FROM seals AS s
    LEFT JOIN joined AS j ON j.id = s.row_id AND s.of_table = 'events'
    WHERE s.of_table = ? AND s.row_id IN (SELECT value FROM json_each(?))"""
# An undo is by whoever took part in the action that it takes back.
_ANOTHERS_UNDO = """SELECT u.id, u.annotator FROM events AS u WHERE u.target_action_id IS NOT NULL
    AND u.id IN (SELECT value FROM json_each(:new) UNION SELECT t.id FROM json_each(:new) AS n
        JOIN events AS e ON e.id = n.value JOIN events AS t ON t.target_action_id = e.action_id)
    AND EXISTS (SELECT 1 FROM events AS e WHERE e.action_id = u.target_action_id)
    AND NOT EXISTS (SELECT 1 FROM events AS e WHERE e.action_id = u.target_action_id AND e.annotator = u.annotator
        AND e.target_action_id IS NULL)
    LIMIT 1"""
# An action is one person's; only an import brings labels of others, and these say so.
_ANOTHERS_ACTION = """SELECT e.id, e.annotator FROM json_each(:new) AS n JOIN events AS e ON e.id = n.value
    JOIN events AS o ON o.action_id = e.action_id AND o.annotator <> e.annotator
    WHERE e.source <> 'export' AND o.source <> 'export' LIMIT 1"""
_TOUCHED = """SELECT photo_sha256 FROM events WHERE id IN (SELECT value FROM json_each(:new))
    UNION SELECT e.photo_sha256 FROM json_each(:new) AS n JOIN events AS u ON u.id = n.value
        JOIN events AS e ON e.action_id = u.target_action_id"""
_SEEN_THERE = """INSERT OR IGNORE INTO sightings (id, photo_sha256, corners)
    SELECT sighting_id, photo_sha256, corners FROM events
    WHERE sighting_id > '' AND corners IS NOT NULL AND id IN (SELECT value FROM json_each(?)) ORDER BY id"""
# Of two rows of one sighting the same one is kept wherever they meet.
_SIGHTING = """INSERT INTO sightings (id, photo_sha256, corners, crop_sha256) VALUES (?, ?, ?, ?)
    ON CONFLICT (id) DO UPDATE SET corners = excluded.corners, crop_sha256 = excluded.crop_sha256
    WHERE (excluded.crop_sha256 IS NULL, excluded.corners, coalesce(excluded.crop_sha256, ''))
        < (crop_sha256 IS NULL, corners, coalesce(crop_sha256, ''))"""
_PHOTO = """INSERT INTO photos (sha256, bytes) VALUES (?, ?)
    ON CONFLICT (sha256) DO UPDATE SET bytes = max(bytes, excluded.bytes)"""
_FOUNDED = """SELECT photo_sha256, named, min(id), corners, device FROM (
    SELECT e.photo_sha256, coalesce(j.sighting_id, e.sighting_id) AS named, e.id, e.corners, e.device
    FROM events AS e LEFT JOIN joined AS j ON j.id = e.id
    WHERE e.photo_sha256 IN (SELECT value FROM json_each(?)) AND e.sighting_id > '' AND e.corners IS NOT NULL)
    GROUP BY photo_sha256, named ORDER BY min(id)"""
_OF_SIGHTING = """SELECT e.*, j.sighting_id, j.seal, s.seal FROM events AS e LEFT JOIN joined AS j ON j.id = e.id
    LEFT JOIN seals AS s ON s.row_id = e.id AND s.of_table = 'events'
    WHERE e.photo_sha256 = ? AND coalesce(j.sighting_id, e.sighting_id) = ? AND e.sighting_id <> ?"""
# Photos with an undecided suggestion, and with a label on what its newest look does not name.
_MISNAMED = """SELECT DISTINCT l.photo_sha256 FROM json_each(?) AS n JOIN lookups AS l ON l.photo_sha256 = n.value
    JOIN suggestions AS s ON s.lookup_id = l.id
    WHERE s.seen_as IS NOT NULL OR NOT EXISTS (SELECT 1 FROM events AS e
        WHERE e.photo_sha256 = l.photo_sha256 AND e.sighting_id = s.sighting_id)
    AND EXISTS (SELECT 1 FROM events AS e WHERE e.photo_sha256 = l.photo_sha256 AND e.sighting_id > ''
        AND NOT EXISTS (SELECT 1 FROM suggestions AS o
            WHERE o.lookup_id = l.id AND o.sighting_id = e.sighting_id))"""
_MEANT = """SELECT DISTINCT coalesce(j.sighting_id, e.sighting_id), e.sighting_id
    FROM events AS e LEFT JOIN joined AS j ON j.id = e.id WHERE e.photo_sha256 = ? AND e.sighting_id > ''"""
_DISPUTED = """SELECT count(*) FROM (SELECT 1 FROM sides WHERE photo_sha256 IN (SELECT value FROM json_each(?))
    GROUP BY photo_sha256, sighting_id
    HAVING count(DISTINCT kind || char(31) || coalesce(game, '') || char(31) || coalesce(card_id, '')) > 1)"""
_PART_LINES = 2000


@dataclass(frozen=True)
class Merged:
    """Events that were new, and that were here already; sightings on which people disagree in the other's photos.

    `ahead_ms`: how far the other's newest event is in the future by this clock, at least 0. `action` None: nothing new.
    """

    new: int
    same: int
    conflicts: int
    ahead_ms: int
    action: Action | None


@dataclass
class _Brought:
    """The rows that a merge brought, by table; `touched`: the photos about which something is new."""

    rows: dict[str, list[str]] = field(default_factory=lambda: {table: [] for table in SEALED})
    photos: dict[str, int] = field(default_factory=dict)
    touched: set[str] = field(default_factory=set)
    same: int = 0
    about: set[str] = field(default_factory=set)
    newest: str = ""
    has_crops: bool = False

    def __bool__(self) -> bool:
        return any(self.rows.values()) or bool(self.touched) or self.has_crops

    def text(self) -> str:
        return json.dumps({**self.rows, "photos": self.photos, "touched": sorted(self.touched)})


def merge(
    file: LabelFile,
    other: OtherLabels,
    origin: Origin,
    *,
    is_sound: bool = False,
    each: Callable[[int], None] = lambda events: None,
) -> Merged:
    """Take what is new of another library, in one transaction. The same again changes nothing.

    `each` is called now and then with how many events were read; if it raises, nothing is taken. Raises `NothingTaken`
    where a row of the other is not what was written or contradicts what is known here, `DamagedRow` where one here is
    not. `is_sound`: all rows here were verified a moment ago.
    """
    done: Merged | None = None
    try:
        with file.writing():
            file.seal_unsealed()
            if not is_sound and file.broken_seals():
                raise DamagedRow
            done = _merged(file, other, origin, each)
            if done.action is None:
                raise _NothingNew
    except _NothingNew:
        assert done is not None
    return done


class _NothingNew(Exception):  # noqa: N818 - the condition is the point
    """Nothing is written, not even the same once more."""


def _merged(file: LabelFile, other: OtherLabels, origin: Origin, each: Callable[[int], None]) -> Merged:
    now = datetime.fromisoformat(file.now())
    brought = _taken(file, other, each=each, now=now)
    ahead = max(0, moment_ms(brought.newest) - int(now.timestamp() * 1000)) if brought.newest else 0
    action = _note(file, other.name, brought, origin) if brought else None
    _forget_set_aside(file)
    (conflicts,) = file.one(_DISPUTED, [json.dumps(sorted(brought.about))]) or (0,)
    return Merged(len(brought.rows["events"]), brought.same, conflicts, ahead, action)


def set_aside(file: LabelFile, action: Action) -> Action:
    """Take what a merge brought out of the file, whole, inside `writing`: a redo or the same merge brings it back."""
    brought = _read_brought(file, action.action_id)
    name = action.action_id
    lines = list(sealed_lines(own_labels(file), brought["events"], brought))
    parts = [lines[at : at + _PART_LINES] for at in range(0, len(lines), _PART_LINES)]
    with _quiet_queue(file, brought["touched"]):
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
        _join_sightings(file, brought["touched"])
    file.allow_fewer()
    return replace(action, events=len(brought["events"]), photos=frozenset(brought["touched"]))


def bring_back(file: LabelFile, action: Action) -> Action:
    """Put what `set_aside` took out of the file back, inside `writing`."""
    brought = _read_brought(file, action.action_id)
    parts = file.rows("SELECT lines FROM set_aside WHERE merge_id = ? ORDER BY part", [action.action_id])
    try:
        lines = b"".join(zlib.decompress(part) for (part,) in parts).splitlines(keepends=True)
    except (zlib.error, TypeError) as error:
        raise DamagedRow from error
    with opened_lines(lines, action.photo) as other:
        _taken(file, other, each=lambda events: None, now=None, photos=brought["photos"])
    file.change("DELETE FROM set_aside WHERE merge_id = ?", [(action.action_id,)])
    return replace(action, events=len(brought["events"]), photos=frozenset(brought["touched"]))


def sealed_lines(own: OtherLabels, events: Iterable[str] | None, only: dict[str, Any] | None = None) -> Iterator[bytes]:
    """Events as lines of JSON in the order of their identifiers, each with what belongs to it.

    `events` None: all. Places and outlines stand beside their photo's first event, and rows of `imports` beside theirs.
    `only`: of other tables just these rows; those of photos without an event stand beside the last event.
    """
    wanted = None if events is None else set(events)
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
            if wanted is None or row[at] in wanted:
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


def _taken(
    file: LabelFile,
    other: OtherLabels,
    *,
    each: Callable[[int], None],
    now: datetime | None,
    photos: dict[str, int] | None = None,
) -> _Brought:
    """Everything new of another library; `photos`: with these photos, in place of its looks."""
    brought = _Brought()
    other.check_whole()
    with _quiet_queue(file, brought.touched):
        read = 0
        for table in SEALED:
            for some in other.rows(table, now=now):
                read += len(some.rows)
                each(read)
                _take(file, other, some, brought)
        new = {"new": json.dumps(brought.rows["events"])}
        for event, annotator in file.rows(_ANOTHERS_UNDO, new):
            other.refuse(Sentence("{event} by {name} undoes what somebody else did", event=event, name=annotator))
        for event, annotator in file.rows(_ANOTHERS_ACTION, new):
            other.refuse(Sentence("{event} is by {name} in somebody else's action", event=event, name=annotator))
        brought.touched.update({row[0] for row in file.rows(_TOUCHED, new) if row[0]})
        if photos is not None:
            file.change(_PHOTO, list(photos.items()))
        else:
            _take_photos(file, other, brought)
            _take_looks(file, other, brought)
        file.change(_SEEN_THERE, [(new["new"],)])
        _join_sightings(file, brought.touched)
        for (photo,) in file.rows(_MISNAMED, [json.dumps(sorted(brought.touched))]):
            name_suggestions(file, photo, dict(file.rows(_MEANT, [photo])))
    return brought


def _take(file: LabelFile, other: OtherLabels, some: SealedRows, brought: _Brought) -> None:
    at = some.columns.index("id")
    photo = some.columns.index("photo_sha256") if "photo_sha256" in some.columns else None
    ids = [row[at] for row in some.rows]
    known = dict(file.rows(_KNOWN, [some.table, json.dumps(ids)]))
    new, seals = [], []
    for name, row, seal in zip(ids, some.rows, some.seals, strict=True):
        if name not in known:
            new.append(row)
            seals.append(seal)
        elif known[name] != seal:
            other.refuse(Sentence("{row} of {table} says something else here", row=name, table=some.table))
    file.insert_sealed(some.table, some.columns, new, seals)
    brought.rows[some.table] += [row[at] for row in new]
    if photo is None:
        return
    brought.touched.update(row[photo] for row in new if row[photo])
    if some.table == "events":
        brought.same += len(ids) - len(new)
        brought.newest = max([brought.newest, *ids])
        brought.about.update(row[photo] for row in some.rows if row[photo])


def _take_photos(file: LabelFile, other: OtherLabels, brought: _Brought) -> None:
    there = {photo: size for rows in other.looks("photos") for photo, size in rows}
    for (photo,) in file.rows(
        "SELECT DISTINCT photo_sha256 FROM places WHERE id IN (SELECT value FROM json_each(?))",
        [json.dumps(brought.rows["places"])],
    ):
        there.setdefault(photo, 0)
    known = {row[0] for row in file.rows("SELECT sha256 FROM photos")}
    brought.photos = {photo: size for photo, size in there.items() if photo not in known}
    brought.touched.update(brought.photos.keys())
    file.change(_PHOTO, list(there.items()))


def _take_looks(file: LabelFile, other: OtherLabels, brought: _Brought) -> None:
    """Each photo's newest look with its suggestions, and sightings with their crops.

    A look that could read the photo counts more than a newer one that could not.
    """
    before = file.connection.total_changes
    for rows in other.looks("sightings"):
        file.change(_SIGHTING, rows)
    brought.has_crops = file.connection.total_changes > before
    sql = "SELECT photo_sha256, error_code IS NULL, max(id) FROM lookups GROUP BY photo_sha256"
    best: dict[str, tuple[bool, str]] = {photo: (bool(is_read), name) for photo, is_read, name in file.rows(sql)}
    newer: dict[str, str] = {}
    for rows in other.looks("lookups"):
        for name, photo, *_, code, _, _, _, _ in rows:
            if (code is None, name) > best.get(photo, (False, "")):
                best[photo], newer[photo] = (code is None, name), name
    brought.touched.update(newer.keys())
    older, wanted = [(photo,) for photo in newer], set(newer.values())
    file.change("DELETE FROM suggestions WHERE lookup_id IN (SELECT id FROM lookups WHERE photo_sha256 = ?)", older)
    file.change("DELETE FROM lookups WHERE photo_sha256 = ?", older)
    for table in ("lookups", "suggestions"):
        names = LOOKS[table]
        sql = f"INSERT OR IGNORE INTO {table} ({', '.join(names)}) VALUES ({', '.join('?' * len(names))})"
        for rows in other.looks(table):
            file.change(sql, [row for row in rows if row[0] in wanted])


def _note(file: LabelFile, name: str, brought: _Brought, origin: Origin) -> Action:
    """The merge as an action of whoever merges."""
    event = append_bare(file, Kind.MERGE, replace(origin, source=Source.MERGE), photo_name=name)
    file.change("INSERT INTO merges (id, brought) VALUES (?, ?)", [(event, brought.text())])
    return Action(event, len(brought.rows["events"]), Kind.MERGE, None, name, frozenset(brought.touched))


def _read_brought(file: LabelFile, merge_id: str) -> dict[str, Any]:
    row = file.one("SELECT brought FROM merges WHERE id = ?", [merge_id])
    try:
        found = parsed(row[0]) if row else {}
        return {name: found[name] for name in (*SEALED, "photos", "touched")}
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


@contextmanager
def _quiet_queue(file: LabelFile, touched: Iterable[str]) -> Iterator[None]:
    """Many rows change: the queue is derived once at the end for the photos that were `touched` by then."""
    triggers = file.rows("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")
    for name, _ in triggers:
        file.change(f"DROP TRIGGER {name}", [()])
    yield
    for _, sql in triggers:
        file.change(sql, [()])
    photos = [json.dumps(sorted(touched))]
    file.change("DELETE FROM queue WHERE photo_sha256 IN (SELECT value FROM json_each(?))", [photos])
    file.change(
        "INSERT INTO queue SELECT * FROM queue_now WHERE photo_sha256 IN (SELECT value FROM json_each(?))", [photos]
    )


def _join_sightings(file: LabelFile, photos: Iterable[str]) -> None:
    """Sightings of one place that different devices found are one: that of the oldest event.

    It depends on the set of events alone. Each event keeps the sighting that it names, and its seal, in `joined`.
    """
    some = sorted(photos)
    for at in range(0, len(some), AT_ONCE):
        founded: dict[str, list[tuple[str, Points, str]]] = defaultdict(list)
        for photo, name, _, corners, device in file.rows(_FOUNDED, [json.dumps(some[at : at + AT_ONCE])]):
            founded[photo].append((name, parsed_corners(corners) or (), device))
        for photo, sightings in founded.items():
            if len(sightings) > 1:
                for name, meant in _meant(sightings).items():
                    _count_for(file, photo, name, meant)


def _meant(sightings: Sequence[tuple[str, Points, str]]) -> dict[str, str]:
    """Each sighting's identifier -> the one that it counts for, given in the order of their first events."""
    first: dict[str, tuple[Points, set[str]]] = {}
    meant: dict[str, str] = {}
    for name, corners, device in sightings:
        near = [(iou(corners, there), other) for other, (there, devices) in first.items() if device not in devices]
        best = max(near, default=(0.0, ""))
        if best[0] > SAME_SIGHTING:
            meant[name] = best[1]
            first[best[1]][1].add(device)
        else:
            meant[name] = name
            first[name] = (corners, {device})
    return meant


def _count_for(file: LabelFile, photo: str, name: str, meant: str) -> None:
    columns = [row[1] for row in file.rows("PRAGMA table_info(events)")]
    at = columns.index("sighting_id")
    for *row, named, written, seal in file.rows(_OF_SIGHTING, [photo, name, meant]):
        event = row[columns.index("id")]
        original, first = (row[at], seal) if named is None else (named, written)
        row[at] = meant
        file.change("UPDATE events SET sighting_id = ? WHERE id = ?", [(meant, event)])
        sealed = seal_of("events", columns, row)
        file.change("UPDATE seals SET seal = ? WHERE row_id = ? AND of_table = 'events'", [(sealed, event)])
        if meant == original:
            file.change("DELETE FROM joined WHERE id = ?", [(event,)])
        else:
            file.change("INSERT OR REPLACE INTO joined VALUES (?, ?, ?)", [(event, original, first)])
