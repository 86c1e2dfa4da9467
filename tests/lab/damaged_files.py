"""Damages each kind of file of ours, runs every command that reads it, the window and doctor, and looks for tracebacks.

    python -m tests.lab.damaged_files                      200 damages of each kind: some 50 minutes on two cores
    python -m tests.lab.damaged_files --each 20 --kinds active.json model.json
    python -m tests.lab.damaged_files --seeds 1000         caches damaged and repaired: some 60 minutes of processor

With `--seeds` each seed flips bits of a cache of a tiny library, cuts it, zeroes a stretch or removes it. Then doctor,
the repair and every command are asked: never may doctor say that all is well where a command refuses or answers
otherwise, and what the repair cannot mend comes back with the sources that it names. It prints a table.

One line a kind: how many damages and commands, how many were told of in a sentence, and how many doctor named of those.
It ends with exit code 1 where a command ended in anything else than a sentence, or doctor named nothing.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

from tests import mended_library, remembered
from tests.damaged_catalogue import damaged_folder, whole_folder
from tests.damaged_library import DOCTOR, DamagedLibrary, FileKind, Ran, build_library, run
from tests.lab import figures

from karuta.paths import LibraryFolder

CATALOGUES = "catalogues"
# The window takes a second or more to open.
WINDOW_ONE_IN = 5


def tried(built: DamagedLibrary, kind: FileKind, *, each: int, begin: int) -> list[str]:
    """What was wrong, each with the number that makes the damage again."""
    wrong: list[str] = []
    told = named = count = 0
    began = time.monotonic()
    for seed in range(begin, begin + each):
        built.damage(kind, seed)
        is_told = False
        for command in kind.commands:
            if command[0] == "gui" and seed % WINDOW_ONE_IN:
                continue
            ran = built.run(command)
            count += 1
            wrong += complaints(kind, seed, ran)
            is_told = is_told or ran.is_told
            if command[0] in ("train", "gui") or command[1] in ("rollback", "rebuild"):
                built.put_back()
                built.damage(kind, seed)
        doctor = built.run(DOCTOR)
        count += 1
        wrong += complaints(kind, seed, doctor)
        told += is_told
        if is_told and kind.check is not None:
            checks = {said["check"] for said in map(json.loads, doctor.out.splitlines()) if not said["ok"]}
            named += kind.check in checks
            if kind.check not in checks:
                wrong.append(f"{kind.name} {seed}: doctor does not name it")
        built.put_back()
    sys.stdout.write(
        f"{kind.name}: {each} damages, {count} commands, {told} told of, {named} named by doctor, "
        f"{len(wrong)} wrong, {time.monotonic() - began:.0f} s\n"
    )
    sys.stdout.flush()
    return wrong


def complaints(kind: FileKind, seed: int, ran: Ran) -> list[str]:
    if ran.complaint is None:
        return []
    return [f"{kind.name} {seed}: {' '.join(ran.command)}: {ran.complaint}\n{ran.err[-1500:]}"]


def tried_catalogues(place: Path, *, each: int, begin: int) -> list[str]:
    """Catalogue folders instead: added to one library, over and over."""
    wrong: list[str] = []
    whole, library = whole_folder(place / "whole"), LibraryFolder(place / "added")
    began = time.monotonic()
    for seed in range(begin, begin + each):
        folder = damaged_folder(whole, place / "damaged", seed)
        for command in (
            ("catalogue", "add", str(folder), "--pack", "p", "--json"),
            ("catalogue", "show", "1", "--json"),
        ):
            ran = run(library, command)
            if ran.complaint is not None:
                wrong.append(f"catalogues {seed}: {' '.join(command)}: {ran.complaint}\n{ran.err[-1500:]}")
    sys.stdout.write(f"{CATALOGUES}: {each} damages, {len(wrong)} wrong, {time.monotonic() - began:.0f} s\n")
    return wrong


def _repaired(place: Path, seeds: range) -> int:
    """The caches of a tiny library, one damage a seed; see `mended_library`."""
    tiny = mended_library.build_tiny(place / "tiny")
    done = []
    for seed in seeds:
        one = mended_library.tried(tiny, seed)
        done.append(one)
        sys.stdout.writelines(f"{seed}: {one.place}, {one.way}: {wrong}\n" for wrong in one.wrong)
        sys.stdout.flush()
    sys.stdout.write(mended_library.table(done) + "\n")
    figures.share("caches damaged and repaired: wrong", sum(bool(mending.wrong) for mending in done), len(done), most=0)
    return 1 if any(mending.wrong for mending in done) else 0


def main(argv: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(
        prog="python -m tests.lab.damaged_files",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--each", type=int, default=200, help="damages of each kind of file")
    parser.add_argument("--begin", type=int, default=0, help="the first damage's number")
    parser.add_argument("--seeds", type=int, help="damage and repair so many caches instead")
    parser.add_argument("--kinds", nargs="*", help="these kinds alone")
    asked = parser.parse_args(argv)
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    with tempfile.TemporaryDirectory() as scratch:
        for name in ("XDG_DATA_HOME", "XDG_CONFIG_HOME", "XDG_STATE_HOME", "XDG_CACHE_HOME", "KARUTA_LIBRARY"):
            os.environ.pop(name, None)
        os.environ["HOME"] = scratch
        if asked.seeds:
            # Sound networks are opened once; a damaged one is another.
            remembered.remember()
            return _repaired(Path(scratch), range(asked.begin, asked.begin + asked.seeds))
        built = build_library(Path(scratch) / "place")
        kinds = [kind for kind in built.kinds if not asked.kinds or kind.name in asked.kinds]
        wrong = [fault for kind in kinds for fault in tried(built, kind, each=asked.each, begin=asked.begin)]
        if not asked.kinds or CATALOGUES in asked.kinds:
            wrong += tried_catalogues(Path(scratch), each=asked.each, begin=asked.begin)
    sys.stdout.writelines(f"{fault}\n" for fault in wrong)
    what = "files damaged: a traceback, or doctor does not name it"
    figures.tell(what, str(len(wrong)), asked.each * len(kinds), aim="none", met=not wrong)
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
