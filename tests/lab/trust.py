"""Random keys, clicks, drops, filters, undos and late answers in the real window, and what every label was about.

    python -m tests.lab.trust --actions 20000 --seed 1 [--progress FILE]

Every stored label must be of the photo and card that was painted, with the list that was painted, when the key went
down, and of nothing that was struck out or ruled out there (`tests/random_hand.py`): at the desk, in its grids, in the
search box, in the search, and in every queue of the table, listings too. Every 500 actions a line says how far it is;
a failure says the last actions before it. Real time is in it, so a seed does not repeat exactly.
The library has twelve drawn cards, and its recogniser is late and changes its mind. Exit 1 where a label was wrong.
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
import time
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtWidgets import QApplication
from tests.gui.test_trust_property import play_at_random
from tests.lab import figures
from tests.packs import card, silent, write_pack
from tests.random_hand import RandomHand
from tests.random_judge import WrongLabelError

from karuta import paths
from karuta.domain.cancel import CancelToken
from karuta.paths import LibraryFolder
from karuta.services.catalogue.add_folder import add_folder

EVERY = 500
CARDS = range(1, 13)


def make_library(folder: Path) -> LibraryFolder:
    pack = write_pack(
        folder / "shapes",
        [card(str(number), f"Shape {number}", names={"en": f"Shape {number}"}) for number in CARDS],
        images=[(f"{number:04}.png", str(number), "main") for number in CARDS],
        pictures={f"{number:04}.png": number for number in CARDS},
    )
    library = LibraryFolder(folder / "library")
    resources = paths.resources_folder()
    add_folder(pack, pack=None, library=library, resources=resources, cancel=CancelToken(), progress=silent)
    return library


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--actions", type=int, default=20_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--progress", type=Path)
    asked = parser.parse_args()
    began = time.monotonic()

    def say(text: str) -> None:
        line = f"{time.monotonic() - began:7.0f} s  {text}\n"
        sys.stdout.write(line)
        sys.stdout.flush()
        if asked.progress:
            with asked.progress.open("a", encoding="utf-8") as out:
                out.write(line)

    def progress(hand: RandomHand) -> None:
        if hand.done % EVERY == 0:
            say(f"{hand.done} actions, {len(hand.judge.expected)} decisions, {len(hand.photos.numbers)} photos")

    application = QApplication(["karuta"])
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for kind in ("CONFIG", "DATA", "STATE"):
            os.environ[f"XDG_{kind}_HOME"] = str(folder / kind)
        library = make_library(folder)
        hand = RandomHand(folder / "photos", library, seed=asked.seed, actions=asked.actions)
        hand.progress = progress
        try:
            play_at_random(hand, library)
        except WrongLabelError as error:
            say(f"WRONG (seed {asked.seed}): {error}")
            return 1
        except AssertionError as error:
            say(f"NOTHING MORE HAPPENED (seed {asked.seed}): {hand.last_words(str(error))}")
            return 1
    kinds = ", ".join(f"{count} {name}" for name, count in hand.counts.most_common())
    listings = f"{hand.judge.listings} of listings"
    say(f"{hand.done} actions, {len(hand.judge.expected)} decisions and {listings}, none about anything else; {kinds}")
    figures.share("random actions in the window: a label about anything else", 0, hand.done, most=0)
    del application
    return 0


if __name__ == "__main__":
    sys.exit(main())
