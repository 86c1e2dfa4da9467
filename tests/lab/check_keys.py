"""Sixty listings decided by keys alone in a real window: how many keys, and what the program makes a person wait.

    python -m tests.lab.check_keys [--listings 60] [--seed 20] [--reading 0] [--enlarged 10] [--in-a-row 5]

The listings are of the demo's photos: half are right, the others sell another card, another number, or a proxy. The
hand knows what is so and presses what a right decision takes: Enter where the verdict says it, else D and a digit. It
reads each for `--reading` seconds, in no time of itself. Keys count as in the program: not before what is shown was
painted for a tenth of a second. For `--enlarged` of them, some in a row, the card is looked at from near: Z shows it as
large as the desk, unless it is so already. Set QT_QPA_PLATFORM=xcb for a window on a display.
"""

from __future__ import annotations

import argparse
import csv
import json
import os
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Container, Generator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
from tests.lab import figures

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QPointF, Qt
from PySide6.QtWidgets import QApplication
from tests.window import Condition, Hand, play

from karuta import paths
from karuta.domain.cancel import CancelToken
from karuta.listings.domain.check.checked import CheckOutcome, agreed
from karuta.listings.domain.check.listing import FIELDS
from karuta.listings.gui.check.listing_items import ListingItems
from karuta.paths import LibraryFolder, resources_folder
from karuta.services.labels.open_labels import labels_for_reading
from karuta.services.library.demo import ready_demo
from karuta.settings import Settings, write_settings

Steps = Generator[Condition, None, None]
PrintSays = tuple[str, str | None]
KINDS = ("right", "right", "right", "other card", "count", "proxy")
WANTED: dict[str, PrintSays] = {
    "right": (CheckOutcome.MATCH.value, None),
    "other card": (CheckOutcome.DIFFERS.value, "card"),
    "count": (CheckOutcome.DIFFERS.value, "count"),
    "proxy": (CheckOutcome.DIFFERS.value, "genuine"),
}
CTRL = Qt.KeyboardModifier.ControlModifier
AGAIN_SECONDS = 0.1


@dataclass
class Counts:
    """What the hand did. `shown`: seconds from a listing's turn until its verdict is there; `took`: until stored."""

    keys: int = 0
    by_listing: list[int] = field(default_factory=list)
    shown: list[float] = field(default_factory=list)
    took: list[float] = field(default_factory=list)
    by_enter: int = 0
    enlarged: int = 0


def planted(folder: Path, *, count: int, seed: int) -> tuple[Path, list[str]]:
    """A table of listings, and what kind each is."""
    demo = resources_folder() / "demo"
    lines = (demo / "catalogue" / "cards.jsonl").read_text(encoding="utf-8").splitlines()
    cards = {card["card_id"]: card for card in map(json.loads, lines)}
    with (demo / "photos" / "truth.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    alone = Counter(row["photo"] for row in rows)
    photos = [row for row in rows if row["card_id"] and alone[row["photo"]] == 1]
    rng = np.random.default_rng(seed)
    kinds = [str(rng.choice(KINDS)) for _ in range(count)]
    table = folder / "listings.csv"
    with table.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["listing_id", "title", "description", "photos"])
        for number, kind in enumerate(kinds):
            row = photos[number % len(photos)]
            sold = cards[row["card_id"]]
            if kind == "other card":
                sold = cards[str(rng.choice([card for card in cards if card != row["card_id"]]))]
            name = sold["names"][str(rng.choice(["en", "ja"]))]
            more = {"count": " x3", "proxy": " proxy"}.get(kind, str(rng.choice(["", " NM", " 美品", " 1st edition"])))
            writer.writerow([f"L{number + 1:03}", name + more, "", str(demo / "photos" / row["photo"])])
    return table, kinds


def listings(hand: Hand) -> ListingItems:
    items = hand.work.arrangement.queue.items
    assert isinstance(items, ListingItems)
    return items


def is_on_desk(hand: Hand, place: int) -> bool:
    """Whether the listing's photo lies there, with its pixels, under the listing's name."""
    queued, view = listings(hand).book.listings[place].listing, hand.window.desk_panel.view
    return hand.on_desk == queued.named and view.isVisible() and view.has_something


def shows_near(hand: Hand) -> bool:
    """Whether the card fills most of the desk; where none was found, the whole photo is all that there is."""
    view = hand.window.desk_panel.view
    if view.current_corners is None:
        return True
    seen = [view._viewport().transform.map(QPointF(x, y)) for x, y in view.current_corners]
    across, down = [point.x() for point in seen], [point.y() for point in seen]
    shares = (max(across) - min(across)) / view.width(), (max(down) - min(down)) / view.height()
    return max(shares) > 0.7


