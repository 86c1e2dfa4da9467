"""One file for all that runs of Karuta: nothing is lost or torn between processes, and it never outgrows its room."""

from __future__ import annotations

import logging
import subprocess
import sys
from pathlib import Path

import filelock
import pytest

from karuta.log import log_file
from karuta.log.log_file import FILES, NAME, LogFile, log_files

WRITERS, ENTRIES = 4, 150
WRITER = """
import logging
import sys
from pathlib import Path
from karuta.log.log_file import LogFile
file = LogFile(Path(sys.argv[1]), most_bytes=10_500)
print("ready", flush=True)
sys.stdin.readline()
for number in range(int(sys.argv[3])):
    file.handle(logging.makeLogRecord({"msg": f"{sys.argv[2]} {number} " + "x" * 60}))
"""


def add(file: LogFile, entry: str) -> None:
    file.handle(logging.makeLogRecord({"msg": entry}))


def test_of_several_processes_no_entry_is_lost_or_torn(tmp_path: Path) -> None:
    started = [
        subprocess.Popen(
            [sys.executable, "-c", WRITER, str(tmp_path), str(number), str(ENTRIES)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        for number in range(WRITERS)
    ]
    for writer in started:
        assert writer.stdout is not None and writer.stdout.readline() == "ready\n"
    for writer in started:
        assert writer.stdin is not None
        writer.stdin.write("go\n")
        writer.stdin.flush()
    for writer in started:
        writer.communicate(timeout=60)
    assert [writer.returncode for writer in started] == [0] * WRITERS
    lines = [line for file in log_files(tmp_path) if file.is_file() for line in file.read_text().splitlines()]
    assert len([file for file in log_files(tmp_path) if file.is_file()]) > 1
    assert sorted(lines) == sorted(f"{who} {number} " + "x" * 60 for who in range(WRITERS) for number in range(ENTRIES))


def test_it_never_outgrows_its_room_and_the_newest_stays(tmp_path: Path) -> None:
    file = LogFile(tmp_path, most_bytes=1000)
    for number in range(200):
        add(file, f"{number} " + "x" * 90)
    found = log_files(tmp_path)
    assert len(found) == FILES and all(path.stat().st_size <= 1000 for path in found)
    assert {path.name for path in tmp_path.iterdir()} == {*(path.name for path in found), f"{NAME}.lock"}
    assert file.path.read_text().splitlines()[-1].startswith("199 ")
    add(file, "y" * 5000)
    assert file.path.stat().st_size <= 1000


def test_who_cannot_have_the_file_alone_writes_all_the_same(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(log_file, "_PATIENCE_SECONDS", 0.05)
    with filelock.FileLock(tmp_path / f"{NAME}.lock", is_singleton=False):
        add(LogFile(tmp_path), "one")
    assert (tmp_path / NAME).read_text() == "one\n"
