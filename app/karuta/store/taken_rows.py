"""Takes the rows of another label file in, as they are: inside one transaction, or some in each. Notes no merge."""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial
from typing import Any

from karuta.domain.sentence import Sentence
from karuta.store.joined_sightings import OF_PHOTOS, derive_queue, join_sightings, keys_of, name_looks
from karuta.store.label_file import LabelFile
from karuta.store.other_labels import OtherLabels, SealedRows
from karuta.store.seals import SEALED
from karuta.store.written_rows import LOOKS

_DERIVED_AT_ONCE = 2000
_KNOWN = """SELECT s.row_id, coalesce(j.seal, s.seal) FROM seals AS s
    LEFT JOIN joined AS j ON j.id = s.row_id AND s.of_table = 'events'
    WHERE s.of_table = ? AND s.row_id IN (SELECT value FROM json_each(?))"""
_OF_ACTIONS = """SELECT DISTINCT photo_sha256 FROM events
    WHERE action_id IN (SELECT value FROM json_each(?)) AND photo_sha256 IS NOT NULL"""
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
_ADDED = {
    table: f"INSERT OR IGNORE INTO {table} ({', '.join(names)}) VALUES ({', '.join('?' * len(names))})"
    for table, names in LOOKS.items()
}


ToldOfSteps = Callable[[str, int, int], None]
"""Called now and then with a step (`merging`, `queue`), and how much of how much of it is done."""


def untold_steps(step: str, done: int, of: int) -> None:
    """For whom nobody waits."""


@dataclass
class Brought:
    """The rows that a merge brought, by table; `touched`: the photos about which something is new.

    `about`: the photos of all events of the other; `settled`: the actions that its new events undo or redo.
    """

    rows: dict[str, list[str]] = field(default_factory=lambda: {table: [] for table in SEALED})
    photos: dict[str, int] = field(default_factory=dict)
    touched: set[str] = field(default_factory=set)
    same: int = 0
    about: set[str] = field(default_factory=set)
    settled: set[str] = field(default_factory=set)
    newest: str = ""
    has_crops: bool = False

    def __bool__(self) -> bool:
        return any(self.rows.values()) or bool(self.touched) or self.has_crops

    def add(self, part: Brought) -> None:
        """Count what another part brought, too."""
        for table, rows in part.rows.items():
            self.rows[table] += rows
        self.photos.update(part.photos)
        self.touched |= part.touched
        self.same += part.same
        self.about |= part.about
        self.newest = max(self.newest, part.newest)

    def text(self) -> str:
        return json.dumps({**self.rows, "photos": self.photos, "touched": sorted(self.touched)})


def taken(
    file: LabelFile,
    other: OtherLabels,
    *,
    now: datetime | None,
    photos: dict[str, int] | None = None,
    told: ToldOfSteps = untold_steps,
) -> Brought:
    """Everything new of another library, inside `writing`; `photos`: with these photos, in place of its looks."""
    brought = Brought()
    other.check_whole()
    of = other.size
    with quiet_queue(file, brought.touched, told=partial(told, "queue")):
        for read, take in portions(file, other, now=now, photos=photos):
            told("merging", min(read, of), of)
            take(brought)
        settle(file, brought)
    return brought


def portions(
    file: LabelFile, other: OtherLabels, *, now: datetime | None, photos: dict[str, int] | None
) -> Iterator[tuple[int, Callable[[Brought], None]]]:
    """What takes some rows each, inside `writing`, and how many were read by then. Verified as they are read."""
    read = 0
    for sizes in [photos] if photos is not None else map(dict, other.looks("photos")):
        read += len(sizes)
        yield read, partial(_take_photos, file, sizes)
    for table in (*SEALED[1:], *SEALED[:1]):
        for some in other.rows(table, now=now):
            read += len(some.rows)
            yield read, partial(_take, file, other, some)
    if photos is None:
        for table, takes in (("sightings", _take_sightings), ("lookups", partial(_take_looks, other))):
            for rows in other.looks(table, now=now):
                read += len(rows)
                yield read, partial(takes, file, rows)


def settle(file: LabelFile, brought: Brought) -> None:
    """What follows from new rows: which photos and which sightings they are about."""
    brought.touched.update(row[0] for row in file.rows(_OF_ACTIONS, keys_of(brought.settled)))
    file.change(_SEEN_THERE, [keys_of(brought.rows["events"])])
    join_sightings(file, brought.touched)
    name_looks(file, brought.touched)


