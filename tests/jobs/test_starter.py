"""A command that a window started does not outlive it."""

from __future__ import annotations

import os
import subprocess
import sys
import textwrap
from pathlib import Path

from filelock import FileLock

from karuta.jobs.starter import ENDS_WITH_STARTER

WAITS = textwrap.dedent(
    """
    import sys, threading
    from filelock import FileLock
    from karuta.jobs.starter import end_with_starter
    lock = FileLock(sys.argv[1])
    lock.acquire()
    end_with_starter()
    print("waits", flush=True)
    threading.Event().wait(60)
    """
)
STARTS = textwrap.dedent(
    """
    import os, signal, sys
    from PySide6.QtCore import QCoreApplication
    from karuta.jobs.program import Program
    sys.frozen = True  # a program that takes its arguments as they are
    application = QCoreApplication([])
    program = Program(line=lambda line: os.kill(os.getpid(), signal.SIGKILL))
    program.start(["-c", *sys.argv[1:]], environment={})
    application.exec()
    """
)


def test_a_process_ends_with_the_one_that_was_killed(tmp_path: Path) -> None:
    lock = tmp_path / "alive.lock"
    starter = subprocess.run([sys.executable, "-c", STARTS, WAITS, lock], check=False, timeout=60)
    assert starter.returncode != 0 and lock.is_file()
    with FileLock(lock, timeout=30):
        pass  # whoever held it is gone


def test_the_program_itself_takes_heed(tmp_path: Path) -> None:
    """Any command of it: here the window's, which would stay open."""
    environment = {**os.environ, ENDS_WITH_STARTER: "1", "QT_QPA_PLATFORM": "offscreen"}
    command = [sys.executable, "-m", "karuta", "--library", str(tmp_path / "library"), "gui"]
    window = subprocess.Popen(command, stdin=subprocess.PIPE, env=environment)
    assert window.stdin is not None
    window.stdin.close()
    assert window.wait(timeout=60) != 0
