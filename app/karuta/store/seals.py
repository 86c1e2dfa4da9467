"""Seals: a hash over each append-only row, so that what a disk changed is found and named. Mends nothing.

SQLite checks a file's structure and not its values: a flipped bit in a card's id passes its own checks. A seal covers
every column that is not null, by name, so a new column does not break the seals of older rows. A row that a merge
brings from an older file has no seal; whoever writes next seals it.
"""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from itertools import count
from pathlib import Path
from types import NoneType

from karuta.store.database import PlainConnection, some_rows

SEALED = ("events", "places", "outlines", "imports")
"""Tables whose rows are only ever added. What else there is can be made again, or is named by its content."""

SEALS = """CREATE TABLE seals (
    row_id TEXT NOT NULL,
    of_table TEXT NOT NULL,
    seal BLOB NOT NULL,
    PRIMARY KEY (row_id, of_table)) WITHOUT ROWID"""
_INSERT = "INSERT {conflict} INTO seals (row_id, of_table, seal) VALUES (?, ?, ?)"
_SEAL_BYTES = 16
_LETTERS = {str: b"t", bytes: b"b", int: b"n", float: b"n"}
_AT_ONCE = 500
_TABLES = "SELECT name FROM sqlite_master WHERE type = 'table'"
# Read through the table itself: an index holds some columns too, but those copies are not what is sealed.
_WALK = """SELECT r.rowid, s.seal, r.* FROM {table} AS r NOT INDEXED
    LEFT JOIN seals AS s ON s.row_id = r.id AND s.of_table = '{table}'
    WHERE r.rowid > ? {which} ORDER BY r.rowid LIMIT ?"""
# A seal of a table that does not exist is a seal without a row, too.
_GONE = "SELECT row_id, of_table FROM seals WHERE NOT ({has_row}) ORDER BY row_id"
MADE_WITH = ("model", "model_hash", "index_name", "index_hash", "artworks_hash", "reader_hash", "searched")
"""The columns of a look, of a lookup as of an outline, that `Evidence` ends with, in its order."""

OPINION = ("verdict", "certainty", "top_game", "top_card_id", "matches", "embedding", "back", "card_like")
"""What was thought of one sighting: columns of a suggestion and of an outline."""

# A row of `suggestions` bears its seal itself: it is replaced by the next look, and one of an older Karuta has none.
SUGGESTED = ("lookup_id", "sighting_id", *OPINION)
"""The columns that the seal of a suggestion covers."""

_SEEN = f"""SELECT l.photo_sha256, s.seal, {", ".join(f"s.{name}" for name in SUGGESTED)},
    s.rowid FROM suggestions AS s JOIN lookups AS l ON l.id = s.lookup_id WHERE s.seal IS NOT NULL
    AND s.rowid > ? ORDER BY s.rowid LIMIT ?"""
_HAS_ROW = "of_table = '{table}' AND EXISTS (SELECT 1 FROM {table} WHERE id = row_id)"


class SealFault(StrEnum):
    """`altered`: not what was written. `gone`: sealed but no longer there.

    `unsealed`: there without a seal while another row is gone, so its identifier may have been altered.
    """

    ALTERED = "altered"
    GONE = "gone"
    UNSEALED = "unsealed"


@dataclass(frozen=True)
class BrokenSeal:
    """One row that is not as it was written.

    The other fields are what stands there now, and may be what was altered; `photo` is the photo's file name.
    """

    row_id: str
    table: str
    fault: SealFault
    photo_sha256: str | None = None
    photo: str | None = None
    target_action_id: str | None = None


@dataclass(frozen=True)
class _Portion:
    """Some rows as they lie in the file, each with its seal, or None if it has none."""

    columns: tuple[str, ...]
    rows: list[tuple[object, tuple[object, ...]]]


def seal_of(table: str, columns: Sequence[str], values: Sequence[object]) -> bytes:
    """The seal of a row: 16 bytes over the table and every column that is not null, in the order of their names."""
    form, places = _form(table, tuple(columns), tuple(map(type, values)))
    parts: list[int | bytes] = []
    for place in places:
        value = values[place]
        if isinstance(value, str):
            value = value.encode("utf-8", "surrogateescape")
        elif not isinstance(value, bytes):
            value = _digits(value)
        parts += (len(value) + 1, value)
    return hashlib.blake2b(form % tuple(parts), digest_size=_SEAL_BYTES, person=b"karuta seal").digest()


