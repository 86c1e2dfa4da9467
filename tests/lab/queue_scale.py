"""How fluid a queue of 100,000 photos is: `python -m tests.lab.queue_scale [--photos N] [--runs N]`.

With `--library DIR` its catalogue and model look 1,000 dropped photos up meanwhile, and from a key to the next photo
drawn is measured too. Not part of the suite: it takes minutes, and its figures mean something only on a machine that
does nothing else. The library is made once (its rows as the program writes them, a few real photos first) and copied
for each run, which is a process of its own: the window through its real `main()`, real keys, a beat in its loop every
millisecond. What is made in `--folder` stays there for the next time.
"""

from __future__ import annotations

import argparse
import json
import os
import random
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

from PIL import Image
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from tests.heartbeat import Heartbeat
from tests.lab import figures
from tests.many import fill, hash_of
from tests.pictures import card
from tests.window import Condition, Hand, Script, photograph, play

from karuta.domain.match import Verdict
from karuta.domain.queue import EVERYTHING, UNDECIDED, PhotoState, QueueFilter, QueueOrder
from karuta.engine.decode import thumbnail_jpeg
from karuta.paths import LibraryFolder
from karuta.store.picture_files import keep_thumbnail

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
LOOKUPS = 1000
# Of the photos that are scrolled by, so many have one.
THUMBNAILS = 8000
# Confirmed while the others are looked up.
CONFIRMED = 40
_BETWEEN_KEYS_SECONDS = 0.4  # nobody is faster


def script(at: dict[str, float], beat: Heartbeat, began: float, photos: int, *, pages: int = 120) -> Script:
    def walk(hand: Hand) -> Steps:
        yield lambda: hand.work.queue_model.rowCount() > 0
        size = hand.window.size()
        at["first page listed, s"] = time.perf_counter() - began
        yield lambda: hand.work.desk.photo is not None
        at["first photo on the desk, s"] = time.perf_counter() - began
        first, pressed = hand.on_desk, time.perf_counter()
        hand.press(Qt.Key.Key_Right)
        yield lambda: hand.on_desk != first
        at["next key answered after, s"] = time.perf_counter() - pressed
        yield lambda: hand.work.is_ready and hand.work.queue_model.rowCount() == photos
        at["all rows listed, s"] = time.perf_counter() - began
        yield lambda: hand.work.counts is not None
        yield from _during(at, beat, "idle", _waits())
        yield from _during(at, beat, "scrolling", _scrolls(hand, pages))
        yield from _during(at, beat, "filtering", _filters(hand))
        yield from _during(at, beat, "re-ordering", _orders(hand))
        yield from _during(at, beat, "deciding", _decides(hand))
        yield from _during(at, beat, "the grid scrolling", _shows_grid(hand, at, pages))
        yield from _during(at, beat, "the grid filtering", _filters(hand))
        # The next run opens as this one did.
        hand.press(Qt.Key.Key_G, Qt.KeyboardModifier.ControlModifier)
        hand.window.resize(size)

    return walk


