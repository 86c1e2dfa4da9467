"""Keeps which photos a library knows and where their bytes were seen. Opens no photo."""

from __future__ import annotations

import json
import os
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path, PurePosixPath, PureWindowsPath
from typing import Any

from karuta.domain.file_names import leads_away
from karuta.domain.journal import NamedPlace
from karuta.domain.label import storable
from karuta.domain.photo import KnownPhoto
from karuta.files import size_or_none
from karuta.store.label_file import LabelFile

_PHOTO_COLUMNS = ("sha256", "bytes")
_PLACE_COLUMNS = ("id", "photo_sha256", "time", "device", "name", "path", "inside", "arrived", "batch", "listing")
_SOME = 500
_NOWHERE = ("", 0)
# Each place that a merge or a pull brought, and whether a person wants such places opened; null: nobody has said.
_BROUGHT = """SELECT place.value, json_extract(m.brought, '$.opens')
    FROM merges AS m, json_each(m.brought, '$.places') AS place WHERE json_valid(m.brought)"""
_ALLOW = """UPDATE merges SET brought = json_set(brought, '$.opens', ?2)
    WHERE json_valid(brought) AND (?1 IS NOT NULL OR json_extract(brought, '$.opens') IS NULL) AND EXISTS (
    SELECT 1 FROM json_each(brought, '$.places') AS place WHERE ?1 IS NULL OR place.value IN (
        SELECT value FROM json_each(?1)))"""
# A photo known only by its labels has size 0 until its file is found.
_SIZED = "UPDATE photos SET bytes = ? WHERE sha256 = ? AND bytes = 0"
_KNOWN = """SELECT p.sha256, p.bytes,
    coalesce(last.name, ''), last.path, last.inside, first.batch, first.listing, last.id
    FROM photos AS p
    LEFT JOIN places AS first ON first.id = (
        SELECT x.id FROM places AS x WHERE x.photo_sha256 = p.sha256 AND x.arrived ORDER BY x.id LIMIT 1)
    LEFT JOIN places AS last ON last.id = (
        SELECT x.id FROM places AS x WHERE x.photo_sha256 = p.sha256 ORDER BY x.id DESC LIMIT 1)"""


@dataclass(frozen=True)
class SeenFile:
    """A file whose bytes were hashed: the photo `sha256`, at `path`. `batch` and `listing` of its arrival."""

    path: Path
    sha256: str
    bytes: int
    batch: str | None = None
    listing: str | None = None


def arrive(file: LabelFile, seen: SeenFile, *, device: str) -> bool:
    """Put a photo into the queue, inside one transaction. Returns whether it is new to the library.

    A removed photo that arrives again is back in the queue. The same bytes from the same place in the same batch change
    nothing.
    """
    with file.writing():
        is_new = file.first_row("SELECT 1 FROM photos WHERE sha256 = ?", [seen.sha256]) is None
        removed = file.first_row("SELECT removed FROM queued WHERE photo_sha256 = ?", [seen.sha256]) == (1,)
        path, inside = _written_path(file, seen.path)
        same = file.first_row(
            "SELECT 1 FROM places WHERE photo_sha256 = ? AND path = ? AND inside = ? AND arrived "
            "AND batch IS ? AND listing IS ?",
            [seen.sha256, path, inside, seen.batch, seen.listing],
        )
        if same and not removed:
            # Bytes that were moved away and back again were last seen here.
            if _stands_elsewhere(file, seen) is None:
                found_at(file, seen.sha256, seen.path, device=device)
            return False
        before = _stands_elsewhere(file, seen)
        _know(file, seen.sha256, seen.bytes)
        _add_place(file, seen, (path, inside), device=device, arrived=True)
        if before is not None:
            # The newest place names the photo: another listing must not rename what is known under its first name.
            _add_named(file, seen.sha256, NamedPlace(before[0]), before[1:], device=device, arrived=False)
        return is_new


def _stands_elsewhere(file: LabelFile, seen: SeenFile) -> tuple[Any, ...] | None:
    """Name, path and whether inside, where a photo still lies that arrives in a batch or listing besides its first."""
    first = file.first_row(
        "SELECT batch, listing FROM places WHERE photo_sha256 = ? AND arrived ORDER BY id LIMIT 1", [seen.sha256]
    )
    if first is None or first == (seen.batch, seen.listing):
        return None
    newest = _newest(file, seen.sha256)
    if newest is None:
        return None
    place = next(iter(places_of(file, seen.sha256)), None)
    return newest if place == _read_path(file, *newest[1:]) and size_or_none(place) is not None else None


