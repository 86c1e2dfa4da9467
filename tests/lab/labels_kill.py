"""Kill -9 at random moments of confirms, undos, redos and imports: what was acknowledged is there, the file is whole.

    python -m tests.lab.labels_kill [--rounds 300] [--seed 1]

Each round forks a process that labels as fast as it can and writes a line for each call that returned; it is
killed after 0 to 150 ms, then the file is looked through and the next command is run and timed. Needs `fork`.
"""

from __future__ import annotations

import argparse
import os
import random
import signal
import sys
import tempfile
import time
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import NoReturn

from tests.lab import figures
from tests.labelling import ANNA, ToldRecogniser, draw_photo, find_card, library_in

from karuta.domain.card import Card, CardKey
from karuta.domain.label import Kind, Origin, Source
from karuta.paths import LibraryFolder
from karuta.services.labels.confirm import ConfirmRequest, confirm_photo
from karuta.services.labels.import_labels import import_labels
from karuta.services.labels.undo import NothingLeft, redo, undo
from karuta.store.label_file import LabelFile
from karuta.store.label_health import label_health

PHOTOS = 60
LONGEST_LIFE = 0.15
ROWS = 3
TOLD = ToldRecogniser()
HAND = Origin("anna", "desk", Source.IMPORT)


@dataclass(frozen=True)
class Acknowledged:
    """One call that returned: what it did, and the action that it stored or settled."""

    step: str
    action: str


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=300)
    parser.add_argument("--seed", type=int, default=1)
    arguments = parser.parse_args()
    dice = random.Random(arguments.seed)
    seen: Counter[str] = Counter()
    hot, waits = 0, []
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        library = library_in(folder)
        for number in range(PHOTOS):
            draw_photo(folder / f"{number}.png", number)
        _confirm(library, folder / "0.png", 1)
        done: list[Acknowledged] = []
        for round_ in range(arguments.rounds):
            lines = _killed(library, folder, seed=dice.random(), life=dice.uniform(0, LONGEST_LIFE))
            done += lines
            seen.update(line.step for line in lines)
            hot += library.labels_db.with_name("labels.db-journal").exists()
            began = time.perf_counter()
            _confirm(library, folder / f"{round_ % PHOTOS}.png", 2)
            waits.append((time.perf_counter() - began) * 1000)
            _look_through(library, done)
    total = sum(seen.values())
    print(f"{arguments.rounds} kills, {hot} of them amid a transaction; {total} acknowledged calls: {dict(seen)}")
    print("every acknowledged event was there, every action whole, integrity_check ok, the queue as its events say")
    figures.share("labels killed: an acknowledged one is lost", 0, total, most=0)
    figures.spread("the next label after a kill", waits, "ms")
    return 0


def _killed(library: LibraryFolder, folder: Path, *, seed: float, life: float) -> list[Acknowledged]:
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(reading)
        _label_for_ever(library, folder, seed, writing)
    os.close(writing)
    with os.fdopen(reading, "rb", buffering=0) as lines:
        first = lines.read(1)  # it is at work
        assert first == b"!"
        time.sleep(life)
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
        text = b"".join(iter(lambda: lines.read(65536), b"")).decode()
    return [Acknowledged(*line.split()) for line in text.splitlines() if len(line.split()) == 2]


def _label_for_ever(library: LibraryFolder, folder: Path, seed: float, out: int) -> NoReturn:
    dice = random.Random(seed)
    truth = folder / f"truth {os.getpid()}.csv"
    os.write(out, b"!")
    while True:
        step = dice.choice(["confirm", "confirm", "undo", "redo", "import"])
        try:
            action = _step(library, folder, truth, dice, step)
        except NothingLeft:
            continue
        if action is not None:
            os.write(out, f"{step} {action}\n".encode())


def _step(library: LibraryFolder, folder: Path, truth: Path, dice: random.Random, step: str) -> str | None:
    if step == "confirm":
        return _confirm(library, folder / f"{dice.randrange(PHOTOS)}.png", dice.randint(1, 9))
    with LabelFile.open_writing(library) as file:
        if step == "import":
            photos = dice.sample(range(PHOTOS), ROWS)
            rows = "".join(f"{photo}.png,{dice.getrandbits(60)}\n" for photo in photos)
            truth.write_text(f"photo,card_id\n{rows}", encoding="utf-8")
            done = import_labels(
                file, truth, origin=HAND, find_card=_new_card, recognise=TOLD, recognise_corners=TOLD.at
            )
            return done.action.action_id if done.action else None
        return (undo if step == "undo" else redo)(file, ANNA).action_id


def _new_card(text: str) -> Card:
    """A card that no import has named yet, so none of its rows is passed over."""
    return Card(CardKey("shapes", text), {"en": f"Shape {text}"})


def _confirm(library: LibraryFolder, photo: Path, card: int) -> str:
    request = ConfirmRequest(photo, str(card))
    done = confirm_photo(library, request, origin=ANNA, find_card=find_card, recognise=ToldRecogniser())
    return done.action.action_id


def _look_through(library: LibraryFolder, done: list[Acknowledged]) -> None:
    with LabelFile.open_reading(library) as file:
        assert file.first_row("PRAGMA integrity_check") == ("ok",)
        assert label_health(file).queue_astray == 0
        actions = dict(file.rows("SELECT action_id, count(*) FROM events WHERE target_action_id IS NULL GROUP BY 1"))
        settled = Counter(file.rows("SELECT kind, target_action_id FROM events WHERE target_action_id IS NOT NULL"))
        sources = dict(file.rows("SELECT DISTINCT action_id, source FROM events WHERE target_action_id IS NULL"))
        photos = file.first_row(
            "SELECT count(DISTINCT e.photo_sha256) FROM events AS e LEFT JOIN photos AS p "
            "ON p.sha256 = e.photo_sha256 WHERE e.photo_sha256 IS NOT NULL AND p.sha256 IS NULL"
        )
    assert photos == (0,)
    for line in done:
        if line.step in (Kind.UNDO, Kind.REDO):
            assert settled[(line.step, line.action)] > 0, line
        else:
            assert line.action in actions, line
    acknowledged = Counter((line.step, line.action) for line in done if line.step in (Kind.UNDO, Kind.REDO))
    assert all(settled[key] >= count for key, count in acknowledged.items())
    assert all(actions[action] == ROWS for action, source in sources.items() if source == Source.IMPORT)


if __name__ == "__main__":
    sys.exit(main())
