"""Whether reading the print makes the window slower: from a key to the next card on the screen, with it and without.

python -m tests.lab.print_window LIBRARY [--rounds 3]

LIBRARY has looked-up photos of cards whose print can be read; nothing in it changes. In turns the window reads and does
not. Each photo in turn is put on the desk by the Right key and left alone until all about it has come.
"""

from __future__ import annotations

import argparse
import os
import time
from collections.abc import Generator, Sequence
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import numpy as np
from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtWidgets import QApplication
from tests.heartbeat import Heartbeat
from tests.lab import figures
from tests.window import Condition, Hand, play

from karuta.gui.desk.reading import PrintAsked


class FirstPaint(QObject):
    """When the matches were painted first after `wait`."""

    def __init__(self) -> None:
        super().__init__()
        self.at: float | None = 0.0

    def wait(self) -> None:
        self.at = None

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802
        if event.type() == QEvent.Type.Paint and self.at is None:
            self.at = time.perf_counter()
        return False


def took(library: Path, *, reads: bool) -> tuple[list[float], list[float], float]:
    """Milliseconds from the key to the painted list, then from there to the print; and the worst stall."""
    shown: list[float] = []
    printed: list[float] = []
    beat = Heartbeat()
    ask = PrintAsked.ask
    PrintAsked.ask = ask if reads else lambda *_: None  # type: ignore[method-assign]

    def walk(hand: Hand) -> Generator[Condition, None, None]:
        work = hand.work
        yield lambda: work.is_settled and work.desk.photo is not None
        paint = FirstPaint()
        strip = hand.window.match_panel.print_strip
        viewport = hand.window.match_panel.list.viewport()
        viewport.installEventFilter(paint)
        until = time.perf_counter() + 1.0
        yield lambda: time.perf_counter() > until
        beat.begin()
        for _ in range(len(work.queue_model.photos) - 1):
            before = work.desk.photo_id
            pressed = time.perf_counter()
            hand.press(Qt.Key.Key_Right)
            work.desk.sighting_shown.connect(paint.wait, Qt.ConnectionType.SingleShotConnection)
            yield lambda before=before: work.desk.photo_id != before and paint.at is not None
            shown.append(1000 * (paint.at - pressed))
            if reads:
                yield lambda: strip.words.title
                printed.append(1000 * (time.perf_counter() - paint.at))
            until = time.perf_counter() + 0.3
            yield lambda until=until: time.perf_counter() > until
        beat.end()

    try:
        play(["--library", library, "gui"], walk)
    finally:
        PrintAsked.ask = ask  # type: ignore[method-assign]
    return shown, printed, max(beat.gaps)


def main(argv: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.lab.print_window", description=__doc__)
    parser.add_argument("library", type=Path)
    parser.add_argument("--rounds", type=int, default=3)
    asked = parser.parse_args(argv)
    application = QApplication([])
    waits: dict[bool, list[float]] = {True: [], False: []}
    for _ in range(asked.rounds):
        for reads in (False, True):
            shown, printed, worst = took(asked.library, reads=reads)
            waits[reads] += shown
            application.processEvents()
            said = f"; then the print after {np.median(printed):.0f} (worst {max(printed):.0f})" if printed else ""
            print(
                f"{'reads' if reads else 'does not read'}: list on the screen after {np.median(shown):.1f} ms "
                f"(worst {max(shown):.1f}), n = {len(shown)}{said}; worst stall {worst:.0f} ms"
            )
    for reads, times in waits.items():
        figures.spread(f"a key to the painted list, the window {'reads' if reads else 'does not'}", times, "ms")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