def _newest(file: LabelFile, sha256: str) -> tuple[Any, ...] | None:
    """Name, path and whether inside, where a photo was last seen."""
    return file.first_row(
        "SELECT name, path, inside FROM places WHERE photo_sha256 = ? ORDER BY id DESC LIMIT 1", [sha256]
    )


def found_at(file: LabelFile, sha256: str, path: Path, *, device: str) -> bool:
    """Record that a photo's bytes are at `path` now. Returns whether that was new."""
    with file.writing():
        if (size := size_or_none(path)) is not None:
            file.change(_SIZED, [(size, sha256)])
        newest, written = _newest(file, sha256), _written_path(file, path)
        if newest is not None and newest[1:] == written:
            return False
        _add_place(file, SeenFile(path, sha256, 0), written, device=device, arrived=False)
        return True


def arrive_as(
    file: LabelFile, sha256: str, places: Sequence[NamedPlace], *, name: str, seen_file: SeenFile | None, device: str
) -> None:
    """Put a photo into the queue as an export names it, with or without its file, inside one transaction.

    A new photo keeps the export's `name`, whatever the file that was seen is called. One whose file was never seen
    has a place without a path. A known photo is added to the batches and listings that it was not in.
    """
    with file.writing():
        newest = _newest(file, sha256)
        _know(file, sha256, seen_file.bytes if seen_file else 0)
        called = name if newest is None else newest[0]
        written = _written_path(file, seen_file.path) if seen_file else _NOWHERE if newest is None else newest[1:]
        rows = file.rows("SELECT batch, listing FROM places WHERE photo_sha256 = ? AND arrived", [sha256])
        last = newest
        for place in dict.fromkeys(places):
            if (place.batch, place.listing) not in rows:
                named = place if newest is None else replace(place, photo=called)
                _add_named(file, sha256, named, written, device=device, arrived=True)
                last = (named.photo, *written)
        if (called, *written) != last:
            _add_named(file, sha256, NamedPlace(called), written, device=device, arrived=False)


def arrivals_of(file: LabelFile, hashes: Sequence[str]) -> dict[str, tuple[NamedPlace, ...]]:
    """Every different place at which these photos arrived, in order."""
    by_photo: dict[str, dict[NamedPlace, None]] = {}
    sql = (
        "SELECT photo_sha256, name, batch, listing FROM places WHERE arrived AND photo_sha256 IN ({marks}) ORDER BY id"
    )
    for sha256, *place in file.rows_among(sql, hashes):
        by_photo.setdefault(sha256, {})[NamedPlace(*place)] = None
    return {sha256: tuple(places) for sha256, places in by_photo.items()}


def stands_also(file: LabelFile, hashes: Sequence[str]) -> dict[str, tuple[NamedPlace, ...]]:
    """For photos in several batches or listings: all but the first, each with the photo's name there."""
    by_photo: dict[str, tuple[NamedPlace, ...]] = {}
    for photo, places in arrivals_of(file, hashes).items():
        by_listing = {(place.batch, place.listing): place for place in reversed(places)}
        others = [place for place in places[1:] if by_listing.get((place.batch, place.listing)) is place]
        if others:
            by_photo[photo] = tuple(others)
    return by_photo


def known_photos(file: LabelFile, hashes: Sequence[str]) -> dict[str, KnownPhoto]:
    """The photos of these hashes that the library knows."""
    rows = file.rows_among(f"{_KNOWN} WHERE p.sha256 IN ({{marks}})", hashes)
    return {row[0]: _photo_of(file, row) for row in rows}


def known_photo(file: LabelFile, sha256: str) -> KnownPhoto | None:
    return known_photos(file, [sha256]).get(sha256)


def all_photos(file: LabelFile, *, after: str = "", count: int = 1000) -> list[KnownPhoto]:
    """`count` photos by hash, after the hash `after`: iterates over all photos without an open cursor."""
    rows = file.rows(f"{_KNOWN} WHERE p.sha256 > ? ORDER BY p.sha256 LIMIT ?", [after, count])
    return [_photo_of(file, row) for row in rows]