def _take(file: LabelFile, other: OtherLabels, some: SealedRows, brought: Brought) -> None:
    at = some.columns.index("id")
    photo = some.columns.index("photo_sha256") if "photo_sha256" in some.columns else None
    ids = [row[at] for row in some.rows]
    known_seals = dict(file.rows(_KNOWN, [some.table, json.dumps(ids)]))
    new, seals = [], []
    for name, row, seal in zip(ids, some.rows, some.seals, strict=True):
        if name not in known_seals:
            new.append(row)
            seals.append(seal)
        elif known_seals[name] != seal:
            other.refuse(Sentence("{row} of {table} says something else here", row=name, table=some.table))
    file.insert_sealed(some.table, some.columns, new, seals)
    brought.rows[some.table] += [row[at] for row in new]
    if photo is None:
        return
    brought.touched.update(row[photo] for row in new if row[photo])
    if some.table == "places":
        _take_photos(file, dict.fromkeys((row[photo] for row in new), 0), brought)
    if some.table == "events":
        brought.same += len(ids) - len(new)
        brought.newest = max([brought.newest, *ids])
        target = some.columns.index("target_action_id")
        brought.settled.update(row[target] for row in new if row[target])
        brought.about.update(row[photo] for row in some.rows if row[photo])


def _take_photos(file: LabelFile, sizes: dict[str, int], brought: Brought) -> None:
    known_sizes = dict(
        file.rows(f"SELECT sha256, bytes FROM photos WHERE {OF_PHOTOS.replace('photo_', '')}", keys_of(sizes))
    )
    new = {photo: size for photo, size in sizes.items() if photo not in known_sizes}
    brought.photos.update(new)
    brought.touched.update(new.keys())
    file.change(_PHOTO, [(photo, size) for photo, size in sizes.items() if size > known_sizes.get(photo, -1)])


def _take_sightings(file: LabelFile, rows: Sequence[tuple[Any, ...]], brought: Brought) -> None:
    sql = "SELECT * FROM sightings WHERE id IN (SELECT value FROM json_each(?))"
    names = keys_of(row[0] for row in rows)
    known_rows = {row[0]: row for row in file.rows(sql, names)}
    rows = [row for row in rows if row != known_rows.get(row[0])]
    if not rows:
        return
    before = file.connection.total_changes
    file.change(_SIGHTING, rows)
    brought.has_crops |= file.connection.total_changes > before
    # What lies elsewhere now is found again in other looks.
    brought.touched.update(row[1] for row in file.rows(sql, names) if known_rows.get(row[0], row)[2] != row[2])


def _take_looks(other: OtherLabels, file: LabelFile, rows: Sequence[tuple[Any, ...]], brought: Brought) -> None:
    """Those that are a photo's newest, with their suggestions.

    A look that could read the photo counts more than a newer one that could not.
    """
    sql = f"SELECT photo_sha256, error_code IS NULL, max(id) FROM lookups WHERE {OF_PHOTOS} GROUP BY photo_sha256"
    seen = keys_of(row[1] for row in rows)
    best: dict[str, tuple[bool, str]] = {photo: (bool(is_read), name) for photo, is_read, name in file.rows(sql, seen)}
    newer: dict[str, tuple[Any, ...]] = {}
    code = LOOKS["lookups"].index("error_code")
    for row in rows:
        if (row[code] is None, row[0]) > best.get(row[1], (False, "")):
            best[row[1]], newer[row[1]] = (row[code] is None, row[0]), row
    brought.touched.update(newer.keys())
    file.change(
        f"DELETE FROM suggestions WHERE lookup_id IN (SELECT id FROM lookups WHERE {OF_PHOTOS})", [keys_of(newer)]
    )
    file.change(f"DELETE FROM lookups WHERE {OF_PHOTOS}", [keys_of(newer)])
    file.change(_ADDED["lookups"], list(newer.values()))
    for suggestions in other.suggestions(sorted(row[0] for row in newer.values())):
        file.change(_ADDED["suggestions"], suggestions)


@contextmanager
def quiet_queue(
    file: LabelFile, touched: Collection[str], *, told: Callable[[int, int], None] = lambda done, of: None
) -> Iterator[None]:
    """Many rows change: the queue is derived once at the end for the photos that were `touched` by then."""
    triggers = file.rows("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")
    for name, _ in triggers:
        file.change(f"DROP TRIGGER {name}", [()])
    yield
    for _, sql in triggers:
        file.change(sql, [()])
    photos = sorted(touched)
    for at in range(0, len(photos), _DERIVED_AT_ONCE):
        derive_queue(file, photos[at : at + _DERIVED_AT_ONCE])
        told(min(at + _DERIVED_AT_ONCE, len(photos)), len(photos))