def decide(hand: Hand, wanted: PrintSays, counts: Counts, *, reading: float, is_near: bool) -> Steps:
    """The listing on the screen, once it can be seen; `is_near`: with its card as large as the desk."""
    items = listings(hand)
    began, place, book = time.monotonic(), items.place, items.book
    assert place is not None
    yield lambda: place in book.looks
    counts.shown.append(time.monotonic() - began)
    seen = time.monotonic()
    yield lambda: time.monotonic() - seen >= reading
    pressed = 0
    yield lambda: is_on_desk(hand, place)
    if is_near and not shows_near(hand):
        hand.press(Qt.Key.Key_Z)
        pressed = 1
        assert shows_near(hand)
    counts.enlarged += is_near
    said = agreed(book.looks[place].finding)
    is_said = (said.outcome.value, said.field) == wanted
    counts.by_enter += is_said
    digit = FIELDS.index(wanted[1]) + 1 if wanted[1] is not None else 0
    keys = [Qt.Key.Key_Return] if is_said else [Qt.Key.Key_D, Qt.Key(Qt.Key.Key_0.value + digit)]
    refusals: list[str] = []
    heard = hand.work.voice.refused.connect(refusals.append)
    for number, key in enumerate(keys):
        last = number == len(keys) - 1
        while book.decided(place) is None:
            refusals.clear()
            hand.press(key)
            pressed += 1
            if not refusals:
                break
            # A script is quicker than an eye: what was too quick is pressed again, and is no key of a person.
            pressed -= 1
            refused = time.monotonic()
            # Pressed at once, it would be the same key held down.
            yield lambda refused=refused: time.monotonic() - refused >= AGAIN_SECONDS
        if last:
            yield lambda: book.decided(place) is not None
    hand.work.voice.refused.disconnect(heard)
    counts.took.append(time.monotonic() - began)
    counts.keys += pressed
    counts.by_listing.append(pressed)


def measure(
    table: Path, kinds: Sequence[str], home: Path, *, reading: float, near: Container[int]
) -> tuple[Counts, list[PrintSays]]:
    """`near`: the places of those whose card is looked at from near."""
    counts, stored = Counts(), list[PrintSays]()

    def walk(hand: Hand) -> Steps:
        yield lambda: hand.is_settled
        hand.press(Qt.Key.Key_K, CTRL)
        yield lambda: hand.work.arrangement.queue.id == "listings"
        hand.window.ask.file = lambda title, kinds: table  # type: ignore[method-assign]
        hand.press(Qt.Key.Key_O, CTRL)
        items = listings(hand)
        yield lambda: items.place == 0
        for place, kind in enumerate(kinds):
            yield lambda place=place: items.place == place
            yield from decide(hand, WANTED[kind], counts, reading=reading, is_near=place in near)
        with labels_for_reading(hand.work.session.library) as file:
            rows = file.rows("SELECT checked FROM events WHERE kind = 'check' ORDER BY id")
        stored.extend((said["outcome"], said["field"]) for said in (json.loads(row[0]) for row in rows))

    write_settings(home / "settings.json", Settings(language="en", annotator="hand"))
    assert play(["--library", home / "library", "gui"], walk) == 0
    return counts, stored


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--listings", type=int, default=60)
    parser.add_argument("--seed", type=int, default=20)
    parser.add_argument("--reading", type=float, default=0.0)
    parser.add_argument("--enlarged", type=int, default=10)
    parser.add_argument("--in-a-row", type=int, default=5)
    chosen = parser.parse_args(arguments)
    runs = max(1, chosen.enlarged // chosen.in_a_row)
    near = [chosen.listings * run // runs + at for run in range(runs) for at in range(chosen.enlarged // runs)]
    with tempfile.TemporaryDirectory() as name:
        home = Path(name)
        for variable in ("XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_STATE_HOME"):
            os.environ[variable] = str(home / variable)
        ready_demo(LibraryFolder(home / "library"), resources_folder(), cancel=CancelToken(), progress=lambda *_: None)
        table, kinds = planted(home, count=chosen.listings, seed=chosen.seed)
        paths.settings_file = lambda: home / "settings.json"
        # The script's clock needs an application before the program makes its own.
        application = QApplication.instance() or QApplication(["karuta"])
        counts, stored = measure(table, kinds, home, reading=chosen.reading, near=near)
        del application
    right = sum(said == WANTED[kind] for said, kind in zip(stored, kinds, strict=True))
    print(f"listings {len(kinds)}: {dict(Counter(kinds))}")
    print(f"stored as they are {right} of {len(kinds)}; the verdict alone was agreed with {counts.by_enter} times")
    print(f"decided with the card as large as the desk {counts.enlarged}")
    print(f"keys {counts.keys}, a listing {counts.keys / len(kinds):.2f}, at most {max(counts.by_listing)}")
    figures.share("listings by keys: stored as they are", right, len(kinds), least=1)
    figures.spread("until the verdict is there", counts.shown, "s", most=0.5)
    figures.spread("until it is stored", counts.took, "s")
    return 0 if right == len(kinds) else 1


if __name__ == "__main__":
    sys.exit(main())
