"""Kill -9 at random moments of `karuta restore`: the file that was there, or the backup, and nobody asks for a choice.

    python -m tests.lab.restore_kill [--rounds 60] [--seed 1] [--labels 3000]

Each round starts the real command in a process of its own, and while it runs another one that wants to write a label.
Both are killed after a random share of the time that a restore takes. Then the label file holds all events of the one
or of the other, and what was said to be saved; SQLite finds it whole; the next label is taken; nothing is left lying
about but files that a restore sweeps up.
"""

from __future__ import annotations

import argparse
import random
import shutil
import signal
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections import Counter
from contextlib import closing
from pathlib import Path

from tests.lab import figures
from tests.labelling import ANNA, draw_photo, put_photo
from tests.lost_labels import events

from karuta.domain.label import Kind
from karuta.paths import LibraryFolder
from karuta.services.labels.decide import Choice, decide
from karuta.store.label_backups import back_up_labels
from karuta.store.label_file import LabelFile

WRITER = """
import sys
from pathlib import Path
from tests.labelling import ANNA
from karuta.domain.errors import LibraryError
from karuta.domain.label import Kind
from karuta.paths import LibraryFolder
from karuta.services.labels.decide import Choice, decide
from karuta.store.label_file import LabelFile

library, photo = LibraryFolder(Path(sys.argv[1])), sys.argv[2]
while True:
    try:
        with LabelFile.open_writing(library) as file:
            decide(file, [Choice(photo, Kind.NO_CARD)], ANNA)
            print(file.first_row("SELECT max(id) FROM events")[0], flush=True)
    except LibraryError as error:
        print("refused:", error, file=sys.stderr, flush=True)
"""


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=60)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--labels", type=int, default=3000)
    asked = parser.parse_args()
    dice = random.Random(asked.seed)
    held: Counter[str] = Counter()
    refused = saved = 0
    with tempfile.TemporaryDirectory() as name:
        made, photo, backup = _made(Path(name), asked.labels)
        old, new = events(made.labels_db), events(backup)
        began = time.perf_counter()
        whole = _copy(made, Path(name) / "whole")
        assert _restore(whole, backup.name).wait() == 0
        seconds = time.perf_counter() - began
        for round_ in range(asked.rounds):
            library = _copy(made, Path(name) / str(round_))
            writer = subprocess.Popen(
                [sys.executable, "-c", WRITER, str(library.root), photo],
                stdout=subprocess.PIPE,
                stderr=subprocess.PIPE,
                text=True,
            )
            assert writer.stdout is not None
            first = writer.stdout.readline()
            process = _restore(library, backup.name)
            # Most of the time is Python's start, and it waits for whoever writes.
            time.sleep(dice.uniform(0.5 * seconds, 3.5 * seconds))
            process.send_signal(signal.SIGKILL)
            process.wait()
            writer.send_signal(signal.SIGKILL)
            told, complaints = writer.communicate()
            found = set(events(library.labels_db))
            which = "old" if set(old) <= found else "new"
            assert set(old if which == "old" else new) <= found, f"round {round_}: neither one nor the other"
            kept = [event for copy in library.backups.glob("labels-kept-*.db") for event in events(copy)]
            said = [first.strip(), *told.split()]
            assert set(said) <= found | set(kept), f"round {round_}: a label that was saved is nowhere"
            held[which] += 1
            saved += len(said)
            refused += complaints.count("refused:")
            _look_over(library, photo)
            shutil.rmtree(library.root)
    print(f"{asked.rounds} kills within {seconds:.1f} s, {asked.labels} labels: afterwards {dict(held)} was in place,")
    print(f"whole; {saved} labels were saved meanwhile and are all there, {refused} were refused; the next was taken")
    figures.share("restores killed: neither file, or a saved label gone", 0, asked.rounds, most=0)
    return 0


def _made(place: Path, labels: int) -> tuple[LibraryFolder, str, Path]:
    """A library with a backup of all labels but the last hundred."""
    library = LibraryFolder(place / "made")
    with LabelFile.open_writing(library) as file:
        photo = put_photo(file, draw_photo(place / "a.png"))
        decide(file, [Choice(photo, Kind.NO_CARD)] * (labels - 100), ANNA)
    backup = back_up_labels(library)
    assert backup is not None
    with LabelFile.open_writing(library) as file:
        decide(file, [Choice(photo, Kind.NO_CARD)] * 100, ANNA)
    return library, photo, library.backups / backup.name


def _copy(made: LibraryFolder, to: Path) -> LibraryFolder:
    shutil.copytree(made.root, to)
    return LibraryFolder(to)


def _restore(library: LibraryFolder, backup: str) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", "karuta", "--library", str(library.root), "restore", backup]
    return subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


def _look_over(library: LibraryFolder, photo: str) -> None:
    with closing(sqlite3.connect(library.labels_db)) as file:
        assert file.execute("PRAGMA integrity_check").fetchone()[0] == "ok"
    with LabelFile.open_writing(library) as opened:  # raises where a person would be asked to choose
        decide(opened, [Choice(photo, Kind.NO_CARD)], ANNA)


if __name__ == "__main__":
    sys.exit(main())