def known_paths(file: LabelFile, paths: Sequence[Path]) -> set[Path]:
    """The paths among these where the library has seen a photo."""
    written = {_written_path(file, path): path for path in paths}
    sql, values = "SELECT DISTINCT path, inside FROM places", [path for path, _ in written]
    if len(values) <= _SOME:
        sql += f" WHERE path IN ({', '.join('?' * len(values))})"
    # Paths have no index. For very many paths, one scan of all places is faster than one query for every few.
    rows = file.rows(sql, values if len(values) <= _SOME else [])
    return {written[path, inside] for path, inside in rows if (path, inside) in written}


def places_of(file: LabelFile, sha256: str) -> list[Path]:
    """Every place where a photo's bytes were seen and that may be opened, newest first; see `_may_open`.

    These are hints; some may be of another computer.
    """
    sql = "SELECT id, path, inside FROM places WHERE photo_sha256 = ? AND path <> '' ORDER BY id DESC"
    rows = [row[1:] for row in file.rows(sql, [sha256]) if _may_open(file, *row)]
    return list(dict.fromkeys(_read_path(file, path, inside) for path, inside in rows))


def unasked_photos(file: LabelFile) -> int:
    """How many photos others place on this computer, where nobody has said yet that they may be opened there.

    Those that may be opened somewhere are not counted.
    """
    rows = file.rows("SELECT id, photo_sha256, path, inside FROM places WHERE path <> ''")
    openable = {photo for place, photo, *where in rows if _may_open(file, place, *where)}
    brought = _brought(file)
    asked = {
        photo
        for place, photo, path, inside in rows
        if place in brought and brought[place] is None and not inside and not leads_away(_text_of(path))
    }
    return len(asked - openable)


def allow_places(file: LabelFile, of: Sequence[str] | None = None, *, opens: bool = True) -> None:
    """From now on photos are opened where a merge placed them on this computer, or are not and nobody is asked again.

    `of`: merges of these places, whatever was answered before; None: those of which nobody has said.
    """
    with file.writing():
        file.change(_ALLOW, [(None if of is None else json.dumps(of), int(opens))])
    file.brought = (None, {})


def team_places(file: LabelFile) -> list[str]:
    """The places that the team's store has too."""
    return [str(row) for (row,) in file.rows("SELECT row_id FROM teamed WHERE of_table = 'places'")]


def _may_open(file: LabelFile, place: str, path: object, inside: object) -> bool:
    """Whether a photo may be looked for at a place of `places`. Whoever opens a photo by a stored path asks this.

    A place that others brought is opened only if a person has said so, and never where that asks a server or a device:
    on Windows it would give a stranger's server the person's name. Inside the library its own photos lie.
    """
    text = _text_of(path)
    if inside:
        within = PureWindowsPath(text)
        return not within.anchor and ".." not in within.parts
    brought = _brought(file)
    return place not in brought or (bool(brought[place]) and not leads_away(text))


def _brought(file: LabelFile) -> dict[str, int | None]:
    """Each place that others brought, and whether it may be opened; None where nobody has said."""
    key = (*file.rows("SELECT count(*), max(rowid) FROM merges"), file.value("PRAGMA data_version"))
    if file.brought[0] != key:
        file.brought = (key, dict(file.rows(_BROUGHT)))
    return file.brought[1]


def photos_inside(file: LabelFile) -> dict[str, Path]:
    """The photos last seen in the library's own folder of photos, and where."""
    rows = file.rows(f"SELECT sha256, path FROM ({_KNOWN}) WHERE inside AND path LIKE 'photos/%' ORDER BY sha256")
    return {str(sha256): _read_path(file, path, inside=True) for sha256, path in rows}


def _know(file: LabelFile, sha256: str, size: int) -> None:
    file.insert("photos", _PHOTO_COLUMNS, [(sha256, size)], conflict="OR IGNORE")
    file.change(_SIZED, [(size, sha256)])


