"""An open window for a long time: the queue looks photos up, a random hand labels, packs change, libraries are merged.

    python -m tests.lab.soak --minutes 120 [--seed 1] [--every 10]

Each photo shows one drawn card of the library, one in fifty a card that it does not have; the real networks look at
them, in the window's own queue. Every so many minutes (`--every`) File > Merge takes a copy of the library in which
somebody else labelled; in between another process adds a pack and takes one away. Memory, threads and handles after a
quarter of the time are compared with those at the end; errors are those of the log, and exit 1 is any.

Caches that fill to a bound are no leak, but would be full only after 1,500 photos (pictures: 80 MB; the label file's
pages: 64 MB). So they are small here, and full when memory is first read.
"""

from __future__ import annotations

import argparse
import os
import random
import shutil
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Generator
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PIL import Image
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from tests.lab import figures
from tests.lab.trust import CARDS, make_library
from tests.labelling import BEN
from tests.packs import card, write_pack
from tests.window import Condition, Hand, photograph, play

from karuta import paths
from karuta.domain.label import Kind
from karuta.gui.library import pictures
from karuta.paths import LibraryFolder
from karuta.services.labels.decide import Choice, decide
from karuta.settings import Settings, write_settings
from karuta.store import label_file
from karuta.store.label_file import LabelFile

Steps = Generator[Condition, None, None]
_AT_ONCE, _UNKNOWN_OF = 20, 50
_SECONDS = 0.25
_GROWTH = 1.05
_KEYS = (
    *[Qt.Key.Key_Space] * 6,
    *(Qt.Key.Key_1, Qt.Key.Key_2, Qt.Key.Key_3, Qt.Key.Key_U, Qt.Key.Key_N, Qt.Key.Key_S, Qt.Key.Key_R),
    *(Qt.Key.Key_Left, Qt.Key.Key_Right, Qt.Key.Key_Home, Qt.Key.Key_End, Qt.Key.Key_Tab),
)


