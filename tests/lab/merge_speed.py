"""How much processor time the merge of two libraries that labelled the same photos takes, its undo, redo and export.

    python -m tests.lab.merge_speed [--events 50000] [--bare] [--folder DIR]

Each event has an embedding and nine matches, each photo one sighting, and the two agree. With `--bare`, as after an
import, there are no looks, and events without what was shown.
"""

from __future__ import annotations

import argparse
import sqlite3
import sys
import tempfile
import time
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import TypeVar

from tests.lab import figures
from tests.labelling import ANNA
from tests.many import fill
from tests.merging import exported

from karuta.paths import LibraryFolder
from karuta.services.labels.merge import merge_labels, preview_merge
from karuta.services.labels.undo import redo, undo
from karuta.store.label_file import LabelFile

T = TypeVar("T")
AIM_SECONDS = 5


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--events", type=int, default=50_000)
    parser.add_argument("--bare", action="store_true")
    parser.add_argument("--folder", type=Path, default=None)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory(dir=asked.folder) as name:
        one, other = LibraryFolder(Path(name) / "one"), LibraryFolder(Path(name) / "other")
        for library, who, begun in ((one, "anna", 1_700_000_000_000), (other, "ben", 1_710_000_000_000)):
            fill(library, asked.events, decided_of_ten=10, annotator=who, begun_ms=begun)
            if asked.bare:
                _strip(library)
            while True:
                with LabelFile.open_writing(library) as file:
                    if not file.seal_unsealed():
                        break
        preview, _ = _timed(lambda: preview_merge(one, other.root))
        with LabelFile.open_writing(one) as file:
            seconds, done = _timed(lambda: merge_labels(file, other.root, ANNA))
            assert done.new == asked.events
            again, _ = _timed(lambda: merge_labels(file, other.root, ANNA))
            undone, _ = _timed(lambda: undo(file, ANNA))
            redone, _ = _timed(lambda: redo(file, ANNA))
        export, data = _timed(lambda: exported(one, Path(name) / "events.jsonl"))
    print(f"preview {preview:.1f} s, again {again:.1f} s, undo {undone:.1f} s, redo {redone:.1f} s, ", end="")
    print(f"export {export:.1f} s for {len(data) / 1e6:.0f} MB, {done.conflicts:,} conflicts")
    kind = "bare events" if asked.bare else "events"
    what = f"merge of 2 x {asked.events:,} {kind}, processor"
    figures.tell(what, f"{seconds:.1f} s", 1, aim=f"{AIM_SECONDS} s", met=seconds <= AIM_SECONDS)
    return 0


def _strip(library: LibraryFolder) -> None:
    with closing(sqlite3.connect(library.labels_db)) as connection:
        connection.executescript(
            "DELETE FROM suggestions; DELETE FROM lookups; UPDATE events SET shown = NULL, embedding = NULL; VACUUM;"
        )


def _timed(does: Callable[[], T]) -> tuple[float, T]:
    """In seconds of the processor: what else the machine does is no part of it."""
    began = time.process_time()
    found = does()
    return time.process_time() - began, found


if __name__ == "__main__":
    sys.exit(main())
