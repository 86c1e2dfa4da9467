"""shots.db: the fingerprints of a library's photos and which of them are one shot. Compares nothing.

All of it can be computed again from the thumbnails. So it is no part of labels.db, which is the truth and is backed up
and merged. A file that is damaged or of another version is set aside. After a merge the photos that it lacks are
compared like new ones.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass

from karuta.domain.errors import LibraryError
from karuta.files import refusal_to_write
from karuta.paths import LibraryFolder
from karuta.store import database as door
from karuta.store.damaged import set_aside
from karuta.store.database import Database, Migrations, Schema

migrations = Migrations("shots")
_SIGN = 1 << 63
# A locked file, a full disk, a disk that cannot be written: deleting the file helps with none of them.
_NOT_THE_FILE = frozenset(
    (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED, sqlite3.SQLITE_FULL, sqlite3.SQLITE_READONLY)
    + (sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_IOERR)
)


@migrations()
def m001_fingerprints_and_pairs(database: Database) -> None:
    database.execute(
        "CREATE TABLE fingerprints (photo_sha256 TEXT PRIMARY KEY, whole INTEGER NOT NULL, inner INTEGER NOT NULL)"
    )
    database.execute("CREATE TABLE pairs (first TEXT NOT NULL, second TEXT NOT NULL, PRIMARY KEY (first, second))")


SCHEMA = Schema(
    noun="record of copies",
    application_id=0x4B525453,  # "KRTS"
    version=1,
    migrations=migrations,
    made_by="the window",
    mended_by="the window",
    restored="delete it, and the window makes it again",
)


@dataclass(frozen=True)
class Fingerprint:
    """A photo's two fingerprints, 64 bits each."""

    photo_sha256: str
    whole: int
    inner: int


def complaint_of_shots(folder: LibraryFolder) -> str | None:
    """The complaint about the file, None if it is sound. Raises `LibraryError` if it cannot be checked now."""
    try:
        database = door.open_reading(folder.shots_db, SCHEMA)
        try:
            return door.complaint_of(database, quickly=True)
        finally:
            database.conn.close()
    except sqlite3.Error as error:
        return str(error)
    except LibraryError as error:
        if _code_of(error) in _NOT_THE_FILE:
            raise
        return str(error).rstrip(".")


class ShotFile:
    """One connection. It belongs to the thread that opened it."""

    def __init__(self, folder: LibraryFolder) -> None:
        """Opens the file; creates one if none can be used, or where nothing can be written. Raises `LibraryError`."""
        self._path = folder.shots_db
        if refusal_to_write(folder.root) or refusal_to_write(self._path):
            self._database = door.open_for_now(self._path, SCHEMA)
            return
        try:
            self._database = door.open_writing(self._path, SCHEMA)
            complaint = door.complaint_of(self._database, quickly=True)
            if complaint is not None:
                self.close()
                raise LibraryError(
                    "The {noun} at {path} is damaged ({complaint}).",
                    noun=SCHEMA.noun,
                    path=self._path,
                    complaint=complaint,
                )
        except LibraryError as error:
            if _code_of(error) in _NOT_THE_FILE:
                raise
            set_aside(folder, self._path)
            set_aside(folder, self._path.with_name(f"{self._path.name}-journal"))
            self._database = door.open_writing(self._path, SCHEMA)

    def close(self) -> None:
        self._database.conn.close()

    def fingerprints(self) -> list[Fingerprint]:
        rows = self._rows("SELECT photo_sha256, whole, inner FROM fingerprints ORDER BY rowid")
        return [Fingerprint(photo, _unsigned(whole), _unsigned(inner)) for photo, whole, inner in rows]

    def pairs(self) -> list[tuple[str, str]]:
        return [(first, second) for first, second in self._rows("SELECT first, second FROM pairs")]

    def keep(self, fingerprints: Sequence[Fingerprint], pairs: Sequence[tuple[str, str]]) -> None:
        """Fingerprints of photos that were compared, and the pairs found, in one short transaction."""
        rows = [
            (fingerprint.photo_sha256, _signed(fingerprint.whole), _signed(fingerprint.inner))
            for fingerprint in fingerprints
        ]
        ordered = [tuple(sorted(pair)) for pair in pairs]
        try:
            with door.writing(self._database):
                run = self._database.conn.executemany
                run("INSERT OR IGNORE INTO fingerprints (photo_sha256, whole, inner) VALUES (?, ?, ?)", rows)
                run("INSERT OR IGNORE INTO pairs (first, second) VALUES (?, ?)", ordered)
        except sqlite3.Error as error:
            raise door.explained(error, self._path, SCHEMA.noun, SCHEMA.restored) from error

    def _rows(self, sql: str) -> list[tuple]:  # type: ignore[type-arg]
        try:
            return self._database.conn.execute(sql).fetchall()
        except sqlite3.Error as error:
            raise door.explained(error, self._path, SCHEMA.noun, SCHEMA.restored) from error


def _code_of(error: LibraryError) -> int:
    return int(getattr(error.__cause__, "sqlite_errorcode", 0)) & 0xFF


def _signed(word: int) -> int:
    """SQLite's integers are signed."""
    return word - (1 << 64) if word & _SIGN else word


def _unsigned(word: int) -> int:
    return word % (1 << 64)