class Soak:
    """What happens, by dice, until the time is over."""

    def __init__(self, folder: Path, library: LibraryFolder, *, minutes: float, every: float, seed: int) -> None:
        self._folder, self._library = folder, library
        self._dice = random.Random(seed)
        self._began = time.monotonic()
        self._seconds, self._every = 60 * minutes, 60 * every
        self._turn = 0
        self._process: subprocess.Popen[bytes] | None = None
        self.counts: Counter[str] = Counter()
        self.samples: list[tuple[float, float, int, int]] = []
        self.photos = 0
        self._drawn: dict[int, Image.Image] = {}

    @property
    def passed(self) -> float:
        return time.monotonic() - self._began

    def work(self, hand: Hand) -> Steps:
        """The script of the window."""
        yield lambda: hand.is_settled
        hand.window.ask.agrees = lambda title, text, *, deed: True  # type: ignore[method-assign]
        merges, told = 1, 0.0
        while self.passed < self._seconds:
            if (counts := hand.work.counts) is not None and counts.waiting < _AT_ONCE:
                hand.work.intake.add([self._photo() for _ in range(_AT_ONCE)])
            if self.passed > merges * self._every:
                merges += 1
                yield from self._merge(hand)
                self._change_packs()
            self._act(hand)
            if self.passed > told + 10:
                told = self.passed
                self._sample()
            next_at = time.monotonic() + _SECONDS
            yield lambda next_at=next_at: time.monotonic() > next_at
        while hand.window.dialogs.current is not None:
            hand.press(Qt.Key.Key_Escape)
            yield lambda: True
        if self._process is not None:
            self._process.wait()
        self._sample()

    def _photo(self) -> Path:
        """Drawn once for each card; a corner of another colour makes it another photo."""
        self.photos += 1
        seed = 99 if self.photos % _UNKNOWN_OF == 0 else self._dice.choice(CARDS)
        if seed not in self._drawn:
            self._drawn[seed] = Image.open(photograph(self._folder / f"{seed}.png", seed)).convert("RGB")
        photo = self._drawn[seed].copy()
        photo.paste(tuple(self._dice.randrange(256) for _ in range(3)), (0, 0, 20, 20))
        path = self._folder / "photos" / f"{self.photos:06}.jpg"
        path.parent.mkdir(exist_ok=True)
        photo.save(path, quality=90)
        return path

    def _act(self, hand: Hand) -> None:
        if hand.window.dialogs.current is not None:
            return hand.press(Qt.Key.Key_Escape)
        drawn = self._dice.random()
        if drawn < 0.04:
            name = self._dice.choice(("undo", "redo"))
            self.counts[name] += 1
            hand.window.commands[name].trigger()
        elif drawn < 0.08:
            name = self._dice.choice(("wall", "consistency", "history", "search"))
            self.counts["pages"] += 1
            hand.window.commands[name].trigger()
        elif drawn < 0.09:
            hand.window.resize(self._dice.randrange(1000, 1900), self._dice.randrange(700, 1100))
        else:
            self.counts["keys"] += 1
            hand.press(self._dice.choice(_KEYS))
        return None

    def _merge(self, hand: Hand) -> Steps:
        """Somebody labelled some of the photos in a copy."""
        while hand.window.dialogs.current is not None:
            hand.press(Qt.Key.Key_Escape)
            yield lambda: True
        other = LibraryFolder(self._folder / "other")
        shutil.rmtree(other.root, ignore_errors=True)
        other.root.mkdir()
        with LabelFile.open_reading(self._library) as file, LabelFile.open_writing(other) as copy:
            file.connection.backup(copy.connection)
        with LabelFile.open_writing(other) as copy:
            photos = [row[0] for row in copy.rows("SELECT sha256 FROM photos ORDER BY random() LIMIT 50")]
            decide(copy, [Choice(photo, Kind.NO_CARD) for photo in photos], BEN)
        hand.window.ask.chosen = lambda title, text, *deeds: 1  # type: ignore[method-assign]
        hand.window.ask.file = lambda title, kinds: other.labels_db  # type: ignore[method-assign]
        hand.window.commands["merge"].trigger()
        self.counts["merges"] += 1
        yield lambda: not hand.work.tasks.is_idle
        yield lambda: hand.work.tasks.is_idle

    def _change_packs(self) -> None:
        """Another process adds a pack of one card, or takes the last one away."""
        if self._process is not None and self._process.poll() is None:
            return
        if self._process is not None and self._process.returncode:
            self.counts["failed pack changes"] += 1
        self._turn += 1
        self.counts["pack changes"] += 1
        name = f"extra{(self._turn + 1) // 2}"
        words = ["pack", "remove", name]
        if self._turn % 2:
            seed = 200 + self._turn
            folder = write_pack(
                self._folder / name,
                [card(str(seed), f"Shape {seed}")],
                images=[(f"{seed:04}.png", str(seed), "main")],
                pictures={f"{seed:04}.png": seed},
            )
            words = ["catalogue", "add", str(folder)]
        command = [sys.executable, "-m", "karuta", "--library", str(self._library.root), *words]
        log = (self._folder / "packs.log").open("ab")
        self._process = subprocess.Popen(command, stdout=log, stderr=log)

    def _sample(self) -> None:
        pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
        megabytes = pages * os.sysconf("SC_PAGE_SIZE") / 1e6
        found = (self.passed, megabytes, len(list(Path("/proc/self/fd").iterdir())), threading.active_count())
        self.samples.append(found)
        print("{:6.0f} s  {:6.0f} MB  {:3} handles  {:3} threads".format(*found), dict(self.counts), flush=True)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--minutes", type=float, default=120)
    parser.add_argument("--every", type=float, default=10)
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args()
    pictures.ARTWORKS_KEPT, pictures.THUMBNAILS_KEPT, pictures.FACES_KEPT, label_file._CACHE_KIB = 30, 50, 50, 2048
    application = QApplication(["karuta"])
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for kind in ("CONFIG", "DATA", "STATE"):
            os.environ[f"XDG_{kind}_HOME"] = str(folder / kind)
        write_settings(paths.settings_file(), Settings(language="en", annotator="anna"))
        library = make_library(folder)
        soak = Soak(folder, library, minutes=asked.minutes, every=asked.every, seed=asked.seed)
        code = play(["--library", library.root, "gui"], soak.work)
        logs = "".join(file.read_text(errors="replace") for file in paths.log_folder().rglob("*") if file.is_file())
        print((folder / "packs.log").read_text(errors="replace")[-2000:] if (folder / "packs.log").exists() else "")
        with LabelFile.open_reading(library) as file:
            (lookups,), (labels,) = (
                file.rows(f"SELECT count(*) FROM {of}")[0] for of in ("lookups", "events WHERE source <> 'merge'")
            )
            broken = len(file.broken_seals())
    del application
    return _tell(soak, minutes=asked.minutes, lookups=lookups, labels=labels, logs=logs, is_sound=not (code or broken))


def _tell(soak: Soak, *, minutes: float, lookups: int, labels: int, logs: str, is_sound: bool) -> int:
    errors = [line for line in logs.splitlines() if " ERROR " in line or "Traceback" in line]
    print("\n".join(errors[:20]))
    end = soak.samples[-1][0]
    warm = [sample for sample in soak.samples if 0.2 * end <= sample[0] <= 0.35 * end]
    last = [sample for sample in soak.samples if sample[0] >= 0.85 * end]
    before, after = (statistics.median(sample[1] for sample in some) for some in (warm, last))
    handles = [max(sample[2] for sample in some) for some in (warm, last)]
    threads = [max(sample[3] for sample in some) for some in (warm, last)]
    counts = soak.counts
    done = f"{lookups:,} lookups, {labels:,} events, {counts['merges']} merges, {counts['pack changes']} pack changes"
    what = f"soak of {minutes:g} minutes ({done})"
    figure = f"memory {before:.0f} to {after:.0f} MB, handles {handles[0]} to {handles[1]}, threads {threads[0]} to "
    figure += f"{threads[1]}, {len(errors)} errors"
    is_met = is_sound and not errors and after <= _GROWTH * before and handles[1] <= handles[0]
    figures.tell(what, figure, 1, aim="under 5 %, no error", met=is_met)
    return not is_sound or bool(errors)


if __name__ == "__main__":
    sys.exit(main())
