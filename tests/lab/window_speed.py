"""How fast the window is: `python -m tests.lab.window_speed stalls|confirm|drop|start|memory --library DIR`.

Not part of the suite: it takes minutes, and its figures mean something only on a machine that does nothing else.
The library is copied, so what is measured changes nothing. `drop` and `memory` need no catalogue of their own.
"""

from __future__ import annotations

import argparse
import os
import random
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Generator
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PIL import Image
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from tests.heartbeat import Heartbeat
from tests.lab import figures
from tests.pictures import card
from tests.window import Condition, Hand, photograph, play

Steps = Generator[Condition, None, None]
LOOKUPS = 200
DROPPED = 2000
MANY = (100, 2000)


def photos_in(folder: Path, count: int, *, large: bool, first: int = 0) -> Path:
    """Photos of drawn cards, each of its own bytes: as large as a phone's and each on its own ground, turned its own
    way (the same place in each made all of them candidates for one shot), or small ones made quickly."""
    folder.mkdir(parents=True)
    for number in range(first, first + count):
        path = folder / f"{number:05}.jpg"
        if large:
            picked = random.Random(number)
            ground = (picked.randrange(30, 220), picked.randrange(30, 220), picked.randrange(30, 220))
            photograph(folder / "p.png", number, ground=ground)
            with Image.open(folder / "p.png") as image:
                turned = image.rotate(picked.uniform(-30, 30), Image.Resampling.BILINEAR, fillcolor=ground)
                left, top = picked.randrange(60), picked.randrange(60)
                turned.crop((left, top, left + 590, top + 640)).resize((1860, 2016)).save(path, quality=88)
        else:
            Image.fromarray(card(number % 20)).save(path, quality=80, comment=f"photo {number}")
    (folder / "p.png").unlink(missing_ok=True)
    return folder


def stalls(library: Path, photos: Path) -> list[float]:
    """Idle baseline, worst stall, 99th percentile and most own work at a stretch while photos are looked up, ms."""
    beat, found = Heartbeat(), list[float]()

    def script(hand: Hand) -> Steps:
        yield lambda: hand.work.is_ready and hand.is_settled
        beat.begin()
        until = time.monotonic() + 3
        yield lambda: time.monotonic() > until
        found.append(beat.end())
        before = hand.work.counts.photos
        beat.begin()
        hand.drop(photos)
        yield lambda: hand.work.counts.photos == before + LOOKUPS and hand.work.lookup_queue.is_idle
        found.extend((beat.end(), beat.p99(), max(beat.own)))

    assert play(["--library", library, "gui"], script) == 0
    return found


def confirm(library: Path, photos: Path, keys: int) -> list[float]:
    """From the key to the next photo drawn on the desk, ms; those were looked up ahead."""
    took: list[float] = []

    def script(hand: Hand) -> Steps:
        yield lambda: hand.work.is_ready and hand.work.counts is not None
        before = hand.work.counts.photos
        hand.drop(photos)
        yield lambda: hand.work.counts.photos > before + keys and hand.work.lookup_queue.is_idle
        yield lambda: hand.is_settled
        for _ in range(keys):
            pause = time.monotonic() + 0.4  # nobody is faster
            yield lambda pause=pause: time.monotonic() > pause
            before, drawn = hand.on_desk, []
            hand.work.desk.sighting_shown.connect(lambda drawn=drawn: drawn.append(time.perf_counter()))
            began = time.perf_counter()
            hand.press(Qt.Key.Key_1)
            yield lambda before=before: hand.on_desk != before
            yield lambda: hand.window.desk_panel.view._image is not None
            hand.window.repaint()
            took.append(1000 * (drawn[0] - began))

    assert play(["--library", library, "gui"], script) == 0
    return took


def drop(library: Path, photos: Path) -> dict[str, float]:
    """Milliseconds from the drop of 2,000 photos to each thing that a person waits for."""
    at: dict[str, float] = {}

    def script(hand: Hand) -> Steps:
        yield lambda: hand.work.is_ready and hand.is_settled
        began = time.perf_counter()
        hand.drop(photos)
        at["the drop returned"] = 1000 * (time.perf_counter() - began)
        desk = hand.work.desk
        yield lambda: desk.photo is not None or hand.work.queue_model.rowCount() >= DROPPED
        yield lambda: desk.photo is not None
        at["first photo on the desk"] = 1000 * (time.perf_counter() - began)
        pressed = time.perf_counter()
        hand.press(Qt.Key.Key_Right)
        first = hand.on_desk
        yield lambda: hand.on_desk != first
        at["next key answered after"] = 1000 * (time.perf_counter() - pressed)
        yield lambda: hand.work.queue_model.rowCount() >= DROPPED
        at["all rows listed"] = 1000 * (time.perf_counter() - began)
        yield lambda: hand.work.importer.is_idle
        at["all in the library"] = 1000 * (time.perf_counter() - began)

    assert play(["--library", library, "gui"], script) == 0
    return at


