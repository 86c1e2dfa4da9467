"""A backup that is made while somebody labels is of one moment, and no false alarm."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from karuta.store import backups
from karuta.store.backups import back_up, complaint_of_copy

Progress = Callable[[int, int, int], None]


def some_file(path: Path) -> Path:
    with closing(sqlite3.connect(path, isolation_level=None)) as database:
        database.execute("BEGIN")
        database.execute("CREATE TABLE events (id INTEGER PRIMARY KEY, text TEXT)")
        database.executemany("INSERT INTO events (text) VALUES (?)", [("x" * 200,)] * 2000)
        database.execute("COMMIT")
    return path


class WrittenBetween:
    """A connection whose file somebody writes between the first `times` steps of a copy, without waiting for it."""

    def __init__(self, path: Path, times: int) -> None:
        self._source = sqlite3.connect(path, isolation_level=None)
        self._writer = sqlite3.connect(path, timeout=0, isolation_level=None)
        self.left = times

    def backup(
        self, target: sqlite3.Connection, *, pages: int = -1, progress: Progress | None = None, sleep: float = 0
    ) -> None:
        if progress is None:
            self._source.backup(target)
            return

        def between(*told: int) -> None:
            if self.left:
                self.left -= 1
                self._writer.execute("INSERT INTO events (text) VALUES ('y')")
            progress(*told)

        self._source.backup(target, pages=8, progress=between, sleep=sleep)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._source, name)

    def close(self) -> None:
        self._source.close()
        self._writer.close()


@pytest.mark.parametrize("times", [0, 2, 10_000])
def test_a_writer_does_not_wait_for_a_copy_unless_it_never_stops_and_the_copy_is_of_one_moment(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, times: int
) -> None:
    path, connect = some_file(tmp_path / "labels.db"), sqlite3.connect
    source = WrittenBetween(path, times)
    monkeypatch.setattr(
        backups.sqlite3, "connect", lambda place, **more: source if place == path else connect(place, **more)
    )
    made = back_up(path, tmp_path / "backups", "label file")
    monkeypatch.undo()
    assert list((tmp_path / "backups").iterdir()) == [made]
    assert (source.left == 0) is (times < 10_000)
    with closing(sqlite3.connect(made)) as copy:
        assert copy.execute("SELECT count(*) FROM events").fetchone()[0] == 2000 + times - source.left


def test_what_is_wrong_with_a_file_is_found_in_a_copy_that_does_not_stay(tmp_path: Path) -> None:
    path, beside = some_file(tmp_path / "labels.db"), tmp_path / "backups" / "copy.part"
    assert complaint_of_copy(path, beside, "label file") is None
    assert list(beside.parent.iterdir()) == []
