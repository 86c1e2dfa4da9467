"""How fluid a queue of 100,000 photos is: `python -m tests.long.queue_scale [--photos N] [--runs N]`.

Not part of the suite: it takes minutes, and its figures mean something only on a machine that does nothing else. The
library is made once (its rows as the program writes them, a few real photos first) and copied for each run, which is
a process of its own: the window through its real `main()`, real keys, a beat in its loop every millisecond.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Generator, Iterator
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import tests.window
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from tests.heartbeat import Heartbeat
from tests.many import fill
from tests.window import Condition, Hand, Script, photograph, play

from karuta.domain.match import Verdict
from karuta.domain.queue import EVERYTHING, UNDECIDED, PhotoState, QueueFilter, QueueOrder
from karuta.paths import LibraryFolder

tests.window.PATIENCE_SECONDS = 600.0

Steps = Generator[Condition, None, None]
REAL = 24
_IDLE_SECONDS, _STEP_SECONDS = 2.0, 0.03
FILTERS = (
    QueueFilter(states=UNDECIDED),
    QueueFilter(frozenset({PhotoState.OPEN}), frozenset({Verdict.SURE})),
    QueueFilter(batch="batch 07"),
    QueueFilter(states=frozenset({PhotoState.DONE})),
    EVERYTHING,
)
ORDERS = (QueueOrder.UNCERTAIN, QueueOrder.FEWEST, QueueOrder.STACK)


def script(at: dict[str, float], beat: Heartbeat, began: float, photos: int, *, pages: int = 120) -> Script:
    def walk(hand: Hand) -> Steps:
        yield lambda: hand.window.work.queue.rowCount() > 0
        at["first page listed, s"] = time.perf_counter() - began
        yield lambda: hand.window.work.desk.photo is not None
        at["first photo on the desk, s"] = time.perf_counter() - began
        first, pressed = hand.on_desk, time.perf_counter()
        hand.press(Qt.Key.Key_Right)
        yield lambda: hand.on_desk != first
        at["next key answered after, s"] = time.perf_counter() - pressed
        yield lambda: hand.window.work.is_ready and hand.window.work.queue.rowCount() == photos
        at["all rows listed, s"] = time.perf_counter() - began
        yield lambda: hand.window.work.counts is not None
        yield from _during(at, beat, "idle", _waits())
        yield from _during(at, beat, "scrolling", _scrolls(hand, pages))
        yield from _during(at, beat, "filtering", _filters(hand))
        yield from _during(at, beat, "re-ordering", _orders(hand))
        yield from _during(at, beat, "deciding", _decides(hand))

    return walk


def _during(at: dict[str, float], beat: Heartbeat, what: str, steps: Iterator[Condition]) -> Steps:
    beat.begin()
    yield from steps
    at[f"{what}, worst stall, ms"] = beat.end()
    at[f"{what}, 99th percentile, ms"] = beat.p99()
    at[f"{what}, own work, worst, ms"] = max(beat.own)


def _after(seconds: float) -> Condition:
    until = time.monotonic() + seconds
    return lambda: time.monotonic() > until


def _waits() -> Iterator[Condition]:
    yield _after(_IDLE_SECONDS)


def _scrolls(hand: Hand, pages: int) -> Iterator[Condition]:
    """Page by page, then with the handle from end to end."""
    bar = hand.window.queue.list.verticalScrollBar()
    for _ in range(pages):
        bar.setValue(bar.value() + bar.pageStep())
        yield _after(_STEP_SECONDS)
    for step in range(pages):
        bar.setValue(bar.maximum() * step // (pages - 1))
        yield _after(_STEP_SECONDS)


def _filters(hand: Hand) -> Iterator[Condition]:
    arrangement = hand.window.work.arrangement
    for wanted in FILTERS:
        shown: list[bool] = []
        link = arrangement.shown.connect(lambda shown=shown: shown.append(True))
        arrangement.choose(wanted=wanted)
        yield lambda shown=shown: bool(shown)
        arrangement.shown.disconnect(link)
        yield _after(_STEP_SECONDS * 10)


def _orders(hand: Hand) -> Iterator[Condition]:
    arrangement = hand.window.work.arrangement
    for order in ORDERS:
        shown: list[bool] = []
        link = arrangement.shown.connect(lambda shown=shown: shown.append(True))
        arrangement.choose(order=order)
        yield lambda shown=shown: bool(shown)
        arrangement.shown.disconnect(link)
        yield _after(_STEP_SECONDS * 10)


def _decides(hand: Hand) -> Iterator[Condition]:
    for key in (Qt.Key.Key_U, Qt.Key.Key_S, Qt.Key.Key_U, Qt.Key.Key_R, Qt.Key.Key_U):
        before = hand.window.work.desk.photo_id
        hand.press(key)
        yield lambda before=before: hand.window.work.desk.photo_id != before
        yield _after(_STEP_SECONDS * 10)


def one_run(library: Path, photos: int) -> dict[str, float]:
    at: dict[str, float] = {}
    began = time.perf_counter()
    assert play(["--library", library, "gui"], script(at, Heartbeat(), began, photos)) == 0
    at["peak memory, MB"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1000
    return at


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--photos", type=int, default=100_000)
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--folder", type=Path, default=None, help="a disk with 2 GB free")
    parser.add_argument("--once", type=Path, default=None, help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.once is not None:
        application = QApplication(["karuta"])
        sys.stdout.write(json.dumps(one_run(asked.once, asked.photos)))
        del application
        return
    with tempfile.TemporaryDirectory(dir=asked.folder) as name:
        scratch = Path(name)
        for kind in ("CONFIG", "DATA", "STATE"):
            os.environ[f"XDG_{kind}_HOME"] = str(scratch / kind)
        real = [photograph(scratch / "photos" / f"{number}.png", 1 + number) for number in range(REAL)]
        fill(LibraryFolder(scratch / "made"), asked.photos, real=real)
        runs = []
        for _ in range(asked.runs):
            shutil.rmtree(scratch / "library", ignore_errors=True)
            shutil.copytree(scratch / "made", scratch / "library")
            command = [sys.executable, "-m", "tests.long.queue_scale", "--photos", str(asked.photos)]
            done = subprocess.run(
                [*command, "--once", str(scratch / "library")], check=True, capture_output=True, text=True
            )
            runs.append(json.loads(done.stdout))
    for what in runs[0]:
        values = [run[what] for run in runs]
        sys.stdout.write(f"{what}: median {statistics.median(values):.2f} of {[round(value, 2) for value in values]}\n")


if __name__ == "__main__":
    main()
