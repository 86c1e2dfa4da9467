"""Reads the card databases of YGOPro and EDOPro (`cards.cdb`), which are other people's; never writes to one.

SQLite files with the tables `datas` and `texts`, joined by `id`
(https://github.com/ProjectIgnis/BabelCDB, ci/prepend.sql). Their columns have types, and SQLite holds nobody to them.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Generator, Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from karuta.domain.work import Allowance, Work
from karuta.files import open_regular

MAGIC = b"SQLite format 3\0"
# How long a damaged or hostile file may keep SQLite busy, in seconds. 15,000 cards take a hundredth of it.
_STEPS = 50_000_000
MOST_BYTES = 1_000_000
"""Of one value. The longest name and the longest text of a card have some hundred and some thousand characters."""

# Bytes of values, of which several rows of a made file may share the same; a row of nothing counts too.
_READ = Allowance(40_000_000, 1)
_ROW = 250
_COLUMNS = ("ot", "alias", "type", "atk", "def", "level", "race", "attribute")


@dataclass(frozen=True)
class CdbRow:
    """One row as it stands in the file: any value may be of any type. `has_text`: whether `texts` has a row of this id.

    `is_too_long`: a value is longer than `MOST_BYTES`; nothing else is known of the row.
    """

    row: int
    passcode: Any
    has_text: bool
    name: Any
    ot: Any
    alias: Any
    type: Any
    atk: Any
    defence: Any
    level: Any
    race: Any
    attribute: Any
    is_too_long: bool = False


class CdbDamaged(Exception):  # noqa: N818 - what happened
    """SQLite cannot read on; the text says why. What was read until then is valid."""


def is_card_database(path: Path) -> bool:
    """Whether a file is a card database, by its tables."""
    try:
        with open_regular(path) as file:
            if file.read(len(MAGIC)) != MAGIC:
                return False
        with closing(_opened(path)) as connection:
            return {"datas", "texts"} <= set(_tables(connection))
    except (OSError, sqlite3.Error, CdbDamaged, UnicodeDecodeError):
        return False


def read_cdb(path: Path) -> Iterator[CdbRow]:
    """Every row of `datas` in order of its id.

    Raises `CdbDamaged` if SQLite cannot read on, and `TooMuchWork`.
    """
    work = Work(path, _READ, size=path.stat().st_size)
    try:
        with closing(_opened(path)) as connection:
            there = {table: _columns(connection, table) for table in ("datas", "texts")}
            if "id" not in there["datas"] or not {"id", "name"} <= there["texts"]:
                raise CdbDamaged("its tables lack the columns of cards")
            columns = ", ".join(f'datas."{name}"' if name in there["datas"] else "NULL" for name in _COLUMNS)
            sql = (
                f"SELECT datas.rowid, datas.id, texts.id IS NOT NULL, texts.name, {columns} "
                "FROM datas LEFT JOIN texts ON texts.id = datas.id WHERE datas.rowid {which} ? ORDER BY datas.rowid"
            )
            after: int | None = -(1 << 63)
            while after is not None:
                after = yield from _rows(connection, sql, after, work)
    except (sqlite3.Error, UnicodeDecodeError) as error:
        # Python decodes SQLite's message as text, and a name in it may be damaged.
        raise CdbDamaged(str(error)) from error


def _rows(connection: sqlite3.Connection, sql: str, after: int, work: Work) -> Generator[CdbRow, None, int | None]:
    """The rows after this one, up to the next that is too long; returns where to go on, None at the end."""
    try:
        for row in connection.execute(sql.format(which=">"), [after]):
            after = row[0]
            work.count(_ROW + sum(len(value) for value in row if isinstance(value, str | bytes)))
            yield CdbRow(*row)
        return None
    except sqlite3.DataError as error:
        _refuse_others(error)
    # Python reads one row ahead, so the one before it was lost with it.
    for _ in range(2):
        (number,) = connection.execute("SELECT min(rowid) FROM datas WHERE rowid > ?", [after]).fetchone()
        if number is None:
            return None
        after = int(number)
        work.count(MOST_BYTES)
        try:
            yield CdbRow(*connection.execute(sql.format(which="="), [after]).fetchone())
        except sqlite3.DataError as error:
            _refuse_others(error)
            nothing = dict.fromkeys(("name", "ot", "alias", "type", "atk", "defence", "level", "race", "attribute"))
            yield CdbRow(after, after, has_text=True, **nothing, is_too_long=True)
    return after


def _refuse_others(error: sqlite3.DataError) -> None:
    if getattr(error, "sqlite_errorcode", 0) != sqlite3.SQLITE_TOOBIG:
        raise error


def _columns(connection: sqlite3.Connection, table: str) -> set[str]:
    """The stored columns: a computed one may take any time and memory."""
    return {str(row[1]).lower() for row in connection.execute(f"PRAGMA table_info({table})")}


def _opened(path: Path) -> sqlite3.Connection:
    """`immutable`: nothing is locked or rolled back, so a file on a read-only disk or in use can be read too."""
    connection = sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro&immutable=1", uri=True)
    connection.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, MOST_BYTES)
    connection.text_factory = lambda data: data.decode("utf-8", "replace")
    steps = iter(range(_STEPS // 1000))
    connection.set_progress_handler(lambda: int(next(steps, None) is None), 1000)
    connection.execute("PRAGMA trusted_schema=OFF")
    connection.execute("PRAGMA query_only=ON")
    return connection


def _tables(connection: sqlite3.Connection) -> list[str]:
    """Tables only: a view may run any query."""
    return [str(row[0]).lower() for row in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
