"""Kill -9 at random moments of labelling: what was acknowledged is there, and the file says what its journal says.

    python -m tests.lab.labels_kill [--actions 500] [--seed 1]

Each round forks a process that confirms (one, many), says unknown or no card, skips, removes, moves corners, draws,
undoes and redoes as fast as it can, and is killed after 0 to 150 ms. After every kill the file is looked through, each
acknowledged action looked for, and the next label taken and timed; now and then, and at the end, the journal is played
again in a new library, where labels, corners and queue must come out the same. Needs `fork`.
"""

from __future__ import annotations

import argparse
import os
import random
import signal
import sys
import tempfile
import time
import traceback
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

from tests.evening import photos_of_an_evening, played_again, state_of
from tests.lab import figures
from tests.labelling import ANNA, BEN, chosen, library_in, square

from karuta.domain.journal import Action
from karuta.domain.label import Kind, Origin
from karuta.paths import LibraryFolder
from karuta.services.labels.decide import Choice, decide, set_corners
from karuta.services.labels.undo import NothingLeft, redo, undo
from karuta.services.lookups.read_queue import remove, skip
from karuta.store.label_file import LabelFile
from karuta.store.label_health import label_health

LONGEST_LIFE = 0.15
_STEPS = ("confirm", "confirm", "bulk", "unknown", "no_card", "skip", "remove", "move", "draw", "undo", "undo", "redo")
_PLAYED_EVERY = 20


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--actions", type=int, default=500)
    parser.add_argument("--seed", type=int, default=1)
    arguments = parser.parse_args()
    dice = random.Random(arguments.seed)
    acknowledged: set[str] = set()
    rounds = hot = events = 0
    waits: list[float] = []
    began = time.perf_counter()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        library = library_in(folder)
        with LabelFile.open_writing(library) as file:
            photos = photos_of_an_evening(file, folder)
        while len(acknowledged) < arguments.actions:
            acts = _acts(library, photos, random.Random(dice.random()))
            acknowledged.update(killed(acts, life=dice.uniform(0, LONGEST_LIFE)))
            rounds += 1
            hot += library.labels_db.with_name("labels.db-journal").exists()
            events = _look_through(library, acknowledged)
            waits.append(_next_label(library, photos[rounds % len(photos)]))
            if rounds % _PLAYED_EVERY == 0 or len(acknowledged) >= arguments.actions:
                with LabelFile.open_writing(library) as file:
                    assert played_again(file, folder / f"again {rounds}") == state_of(file)
    seconds = time.perf_counter() - began
    print(f"{events} actions, {rounds} kills, {hot} of them amid a transaction, {len(acknowledged)} acknowledged")
    print(f"labels, corners and queue were those of the journal played again ({seconds:.0f} s)")
    figures.share("labels killed: an acknowledged one is lost", 0, len(acknowledged), most=0)
    figures.spread("the next label after a kill", waits, "ms")
    figures.share("random actions killed: other than the journal played again", 0, rounds, most=0)
    return 0


def killed(acts: Callable[[], Iterator[str]], *, life: float) -> list[str]:
    """What a process of its own had acknowledged, a line each, before it was killed after `life` seconds."""
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(reading)
        os.write(writing, b"!")
        try:
            for line in acts():
                os.write(writing, f"{line}\n".encode())
        finally:
            traceback.print_exc()
            os._exit(1)
    os.close(writing)
    with os.fdopen(reading, "rb", buffering=0) as lines:
        assert lines.read(1) == b"!"  # it is at work
        time.sleep(life)
        os.kill(child, signal.SIGKILL)
        assert os.WIFSIGNALED(os.waitpid(child, 0)[1]), "it ended by itself"
        text = b"".join(iter(lambda: lines.read(65536), b"")).decode()
    # The last one may be cut off.
    return text.split("\n")[:-1]


def _acts(library: LibraryFolder, photos: list[str], dice: random.Random) -> Callable[[], Iterator[str]]:
    """For ever; gives the name of each action."""

    def act() -> Iterator[str]:
        with LabelFile.open_writing(library) as file:
            while True:
                with suppress(NothingLeft):
                    yield _act(file, photos, dice).action_id

    return act


def _next_label(library: LibraryFolder, photo: str) -> float:
    """Milliseconds that it takes."""
    began = time.perf_counter()
    with LabelFile.open_writing(library) as file:
        decide(file, [Choice(photo, Kind.NO_CARD)], ANNA)
    return 1000 * (time.perf_counter() - began)


def _act(file: LabelFile, photos: list[str], dice: random.Random) -> Action:
    who: Origin = dice.choice([ANNA, ANNA, BEN])
    step, photo = dice.choice(_STEPS), dice.choice(photos)
    if step in ("undo", "redo"):
        return (undo if step == "undo" else redo)(file, who)
    if step in ("skip", "remove"):
        return (skip if step == "skip" else remove)(file, [photo], who)
    corners = square(dice.randint(-3, 30), dice.randint(-3, 20), dice.randint(8, 24))
    if step == "draw":
        return set_corners(file, photo, corners, who).action
    places = file.rows("SELECT photo_sha256, id FROM sightings ORDER BY id")
    if step == "bulk":
        card = chosen(dice.randint(1, 9))
        return decide(file, [Choice(here, Kind.CONFIRM, name, card) for here, name in places], who)
    here, name = dice.choice(places)
    if step == "move":
        return set_corners(file, here, corners, who, of=name).action
    kind = Kind(step)
    card = chosen(dice.randint(1, 9)) if kind is Kind.CONFIRM else None
    return decide(file, [Choice(here, kind, name, card)], who)


def _look_through(library: LibraryFolder, acknowledged: set[str]) -> int:
    """How many actions there are, undos and redos counted."""
    with LabelFile.open_writing(library) as file:
        assert file.first_row("PRAGMA integrity_check") == ("ok",)
        assert label_health(file).queue_astray == 0
        stored = {row[0] for row in file.rows("SELECT DISTINCT action_id FROM events")}
    assert acknowledged <= stored
    return len(stored)


if __name__ == "__main__":
    sys.exit(main())
