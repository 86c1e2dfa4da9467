"""How a process is told to end. One that another started ends with it: nothing goes on behind a person's back."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from karuta.domain.cancel import CancelToken

ENDS_WITH_STARTER = "KARUTA_ENDS_WITH_STARTER"
"""Set for a process whose standard input its starter holds open and writes nothing to."""

_LOOKS_UP = 0.1

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


TOO_LONG = -1
"""The code of a process that took more time than it may."""


@dataclass(frozen=True)
class Ended:
    """`code`: of its exit, or `TOO_LONG`, or a signal's number with a minus; `output`: what it wrote."""

    code: int
    output: bytes


def run_apart(module: str, words: Iterable[str], *, given: IO[bytes], seconds: float, cancel: CancelToken) -> Ended:
    """Run a module of the program in a process that bounds itself and reads `given`; it has so many seconds by the
    clock, where the system knows no bound of a processor. Raises `Cancelled`, and `OSError`.
    """
    # Nothing is loaded from the folder that a person happens to be in; a frozen program is itself the Python.
    first = [] if getattr(sys, "frozen", False) else ["-P", "-m"]
    # The same Karuta as this one, wherever it lies.
    places = [str(Path(__file__).parents[2]), os.environ.get("PYTHONPATH", "")]
    environment = os.environ | {"PYTHONPATH": os.pathsep.join(filter(None, places))}
    ends = time.monotonic() + seconds
    with subprocess.Popen(
        [sys.executable, *first, module, *words],
        stdin=given,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env=environment,
        creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
    ) as process:
        try:
            while True:
                with suppress(subprocess.TimeoutExpired):
                    output, _ = process.communicate(timeout=_LOOKS_UP)
                    break
                cancel.check()
                if time.monotonic() > ends:
                    return Ended(TOO_LONG, b"")
        finally:
            process.kill()
    is_too_long = -process.returncode == getattr(signal, "SIGXCPU", None)
    return Ended(TOO_LONG if is_too_long else process.returncode, output)


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