def seal_rows(
    connection: sqlite3.Connection,
    table: str,
    columns: Sequence[str],
    rows: Sequence[Sequence[object]],
    *,
    conflict: str,
) -> None:
    """Seal rows as they are inserted, in the same transaction. `conflict`: the conflict clause of the insert, or ""."""
    place = columns.index("id")
    sealed = [(row[place], table, seal_of(table, columns, row)) for row in rows]
    connection.executemany(_INSERT.format(conflict=conflict), sealed)


def seal_unsealed(connection: sqlite3.Connection, *, most: int | None = None) -> int:
    """Seal up to `most` rows without a seal, inside a transaction. Returns how many.

    Seals nothing while a sealed row is missing: that is damage.
    """
    tables = _sealed_tables(connection)
    if not has_unsealed(connection) or connection.execute(f"{_gone(tables)} LIMIT 1").fetchone():
        return 0
    sealed = 0
    for table in tables:
        for some in _walk(connection, table, unsealed=True):
            new = [row for _, row in some.rows][: None if most is None else most - sealed]
            seal_rows(connection, table, some.columns, new, conflict="")
            sealed += len(new)
            if sealed == most:
                return sealed
    return sealed


def has_unsealed(connection: sqlite3.Connection) -> bool:
    """Whether there are rows without a seal; as quick as counting them."""
    tables = _sealed_tables(connection)
    if not tables:
        return False
    counted = " + ".join(f"(SELECT count(*) FROM {table})" for table in tables)
    return bool(connection.execute(f"SELECT {counted} > (SELECT count(*) FROM seals)").fetchone()[0])


def broken_seals(connection: sqlite3.Connection, *, each: Callable[[], None] = lambda: None) -> list[BrokenSeal]:
    """Every row that is not as it was written, in order of writing. Short reads; `each` is called after each of them.

    Empty for a file of an older version, which has no seals. Raises `sqlite3.Error` for a file that cannot be read.
    """
    broken: list[BrokenSeal] = []
    unsealed: list[BrokenSeal] = []
    tables = _sealed_tables(connection)
    if not tables:
        return []
    for table in tables:
        for some in _walk(connection, table):
            each()
            for seal, row in some.rows:
                if seal is None:
                    unsealed.append(_broken(table, some.columns, row, SealFault.UNSEALED))
                elif seal != seal_of(table, some.columns, row):
                    broken.append(_broken(table, some.columns, row, SealFault.ALTERED))
    with _any_text(connection):
        rows = connection.execute(_gone(tables)).fetchall()
    gone = [BrokenSeal(str(name), str(table), SealFault.GONE) for name, table in rows]
    # What a merge brought from an older file has no seal either, but then no sealed row is missing.
    suspects = unsealed if len(unsealed) <= len(gone) else []
    return sorted([*broken, *gone, *suspects], key=lambda broken_seal: broken_seal.row_id)


def broken_suggestions(connection: sqlite3.Connection) -> list[str]:
    """The photos of which what was last seen is not as it was written."""
    broken: list[str] = []
    after = -1 << 63
    while True:
        # Text that is no longer UTF-8 is such damage, too.
        with _any_text(connection):
            seen = connection.execute(_SEEN, [after, _AT_ONCE]).fetchall()
        broken += [str(row[0]) for row in seen if row[1] != seal_of("suggestions", SUGGESTED, row[2:-1])]
        if len(seen) < _AT_ONCE:
            return broken
        after = seen[-1][-1]


def rows_as_they_are(connection: sqlite3.Connection, table: str, row_id: str) -> list[dict[str, object]]:
    """The rows under an identifier, whatever it is; bytes as hexadecimal digits."""
    with _any_text(connection):
        cursor = connection.execute(f"SELECT * FROM {table} WHERE id = ?", [row_id])
        names = [column[0] for column in cursor.description]
        rows = cursor.fetchall()
    plain = ([value.hex() if isinstance(value, bytes) else value for value in row] for row in rows)
    return [{"table": table, **dict(zip(names, row, strict=True))} for row in plain]


