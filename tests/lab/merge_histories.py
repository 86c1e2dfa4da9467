"""Random histories on two to five laptops end in one state, in whatever order they are merged.

    python -m tests.lab.merge_histories [--histories 1000] [--first 0]

A history labels, corrects corners, undoes, redoes, skips, removes, flags, notes, imports, copies libraries and merges;
half of the laptops have another model, whose sightings are elsewhere. `tests/store/test_merge` does a few of them.
Where the system has a folder in memory they lie there: most of their time was the disk's.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from pathlib import Path

from tests.lab import figures
from tests.merging import random_history

_IN_MEMORY = Path("/dev/shm")


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--histories", type=int, default=1000)
    parser.add_argument("--first", type=int, default=0, help="the seed of the first one")
    asked = parser.parse_args()
    if _IN_MEMORY.is_dir():
        tempfile.tempdir = str(_IN_MEMORY)
    failed = []
    for seed in range(asked.first, asked.first + asked.histories):
        with tempfile.TemporaryDirectory() as folder:
            try:
                random_history(Path(folder), seed)
            except AssertionError as error:
                failed.append(seed)
                print(f"seed {seed}: {error}", flush=True)
        if (seed + 1) % 100 == 0:
            print(f"{seed + 1 - asked.first} histories", flush=True)
    figures.share("random histories that do not end in one state", len(failed), asked.histories, most=0)
    return bool(failed)


if __name__ == "__main__":
    sys.exit(main())