def _shows_grid(hand: Hand, at: dict[str, float], pages: int) -> Iterator[Condition]:
    """In a large window, most of it the grid."""
    hand.window.resize(1920, 1080)
    yield lambda: hand.is_settled
    panel = hand.window.queue_panel
    began = time.perf_counter()
    hand.window.columns.other_width = 1200
    hand.press(Qt.Key.Key_G, Qt.KeyboardModifier.ControlModifier)
    panel.list.viewport().repaint()
    at["grid drawn after, ms"] = 1000 * (time.perf_counter() - began)
    at["photos in the grid's sight"] = len(panel.list.in_sight())
    yield lambda: hand.work.pictures.is_idle
    at["all its thumbnails after, ms"] = 1000 * (time.perf_counter() - began)
    yield from _scrolls(hand, pages)


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
    bar = hand.window.queue_panel.list.verticalScrollBar()
    for _ in range(pages):
        bar.setValue(bar.value() + bar.pageStep())
        yield _after(_STEP_SECONDS)
    for step in range(pages):
        bar.setValue(bar.maximum() * step // (pages - 1))
        yield _after(_STEP_SECONDS)


def _filters(hand: Hand) -> Iterator[Condition]:
    arrangement = hand.work.arrangement
    for wanted in FILTERS:
        shown: list[bool] = []
        link = arrangement.shown.connect(lambda shown=shown: shown.append(True))
        arrangement.choose(queue_filter=wanted)
        yield lambda shown=shown: bool(shown)
        arrangement.shown.disconnect(link)
        yield _after(_STEP_SECONDS * 10)


def _orders(hand: Hand) -> Iterator[Condition]:
    arrangement = hand.work.arrangement
    for order in ORDERS:
        shown: list[bool] = []
        link = arrangement.shown.connect(lambda shown=shown: shown.append(True))
        arrangement.choose(order=order)
        yield lambda shown=shown: bool(shown)
        arrangement.shown.disconnect(link)
        yield _after(_STEP_SECONDS * 10)


def _decides(hand: Hand) -> Iterator[Condition]:
    desk = hand.work.desk
    desk.put_next_open()
    yield lambda: desk.photo is not None and desk.label is None and hand.is_settled
    for key in (Qt.Key.Key_U, Qt.Key.Key_S, Qt.Key.Key_U, Qt.Key.Key_R, Qt.Key.Key_U):
        before = hand.work.desk.photo_id
        hand.press(key)
        yield lambda before=before: hand.work.desk.photo_id != before
        yield _after(_STEP_SECONDS * 10)


def beside_lookups(at: dict[str, float], beat: Heartbeat, dropped: Path, lookups: int) -> Script:
    """The same while photos are looked up; the annotator confirms those that were looked up before."""

    def walk(hand: Hand) -> Steps:
        work = hand.work
        yield lambda: work.is_ready and work.counts is not None
        hand.drop(dropped / "first")
        yield lambda: work.importer.is_idle and work.queue_model.arriving == 0 and work.lookup_queue.is_idle
        work.desk.put(work.queue_model.photos[-CONFIRMED - 1])
        yield lambda: hand.is_settled
        yield from _during(at, beat, "idle", _waits())
        began = time.perf_counter()
        hand.drop(dropped / "rest")
        yield lambda: work.queue_model.arriving > 0 or not work.lookup_queue.is_idle
        took: list[tuple[float, float]] = []
        # The most is seen while the folder itself still comes in.
        yield from _during(at, beat, "confirming", _confirms(hand, took))
        for place, what in enumerate(("shown", "drawn")):
            values = [seconds[place] for seconds in took]
            at[f"confirm to next photo {what}, ms"] = statistics.median(values)
            at[f"confirm to next photo {what}, worst, ms"] = max(values)
        yield from _during(at, beat, "scrolling", _scrolls(hand, 60))
        yield from _during(at, beat, "filtering", _filters(hand))
        yield from _during(at, beat, "re-ordering", _orders(hand))
        assert not work.lookup_queue.is_idle, "too few lookups: they were over first"
        yield from _during(at, beat, "to the last lookup", _looked_up(hand))
        at["all looked up, s"] = time.perf_counter() - began
        assert not work.lookup_queue.is_stopped

    return walk


def _looked_up(hand: Hand) -> Iterator[Condition]:
    yield lambda: hand.work.lookup_queue.is_idle


def _confirms(hand: Hand, took: list[tuple[float, float]]) -> Iterator[Condition]:
    desk = hand.work.desk
    for _ in range(CONFIRMED - 1):
        yield _after(_BETWEEN_KEYS_SECONDS)
        before, drawn = hand.on_desk, list[float]()

        def draw(drawn: list[float] = drawn) -> None:
            """The panels have it; then the whole window painted, which is more than the screen would need."""
            if not drawn:
                drawn.append(time.perf_counter())
                hand.window.repaint()
                drawn.append(time.perf_counter())

        link = desk.sighting_shown.connect(draw)
        began = time.perf_counter()
        hand.press(Qt.Key.Key_1 if desk.matches else Qt.Key.Key_N)
        yield lambda before=before: hand.on_desk != before
        desk.sighting_shown.disconnect(link)
        assert hand.window.desk_panel.view._image is not None
        took.append((1000 * (drawn[0] - began), 1000 * (drawn[1] - began)))


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


def one_run(library: Path, photos: int, dropped: Path | None) -> dict[str, float]:
    at: dict[str, float] = {}
    began, beat = time.perf_counter(), Heartbeat()
    walk = script(at, beat, began, photos) if dropped is None else beside_lookups(at, beat, dropped, LOOKUPS)
    assert play(["--library", library, "gui"], walk) == 0
    at["peak memory, MB"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1000
    return at


def make(scratch: Path, photos: int, library: Path | None) -> None:
    """The library of many photos, and with a `library` to look up from the photos to drop; what is there is kept."""
    if not (scratch / "made").exists():
        real = [photograph(scratch / "photos" / f"{number}.png", 1 + number) for number in range(REAL)]
        part = LibraryFolder(scratch / "part")
        if library is not None:
            shutil.copytree(library, part.root)
        fill(part, photos, real=real)
        small = [thumbnail_jpeg(photo) for photo in real]
        for number in range(THUMBNAILS):
            photo = hash_of(number, real[number] if number < REAL else None)
            keep_thumbnail(part, photo, small[number % REAL])
        part.root.rename(scratch / "made")
    if library is not None and not (scratch / "dropped").exists():
        photos_in(scratch / "part" / "first", CONFIRMED, large=True)
        photos_in(scratch / "part" / "rest", LOOKUPS, large=True, first=CONFIRMED)
        (scratch / "part").rename(scratch / "dropped")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--photos", type=int, default=100_000)
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--folder", type=Path, default=None, help="a disk with 3 GB free")
    parser.add_argument("--library", type=Path, default=None, help="looks up meanwhile")
    parser.add_argument("--once", type=Path, default=None, help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.once is not None:
        application = QApplication(["karuta"])
        dropped = None if asked.library is None else asked.once.parent / "dropped"
        sys.stdout.write(json.dumps(one_run(asked.once, asked.photos, dropped)))
        del application
        return
    with tempfile.TemporaryDirectory() as name:
        scratch = asked.folder or Path(name)
        for kind in ("CONFIG", "DATA", "STATE"):
            os.environ[f"XDG_{kind}_HOME"] = str(Path(name) / kind)
        make(scratch, asked.photos, asked.library)
        runs = []
        for _ in range(asked.runs):
            shutil.rmtree(scratch / "library", ignore_errors=True)
            shutil.copytree(scratch / "made", scratch / "library")
            command = [sys.executable, "-m", "tests.lab.queue_scale", "--photos", str(asked.photos)]
            if asked.library is not None:
                command += ["--library", str(asked.library)]
            done = subprocess.run([*command, "--once", str(scratch / "library")], check=True, stdout=subprocess.PIPE)
            runs.append(json.loads(done.stdout))
        shutil.rmtree(scratch / "library", ignore_errors=True)
    beside = ", lookups meanwhile" if asked.library else ""
    for what in runs[0]:
        values = [run[what] for run in runs]
        if "worst stall" in what or what.startswith(("first photo", "next key")):
            name, _, unit = what.rpartition(", ")
            figures.spread(f"{asked.photos:,} photos{beside}: {name}", values, unit, most=50 if unit == "ms" else 2)
        else:
            sys.stdout.write(
                f"{what}: median {statistics.median(values):.2f} of {[round(value, 2) for value in values]}\n"
            )


if __name__ == "__main__":
    main()
