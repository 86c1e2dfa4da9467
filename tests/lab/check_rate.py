"""How many listings of one photo `karuta check` does for each photo that `karuta lookup` does, in turns, one job each.

    python -m tests.lab.check_rate [--listings 1000] [--turns 4] [--memory 0]

The demo's cards; its photos at 1 megapixel, each with its own noise, so that no two are the same shot. Each turn gives
the same photos to both commands, in a process of their own; processor time (user and system) and wall clock are
compared pair by pair. `--memory 10000`: instead, what the reports of a tenth as many and of so many listings take of
memory. They share 100 photos, which are looked up once: their finished shards are copied.
"""

from __future__ import annotations

import argparse
import csv
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from PIL import Image
from tests.lab import figures

from karuta.domain.cancel import CancelToken
from karuta.jobs.pool import in_order
from karuta.listings.services.check.check_listings import WantedReport, opened_table
from karuta.listings.services.check.check_report import CheckReport, write_csv, write_page
from karuta.listings.services.check.check_shards import ROWS, CheckSetup, checked_all, findings_file, greys_file
from karuta.listings.services.check.listing_prices import ListingPrices
from karuta.listings.services.check.listing_templates import BuriedListings
from karuta.paths import LibraryFolder, resources_folder
from karuta.services.library.demo import ready_demo

PIXELS = 1_000_000
SHARED = 100
_LEAST_RATE = 70
TITLES = (
    "First Light on Mount Asahina NM",
    "Icefall Horn 1st edition x2",
    "朝比奈山の初日 美品",
    "Icefall Horn KZF-EN003",
)


@dataclass(frozen=True)
class Spent:
    """What one process took. `peak`: of its memory, in MB."""

    processor: float
    wall: float
    peak: float


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
    return Spent(used.ru_utime + used.ru_stime, time.monotonic() - began, used.ru_maxrss / 1024)


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


def memory(folder: Path, library: Path, count: int) -> None:
    """The second pass, in a process of its own: in the first one a shard is all that is held."""
    made = photos(folder / "photos", SHARED)
    table = listings(folder / "shared.csv", made, SHARED)
    code = (
        "import sys\nfrom pathlib import Path\nfrom tests.lab.check_rate import reported\n"
        "reported(Path(sys.argv[1]), Path(sys.argv[2]), Path(sys.argv[3]), int(sys.argv[4]))"
    )
    # The first process looks the photos up; only what comes after it is compared.
    for some in (SHARED, count // 10, count):
        larger = listings(folder / f"{some}.csv", made, some)
        began = time.monotonic()
        command = [sys.executable, "-c", code, str(library), str(table), str(larger), str(some)]
        process = subprocess.Popen(command)
        _, status, used = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        assert process.returncode == 0
        print(
            f"reports of {some:,} listings: {used.ru_maxrss / 1024:.0f} MB at its peak, "
            f"{used.ru_utime + used.ru_stime:.0f} s of a processor ({time.monotonic() - began:.0f} s)",
            flush=True,
        )


def reported(library: Path, small: Path, larger: Path, count: int) -> None:
    """Both reports of a table whose shards are copies of those of a small one."""
    setup = CheckSetup(LibraryFolder(library), resources_folder(), small.parent, small.parent / "done")
    table = opened_table(small, {}, WantedReport())
    if not setup.work.exists():
        setup.work.mkdir()
        checked_all(setup, table, in_order, jobs=1)
    copies = replace(setup, work=larger.with_suffix(".work"))
    copies.work.mkdir()
    done = sorted(setup.work.glob("*.jsonl"))
    for number in range(count // ROWS):
        source = int(done[number % len(done)].stem)
        for place in (findings_file, greys_file):
            shutil.copyfile(place(setup.work, source), place(copies.work, number))
    big = opened_table(larger, {}, WantedReport())
    with (
        ListingPrices(setup.library, setup.resources, has_prices="price" in big.places) as prices,
        BuriedListings(setup.library, setup.resources) as buried,
    ):
        report = CheckReport(big, copies.work, prices, buried)
    write_page(larger.with_suffix(".html"), report, title="many", resources=resources_folder())
    write_csv(larger.with_suffix(".out"), report)


def main(arguments: Sequence[str]) -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--listings", type=int, default=1000)
    parser.add_argument("--turns", type=int, default=4)
    parser.add_argument("--memory", type=int, default=0)
    wanted = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        library = LibraryFolder(folder / "library")
        ready_demo(library, resources_folder(), cancel=CancelToken(), progress=lambda *_: None)
        if wanted.memory:
            memory(folder, library.root, wanted.memory)
        else:
            rate(folder, library.root, wanted.listings, wanted.turns)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
