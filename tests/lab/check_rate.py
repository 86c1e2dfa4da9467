"""How many listings of one photo `karuta check` does for each photo that `karuta lookup` does, in turns, one job each.

    python -m tests.lab.check_rate [--listings 1000] [--turns 4]

The demo's cards; its photos at 1 megapixel, each with its own noise, so that no two are the same shot. Each turn gives
the same photos to both commands, in a process of their own; processor time (user and system) and wall clock are
compared pair by pair.
"""

from __future__ import annotations

import argparse
import csv
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from PIL import Image
from tests.lab import figures

from karuta.domain.cancel import CancelToken
from karuta.paths import LibraryFolder, resources_folder
from karuta.services.library.demo import ready_demo

PIXELS = 1_000_000
_LEAST_RATE = 70
TITLES = (
    "First Light on Mount Asahina NM",
    "Icefall Horn 1st edition x2",
    "朝比奈山の初日 美品",
    "Icefall Horn KZF-EN003",
)


@dataclass(frozen=True)
class Spent:
    """Seconds that one process took."""

    processor: float
    wall: float


def photos(folder: Path, count: int, seed: int = 1) -> list[Path]:
    """So many photos of 1 megapixel."""
    folder.mkdir()
    sources = sorted((resources_folder() / "demo" / "photos").glob("*.jpg"))
    rng = np.random.default_rng(seed)
    made = []
    for number in range(count):
        with Image.open(sources[number % len(sources)]) as image:
            scale = (PIXELS / (image.width * image.height)) ** 0.5
            pixels = np.asarray(image.convert("RGB").resize((round(image.width * scale), round(image.height * scale))))
        noisy = pixels.astype(np.int16) + rng.integers(-6, 7, pixels.shape, dtype=np.int16)
        path = folder / f"{number:05}.jpg"
        Image.fromarray(noisy.clip(0, 255).astype(np.uint8)).save(path, quality=90)
        made.append(path)
    return made


def spent(library: Path, *arguments: str) -> Spent:
    command = [sys.executable, "-m", "karuta", "--library", str(library), *arguments]
    began = time.monotonic()
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL)
    _, status, used = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    assert process.returncode == 0, arguments[0]
    return Spent(used.ru_utime + used.ru_stime, time.monotonic() - began)


def listings(path: Path, shown: Sequence[Path], count: int) -> Path:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(("listing_id", "title", "photos"))
        for number in range(count):
            writer.writerow((f"L{number}", TITLES[number % len(TITLES)], shown[number % len(shown)]))
    return path


def rate(folder: Path, library: Path, count: int, turns: int) -> None:
    made = photos(folder / "photos", count)
    part = count // turns
    processor, wall = [], []
    for turn in range(turns):
        some = made[turn * part : (turn + 1) * part]
        table = listings(folder / f"{turn}.csv", some, len(some))

        def checked(table: Path = table) -> Spent:
            return spent(library, "check", str(table), "--out", f"{table}.out", "--html", f"{table}.html")

        def looked(some: Sequence[Path] = some) -> Spent:
            return spent(library, "lookup", "--json", *map(str, some))

        # Whoever comes second has a warmer disk, so they take turns in that too.
        one, other = (checked(), looked()) if turn % 2 else (looked(), checked())[::-1]
        processor.append(other.processor / one.processor)
        wall.append(other.wall / one.wall)
        print(
            f"{part} photos: check {one.processor:.1f} s of a processor ({one.wall:.1f} s), lookup "
            f"{other.processor:.1f} s ({other.wall:.1f} s): {100 * processor[-1]:.0f} % ({100 * wall[-1]:.0f} %)",
            flush=True,
        )
    for name, shares in (("processor", processor), ("wall clock", wall)):
        percent = [100 * share for share in shares]
        middle, turned = statistics.median(percent), f"{min(percent):.0f} to {max(percent):.0f}" if turns > 1 else ""
        what = f"a check's rate, of bare lookups, by {name}"
        figures.tell(what, f"{middle:.0f} %", count, interval=turned, aim=f"{_LEAST_RATE} %", met=middle >= _LEAST_RATE)


def main(arguments: Sequence[str]) -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--listings", type=int, default=1000)
    parser.add_argument("--turns", type=int, default=4)
    wanted = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        library = LibraryFolder(folder / "library")
        ready_demo(library, resources_folder(), cancel=CancelToken(), progress=lambda *_: None)
        rate(folder, library.root, wanted.listings, wanted.turns)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
