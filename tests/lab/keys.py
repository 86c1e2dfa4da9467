"""How many keys mixed photos cost in the real window: `python -m tests.lab.keys [--folder DIR] [--seed N] [--most N]`.

Not part of the suite. `judge_sets` makes 60 photos with 68 cards: single cards of three grades, overlapping pairs, a
binder page, cards that the catalogue lacks, photos without a card. The cards are those of `../shared/data/catalogue`,
or the demo's where that is missing. The photos are dropped on the window; a person who knows every card looks and
presses the key for it. All keys count, letters of a search too; clicks are counted beside them. At the end every label
in the file is held against the truth, by its place in the photo. What is made in DIR stays there for the next time.
"""

from __future__ import annotations

import argparse
import csv
import os
import shutil
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Generator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

# Of itself it has a screen of 800 x 800, where the cards of a binder page have no room.
os.environ.setdefault("QT_QPA_PLATFORM", f"offscreen:configfile={Path(__file__).parents[1] / 'gui' / 'offscreen.json'}")

from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from tests.lab import figures
from tests.lab.mixed_photos import SAME, Truth, card_at, faults_in, make, mix, overlap
from tests.window import Condition, Hand, play

from karuta import paths
from karuta.bootstrap import run
from karuta.domain.card import CardKey
from karuta.domain.label import Kind
from karuta.domain.match import Verdict
from karuta.domain.sighting import Corners
from karuta.domain.truth import TruthCard
from karuta.gui.desk.photo_view import PhotoView
from karuta.paths import LibraryFolder
from karuta.store.cards import Catalogue

SHARED = Path(__file__).parents[3] / "shared" / "data" / "catalogue"
DEMO = paths.resources_folder() / "demo" / "catalogue"
BETWEEN_KEYS_SECONDS = 0.25
PATIENCE_SECONDS = 60.0
Steps = Generator[Condition, None, None]


def until(so: Condition, reason: str, hand: Hand, seconds: float = PATIENCE_SECONDS) -> Condition:
    """Waits for this alone, and says what it waited for when the time is up."""
    end: list[float] = []

    def condition() -> bool:
        end[:] = end or [time.monotonic() + seconds]
        if so():
            return True
        if time.monotonic() > end[0]:
            raise AssertionError(f"{seconds:.0f} s in vain for {reason}: {state_of(hand)}")
        return False

    return condition


def state_of(hand: Hand) -> str:
    desk, counts = hand.work.desk, hand.work.counts
    flags = {
        "held": desk.is_held,
        "awaits another photo": desk.awaits_other,
        "decided": desk.label is not None,
        "ripe": hand.composition.sight.is_ripe,
        "dialog": type(hand.window.dialogs.current).__name__,
    }
    return f"{hand.on_desk}, card {desk.place_of_sighting + 1}, {flags}, {counts}"


