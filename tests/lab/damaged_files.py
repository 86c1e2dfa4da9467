"""Damages files of a small library, one a seed, asks doctor and every command, repairs it and asks again.

    python -m tests.lab.damaged_files [--seeds 1000]       some 60 minutes of processor

Each seed flips bits of a file, cuts it, zeroes a stretch, says other values in it or removes it; or damages a catalogue
folder that is added. Never may doctor say that all is well where a command refuses or answers otherwise, no command
ends in anything but a sentence, and what the repair cannot mend comes back with the sources that it names.
It prints a table, and ends with exit code 1 where any of it was not so.
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from tests import damaged_library, remembered
from tests.damaged_catalogue import damaged_folder, whole_folder
from tests.damaged_library import run
from tests.lab import figures

from karuta.paths import LibraryFolder


def tried_catalogues(place: Path, seeds: range) -> list[str]:
    """Catalogue folders: added to one library, over and over."""
    wrong: list[str] = []
    whole, library = whole_folder(place / "whole"), LibraryFolder(place / "added")
    for seed in seeds:
        folder = damaged_folder(whole, place / "damaged", seed)
        for command in (
            ("catalogue", "add", str(folder), "--pack", "p", "--json"),
            ("catalogue", "show", "1", "--json"),
        ):
            ran = run(library, command)
            if ran.complaint is not None:
                wrong.append(f"catalogues {seed}: {' '.join(command)}: {ran.complaint}\n{ran.err[-1500:]}")
    return wrong


def main(argv: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(
        prog="python -m tests.lab.damaged_files",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--begin", type=int, default=0, help="the first damage's number")
    parser.add_argument("--seeds", type=int, default=1000, help="so many damages")
    asked = parser.parse_args(argv)
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    seeds = range(asked.begin, asked.begin + asked.seeds)
    with tempfile.TemporaryDirectory() as scratch:
        for name in ("XDG_DATA_HOME", "XDG_CONFIG_HOME", "XDG_STATE_HOME", "XDG_CACHE_HOME", "KARUTA_LIBRARY"):
            os.environ.pop(name, None)
        os.environ["HOME"] = scratch
        # Sound networks are opened once; a damaged one is another.
        remembered.remember()
        tiny, done = damaged_library.build_tiny(Path(scratch) / "tiny"), []
        for seed in seeds:
            one = damaged_library.tried(tiny, seed)
            done.append(one)
            sys.stdout.writelines(f"{seed}: {one.place}, {one.way}: {wrong}\n" for wrong in one.wrong)
            sys.stdout.flush()
        wrong = tried_catalogues(Path(scratch), seeds)
    sys.stdout.writelines(f"{fault}\n" for fault in wrong)
    sys.stdout.write(damaged_library.table(done) + "\n")
    told = "files damaged: a traceback, or doctor does not name it"
    figures.tell(told, str(len(wrong)), len(seeds), aim="none", met=not wrong)
    count = sum(bool(one.wrong) for one in done)
    figures.share("caches damaged and repaired: wrong", count, len(done), most=0)
    return 1 if wrong or count else 0


if __name__ == "__main__":
    sys.exit(main())
