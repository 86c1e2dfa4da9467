"""A connection to SQLite that raises only SQLite's errors, even if damage makes SQLite's message undecodable."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from typing import Any

_NOT_DECODED = "Could not decode to UTF-8"


class PlainConnection(sqlite3.Connection):
    """Python decodes SQLite's message as text; a name in it that the disk changed raised `UnicodeDecodeError`."""

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
    """SQLite's primary error code, 0 for none. Text that Python cannot decode counts as damage."""
    if isinstance(error, sqlite3.OperationalError) and str(error).startswith(_NOT_DECODED):
        return sqlite3.SQLITE_CORRUPT
    return int(getattr(error, "sqlite_errorcode", 0)) & 0xFF


def _damaged() -> sqlite3.DatabaseError:
    error = sqlite3.DatabaseError("a name in it is no text any more")
    error.sqlite_errorcode = sqlite3.SQLITE_CORRUPT
    error.sqlite_errorname = "SQLITE_CORRUPT"
    return error
