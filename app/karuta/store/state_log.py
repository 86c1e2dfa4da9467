"""The log of catalogue.db: which artworks were live together, after each addition.

Replay reads it; it is never rewritten. A state is a set of numbers of `artworks`, whose rows are never deleted once
they were live.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from sqlite_utils import Database


@dataclass(frozen=True)
class LoggedState:
    """`pictures_sha256`: of the live pictures; `artworks`: the numbers of the live artworks, ascending."""

    pictures_sha256: str
    artworks: tuple[int, ...]


def log_state(database: Database, live: Mapping[int, str], *, time: str) -> None:
    """Log that these artworks (number -> picture hash) are live, inside the caller's transaction; each set once."""
    if live:
        database.execute(
            "INSERT OR IGNORE INTO states (time, pictures_sha256, artworks) VALUES (?, ?, ?)",
            [time, pictures_hash(live.values()), _as_ranges(sorted(live))],
        )


def has_state(database: Database, live: Mapping[int, str]) -> bool:
    """Whether exactly these artworks were ever logged."""
    sql = "SELECT 1 FROM states WHERE pictures_sha256 = ? AND artworks = ?"
    return database.execute(sql, [pictures_hash(live.values()), _as_ranges(sorted(live))]).fetchone() is not None


def states(database: Database) -> list[LoggedState]:
    """Every state so far, the newest first."""
    rows = database.execute("SELECT pictures_sha256, artworks FROM states ORDER BY state DESC").fetchall()
    return [LoggedState(sha256, tuple(_from_ranges(ranges))) for sha256, ranges in rows]


def pictures_hash(pictures: Iterable[str]) -> str:
    """The hash of a set of pictures: of their hashes, sorted, without duplicates, one per line."""
    lines = "".join(f"{picture}\n" for picture in sorted(set(pictures)))
    return hashlib.sha256(lines.encode()).hexdigest()


def _as_ranges(numbers: list[int]) -> str:
    """`1-11001 11003`: a pack's artworks have consecutive numbers, so a state of 100,000 takes a few bytes."""
    runs: list[tuple[int, int]] = []
    for number in numbers:
        if runs and number == runs[-1][1] + 1:
            runs[-1] = (runs[-1][0], number)
        else:
            runs.append((number, number))
    return " ".join(str(first) if first == last else f"{first}-{last}" for first, last in runs)


def _from_ranges(text: str) -> Iterator[int]:
    for run in text.split():
        first, _, last = run.partition("-")
        yield from range(int(first), int(last or first) + 1)