def _photo_of(file: LabelFile, row: tuple[object, ...]) -> KnownPhoto:
    sha256, size, name, path, inside, batch, listing, place = row
    return KnownPhoto(
        sha256=str(sha256),
        name=str(name),
        path=_read_path(file, path, inside) if path and _may_open(file, str(place), path, inside) else None,
        bytes=int(str(size)),
        batch=None if batch is None else str(batch),
        listing=None if listing is None else str(listing),
    )


def _add_place(
    file: LabelFile, seen: SeenFile, written: tuple[str | bytes, int], *, device: str, arrived: bool
) -> None:
    place = NamedPlace(storable(seen.path.name), seen.batch, seen.listing)
    _add_named(file, seen.sha256, place, written, device=device, arrived=arrived)


def _add_named(
    file: LabelFile, sha256: str, place: NamedPlace, written: tuple[str | bytes, int], *, device: str, arrived: bool
) -> None:
    path, inside = written
    row = (file.new_id(), sha256, file.now(), device, place.photo, path, inside, arrived, place.batch, place.listing)
    file.insert("places", _PLACE_COLUMNS, [row])


def _written_path(file: LabelFile, path: Path) -> tuple[str | bytes, int]:
    """The path as stored: relative inside the library, so that a copied library finds its own; else absolute."""
    full = os.path.abspath(path)  # noqa: PTH100 - resolve() would follow a link, and the link is the hint
    for root in file.roots:
        if os.path.normcase(full).startswith(os.path.normcase(root)):
            return _storable(Path(full[len(root) :]).as_posix()), 1
    return _storable(full), 0


def _storable(path: str) -> str | bytes:
    """SQLite keeps only UTF-8; a name in another encoding is kept as its bytes."""
    try:
        path.encode("utf-8")
    except UnicodeEncodeError:
        return os.fsencode(path)
    return path


def _read_path(file: LabelFile, path: object, inside: object) -> Path:
    text = _text_of(path)
    return file.folder.root.joinpath(*PurePosixPath(text).parts) if inside else Path(text)


def _text_of(path: object) -> str:
    return os.fsdecode(path) if isinstance(path, bytes) else str(path)


def photo_sizes(file: LabelFile, photos: Sequence[str]) -> dict[str, tuple[int, int]]:
    """Width and height of the upright photo, from the newest lookup that could read it."""
    rows = file.rows_among(
        """SELECT photo_sha256, width, height, max(id) FROM lookups
        WHERE photo_sha256 IN ({marks}) AND width IS NOT NULL GROUP BY photo_sha256""",
        photos,
    )
    return {photo: (int(width), int(height)) for photo, width, height, _ in rows}


def looked_up_photos(file: LabelFile) -> list[str]:
    """The photos that a lookup could read, sorted by hash."""
    rows = file.rows("SELECT DISTINCT photo_sha256 FROM lookups WHERE width IS NOT NULL ORDER BY photo_sha256")
    return [str(row[0]) for row in rows]


def crops_of(file: LabelFile, sightings: Sequence[str]) -> dict[str, str]:
    """The hash of each sighting's crop, if it has one."""
    sql = "SELECT id, crop_sha256 FROM sightings WHERE id IN ({marks}) AND crop_sha256 IS NOT NULL"
    return dict(file.rows_among(sql, sightings))


PhotoMark = tuple[Any, ...]
"""Equal where nothing was written about the photo: no label, undo, look, outline or place, by whatever process."""

# By rows and not by identifiers, because an import brings identifiers of an earlier time. A drawn sighting changes the
# newest lookup, so its rows count too.
_MARK = """SELECT
    (SELECT max(e.rowid) FROM events AS e WHERE e.photo_sha256 = :photo),
    (SELECT max(u.rowid) FROM events AS e JOIN events AS u ON u.target_action_id = e.action_id
        WHERE e.photo_sha256 = :photo),
    (SELECT max(x.rowid) FROM places AS x WHERE x.photo_sha256 = :photo),
    (SELECT max(x.rowid) FROM outlines AS x WHERE x.photo_sha256 = :photo),
    l.id, count(s.rowid), max(s.rowid)
    FROM (SELECT max(id) AS id FROM lookups WHERE photo_sha256 = :photo) AS l
    LEFT JOIN suggestions AS s ON s.lookup_id = l.id"""


def photo_mark(file: LabelFile, photo_sha256: str) -> PhotoMark:
    return file.first_row(_MARK, {"photo": photo_sha256}) or ()
