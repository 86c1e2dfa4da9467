"""What a process grows to that looks many photos up: `python -m tests.lab.lookup_memory --library DIR --photos DIR`.

One process, the photos round and round, each time resized another way; resident memory after 100, 1,000 and 3,000
lookups. `--heaps own|shared`: with the C library's heaps as they are, or shared as the window's lanes have them.
Linux only.
"""

from __future__ import annotations

import argparse
import itertools
import random
import sys
import tempfile
import time
from pathlib import Path

from PIL import Image
from tests.lab import figures

from karuta.jobs.lane import share_heaps
from karuta.paths import LibraryFolder
from karuta.services.library.open_library import open_for_reading

MOST_MB = 350
SIDES = (640, 900, 1280, 2000, 3000, 4000)


def resident_mb() -> int:
    line = next(row for row in Path("/proc/self/status").read_text().splitlines() if row.startswith("VmRSS"))
    return int(line.split()[1]) // 1024


def varied(photos: Path, folder: Path) -> list[Path]:
    """Each photo in each size, as JPEG, PNG or WebP."""
    picked, made = random.Random(1), []
    for number, (photo, side) in enumerate(itertools.product(sorted(photos.iterdir()), SIDES)):
        suffix = picked.choice(("jpg", "jpg", "png", "webp")) if side < 3000 else "jpg"
        path = folder / f"{number:04}.{suffix}"
        with Image.open(photo) as image:
            image.convert("RGB").resize((side, side * 3 // 4)).save(path)
        made.append(path)
    picked.shuffle(made)
    return made


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--library", type=Path, required=True)
    parser.add_argument("--photos", type=Path, required=True)
    parser.add_argument("--heaps", choices=("own", "shared"), default="own")
    parser.add_argument("--at", type=int, nargs="+", default=[100, 1000, 3000])
    asked = parser.parse_args()
    if asked.heaps == "shared":
        share_heaps()
    with tempfile.TemporaryDirectory() as folder:
        photos = itertools.cycle(varied(asked.photos, Path(folder)))
        opened = open_for_reading(LibraryFolder(asked.library), Path())
        began, before = time.process_time(), resident_mb()
        print(f"opened: {before} MB")
        for count in range(1, max(asked.at) + 1):
            opened.recogniser.recognise(next(photos), k=5)
            if count in asked.at:
                spent = (time.process_time() - began) / count * 1000
                print(f"{asked.heaps} heaps, {count} lookups: {resident_mb()} MB, {spent:.1f} ms of processor each")
        what = f"{max(asked.at):,} lookups in one process"
        figures.tell(what, f"{resident_mb()} MB", 1, aim=f"{MOST_MB} MB", met=resident_mb() <= MOST_MB)
    return 0


if __name__ == "__main__":
    sys.exit(main())
