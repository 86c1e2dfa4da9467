"""How soon `karuta demo` shows its window, its first photo and its first list, beside another checkout in one run.

    python -m tests.lab.demo_start [--before CHECKOUT] [--runs N] [--library DIR]

Each start is a process of its own. With an empty HOME the demo's cards are made first (`fresh`), then the same HOME is
opened again (`again`); with `--library` a copy of a library of one's own is opened too (`own`). With `--before` the two
checkouts take turns, so that whatever else the machine does falls on both; the ratio of each pair is what counts.
Where there is no display, the window is drawn offscreen.
"""

from __future__ import annotations

import argparse
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path

from tests.lab import figures

STEPS = ("window", "photo", "list")
"""First paint of the window, first photo drawn, first list of matches."""

# In the started process. What it hooks onto is in both checkouts: the object that opens the window, and the desk.
_PROBE = """
import sys, time
from karuta.cli import demo
demo.has_display = lambda: True
import karuta.bootstrap
from karuta.gui.shell import app
from PySide6.QtCore import QEvent, QObject, QTimer
from PySide6.QtWidgets import QMainWindow
began, seen = float(sys.argv[1]), set()

def once(step):
    if step not in seen:
        seen.add(step)
        print(step, round(time.time() - began, 3), flush=True)

class Painted(QObject):
    def eventFilter(self, widget, event):
        if event.type() == QEvent.Type.Paint and isinstance(widget, QMainWindow):
            once("window")
        return False

before = app.Karuta.open
def opened(karuta, *arguments, **more):
    painted = Painted(karuta)
    karuta._application.installEventFilter(painted)
    before(karuta, *arguments, **more)
    timer = QTimer(karuta)
    timer.setInterval(5)
    def look():
        composition = karuta.composition
        if composition is None:
            return
        if composition.window.desk_panel.view._image is not None:
            once("photo")
        if composition.work.desk.matches:
            once("list")
        if len(seen) == 3 or time.time() - began > 60:
            timer.stop()
            composition.window.close()
    timer.timeout.connect(look)
    timer.start()
app.Karuta.open = opened
sys.exit(karuta.bootstrap.run(sys.argv[2:]))
"""


def started(checkout: Path, home: Path, arguments: Sequence[str]) -> dict[str, float]:
    """Seconds from the start of the process to each step."""
    # As a person starts it: what was compiled is kept.
    kept = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    environment = kept | {"HOME": str(home), "ORT_DISABLE_TELEMETRY": "1", "PYTHONPATH": str(checkout / "app")}
    for kind in ("CONFIG", "DATA", "STATE", "CACHE"):
        environment[f"XDG_{kind}_HOME"] = str(home / kind)
    if not (environment.get("DISPLAY") or environment.get("WAYLAND_DISPLAY")):
        environment["QT_QPA_PLATFORM"] = "offscreen"
    done = subprocess.run(
        [sys.executable, "-c", _PROBE, str(time.time()), *arguments],
        env=environment,
        cwd=home,
        check=True,
        capture_output=True,
        text=True,
        timeout=120,
    )
    return {step: float(seconds) for step, seconds in (line.split() for line in done.stdout.splitlines())}


def one_round(checkout: Path, library: Path | None) -> dict[str, dict[str, float]]:
    with tempfile.TemporaryDirectory() as name:
        home = Path(name)
        found = {"fresh": started(checkout, home, ["demo"]), "again": started(checkout, home, ["demo"])}
        if library is not None:
            shutil.copytree(library, home / "own")
            found["own"] = started(checkout, home, ["--library", str(home / "own"), "gui"])
        return found


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--before", type=Path)
    parser.add_argument("--runs", type=int, default=10)
    parser.add_argument("--library", type=Path)
    asked = parser.parse_args()
    here = Path(__file__).resolve().parents[2]
    checkouts = {"now": here} | ({"before": asked.before.resolve()} if asked.before else {})
    took: dict[tuple[str, str, str], list[float]] = defaultdict(list)
    for checkout in checkouts.values():
        one_round(checkout, None)  # compiles, and reads into the system's memory
    print(f"load at the beginning: {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores")
    for number in range(asked.runs):
        # Who goes first takes turns too.
        for name, checkout in sorted(checkouts.items(), reverse=bool(number % 2)):
            for start, steps in one_round(checkout, asked.library).items():
                for step in STEPS:
                    took[start, step, name].append(steps.get(step, float("nan")))
    print(f"load at the end: {os.getloadavg()[0]:.1f}; {asked.runs} runs, medians in seconds (least, most)")
    for start, step, name in took:
        if name != "now":
            continue
        now = took[start, step, "now"]
        text = f"{start:6} {step:7} {statistics.median(now):6.2f} ({min(now):.2f}-{max(now):.2f})"
        if before := took.get((start, step, "before")):
            ratios = sorted(old / new for old, new in zip(before, now, strict=True))
            text += (
                f"   before {statistics.median(before):6.2f} ({min(before):.2f}-{max(before):.2f})"
                f"   before / now {statistics.median(ratios):.1f} ({ratios[0]:.1f}-{ratios[-1]:.1f})"
            )
        print(text)
        if start == "fresh":
            most = 1.0 if step == "window" else None
            figures.spread(f"`karuta demo`, empty home: first {step}", now, "s", most=most)


if __name__ == "__main__":
    main()
