"""Kill -9 of `karuta check --jobs N` at random moments until it is done: the reports are those of an unbroken run.

    python -m tests.lab.check_kill [--listings 400] [--jobs 2] [--seed 1] [--kills 3]

The demo's cards and photos; some listings have no photo. The unbroken run has one job. After each kill no process of
the run may be left after ten seconds, and the finished shards must be there for the next run.
"""

from __future__ import annotations

import argparse
import csv
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from pathlib import Path

from tests.lab import figures

from karuta.domain.cancel import CancelToken
from karuta.files import file_hash
from karuta.paths import LibraryFolder, resources_folder
from karuta.services.library.demo import ready_demo

PHOTOS = resources_folder() / "demo" / "photos"
PATIENCE = 10.0


def write_listings(path: Path, count: int, seed: int, *, gone: Callable[[int], bool] = lambda number: False) -> None:
    """Titles of the demo's cards, each with one of its photos, or with one that is `gone`."""
    dice = random.Random(seed)
    photos = sorted(photo.name for photo in PHOTOS.glob("*.jpg"))
    titles = ("First Light on Mount Asahina", "Icefall Horn NM x2", "朝比奈山の初日 美品", "lot of 30 cards")
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(("listing_id", "title", "photos"))
        for number in range(count):
            photo = "gone.jpg" if gone(number) else dice.choice(photos)
            writer.writerow((f"L{number}", dice.choice(titles), photo))


def begun(library: Path, table: Path, out: Path, jobs: int) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", "karuta", "--library", str(library), "check", str(table), "--photos", str(PHOTOS)]
    command += ["--out", str(out), "--html", f"{out}.html", "--jobs", str(jobs)]
    return subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True)


def shards(out: Path) -> list[str]:
    """Those that are finished."""
    return sorted(path.name for path in out.with_name(out.name + ".unfinished").glob("*.jsonl"))


def left_of(session: int) -> Iterator[int]:
    """The processes of a session that still run (Linux)."""
    for place in Path("/proc").glob("[0-9]*"):
        with suppress(OSError, ValueError, IndexError):
            state, _, _, own = (place / "stat").read_text().rpartition(")")[2].split()[:4]
            if int(own) == session and state != "Z":
                yield int(place.name)


def gone_after(session: int) -> float:
    """Seconds until none of them is left. Raises `AssertionError` when it takes too long."""
    began = time.monotonic()
    while left := list(left_of(session)):
        assert time.monotonic() - began < PATIENCE, f"processes of the killed run are left: {left}"
        time.sleep(0.05)
    return time.monotonic() - began


def main(arguments: Sequence[str]) -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--listings", type=int, default=400)
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--kills", type=int, default=3)
    wanted = parser.parse_args(arguments)
    dice = random.Random(wanted.seed)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        library = folder / "library"
        ready_demo(LibraryFolder(library), resources_folder(), cancel=CancelToken(), progress=lambda *_: None)
        table = folder / "listings.csv"
        write_listings(table, wanted.listings, wanted.seed, gone=lambda number: number % 17 == 0)
        started = time.monotonic()
        begun(library, table, folder / "whole.csv", 1).wait()
        seconds = time.monotonic() - started
        out = folder / "broken.csv"
        kills, waited = 0, []
        while kills < wanted.kills:
            before = shards(out)
            process = begun(library, table, out, wanted.jobs)
            # Each is killed once it has done something that the one before had not.
            while process.poll() is None and len(shards(out)) <= len(before):
                time.sleep(0.02)
            time.sleep(dice.uniform(0, seconds / 20))
            if process.poll() is not None:
                break
            process.kill()
            process.wait()
            kills += 1
            waited.append(gone_after(process.pid))
            assert not out.exists() or file_hash(out) == file_hash(folder / "whole.csv"), "half a report"
            assert set(before) <= set(shards(out)), "finished shards are gone"
            print(
                f"killed with {len(shards(out))} shards done; its processes ended after {waited[-1]:.1f} s", flush=True
            )
        begun(library, table, out, wanted.jobs).wait()
        for ending in ("", ".html"):
            mine, whole = Path(f"{out}{ending}").read_bytes(), Path(f"{folder / 'whole.csv'}{ending}").read_bytes()
            # The page names the file of listings alone.
            assert mine == whole, f"another report{ending}"
        figures.tell("a check killed: the bytes of an unbroken run", "yes", kills)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
