"""Kill -9 at random moments of merges, their undos and redos, and of restores: nothing that was acknowledged is lost.

    python -m tests.lab.merge_kill [--rounds 300] [--seed 1] [--labels 300]

Each round forks a process that merges one of three other libraries, takes the merge back, brings it back, labels, or
restores a backup, and writes a line for each call that returned; it is killed within 1.5 s. Then the file is whole and
the queue as its events say; a label that was saved is in the file or in one that a restore put aside; what a merge
brought is there whole or not at all; and the next label is taken. Needs `fork`.
"""

from __future__ import annotations

import argparse
import random
import sys
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

from tests.lab import figures
from tests.lab.labels_kill import killed
from tests.labelling import ANNA, BEN, confirmed
from tests.lost_labels import events
from tests.merging import laptop, merged, places

from karuta.domain.errors import KarutaError
from karuta.paths import LibraryFolder
from karuta.services.backups.back_up_labels import back_up_now
from karuta.services.backups.restore import restore
from karuta.services.labels.decide import decide
from karuta.services.labels.undo import redo, undo
from karuta.store.label_file import LabelFile
from karuta.store.label_health import label_health

LONGEST_LIFE = 1.5
OTHERS = 3
STEPS = ("merge", "merge", "undo", "redo", "label", "label", "backup", "restore")


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=300)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--labels", type=int, default=300)
    asked = parser.parse_args()
    dice = random.Random(asked.seed)
    seen: Counter[str] = Counter()
    hot = 0
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        library = laptop(folder, "one")
        others = [_other(folder, number, asked.labels) for number in range(OTHERS)]
        brought = [frozenset(events(other.labels_db)) for other in others]
        saved: set[str] = set()
        for round_ in range(asked.rounds):
            works = _works(library, others, random.Random(dice.random()))
            lines = killed(works, life=dice.uniform(0, LONGEST_LIFE))
            seen.update(line.split()[0] for line in lines)
            saved.update(line.split()[1] for line in lines if line.startswith("label "))
            hot += library.labels_db.with_name("labels.db-journal").exists()
            _look_through(library, saved, brought, f"round {round_}")
    total = sum(seen.values())
    print(f"{asked.rounds} kills, {hot} of them amid a transaction; {total} acknowledged calls: {dict(seen)}")
    print(f"all {len(saved)} labels that were saved are there, every merge is whole or not there, the file is sound")
    figures.share("merges, restores killed: lost", 0, total, most=0)
    return 0


def _other(folder: Path, number: int, labels: int) -> LibraryFolder:
    other = laptop(folder, f"other {number}")
    with LabelFile.open_writing(other) as file:
        place = places(file)[number]
        for card in range(labels // 100):
            decide(file, [confirmed(*place, card % 9 + 1)] * 100, BEN)
    return other


def _works(library: LibraryFolder, others: list[LibraryFolder], dice: random.Random) -> Callable[[], Iterator[str]]:
    """For ever; gives each step and what it did."""

    def work() -> Iterator[str]:
        while True:
            step = dice.choice(STEPS)
            with suppress(KarutaError):
                yield f"{step} {_step(library, others, dice, step)}"

    return work


def _step(library: LibraryFolder, others: list[LibraryFolder], dice: random.Random, step: str) -> str:
    if step == "merge":
        return str(merged(library, dice.choice(others).root))
    if step == "backup":
        return back_up_now(library).backup.path.name
    if step == "restore":
        copies = sorted(library.backups.glob("labels-*.db"))
        return str(restore(library, dice.choice(copies[-3:]).name).gained) if copies else "0"
    with LabelFile.open_writing(library) as file:
        if step == "label":
            decide(file, [confirmed(*dice.choice(places(file)), dice.randint(1, 9))], ANNA)
            return str(file.rows("SELECT max(id) FROM events WHERE annotator = 'anna' AND kind = 'confirm'")[0][0])
        return (undo if step == "undo" else redo)(file, ANNA).action_id


def _look_through(library: LibraryFolder, saved: set[str], brought: list[frozenset[str]], where: str) -> None:
    with LabelFile.open_writing(library) as file:  # raises where a person would be asked to choose
        assert file.first_row("PRAGMA integrity_check") == ("ok",), where
        assert file.broken_seals() == [], where
        assert label_health(file).queue_astray == 0, where
        here = {row[0] for row in file.rows("SELECT id FROM events")}
        for theirs in brought:
            assert theirs <= here or not theirs & here, f"{where}: a merge is there in part"
        decide(file, [confirmed(*places(file)[0], 1)], ANNA)
    kept = {event for copy in library.backups.glob("labels-kept-*.db") for event in events(copy)}
    assert saved <= here | kept, f"{where}: {len(saved - here - kept)} labels that were saved are nowhere"


if __name__ == "__main__":
    sys.exit(main())
