"""Kill -9 before each write of every operation that replaces files of a library; work goes on in what is left.

    python -m tests.lab.replace_kill [--kills 500] [--seed 1] [--only move ...]

Each round does an operation of `tests/replacing.py` in a process of its own, which is killed before a write. Then
somebody labels in every folder that takes a label, the operation is done again (after `karuta doctor --repair` where it
is refused), and what a person would open holds every event that was acknowledged, and what the operation brings, once.
Operations take turns, each at writes that are spread over all of its own. Needs `fork`, and PostgreSQL to pull.
"""

from __future__ import annotations

import argparse
import random
import shutil
import sys
import tempfile
from collections import Counter
from contextlib import nullcontext
from pathlib import Path

from tests.lab import figures
from tests.postgres import postgres, why_no_postgres
from tests.replacing import REPLACING, Replacing, Site, brought_by, copy_of, end, look_over, make_site, run_killed


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--kills", type=int, default=500)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--only", nargs="*", default=[row.name for row in REPLACING])
    asked = parser.parse_args()
    has_server = not why_no_postgres()
    chosen = [row for row in REPLACING if row.name in asked.only and (has_server or not row.needs_server)]
    dice, kills, ways = random.Random(asked.seed), 0, Counter[str]()
    with postgres() if has_server else nullcontext() as server, tempfile.TemporaryDirectory() as name:
        made = make_site(Path(name) / "made", server)
        for number, operation in enumerate(chosen):
            share = asked.kills * (number + 1) // len(chosen) - asked.kills * number // len(chosen)
            kills += _rounds(operation, made, share, dice, ways)
    print(f"{kills} kills; afterwards {dict(ways)}")
    figures.share("operations that replace, killed: an acknowledged event gone or there twice", 0, kills, most=0)
    return 0


def _rounds(operation: Replacing, made: Site, share: int, dice: random.Random, ways: Counter[str]) -> int:
    before = copy_of(made, made.folder.with_name(operation.name))
    operation.first(before)
    # The first time it may write what is kept outside the library, too.
    for _ in range(2):
        whole = copy_of(before, made.folder.with_name("whole"))
        writes = run_killed(operation, whole, 0)
        brought = brought_by(operation, whole)
        shutil.rmtree(whole.folder)
    assert writes is not None
    # Spread over all of them, the first and the last among them.
    steps = sorted({1 + (writes - 1) * at // max(1, share - 1) for at in range(share)})
    steps += [dice.randint(1, writes) for _ in range(share - len(steps))]
    kills = 0
    for step in steps:
        site = copy_of(before, made.folder.with_name("round"))
        try:
            # Where lanes take turns, a run may take a write or two less.
            kills += run_killed(operation, site, step) is None
            ways[f"{operation.name} {end(operation, site)}"] += 1
            look_over(operation, site, brought)
        except AssertionError as error:
            raise AssertionError(f"{operation.name}, killed before write {step} of {writes}: {error}") from error
        shutil.rmtree(site.folder)
    print(f"{operation.name}: {kills} kills among {writes} writes", flush=True)
    shutil.rmtree(before.folder)
    return kills


if __name__ == "__main__":
    sys.exit(main())
