"""How fluid the catalogue's page is with 100,000 cards: `python -m tests.lab.catalogue_scale [--cards N] [--runs N]`.

Not part of the suite: it takes minutes, and its figures mean something only on a machine that does nothing else. The
library is made once: cards in two games with names in two languages, three printings each, one in twenty without a
picture; the pictures are a few faces, copied. Each run is a process of its own with the real `main()`, real keys, and a
beat in its loop every millisecond.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Generator, Iterator
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PIL import Image
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QComboBox
from tests.heartbeat import Heartbeat
from tests.lab import figures
from tests.packs import small_pack
from tests.pictures import card as drawn_card
from tests.window import Condition, Hand, Script, play

from karuta.bootstrap import run
from karuta.domain.card import Card, CardKey, Printing
from karuta.domain.catalogue import NewArtwork
from karuta.gui.features.catalogue.catalogue_dialog import CatalogueDialog
from karuta.paths import LibraryFolder
from karuta.store.cards import Catalogue

Steps = Generator[Condition, None, None]
FACES, PAGES = 40, 120
_STEP_SECONDS = 0.03
TEXTS = ("dragon 4", "shape 77123", "図形5", "dargon 912", "SHP-EN04", "")
WORDS = ("Dragon", "Magician", "Shape", "Warrior", "Crow", "Lantern", "Soldier")


def make(library: LibraryFolder, cards: int) -> None:
    assert (
        run(["--library", str(library.root), "catalogue", "add", str(small_pack(library.root.parent / "first", 3))])
        == 0
    )
    faces = [hashlib.sha256(f"face {number}".encode()).hexdigest() for number in range(FACES)]
    for number, face in enumerate(faces):
        path = library.artwork_file(face, ".jpg")
        path.parent.mkdir(parents=True, exist_ok=True)
        Image.fromarray(drawn_card(number)).resize((178, 260)).save(path)
    with Catalogue.open_writing(library.catalogue_db) as catalogue:
        staged = catalogue.stage("stock")
        for at in range(0, cards, 5000):
            some = range(at, min(at + 5000, cards))
            staged.put_cards([_card(number) for number in some])
            staged.put_artworks(
                [
                    NewArtwork(_card_key(number), f"{number}.jpg", "main", faces[number % FACES], ".jpg")
                    for number in some
                    if number % 20
                ]
            )
        staged.put_in_force()


def _card_key(number: int) -> CardKey:
    return CardKey(("one", "two")[number % 2], str(number))


def _card(number: int) -> Card:
    word = WORDS[number % len(WORDS)]
    return Card(
        _card_key(number),
        {"en": f"{word} {number} of the Field", "ja": f"図形{number}"},
        readings={"ja": f"ずけい{number}"},
        kind=f"kind {number % 30}",
        printings=tuple(
            Printing(f"SHP-EN{number:06}-{lang}", "Set", lang, (("Common", "Rare", "Gold")[number % 3],))
            for lang in ("en", "ja", "de")
        ),
    )


def script(at: dict[str, float], beat: Heartbeat, cards: int) -> Script:
    def walk(hand: Hand) -> Steps:
        yield lambda: hand.is_settled
        yield from _during(at, beat, "idle", _waits(2.0))
        began = time.perf_counter()
        beat.begin()
        hand.window.commands["browse"].trigger()
        dialog = hand.window.dialogs.current
        assert isinstance(dialog, CatalogueDialog)
        yield lambda: dialog.model.rowCount() >= cards
        at["all cards listed, s"] = time.perf_counter() - began
        yield lambda: dialog.filters.rarity.count() > 1 and dialog.model.is_idle
        at["opening, worst stall, ms"] = beat.end()
        yield from _during(at, beat, "scrolling", _scrolls(dialog))
        took: list[float] = []
        yield from _during(at, beat, "typing", _types(hand, dialog, took))
        at["answer to what was typed, median, s"] = statistics.median(took)
        at["answer to what was typed, worst, s"] = max(took)
        yield from _during(at, beat, "filtering", _filters(dialog))
        yield from _during(at, beat, "walking through sheets", _walks(hand, dialog))
        dialog.reject()
        yield lambda: hand.window.dialogs.current is None

    return walk


def _during(at: dict[str, float], beat: Heartbeat, what: str, steps: Iterator[Condition]) -> Steps:
    beat.begin()
    yield from steps
    at[f"{what}, worst stall, ms"] = beat.end()
    at[f"{what}, 99th percentile, ms"] = beat.p99()
    at[f"{what}, own work, worst, ms"] = max(beat.own)


def _waits(seconds: float) -> Iterator[Condition]:
    until = time.monotonic() + seconds
    yield lambda: time.monotonic() > until


def _scrolls(dialog: CatalogueDialog) -> Iterator[Condition]:
    """Page by page, then with the handle from end to end."""
    bar = dialog.list.verticalScrollBar()
    for _ in range(PAGES):
        bar.setValue(bar.value() + bar.pageStep())
        yield from _waits(_STEP_SECONDS)
    for step in range(PAGES):
        bar.setValue(bar.maximum() * step // (PAGES - 1))
        yield from _waits(_STEP_SECONDS)
    yield lambda: dialog.model.is_idle


def _types(hand: Hand, dialog: CatalogueDialog, took: list[float]) -> Iterator[Condition]:
    """Letter by letter, as somebody types; measured from the last letter to the list."""
    for text in TEXTS:
        dialog.filters.text.clear()
        for length in range(1, len(text) + 1):
            dialog.filters.text.setText(text[:length])
            yield from _waits(0.08)
        began = time.perf_counter()
        shown: list[bool] = []
        link = dialog.model.modelReset.connect(lambda shown=shown: shown.append(True))
        dialog.filters.changed.emit()
        yield lambda shown=shown: bool(shown)
        dialog.model.modelReset.disconnect(link)
        took.append(time.perf_counter() - began)
        yield lambda: dialog.model.is_idle


def _filters(dialog: CatalogueDialog) -> Iterator[Condition]:
    filters = dialog.filters
    for choice in (filters.game, filters.kind, filters.rarity, filters.pack):
        for at in (1, 0):
            yield from _chosen(dialog, choice, at)
    for box in (filters.without_picture, filters.without_label):
        for _ in range(2):
            yield from _clicked(dialog, box.click)


def _chosen(dialog: CatalogueDialog, choice: QComboBox, at: int) -> Iterator[Condition]:
    def choose() -> None:
        choice.setCurrentIndex(at)
        choice.activated.emit(at)

    yield from _clicked(dialog, choose)


def _clicked(dialog: CatalogueDialog, do: object) -> Iterator[Condition]:
    shown: list[bool] = []
    link = dialog.model.modelReset.connect(lambda: shown.append(True))
    do()  # type: ignore[operator]
    yield lambda: bool(shown)
    dialog.model.modelReset.disconnect(link)
    yield lambda: dialog.model.is_idle


def _walks(hand: Hand, dialog: CatalogueDialog) -> Iterator[Condition]:
    dialog.list.setFocus()
    dialog.list.choose(0)
    for _ in range(40):
        hand.press(Qt.Key.Key_Down)
        yield lambda: dialog.sheet.sheet is not None and dialog.sheet.sheet.key == dialog.chosen
        yield from _waits(0.05)


def one_run(library: Path, cards: int) -> dict[str, float]:
    at: dict[str, float] = {}
    assert play(["--library", library, "gui"], script(at, Heartbeat(), cards)) == 0
    at["peak memory, MB"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1000
    return at


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--cards", type=int, default=100_000)
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--once", type=Path, default=None, help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.once is not None:
        application = QApplication(["karuta"])
        sys.stdout.write(json.dumps(one_run(asked.once, asked.cards)))
        del application
        return
    with tempfile.TemporaryDirectory() as name:
        for kind in ("CONFIG", "DATA", "STATE"):
            os.environ[f"XDG_{kind}_HOME"] = str(Path(name) / kind)
        library = LibraryFolder(Path(name) / "library")
        make(library, asked.cards)
        command = [sys.executable, "-m", "tests.lab.catalogue_scale", "--cards", str(asked.cards)]
        runs = [
            json.loads(
                subprocess.run([*command, "--once", str(library.root)], check=True, stdout=subprocess.PIPE).stdout
            )
            for _ in range(asked.runs)
        ]
    for what in runs[0]:
        values = [found[what] for found in runs]
        if "worst stall" in what or what == "all cards listed, s":
            name, _, unit = what.rpartition(", ")
            figures.spread(f"{asked.cards:,} cards: {name}", values, unit, most=50 if unit == "ms" else None)
        else:
            sys.stdout.write(
                f"{what}: median {statistics.median(values):.2f} of {[round(value, 2) for value in values]}\n"
            )


if __name__ == "__main__":
    main()
