"""Kill -9 while somebody labels: `python -m tests.lab.window_kill --library DIR [--kills 50]`.

A window labels one photo after another and writes down what it shows as saved; it is killed at a random moment.
Every label that was shown as saved must be in the library. The library is copied; the machine may be busy.
"""

from __future__ import annotations

import argparse
import os
import random
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Generator
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from tests.lab import figures
from tests.lab.queue_scale import photos_in
from tests.window import Condition, Hand, play

from karuta.paths import LibraryFolder
from karuta.services.labels.open_labels import labels_for_writing
from karuta.services.lookups.read_queue import desk, queue_ids

PHOTOS = 60
KEYS = (Qt.Key.Key_1, Qt.Key.Key_U, Qt.Key.Key_N, Qt.Key.Key_R)


def label(library: Path, photos: Path, shown: Path) -> None:
    """The child: labels until it is killed, from the first photo again when all are done."""

    def script(hand: Hand) -> Generator[Condition, None, None]:
        yield lambda: hand.work.is_ready
        hand.drop(photos)
        yield lambda: hand.work.desk.photo is not None and hand.work.desk.photo.looked_up
        work = hand.work
        out = shown.open("a", encoding="utf-8")

        def write_down(action: object) -> None:
            out.write(f"{action.action_id} {','.join(action.photos)}\n")  # type: ignore[attr-defined]
            out.flush()
            os.fsync(out.fileno())

        work.decisions.saved.connect(write_down)
        for count in range(100_000):
            yield lambda: work.desk.is_settled and work.desk.photo is not None
            hand.press(KEYS[count % len(KEYS)])
            if count % 9 == 8:
                hand.press(Qt.Key.Key_Right)

    play(["--library", library, "gui"], script)


def lost(library: LibraryFolder, shown: Path) -> list[str]:
    """Actions that were shown as saved and are not in the library."""
    said = [line.split() for line in shown.read_text(encoding="utf-8").splitlines() if line.count(" ") == 1]
    with labels_for_writing(library) as file:
        kept = {row[0] for row in file.rows("SELECT action_id FROM events")}
        labelled = [found for photo in queue_ids(file) if (found := desk(file, photo))]
        assert not file.complaint(quickly=True)
    assert labelled
    return [action for action, _ in said if action not in kept]


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--library", type=Path, required=True)
    parser.add_argument("--kills", type=int, default=50)
    parser.add_argument("--child", type=Path, nargs=2)
    asked = parser.parse_args()
    if asked.child:
        application = QApplication(["karuta"])
        label(asked.library, *asked.child)
        del application
        return 0
    shown_in_all = lost_in_all = 0
    with tempfile.TemporaryDirectory() as name:
        scratch = Path(name)
        for kind in ("CONFIG", "DATA", "STATE"):
            os.environ[f"XDG_{kind}_HOME"] = str(scratch / kind)
        library = LibraryFolder(scratch / "library")
        shutil.copytree(asked.library, library.root)
        photos, shown = photos_in(scratch / "photos", PHOTOS, large=False), scratch / "shown"
        for kill in range(asked.kills):
            before = shown.stat().st_size if shown.exists() else 0
            command = [sys.executable, "-m", "tests.lab.window_kill", "--library", str(library.root)]
            child = subprocess.Popen(
                [*command, "--child", str(photos), str(shown)], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
            )
            while not shown.exists() or shown.stat().st_size == before:
                assert child.poll() is None, f"the window ended by itself (kill {kill})"
                time.sleep(0.01)
            time.sleep(random.uniform(0.0, 1.0))
            child.kill()
            child.wait()
            missing = lost(library, shown)
            lost_in_all += len(missing)
        shown_in_all = len(shown.read_text(encoding="utf-8").splitlines())
    figures.share("windows killed: labels shown as saved and lost", lost_in_all, shown_in_all, most=0)
    return 1 if lost_in_all else 0


if __name__ == "__main__":
    sys.exit(main())
