"""The image of a real ext4 disk, copied the moment a label was said to be saved: is the label in the copy?

    python -m tests.lab.power_cut_disk [--rounds 30] [--synchronous EXTRA]

What `power_cut` says by a rule is asked here of a file system: a loop device, whose file holds what came to the disk.
`--synchronous FULL` is the guard taken out. Needs Linux and root; elsewhere it says so and ends with 1.
"""

from __future__ import annotations

import argparse
import os
import shutil
import sqlite3
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from tests.lab import figures
from tests.labelling import ANNA, confirmed, draw_photo, library_in, put_photo

from karuta.services.labels.decide import decide
from karuta.store.label_file import LabelFile

_PHOTOS = 10


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=30)
    parser.add_argument("--synchronous", default="EXTRA", choices=("EXTRA", "FULL"))
    asked = parser.parse_args()
    if sys.platform != "linux" or os.geteuid() != 0:
        print("not run: mounting a disk needs Linux and root", file=sys.stderr)
        return 1
    with tempfile.TemporaryDirectory() as name:
        image = Path(name) / "disk"
        with image.open("wb") as file:
            file.truncate(64_000_000)
        subprocess.run(["mkfs.ext4", "-q", "-F", str(image)], check=True)
        with _mounted(image, Path(name) / "now") as disk:
            lost = _lost(image, disk, rounds=asked.rounds, synchronous=asked.synchronous)
    what = f"a real ext4 at the word, {asked.synchronous}: the label is gone"
    figures.share(what, lost, asked.rounds, most=0 if asked.synchronous == "EXTRA" else None)
    return 1 if lost and asked.synchronous == "EXTRA" else 0


def _lost(image: Path, disk: Path, *, rounds: int, synchronous: str) -> int:
    lost = 0
    with LabelFile.open_writing(library_in(disk)) as file:
        for number in range(_PHOTOS):
            put_photo(file, draw_photo(disk / f"{number}.png", number))
        seen = file.rows("SELECT photo_sha256, id FROM sightings")
        file.rows(f"PRAGMA synchronous={synchronous}")
        for number in range(rounds):
            # Else the label before it would be there by the file system's own clock, or not.
            os.sync()
            photo, sighting = seen[number % len(seen)]
            decide(file, [confirmed(photo, sighting, number % 9 + 1)], ANNA)
            copy = shutil.copyfile(image, image.with_name("copy"))
            with (
                _mounted(copy, image.with_name("then")) as then,
                closing(sqlite3.connect(library_in(then).labels_db)) as kept,
            ):
                lost += kept.execute("SELECT count(*) FROM events").fetchone() != (number + 1,)
    return lost


@contextmanager
def _mounted(image: Path, place: Path) -> Iterator[Path]:
    place.mkdir(exist_ok=True)
    subprocess.run(["mount", "-o", "loop", str(image), str(place)], check=True)
    try:
        yield place
    finally:
        subprocess.run(["umount", str(place)], check=True)


if __name__ == "__main__":
    sys.exit(main())
