"""Reads the events of another library: a label file, or JSON Lines of sealed events. Trusts nothing, writes nothing.

Every row bears its seal out, or nothing is taken. JSON Lines, and what an older Karuta wrote or what was left half
written, are read from a copy in a folder of its own. Seals find damage, not lies: so a row must also be one that Karuta
writes.
"""

from __future__ import annotations

import base64
import json
import re
import shutil
import sqlite3
import stat
import tempfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, NoReturn

from karuta.domain.errors import KarutaError, LibraryError, reason_of
from karuta.domain.journal import moment_ms
from karuta.domain.label import LABELS, NAMES_A_CARD, Kind, Source, annotator_name, parsed_corners
from karuta.domain.match import Verdict
from karuta.domain.recheck import RECHECKS
from karuta.domain.sentence import Sentence
from karuta.domain.shape import parsed
from karuta.files import open_regular
from karuta.lines import lines_of
from karuta.store import database as door
from karuta.store.database import PlainConnection
from karuta.store.labels_schema import SCHEMA
from karuta.store.match_json import check_matches
from karuta.store.seals import SEALED, SUGGESTED, seal_of

AT_ONCE = 500
AHEAD = timedelta(days=366)
"""A clock that is ahead by more is refused: nothing that is decided later could follow its events."""
LOOKS = {
    "photos": ("sha256", "bytes"),
    "sightings": ("id", "photo_sha256", "corners", "crop_sha256"),
    "lookups": (
        *("id", "photo_sha256", "time", "width", "height", "model", "model_hash", "index_name", "index_hash"),
        *("error_code", "error", "artworks_hash", "reader_hash", "searched"),
    ),
    "suggestions": (*SUGGESTED, "seal", "seen_as"),
}
"""What else a label file brings: it can be made again, and has no seals but those of `suggestions`."""

_SQLITE = b"SQLite format 3\0"
_WAL = 2
_UUID = re.compile("[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}")
_SHA256 = re.compile("[0-9a-f]{64}")
_SIGHTING = re.compile("([0-9a-f]{32})?")
_TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z")
_KINDS = {kind.value for kind in Kind}
_SOURCES = {source.value for source in Source}
_SETTLES = (Kind.UNDO, Kind.REDO)
_OF_NO_PHOTO = (*_SETTLES, Kind.IMPORT, Kind.CHECK)
_LABELS = {*LABELS, Kind.CORNERS, *RECHECKS.values()}
_VERDICTS = {verdict.value for verdict in Verdict}
_BLOBS = {("events", "embedding"), ("outlines", "embedding"), ("places", "name"), ("places", "path")}
_NUMBERS = {"file_line", "number", "inside", "arrived", "certainty"}
# What a merge noted for its own library is left out, and an event is read as it was written.
_ROWS = """SELECT r.{order}, s.seal, {joined}, r.* FROM {table} AS r {indexed}
    LEFT JOIN seals AS s ON s.row_id = r.id AND s.of_table = '{table}' {join}
    WHERE r.{order} > ? {which} ORDER BY r.{order} LIMIT {count}"""
_JOIN = "LEFT JOIN joined AS j ON j.id = r.id"


@dataclass(frozen=True)
class SealedRows:
    """Some rows of a sealed table, verified, with the seals that they were written with."""

    table: str
    columns: tuple[str, ...]
    rows: list[tuple[Any, ...]]
    seals: list[bytes]


class NothingTaken(LibraryError):  # noqa: N818 - the condition is the point
    """Another library of which nothing is taken, and why."""


