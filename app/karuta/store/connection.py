"""A connection to SQLite that fails with SQLite's errors alone, also where a damaged file's own words are no text."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from typing import Any

_NOT_DECODED = "Could not decode to UTF-8"


class PlainConnection(sqlite3.Connection):
    """Python says what SQLite complains of as text; a name in it that a disk changed raised `UnicodeDecodeError`."""

    def execute(self, sql: str, parameters: Any = (), /) -> sqlite3.Cursor:
        try:
            return super().execute(sql, parameters)
        except UnicodeDecodeError as error:
            raise _damaged() from error

    def executemany(self, sql: str, parameters: Iterable[Any], /) -> sqlite3.Cursor:
        try:
            return super().executemany(sql, parameters)
        except UnicodeDecodeError as error:
            raise _damaged() from error


def code_of(error: BaseException | None) -> int:
    """SQLite's primary code, 0 for none; of text that is none any more, which Python notices, that of damage."""
    if isinstance(error, sqlite3.OperationalError) and str(error).startswith(_NOT_DECODED):
        return sqlite3.SQLITE_CORRUPT
    return int(getattr(error, "sqlite_errorcode", 0)) & 0xFF


def _damaged() -> sqlite3.DatabaseError:
    error = sqlite3.DatabaseError("a name in it is no text any more")
    error.sqlite_errorcode = sqlite3.SQLITE_CORRUPT
    error.sqlite_errorname = "SQLITE_CORRUPT"
    return error
