"""Long checks of a real catalogue: how long packs and lookups take, and that readers live through writers and kills.

    python -m tests.lab.first_light speed CATALOGUE PHOTO     packs, second run, lookups: seconds and megabytes
    python -m tests.lab.first_light beside CATALOGUE PHOTO    200 lookups while it is added; kill -9; lookup; add again

CATALOGUE is a catalogue folder, PHOTO a photo (or a folder of photos, for the lookups of `speed`). Everything
happens in a temporary folder. The machine should be idle; figures are of one run unless a number of runs is said.
"""

from __future__ import annotations

import argparse
import csv
import json
import os
import signal
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

from tests.lab import figures

LOOKUPS = 200
PACK = 1300


def karuta(library: Path, *arguments: object) -> list[str]:
    return [sys.executable, "-m", "karuta", "--library", str(library), *map(str, arguments)]


def timed(command: Sequence[str]) -> tuple[float, float, str]:
    """Wall seconds, peak megabytes, stdout of a command that must succeed."""
    began = time.perf_counter()
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        out = process.stdout.read() if process.stdout else ""
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise SystemExit(f"{' '.join(command)} ended with {process.returncode}")
    return time.perf_counter() - began, usage.ru_maxrss / 1024, out


def split(catalogue: Path, place: Path) -> tuple[Path, Path]:
    """The catalogue as two folders (pictures linked): all but the last `PACK` pictures, and those."""
    rows = list(csv.reader((catalogue / "images.csv").open(encoding="utf-8")))
    header, rows = rows[0], rows[1:]
    folders = []
    for name, some in (("most", rows[:-PACK]), ("pack", rows[-PACK:])):
        folder = place / name
        (folder / "images").mkdir(parents=True)
        for row in some:
            (folder / "images" / row[0]).symlink_to((catalogue / "images" / row[0]).resolve())
        with (folder / "images.csv").open("w", encoding="utf-8", newline="") as file:
            csv.writer(file).writerows([header, *some])
        folders.append(folder)
    most, pack = folders
    (most / "cards.jsonl").symlink_to((catalogue / "cards.jsonl").resolve())
    (pack / "cards.jsonl").write_text("", encoding="utf-8")
    return most, pack


def speed(catalogue: Path, photo: Path) -> None:
    with tempfile.TemporaryDirectory() as temporary:
        place = Path(temporary)
        library = place / "library"
        for what in ("first run", "second run"):
            seconds, megabytes, out = timed(karuta(library, "catalogue", "add", catalogue, "--json"))
            report = json.loads(out)
            print(
                f"{what}: {seconds:.1f} s, {megabytes:.0f} MB; artworks {report['artworks']}, "
                f"{len(report['skipped'])} skipped"
            )
            if what == "first run":
                added = report["artworks"]["added"]
                figures.tell(f"{added:,} cards added", f"{seconds:.0f} s, {megabytes:.0f} MB", 1)
        first = [timed(karuta(library, "lookup", photos_of(photo)[0], "--json"))[0] for _ in range(5)]
        figures.spread("a process answers its first photo", first, "s")
        photos = [path for path in photos_of(photo) for _ in range(3)]
        _, megabytes, out = timed(karuta(library, "lookup", *photos, "--json"))
        answers = [json.loads(line) for line in out.splitlines()][1:]
        for step in ("decode", "detect", "embed", "search", "total"):
            values = [answer["timings_ms"][step] for answer in answers]
            print(f"{step}: median {statistics.median(values):.1f} ms, worst {max(values):.1f} ms, n = {len(values)}")
        print(f"peak memory of the lookups: {megabytes:.0f} MB")
        most, pack = split(catalogue, place)
        timed(karuta(place / "grown", "catalogue", "add", most, "--json"))
        seconds, _, out = timed(karuta(place / "grown", "catalogue", "add", pack, "--json"))
        print(f"a pack of {json.loads(out)['artworks']['added']} more artworks: {seconds:.1f} s")


def photos_of(photo: Path) -> list[Path]:
    return sorted(photo.glob("*.jpg")) if photo.is_dir() else [photo]


def beside(catalogue: Path, photo: Path) -> None:
    """Lookups in the library as it grows; each must end with 0."""
    one = photos_of(photo)[0]
    with tempfile.TemporaryDirectory() as temporary:
        place = Path(temporary)
        library = place / "library"
        most, pack = split(catalogue, place)
        timed(karuta(library, "catalogue", "add", pack_with_cards(pack, catalogue), "--json"))
        adding = subprocess.Popen(karuta(library, "catalogue", "add", most), stdout=subprocess.DEVNULL)
        failed = during = 0
        for _ in range(LOOKUPS):
            during += adding.poll() is None
            ended = subprocess.run(karuta(library, "lookup", one, "--json"), capture_output=True, check=False)
            failed += ended.returncode != 0
            if ended.returncode:
                print(ended.stderr.decode())
            if adding.poll() is not None and during:
                adding = subprocess.Popen(karuta(library, "catalogue", "add", catalogue), stdout=subprocess.DEVNULL)
        print(f"{during} of {LOOKUPS} lookups while a catalogue was being added")
        figures.share("lookups beside a catalogue being added: failed", failed, LOOKUPS, most=0)
        adding.wait()
        fresh = place / "killed"
        timed(karuta(fresh, "catalogue", "add", pack, "--json"))
        for delay in (1.0, 3.0, 7.0, 15.0):
            adding = subprocess.Popen(karuta(fresh, "catalogue", "add", most), stdout=subprocess.DEVNULL)
            time.sleep(delay)
            adding.send_signal(signal.SIGKILL)
            adding.wait()
            ended = subprocess.run(karuta(fresh, "lookup", one, "--json"), capture_output=True, check=False)
            print(f"killed after {delay} s: the next lookup ends with {ended.returncode}")
            failed += ended.returncode != 0
        _, _, out = timed(karuta(fresh, "catalogue", "add", most, "--json"))
        doctor = subprocess.run(karuta(fresh, "doctor"), capture_output=True, text=True, check=False)
        print(f"the same add again: {json.loads(out)['artworks']}; doctor ends with {doctor.returncode}")
        if failed or doctor.returncode:
            raise SystemExit(1)


def pack_with_cards(pack: Path, catalogue: Path) -> Path:
    """The small pack with the cards that it needs, so that it can stand alone."""
    (pack / "cards.jsonl").unlink()
    (pack / "cards.jsonl").symlink_to((catalogue / "cards.jsonl").resolve())
    return pack


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("check", choices=("speed", "beside"))
    parser.add_argument("catalogue", type=Path)
    parser.add_argument("photo", type=Path)
    arguments = parser.parse_args()
    {"speed": speed, "beside": beside}[arguments.check](arguments.catalogue, arguments.photo)


if __name__ == "__main__":
    main()