@dataclass(frozen=True)
class OtherLabels:
    """`name`: what a person calls it. `crops`: the folder of its crops, None without one."""

    connection: sqlite3.Connection
    name: str
    crops: Path | None = None

    def rows(self, table: str, *, now: datetime | None = None, by_id: bool = False) -> Iterator[SealedRows]:
        """Every row of a sealed table, some at a time. Raises `NothingTaken` for one that Karuta did not write so.

        `now`: events from a clock that is far ahead are refused; None: they are this library's own. `by_id`: in that
        order, else as they lie.
        """
        latest = None if now is None else int((now + AHEAD).timestamp() * 1000)
        of_events = table == "events"
        sql = _ROWS.format(
            table=table,
            order="id" if by_id else "rowid",
            indexed="" if by_id else "NOT INDEXED",
            joined="j.sighting_id, j.seal" if of_events else "NULL, NULL",
            join=_JOIN if of_events else "",
            which=f"AND r.source <> '{Source.MERGE.value}'" if of_events else "",
            count=AT_ONCE,
        )
        after: object = "" if by_id else -1 << 63
        while True:
            cursor = self.connection.execute(sql, [after])
            found = cursor.fetchall()
            columns = tuple(column[0] for column in cursor.description[4:])
            if not found:
                return
            after = found[-1][0]
            rows, seals = [], []
            for _, seal, named, written, *values in found:
                row, sealed = self._as_written(table, columns, tuple(values), seal, named, written)
                if now is not None:
                    self._check(table, columns, row, latest)
                rows.append(row)
                seals.append(sealed)
            yield SealedRows(table, columns, rows, seals)

    def looks(self, table: str) -> Iterator[list[tuple[Any, ...]]]:
        """The rows of a table of `LOOKS` as this Karuta orders its columns; unfit ones are left out."""
        columns, fit = LOOKS[table], _FIT[table]
        after = -1 << 63
        while True:
            sql = f"SELECT rowid, {', '.join(columns)} FROM {table} NOT INDEXED WHERE rowid > ? ORDER BY rowid LIMIT ?"
            found = self.connection.execute(sql, [after, AT_ONCE]).fetchall()
            if not found:
                return
            after = found[-1][0]
            yield [tuple(row[1:]) for row in found if _is_fit(fit, row[1:])]

    def check_whole(self) -> None:
        """Raises `NothingTaken` where a row is gone whose seal is still there."""
        there = " OR ".join(f"of_table = '{table}' AND row_id IN (SELECT id FROM {table})" for table in SEALED)
        gone = self.connection.execute(f"SELECT row_id, of_table FROM seals WHERE NOT ({there}) LIMIT 1").fetchone()
        if gone is not None:
            self.refuse(Sentence("a row of {table} is gone ({row})", table=gone[1], row=gone[0]))

    def _as_written(
        self, table: str, columns: tuple[str, ...], row: tuple[Any, ...], seal: object, named: object, written: Any
    ) -> tuple[tuple[Any, ...], bytes]:
        try:
            here = seal_of(table, columns, row)
        except (TypeError, ValueError, OverflowError):
            here = b""
        if not here or seal not in (None, here):
            self._broken(table, columns, row)
        if written is None:
            return row, here
        at = columns.index("sighting_id")
        row = (*row[:at], named, *row[at + 1 :])
        if seal_of(table, columns, row) != written:
            self._broken(table, columns, row)
        return row, written

    def _check(self, table: str, columns: tuple[str, ...], row: tuple[Any, ...], latest: int | None) -> None:
        values = dict(zip(columns, row, strict=True))
        try:
            _CHECKS[table](values)
            for name, value in values.items():
                if isinstance(value, str) or value is None:
                    continue
                is_blob, is_number = isinstance(value, bytes), isinstance(value, int | float)
                if not ((is_blob and (table, name) in _BLOBS) or (is_number and name in _NUMBERS)):
                    raise _Unfit(f"its {name} is of another kind")
        except (_Unfit, KarutaError, ValueError, KeyError, TypeError) as error:
            why = str(error) if isinstance(error, _Unfit) else "it is not as Karuta writes it"
            said = Sentence("{row} of {table} was not written by Karuta: {why}", row=values["id"], table=table, why=why)
            self.refuse(said)
        if latest is not None and table != "imports" and moment_ms(values["id"]) > latest:
            device = values.get("device") or values["id"]
            self.refuse(Sentence("the clock of {device} is more than a year ahead; set it right first", device=device))

    def _broken(self, table: str, columns: tuple[str, ...], row: tuple[Any, ...]) -> NoReturn:
        name = row[columns.index("id")]
        self.refuse(Sentence("{row} of {table} is not as it was written (its seal is broken)", table=table, row=name))

    def refuse(self, why: Sentence) -> NoReturn:
        raise NothingTaken("Nothing was taken from {other}: {why}.", other=self.name, why=why)


class _Unfit(ValueError):  # noqa: N818 - the condition is the point
    """Why a row is none that Karuta writes."""


def _need(value: object, pattern: re.Pattern[str], what: str) -> None:
    if not isinstance(value, str) or not pattern.fullmatch(value):
        raise _Unfit(f"its {what} is none")