@dataclass
class Person:
    """Knows each photo's cards by file name. `keys`, `clicks`: by what for. `pages`: whether P may be used."""

    truth: Truth
    names: dict[CardKey, str]
    pages: bool = True
    keys: Counter[str] = field(default_factory=Counter)
    clicks: Counter[str] = field(default_factory=Counter)
    dear: list[str] = field(default_factory=list)
    """Cards that took more than one key."""
    pressed_at: float = 0.0

    def work(self, hand: Hand) -> Steps:
        yield until(lambda: hand.work.counts and hand.work.counts.photos == len(self.truth), "all photos", hand)
        while True:
            yield until(lambda: self._is_asked(hand) or self._is_over(hand), "a card that wants a key", hand)
            if self._is_over(hand):
                return
            yield from self._decide(hand)
            assert self.keys.total() < 5 * len(self.truth), f"keys without end: {self.keys}, {state_of(hand)}"

    @staticmethod
    def _is_over(hand: Hand) -> bool:
        counts = hand.work.counts
        return bool(counts and not counts.undecided and not counts.waiting and hand.work.desk.is_settled)

    @property
    def _is_rested(self) -> bool:
        return time.monotonic() - self.pressed_at >= BETWEEN_KEYS_SECONDS

    def _is_asked(self, hand: Hand) -> bool:
        desk, edits = hand.work.desk, hand.work.corner_edits
        is_there = desk.photo is not None and desk.photo.looked_up and desk.label is None and desk.takes_keys
        is_free = edits.is_idle and hand.window.dialogs.current is None and self._is_rested
        return bool(is_there and is_free and hand.composition.sight.is_ripe)

    def _decide(self, hand: Hand) -> Steps:
        desk = hand.work.desk
        assert desk.photo is not None
        cards, seen = self.truth[desk.photo.photo.name], desk.photo.sightings
        missed = [card for card in cards if all(overlap(card, sighting.corners) < SAME for sighting in seen)]
        if missed:
            yield from self._draw(hand, missed[0].corners)
        elif desk.sighting is None:
            self._press(hand, Qt.Key.Key_N, "N")
        elif self.pages and self._is_page_right(hand, cards):
            yield from self._confirm_page(hand)
        else:
            yield from self._say(hand, card_at(cards, desk.sighting.corners))

    def _say(self, hand: Hand, card: TruthCard | None) -> Steps:
        desk, right = hand.work.desk, self._right(card)
        shown, returns = [match.name for match in desk.matches[:9]], desk.return_key
        place = next((at for at, name in enumerate(shown) if name in right), None)
        if card is None:
            self.dear.append(f"{hand.on_desk}: what is no card")
            self._press(hand, Qt.Key.Key_N, "N")
        elif not card.names_card:
            is_return = returns.kind is Kind.UNKNOWN
            self._press(hand, Qt.Key.Key_Return if is_return else Qt.Key.Key_U, "Enter" if is_return else "U")
        elif place is not None and (returns.kind, returns.place) == (Kind.CONFIRM, place):
            self._press(hand, Qt.Key.Key_Return, "Enter")
        elif place is not None:
            self._press(hand, Qt.Key(Qt.Key.Key_1 + place), "1" if not place else "2-9")
        else:
            yield from self._search(hand, right)

    def _search(self, hand: Hand, right: set[str]) -> Steps:
        """Letter by letter, until the card is the first that is found."""
        self._press(hand, Qt.Key.Key_Slash, "search")
        panel, name = hand.composition.search.panel, min(right)
        yield until(lambda: hand.composition.search.is_open and hand.target is panel.text, "the search", hand)
        for letter in name:
            self.keys["letters"] += 1
            hand.type(letter)
            yield until(lambda: panel._answered == panel.text.text().strip(), "what the search finds", hand)
            if panel.model.index(0).data() in right:
                break
        self.dear.append(f"{hand.on_desk}: {hand.window.match_panel.head.words[0]}, found as {panel.text.text()!r}")
        yield until(lambda: panel.seen.is_ripe and self._is_rested, "the search's list to be painted", hand)
        self._press(hand, Qt.Key.Key_Return, "search")

    def _draw(self, hand: Hand, corners: Corners | None) -> Steps:
        """A card that was not seen: its four corners."""
        assert corners is not None
        view, before = hand.window.desk_panel.view, len(hand.work.desk.photo.sightings)  # type: ignore[union-attr]
        self.dear.append(f"{hand.on_desk}: a card that was not seen")
        self._press(hand, Qt.Key.Key_E, "draw", Qt.KeyboardModifier.ShiftModifier)
        for x, y in corners:
            self.clicks["corners"] += 1
            QTest.mouseClick(view, Qt.MouseButton.LeftButton, pos=place_in(view, x, y))
        self._press(hand, Qt.Key.Key_Return, "draw")
        yield until(lambda: len(hand.work.desk.photo.sightings) > before, "the card that was drawn", hand)  # type: ignore[union-attr]

    def _is_page_right(self, hand: Hand, cards: Sequence[TruthCard]) -> bool:
        """Whether the grid of this photo would confirm at least two cards, all of them right."""
        photo = hand.work.desk.photo
        chosen = [
            sighting
            for sighting in (photo.sightings if photo is not None else ())
            if not sighting.is_decided and sighting.verdict is Verdict.SURE and not sighting.matches[0].one_of
        ]
        return len(chosen) > 1 and all(
            sighting.matches[0].name in self._right(card_at(cards, sighting.corners)) for sighting in chosen
        )

    def _confirm_page(self, hand: Hand) -> Steps:
        grid = hand.composition.bulk.grid
        self._press(hand, Qt.Key.Key_P, "page")
        yield until(lambda: grid.is_seen and self._is_rested, "the cards of the photo", hand)
        while grid.is_open:  # a small screen shows them on two pages
            self._press(hand, Qt.Key.Key_Return, "page")
            yield until(lambda: not grid.is_open or (grid.is_seen and self._is_rested), "the page to be stored", hand)

    def _right(self, card: TruthCard | None) -> set[str]:
        return {name for key, name in self.names.items() if card and card.is_named(key)}

    def _press(
        self,
        hand: Hand,
        key: Qt.Key,
        why: str,
        modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier,
    ) -> None:
        self.keys[why] += 1
        self.pressed_at = time.monotonic()
        hand.press(key, modifier)


