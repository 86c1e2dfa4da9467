"""What nobody caught is in the log, in a process of its own: in the main thread, in another, while something goes,
and where Python itself is ended.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from karuta.log.faults import NAME as FAULTS
from karuta.log.faults import take_up_faults
from karuta.log.log import Log, listening

pytestmark = pytest.mark.plants_bugs

BEGIN = """
import faulthandler, gc, sys, threading
from pathlib import Path
from karuta.log.faults import keep_faults, take_up_faults
from karuta.log.hooks import hear_what_nobody_caught
from karuta.log.log import Log
folder = Path(sys.argv[1])
log = Log(folder, role="test")
log.listen()
hear_what_nobody_caught()
take_up_faults(folder, log.shortener)
keep_faults(folder)

class Goes:
    def __del__(self):
        raise IndexError("while it goes")
"""


def ended(folder: Path, script: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", BEGIN + script, str(folder)], capture_output=True, text=True, timeout=60, check=False
    )


def logged(folder: Path) -> str:
    path = folder / "karuta.log"
    return path.read_text(encoding="utf-8") if path.is_file() else ""


@pytest.mark.parametrize(
    ("script", "name"),
    [
        ("raise IndexError('in the main thread')", "IndexError: in the main thread"),
        ("t = threading.Thread(target=lambda: [][1], name='lane'); t.start(); t.join()", "IndexError: list index"),
        ("one = Goes(); del one; gc.collect()", "IndexError: while it goes"),
    ],
)
def test_what_nobody_caught_is_in_the_log_and_no_traceback_on_the_terminal(
    tmp_path: Path, script: str, name: str
) -> None:
    found = ended(tmp_path, script)
    assert name in logged(tmp_path)
    assert " BUG " in logged(tmp_path)
    assert found.stderr == ""


def test_a_process_that_was_ended_by_a_fault_is_in_the_log_of_the_next_one(tmp_path: Path) -> None:
    crashed = ended(tmp_path, "def deep(): faulthandler._sigsegv()\ndeep()")
    assert crashed.returncode != 0
    with listening(Log(tmp_path, role="next")) as log:
        take_up_faults(tmp_path, log.shortener)
    assert "Segmentation fault" in logged(tmp_path) and "in deep" in logged(tmp_path)
    assert [bug.is_earlier for bug in log.bugs] == [True]
    assert not log.has_news  # this process did nothing wrong
    assert (tmp_path / FAULTS).stat().st_size == 0
    with listening(Log(tmp_path)) as log:
        take_up_faults(tmp_path, log.shortener)
    assert not log.bugs


def test_a_fault_names_no_folder_and_what_windows_calls_fatal_is_none(tmp_path: Path) -> None:
    (tmp_path / FAULTS).write_text(
        "Windows fatal exception: code 0x8001010d\n\nCurrent thread 0x00001 (most recent call first):\n"
        '  File "C:\\Users\\Hanako Sato\\mine.py", line 3 in open\n\n'
        "Windows fatal exception: access violation\n\nCurrent thread 0x00001 (most recent call first):\n"
        '  File "/home/hanako/.venv/lib/python3.11/site-packages/karuta/gui/shell/app.py", line 8 in run_window\n\n'
        "Extension modules: PySide6.QtCore (total: 1)\n"
    )
    with listening(Log(tmp_path)) as log:
        take_up_faults(tmp_path, log.shortener)
    text = logged(tmp_path)
    assert len(log.bugs) == 1 and text.count(" WARNING ") == 1
    assert "karuta/gui/shell/app.py:8 in run_window" in text
    assert "anako" not in text and "Extension" not in text


def test_where_the_folder_cannot_be_written_a_process_begins_all_the_same(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    found = ended(tmp_path / "file" / "log", "print('well')")
    assert (found.returncode, found.stdout, found.stderr) == (0, "well\n", "")
