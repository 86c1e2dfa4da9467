"""What seals cost: a label with and without its seal, in pairs; sealing an older file; the looks of the doctor.

    python -m tests.lab.seal_cost [--pairs 2000] [--labels 100000] [--folder DIR]

The folder may be a tmpfs: a seal adds to what is worked out and to the pages of a commit, not to its flushes. 100,000
labels need 2 GB.
"""

from __future__ import annotations

import argparse
import random
import sqlite3
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from contextlib import closing
from functools import partial
from pathlib import Path

from tests.lab import figures
from tests.labelling import ANNA, confirmed, draw_photo, library_in, put_photo
from tests.many import fill

from karuta.paths import LibraryFolder
from karuta.services.exports.export_sets import ExportRequest, export
from karuta.services.exports.formats import ExportFormat
from karuta.services.labels.check_labels import check_labels
from karuta.services.labels.decide import decide
from karuta.store import label_file
from karuta.store.label_file import LabelFile
from karuta.store.seals import broken_seals_in, seal_rows, seal_unsealed


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pairs", type=int, default=2000)
    parser.add_argument("--labels", type=int, default=100_000)
    parser.add_argument("--folder", type=Path, default=None)
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory(dir=arguments.folder) as name:
        _in_pairs(Path(name) / "pairs", arguments.pairs)
        _large(Path(name) / "large", arguments.labels)
    return 0


def _in_pairs(folder: Path, count: int) -> None:
    """The same label sealed and not, the first of a pair by lot."""
    dice, spent = random.Random(1), {True: list[float](), False: list[float]()}
    with LabelFile.open_writing(library_in(folder)) as file:
        for number in range(30):
            put_photo(file, draw_photo(folder / f"{number}.png", number))
        seen = file.rows("SELECT photo_sha256, id FROM sightings")
        for number in range(count):
            for sealed in dice.sample([True, False], 2):
                label_file.seal_rows = seal_rows if sealed else _no_seal
                photo, sighting = seen[number % len(seen)]
                spent[sealed].append(_timed(partial(decide, file, [confirmed(photo, sighting, number % 9 + 1)], ANNA)))
        label_file.seal_rows = seal_rows
    more = [with_seal - without for with_seal, without in zip(spent[True], spent[False], strict=True)]
    drawn = sorted(statistics.median(dice.choices(more, k=count)) for _ in range(2000))
    print(
        f"one label: {1000 * statistics.median(spent[True]):.3f} ms with its seal, "
        f"{1000 * statistics.median(spent[False]):.3f} ms without"
    )
    interval = f"{1e6 * drawn[50]:+.0f} to {1e6 * drawn[1949]:+.0f}"
    figures.tell("a label's seal", f"{1e6 * statistics.median(more):+.0f} us", count, interval=interval)


def _no_seal(*_: object, **__: object) -> None:
    return


def _large(folder: Path, labels: int) -> None:
    library = LibraryFolder(folder)
    fill(library, labels, decided_of_ten=10)
    print(f"{labels:,} labels and as many places:")
    with closing(sqlite3.connect(library.labels_db, isolation_level=None)) as raw:
        raw.execute("DELETE FROM seals")
        raw.execute("BEGIN")
        _say("sealed at the migration", lambda: seal_unsealed(raw))
        raw.execute("COMMIT")
    _say("all seals compared", lambda: broken_seals_in(library.labels_db))
    with LabelFile.open_reading(library) as file:
        _say("integrity_check", file.complaint)
        _say("quick_check", lambda: file.complaint(quickly=True))
        out = partial(export, file, folder / "labels.csv", ExportRequest(ExportFormat.CSV))
        _say("labels export, the seals compared first", out)
    _say("the doctor's look at the labels", lambda: list(check_labels(library)))
    _say("opened for writing", lambda: LabelFile.open_writing(library).close())


def _say(what: str, work: Callable[[], object]) -> None:
    began = time.process_time()
    spent = _timed(work)
    print(f"{what}: {spent:.2f} s, of which {time.process_time() - began:.2f} s computing", flush=True)


def _timed(work: Callable[[], object]) -> float:
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


if __name__ == "__main__":
    sys.exit(main())