def place_in(view: PhotoView, x: float, y: float) -> QPoint:
    return view._viewport().transform.map(QPointF(x, y)).toPoint()


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--folder", type=Path, help="where photos and library are made (else they go)")
    parser.add_argument("--catalogue", type=Path, default=SHARED if SHARED.is_dir() else DEMO)
    parser.add_argument("--seed", type=int, default=16)
    parser.add_argument("--most", type=int, default=72, help="so many keys are allowed")
    parser.add_argument("--one-by-one", action="store_true", help="a binder page is not confirmed as a whole")
    asked = parser.parse_args()
    application = QApplication.instance() or QApplication([])
    assert application is not None
    with tempfile.TemporaryDirectory() as aside:
        return measure((asked.folder or Path(aside)) / f"seed {asked.seed}", Path(aside), asked)


def measure(made: Path, aside: Path, asked: argparse.Namespace) -> int:
    """`made`: what is kept for the next time; `aside`: what is changed."""
    made.parent.mkdir(parents=True, exist_ok=True)
    if not made.is_dir():
        make(asked.catalogue, made, seed=asked.seed)
    truth = mix(made / "sets", aside / "photos", seed=asked.seed)
    library, labels = LibraryFolder(aside / "library"), aside / "labels.csv"
    shutil.copytree(made / "library", library.root)
    with Catalogue.open_reading(library.catalogue_db) as catalogue:
        names = {artwork.card: artwork.name for artwork in catalogue.view().artworks}
    person = Person(truth, names, pages=not asked.one_by_one)
    play(["--library", library.root, "gui", aside / "photos"], person.work)
    run(["--library", str(library.root), "labels", "export", str(labels)])
    with labels.open(encoding="utf-8-sig", newline="") as file:
        faults = faults_in(list(csv.DictReader(file)), truth)
    cards, keys = sum(map(len, truth.values())), person.keys.total()
    kinds = ", ".join(f"{count} {why}" for why, count in person.keys.most_common())
    clicks = f", {person.clicks.total()} clicks" if person.clicks else ""
    sys.stdout.write(f"{len(truth)} photos, {cards} cards: {keys} keys ({kinds}){clicks}; {len(faults)} wrong\n")
    sys.stdout.write("".join(f"  wrong: {fault}\n" for fault in faults))
    sys.stdout.write("".join(f"  dear: {text}\n" for text in person.dear))
    what = f"keys for {len(truth)} mixed photos with {cards} cards"
    figures.tell(what, str(keys), 1, aim=str(asked.most), met=keys <= asked.most)
    return 1 if faults or keys > asked.most else 0


if __name__ == "__main__":
    sys.exit(main())