def _matches(text: object) -> None:
    if text is not None:
        check_matches(text)  # type: ignore[arg-type]


def _vector(data: object) -> None:
    if data is not None and (not isinstance(data, bytes) or len(data) % 4):
        raise _Unfit("its embedding is none")


def _check_event(event: dict[str, Any]) -> None:
    kind, photo = event["kind"], event["photo_sha256"]
    if kind not in _KINDS or event["source"] not in _SOURCES or kind == Kind.MERGE:
        raise _Unfit(f"an event of the kind {kind} is not known")
    _need(event["id"], _UUID, "identifier")
    _need(event["action_id"], _UUID, "action")
    _need(event["time"], _TIME, "time")
    if not isinstance(event["device"], str) or annotator_name(event["annotator"]) != event["annotator"]:
        raise _Unfit("its annotator is none")
    if (kind in _SETTLES) != (event["target_action_id"] is not None):
        raise _Unfit(f"a label `{kind}` does not settle an action")
    if kind in _SETTLES:
        _need(event["target_action_id"], _UUID, "action")
    if photo is None:
        if kind not in _OF_NO_PHOTO:
            raise _Unfit("it names no photo")
        return
    _need(photo, _SHA256, "photo")
    _need(event["sighting_id"], _SIGHTING, "sighting")
    corners = parsed_corners(event["corners"])
    if (corners is None or len(corners) != 4) if event["sighting_id"] else corners is not None:
        raise _Unfit("its corners do not fit its sighting")
    if kind in _LABELS and (kind in NAMES_A_CARD or kind == Kind.RECHECK_CONFIRM) != (event["card_id"] is not None):
        raise _Unfit("its card does not fit its kind")
    if event["card_id"] is not None and not (event["game"] and event["name"]):
        raise _Unfit("its card has no game or no name")
    _matches(event["shown"])
    _vector(event["embedding"])


def _check_place(place: dict[str, Any]) -> None:
    _need(place["id"], _UUID, "identifier")
    _need(place["photo_sha256"], _SHA256, "photo")
    _need(place["time"], _TIME, "time")
    path = place["path"]
    if place["inside"] and (not isinstance(path, str) or ".." in path.split("/") or path.startswith("/")):
        raise _Unfit("its path leads out of the library")


def _check_outline(outline: dict[str, Any]) -> None:
    _need(outline["id"], _UUID, "identifier")
    _need(outline["photo_sha256"], _SHA256, "photo")
    if outline["verdict"] not in _VERDICTS or len(parsed_corners(outline["corners"]) or ()) != 4:
        raise _Unfit("its verdict or its corners are none")
    _matches(outline["matches"])
    _vector(outline["embedding"])


def _check_import(row: dict[str, Any]) -> None:
    _need(row["id"], _UUID, "identifier")


_CHECKS: dict[str, Callable[[dict[str, Any]], None]] = {
    "events": _check_event,
    "places": _check_place,
    "outlines": _check_outline,
    "imports": _check_import,
}


def _fits_photo(row: Sequence[Any]) -> bool:
    return bool(_SHA256.fullmatch(row[0])) and isinstance(row[1], int) and row[1] >= 0


def _fits_sighting(row: Sequence[Any]) -> bool:
    name, photo, corners, crop = row
    fits = _SIGHTING.fullmatch(name) and name and _SHA256.fullmatch(photo) and (crop is None or _SHA256.fullmatch(crop))
    return bool(fits) and len(parsed_corners(corners) or ()) == 4


def _fits_lookup(row: Sequence[Any]) -> bool:
    texts = (row[2], *row[5:])
    sizes = all(size is None or (isinstance(size, int) and 0 < size < 1 << 20) for size in row[3:5])
    plain = all(text is None or isinstance(text, str) for text in texts)
    return bool(_UUID.fullmatch(row[0]) and _SHA256.fullmatch(row[1])) and sizes and plain


def _fits_suggestion(row: Sequence[Any]) -> bool:
    *said, seal, seen_as = row
    check_matches(row[SUGGESTED.index("matches")])
    _vector(row[SUGGESTED.index("embedding")])
    verdict = row[SUGGESTED.index("verdict")]
    is_named = all(name is None or _SIGHTING.fullmatch(name) for name in (said[1], seen_as))
    return verdict in _VERDICTS and is_named and seal in (None, seal_of("suggestions", SUGGESTED, said))


