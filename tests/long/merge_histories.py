"""Random histories on two to five laptops end in one state, in whatever order they are merged.

    python -m tests.long.merge_histories [--histories 1000] [--first 0]

A history labels, corrects corners, undoes, redoes, skips, removes, flags, notes, imports, copies libraries and merges;
half of the laptops have another model, whose sightings are elsewhere. `tests/store/test_merge` does a few of them.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from pathlib import Path

from tests.long import figures
from tests.merging import random_history


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--histories", type=int, default=1000)
    parser.add_argument("--first", type=int, default=0, help="the seed of the first one")
    asked = parser.parse_args()
    failed = []
    for seed in range(asked.first, asked.first + asked.histories):
        with tempfile.TemporaryDirectory() as folder:
            try:
                random_history(Path(folder), seed)
            except AssertionError as error:
                failed.append(seed)
                print(f"seed {seed}: {error}")
    figures.share("random histories that do not end in one state", len(failed), asked.histories, most=0)
    return bool(failed)


if __name__ == "__main__":
    sys.exit(main())