def peak(library: Path, photos: Path, count: int) -> int:
    """Peak memory of this process after so many photos were dropped and looked up, MiB."""

    def script(hand: Hand) -> Steps:
        yield lambda: hand.work.is_ready
        hand.drop(photos)
        yield lambda: hand.work.counts.photos == count and hand.work.importer.is_idle
        for place in range(0, count, 20):
            hand.window.queue_panel.list.scrollTo(hand.work.queue_model.index(place))
            hand.window.repaint()
            until = time.monotonic() + 0.02
            yield lambda until=until: time.monotonic() > until
        yield lambda: hand.work.pictures.is_idle

    assert play(["--library", library, "gui"], script) == 0
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024


def start(library: Path) -> float:
    """From the start of a process to a window that answers, seconds."""
    code = (
        "import sys, time; began = time.time()\n"
        "from PySide6.QtWidgets import QApplication\n"
        "from tests.window import play\n"
        "application = QApplication(['karuta'])\n"
        "def script(hand):\n"
        "    yield lambda: hand.work.is_ready and hand.work.catalogue_status.has_cards\n"
        "    opened = []\n"
        "    hand.work.session.engine_lane.submit(lambda e, t: None, done=lambda _: opened.append(time.time()))\n"
        "    print('window', round(time.time() - float(sys.argv[2]), 3))\n"
        "    yield lambda: opened\n"
        "    print('engine', round(time.time() - float(sys.argv[2]), 3))\n"
        "play(['--library', sys.argv[1], 'gui'], script)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, str(library), str(time.time())], check=True, capture_output=True, text=True
    )
    sys.stdout.write(done.stdout)
    return float(done.stdout.split()[1])


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("what", choices=("stalls", "confirm", "drop", "start", "memory", "peak"))
    parser.add_argument("--library", type=Path, required=True)
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--count", type=int, default=100)
    asked = parser.parse_args()
    application = QApplication(["karuta"])
    with tempfile.TemporaryDirectory() as name:
        scratch = Path(name)
        for kind in ("CONFIG", "DATA", "STATE"):
            os.environ[f"XDG_{kind}_HOME"] = str(scratch / kind)
        made = None

        def fresh(run: int) -> Path:
            target = scratch / f"library {run}"
            shutil.copytree(asked.library, target)
            return target

        def say(text: str) -> None:
            sys.stdout.write(text + "\n")

        if asked.what == "stalls":
            made = photos_in(scratch / "photos", LOOKUPS, large=True)
            rows = [stalls(fresh(run), made) for run in range(asked.runs)]
            texts = (
                "idle, worst",
                "200 lookups, worst",
                "200 lookups, 99th percentile",
                "200 lookups, own work, worst",
            )
            for place, text in enumerate(texts):
                figures.spread(f"stalls, {text}", [row[place] for row in rows], "ms")
        elif asked.what == "confirm":
            made = photos_in(scratch / "photos", 40, large=True)
            figures.spread("confirm to the next photo", confirm(fresh(0), made, 30), "ms")
        elif asked.what == "drop":
            made = photos_in(scratch / "photos", DROPPED, large=False)
            for run in range(asked.runs):
                say(", ".join(f"{what} {value:.0f} ms" for what, value in drop(fresh(run), made).items()))
        elif asked.what == "start":
            target = fresh(0)
            start(target)
            say(f"median {statistics.median(start(target) for _ in range(asked.runs)):.2f} s")
        elif asked.what == "peak":
            made = photos_in(scratch / "photos", asked.count, large=False)
            say(str(peak(fresh(0), made, asked.count)))
        else:
            command = [sys.executable, "-m", "tests.lab.window_speed", "peak", "--library", str(asked.library)]
            found = [
                int(
                    subprocess.run(
                        [*command, "--count", str(count)], check=True, capture_output=True, text=True
                    ).stdout.split()[-1]
                )
                for count in MANY
            ]
            say(f"peak memory: {found[0]} MiB with {MANY[0]} photos, {found[1]} MiB with {MANY[1]}")
    del application


if __name__ == "__main__":
    main()
