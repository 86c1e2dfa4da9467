"""A backup that is made while somebody labels is of one moment, and no false alarm."""

from __future__ import annotations

import sqlite3
import threading
from contextlib import closing
from pathlib import Path

from karuta.store.backups import back_up


def test_a_copy_beside_a_busy_writer_is_whole_and_raises_nothing(tmp_path: Path) -> None:
    path = tmp_path / "labels.db"
    with closing(sqlite3.connect(path, isolation_level=None)) as database:
        database.execute("CREATE TABLE events (id INTEGER PRIMARY KEY, text TEXT)")
        database.executemany("INSERT INTO events (text) VALUES (?)", [("x" * 200,)] * 2000)
    over = threading.Event()

    def write() -> None:
        with closing(sqlite3.connect(path, timeout=10, isolation_level=None)) as writer:
            writer.execute("PRAGMA synchronous=OFF")
            while not over.wait(0.002):
                writer.execute("INSERT INTO events (text) VALUES ('y')")

    thread = threading.Thread(target=write)
    thread.start()
    try:
        copies = [back_up(path, tmp_path / "backups", "label file") for _ in range(5)]
    finally:
        over.set()
        thread.join()
    for copy in copies:
        with closing(sqlite3.connect(copy)) as database:
            assert database.execute("PRAGMA integrity_check").fetchone()[0] == "ok"
            assert database.execute("SELECT count(*) FROM events").fetchone()[0] >= 2000