def broken_seals_in(path: Path, *, told: Callable[[int, int], None] = lambda done, of: None) -> list[BrokenSeal]:
    """Check a label file that nobody has open, a backup for example; it is opened read-only.

    `told` is called now and then with how many rows of how many were read.
    """
    address = f"{path.absolute().as_uri()}?mode=ro"
    with closing(sqlite3.connect(address, uri=True, isolation_level=None, factory=PlainConnection)) as connection:
        counts = (f"SELECT count(*) FROM {table}" for table in _sealed_tables(connection))
        of = sum(connection.execute(sql).fetchone()[0] for sql in counts)
        read = count(_AT_ONCE, _AT_ONCE)
        return broken_seals(connection, each=lambda: told(min(next(read), of), of))


def _broken(table: str, columns: Sequence[str], row: Sequence[object], fault: SealFault) -> BrokenSeal:
    values = {
        # Bytes that are no longer text are escaped.
        name: None if value is None else str(value).encode("utf-8", "backslashreplace").decode()
        for name, value in zip(columns, row, strict=True)
    }
    return BrokenSeal(
        row_id=str(values["id"]),
        table=table,
        fault=fault,
        photo_sha256=values.get("photo_sha256"),
        photo=values.get("photo_name" if table == "events" else "name"),
        target_action_id=values.get("target_action_id"),
    )


def _sealed_tables(connection: sqlite3.Connection) -> list[str]:
    """The sealed tables that this file has, of whatever version; empty if it has no seals."""
    with _any_text(connection):
        there = {row[0] for row in connection.execute(_TABLES).fetchall()}
    return [table for table in SEALED if table in there] if "seals" in there else []


def _gone(tables: Sequence[str]) -> str:
    return _GONE.format(has_row=" OR ".join(_HAS_ROW.format(table=table) for table in tables))


def _walk(connection: sqlite3.Connection, table: str, *, unsealed: bool = False) -> Iterator[_Portion]:
    """Every row of a table, some at a time, without a cursor that stays open. `unsealed`: only those without a seal."""
    after = -1 << 63
    sql = _WALK.format(table=table, which="AND s.seal IS NULL" if unsealed else "")
    while True:
        try:
            columns, cursor = _read(connection, sql, after)
            batch = some_rows(cursor)
        except sqlite3.OperationalError:
            # Text that is no longer UTF-8 is read all the same: such damage is what we look for.
            with _any_text(connection):
                columns, cursor = _read(connection, sql, after)
                batch = some_rows(cursor)
        if not batch:
            return
        after = batch[-1][0]
        yield _Portion(columns, [(row[1], row[2:]) for row in batch])


def _read(connection: sqlite3.Connection, sql: str, after: int) -> tuple[tuple[str, ...], sqlite3.Cursor]:
    cursor = connection.execute(sql, [after, _AT_ONCE])
    return tuple(column[0] for column in cursor.description[2:]), cursor


@contextmanager
def _any_text(connection: sqlite3.Connection) -> Iterator[None]:
    usual = connection.text_factory
    connection.text_factory = lambda data: data.decode("utf-8", "surrogateescape")
    try:
        yield
    finally:
        connection.text_factory = usual


@lru_cache
def _form(table: str, columns: tuple[str, ...], kinds: tuple[type, ...]) -> tuple[bytes, list[int]]:
    """The byte template of a row's seal, and the order in which its columns fill it: that of their names.

    A placeholder takes the length of a value and its bytes. Each value has its type's letter: SQLite may hold the
    same bytes as text or as a blob, two different values.
    """
    places = sorted((at for at, kind in enumerate(kinds) if kind is not NoneType), key=columns.__getitem__)
    form = table.encode()
    for at in places:
        letter = next((letter for kind, letter in _LETTERS.items() if issubclass(kinds[at], kind)), None)
        if letter is None:
            raise TypeError(f"no column of a sealed row holds a {kinds[at].__name__}")
        form += b"\n%b %%d %b%%b" % (columns[at].encode().replace(b"%", b"%%"), letter)
    return form, places


def _digits(value: object) -> bytes:
    # A whole number in a REAL column comes back as a float.
    assert isinstance(value, int | float)
    whole = isinstance(value, int) or value.is_integer()
    return (str(int(value)) if whole else repr(float(value))).encode()
