"""How a process is told to end. One that another started ends with it: nothing goes on behind a person's back."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

ENDS_WITH_STARTER = "KARUTA_ENDS_WITH_STARTER"
"""Set for a process whose standard input its starter holds open and writes nothing to."""

ENDING = ("SIGTERM", "SIGHUP", "SIGBREAK")
"""Polite requests to end: by a person or the system, of a terminal that is closed, and of a console on Windows."""


@contextmanager
def on_signals(names: Sequence[str], heard: Callable[..., object]) -> Iterator[None]:
    """Meanwhile `heard` is called by these signals, as far as the system has them.

    A program that was started deaf to one (`nohup`) stays so, and only a process's main thread may listen.
    """
    numbers = [signal.Signals[name] for name in names if hasattr(signal, name)]
    is_main = threading.current_thread() is threading.main_thread()
    before = {
        number: signal.signal(number, heard)
        for number in numbers
        if is_main and signal.getsignal(number) is not signal.SIG_IGN
    }
    try:
        yield
    finally:
        for number, was in before.items():
            signal.signal(number, was)


def end_with_starter() -> None:
    """From now on, if the environment says so: SIGTERM to itself once its input ends, which each command survives.

    Its own processes are not told to do the same: their input is another.
    """
    if os.environ.pop(ENDS_WITH_STARTER, None):
        threading.Thread(target=_wait_for_the_end, args=(sys.stdin.fileno(),), daemon=True).start()


def _wait_for_the_end(descriptor: int) -> None:
    while os.read(descriptor, 4096):
        pass
    os.kill(os.getpid(), signal.SIGTERM)


@dataclass(frozen=True)
class Spent:
    """Milliseconds of the clock, and of all processors (None where the system does not say)."""

    ms: float
    processor_ms: float | None


def run_once(command: Sequence[str]) -> Spent:
    """Run a command to its end, unseen, and say what it took."""
    before, began = os.times(), time.perf_counter()
    subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True, check=False)
    took, after = time.perf_counter() - began, os.times()
    used = after.children_user + after.children_system - before.children_user - before.children_system
    return Spent(round(took * 1000, 1), round(used * 1000, 1) or None)