_FIT: dict[str, Callable[[Sequence[Any]], bool]] = {
    "photos": _fits_photo,
    "sightings": _fits_sighting,
    "lookups": _fits_lookup,
    "suggestions": _fits_suggestion,
}


def _is_fit(fit: Callable[[Sequence[Any]], bool], row: Sequence[Any]) -> bool:
    try:
        return fit(row)
    except (KarutaError, ValueError, TypeError):
        return False


@contextmanager
def opened_other(path: Path) -> Iterator[OtherLabels]:
    """The library in the folder `path`, its label file, or JSON Lines of events.

    Raises `NothingTaken` with a sentence for anything else, `LibraryError`, and whatever reading it raises as these.
    """
    file = path / "labels.db" if path.is_dir() else path
    crops = file.parent / "crops" if file.name == "labels.db" else None
    with tempfile.TemporaryDirectory(prefix="karuta-merge-") as name:
        try:
            if file != path and file.is_symlink():
                raise NothingTaken("{path} is a link, so nothing was taken from it; name the file itself.", path=file)
            with open_regular(file) as source:
                head = source.read(100)
            connection = _connected(file, head, Path(name))
        except OSError as error:
            raise NothingTaken("{path} cannot be read ({reason}).", path=file, reason=reason_of(error)) from error
        except sqlite3.Error as error:
            raise _damaged(file, error) from error
        with closing(connection):
            try:
                yield OtherLabels(connection, str(path), crops)
            except sqlite3.DatabaseError as error:
                raise _damaged(file, error) from error


def _damaged(file: Path, error: sqlite3.Error) -> NothingTaken:
    return NothingTaken(
        "The label file {path} is damaged or in use ({error}), so nothing was taken from it; "
        "`karuta doctor` there says what can be done.",
        path=file,
        error=error,
    )


def _connected(file: Path, head: bytes, folder: Path) -> sqlite3.Connection:
    if not head.startswith(_SQLITE):
        copy = folder / "lines.db"
        with open_regular(file) as source:
            _fill(copy, (read_line(line.data, line.number, file) for line in lines_of(source)), file)
        return _read_only(copy)
    beside = [file.with_name(f"{file.name}{end}") for end in ("-journal", "-wal")]
    if _WAL in head[18:20] or any(path.exists() and path.lstat().st_size for path in beside):
        # SQLite would mend or make files beside it.
        copy = folder / "copy.db"
        for path in (file, *beside):
            if path.exists() and stat.S_ISREG(path.lstat().st_mode):
                with (
                    open_regular(path) as source,
                    (folder / path.name.replace(file.name, copy.name)).open("wb") as target,
                ):
                    shutil.copyfileobj(source, target)
        with closing(sqlite3.connect(copy)) as whole:
            whole.execute("PRAGMA journal_mode=DELETE").fetchall()
        file = copy
    connection = _read_only(file)
    try:
        _check_schema(connection, file)
        if connection.execute("PRAGMA user_version").fetchone()[0] == SCHEMA.version:
            return connection
        # An older one is brought up to date in a copy.
        older = folder / "older.db"
        with closing(sqlite3.connect(older, isolation_level=None)) as target:
            connection.backup(target)
        door.open_writing(older, SCHEMA).conn.close()
    except BaseException:
        connection.close()
        raise
    connection.close()
    return _read_only(older)


def _read_only(file: Path) -> sqlite3.Connection:
    connection = sqlite3.connect(
        f"{file.absolute().as_uri()}?mode=ro", uri=True, timeout=5, isolation_level=None, factory=PlainConnection
    )
    connection.execute("PRAGMA trusted_schema=OFF")
    # Held to the end: nobody who writes there meanwhile is seen in part.
    connection.execute("BEGIN")
    return connection


def _check_schema(connection: sqlite3.Connection, file: Path) -> None:
    if connection.execute("PRAGMA application_id").fetchone()[0] != SCHEMA.application_id:
        raise NothingTaken("{path} is not a Karuta label file, so nothing was taken from it.", path=file)
    version = connection.execute("PRAGMA user_version").fetchone()[0]
    if version > SCHEMA.version:
        raise NothingTaken(
            "{path} was written by a newer Karuta (version {version}, this one knows {known}); update this one.",
            path=file,
            version=version,
            known=SCHEMA.version,
        )
    tables = {row[0] for row in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
    wanted = {"events", "places", *LOOKS, *((*SEALED, "seals", "joined") if version == SCHEMA.version else ())}
    hidden = [
        table for table in wanted & tables for row in connection.execute(f"PRAGMA table_xinfo({table})") if row[6]
    ]
    if not wanted <= tables or hidden:
        raise NothingTaken("{path} has not the tables of a label file, so nothing was taken from it.", path=file)


def written_line(event: dict[str, Any], seal: bytes, beside: Sequence[tuple[str, dict[str, Any], bytes]]) -> bytes:
    """An event as a line of JSON: its columns that are not null, its seal, and what belongs to it (`with`).

    `beside`: table, columns and seal of each row: where its photo arrived, what was seen at corners set by hand, which
    file the event came from.
    """
    said = _plain(event) | {"seal": seal.hex()}
    if beside:
        said["with"] = [{"table": table} | _plain(row) | {"seal": own.hex()} for table, row, own in beside]
    return json.dumps(said, ensure_ascii=False, allow_nan=False, sort_keys=True, separators=(",", ":")).encode() + b"\n"


def _plain(row: dict[str, Any]) -> dict[str, Any]:
    return {
        name: {"base64": base64.b64encode(value).decode()} if isinstance(value, bytes) else value
        for name, value in row.items()
        if value is not None
    }


Sealed = tuple[str, dict[str, Any], bytes]
"""Table, columns and seal of a row."""


def read_line(data: bytes | None, number: int, file: Path) -> list[Sealed]:
    """The rows of a line. Raises `NothingTaken` for anything else than `written_line` writes."""
    try:
        if data is None:
            raise ValueError("the line is too long")
        if not data.strip():
            return []
        said = parsed(data)
        beside = [(row.pop("table"), row) for row in said.pop("with", [])]
        rows = beside if beside and "id" not in said else [("events", said), *beside]
        return [(table, *_sealed(row)) for table, row in rows]
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError) as error:
        raise NothingTaken(
            "{path} line {line} is no sealed event, so nothing was taken from it; `karuta labels export OUT --format "
            "events` writes them.",
            path=file,
            line=number,
        ) from error


def _sealed(row: dict[str, Any]) -> tuple[dict[str, Any], bytes]:
    seal = bytes.fromhex(row.pop("seal"))
    return {
        name: base64.b64decode(value["base64"], validate=True) if isinstance(value, dict) else value
        for name, value in row.items()
    }, seal


def _fill(copy: Path, lines: Iterable[list[Sealed]], file: Path) -> None:
    """A label file of these rows, each once."""
    database = door.open_writing(copy, SCHEMA)
    connection = database.conn
    with closing(connection):
        known = {
            table: {row[1] for row in connection.execute(f"PRAGMA table_info({table})").fetchall()} for table in SEALED
        }
        for (trigger,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
            connection.execute(f"DROP TRIGGER {trigger}")
        connection.execute("PRAGMA synchronous=OFF")
        connection.execute("BEGIN")
        for number, rows in enumerate(lines, start=1):
            for table, row, seal in rows:
                if table not in known or not set(row) <= known[table]:
                    raise NothingTaken(
                        "{path} line {line} was written by a newer Karuta, so nothing was taken from it; update this "
                        "one.",
                        path=file,
                        line=number,
                    )
                try:
                    names, marks = ", ".join(row), ", ".join("?" * len(row))
                    connection.execute(f"INSERT INTO {table} ({names}) VALUES ({marks})", list(row.values()))
                    connection.execute("INSERT INTO seals VALUES (?, ?, ?)", [row["id"], table, seal])
                except (sqlite3.Error, KeyError, OverflowError) as error:
                    raise NothingTaken(
                        "{path} line {line} cannot be used ({error}), so nothing was taken from it.",
                        path=file,
                        line=number,
                        error=error,
                    ) from error
        connection.execute("COMMIT")


@contextmanager
def opened_lines(lines: Iterable[bytes], name: str) -> Iterator[OtherLabels]:
    """Open lines as `written_line` writes them."""
    with tempfile.TemporaryDirectory(prefix="karuta-merge-") as folder:
        copy = Path(folder) / "lines.db"
        _fill(copy, (read_line(line, number, Path(name)) for number, line in enumerate(lines, start=1)), Path(name))
        with closing(_read_only(copy)) as connection:
            yield OtherLabels(connection, name)
