"""An annotator with a script: photos whose cards are known, a recogniser that was told what to say, and the keys of a
person who knows the cards.

The recogniser is right first in 80 of 100, right in places 2-5 in 12; 5 show a card of the catalogue that it does not
list, 3 one that is not in the catalogue.
"""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Generator, Sequence
from dataclasses import dataclass, field
from enum import Enum
from pathlib import Path
from types import SimpleNamespace

import numpy as np
from PIL import Image
from PySide6.QtCore import Qt

from karuta.domain.cancel import CancelToken
from karuta.domain.match import Match, Verdict
from karuta.domain.recognition import FoundSighting, Provenance, Recognition
from karuta.paths import LibraryFolder
from karuta.services.library.open_library import OpenLibrary
from karuta.store.cards import Catalogue
from tests.window import Condition, Hand

Steps = Generator[Condition, None, None]
SIDE = 40


class Case(Enum):
    """Where the right card stands in what the recogniser says, and how many of a hundred are so."""

    FIRST = 80
    LATER = 12
    UNLISTED = 5
    UNKNOWN = 3


@dataclass(frozen=True)
class Sight:
    """One card in one photo, and what the recogniser will say of it. `name`: None where no catalogue has it."""

    case: Case
    name: str | None
    matches: tuple[Match, ...]

    @property
    def label(self) -> tuple[str, str]:
        """What the label store must say in the end: kind and name."""
        return ("unknown", "") if self.name is None else ("confirm", self.name)


Photos = dict[str, Sequence[Sight]]


def make_photos(folder: Path, library: LibraryFolder, *, sightings: int, seed: int = 7) -> Photos:
    """Photos with one or two cards in view, so many cards together, by file name."""
    picked = random.Random(seed)
    cases = [case for case in Case for _ in range(sightings * case.value // 100)]
    picked.shuffle(cases)
    with Catalogue.open_reading(library.catalogue_db) as catalogue:
        artworks = catalogue.view().artworks
        names = {artwork.card: catalogue.details(artwork.card).card.name for artwork in artworks}  # type: ignore[union-attr]
    known = [
        Match(artwork.card, names[artwork.card], artwork.file, artwork.picture_sha256, 0.9, None, exemplar=False)
        for artwork in artworks
    ]
    photos: Photos = {}
    folder.mkdir(parents=True)
    while cases:
        name = f"{len(photos):04}.png"
        here = [cases.pop() for _ in range(min(len(cases), 1 + (len(photos) % 5 == 4)))]
        photos[name] = [_sight(case, known, picked) for case in here]
        colour = (len(photos) % 250, len(photos) // 250, 90)
        Image.new("RGB", (SIDE * 4, SIDE * 2), colour).save(folder / name)
    return photos


def _sight(case: Case, known: Sequence[Match], picked: random.Random) -> Sight:
    order = picked.sample(list(known), k=len(known))
    places = {Case.FIRST: 0, Case.LATER: picked.randrange(1, 5), Case.UNLISTED: 9, Case.UNKNOWN: None}
    place = places[case]
    return Sight(case, None if place is None else order[place].name, tuple(order[:9]))


@dataclass(frozen=True)
class ScriptedRecogniser:
    """Sees in a photo, by its file's name, what it was told."""

    photos: Photos
    exemplars: None = None

    def recognise(self, path: Path, *, k: int, cancel: CancelToken | None = None) -> Recognition:
        del cancel
        found = [self._found(sight, place, k) for place, sight in enumerate(self.photos[path.name])]
        return Recognition((SIDE * 4, SIDE * 2), tuple(found), {}, "told@1", "m" * 64, "told@1", "i" * 64, "a" * 64)

    def _found(self, sight: Sight, place: int, k: int) -> FoundSighting:
        left, right, low = SIDE * (2 * place + 0.2), SIDE * (2 * place + 1.2), SIDE * 1.6
        vector = np.zeros(256, np.float32)
        vector[0] = 1
        return FoundSighting(
            corners=np.array([(left, 8.0), (right, 8.0), (right, low), (left, low)]),
            crop=np.full((64, 44, 3), 40 + place, np.uint8),
            embedding=vector,
            verdict=Verdict.UNKNOWN if sight.name is None else Verdict.LIKELY,
            matches=sight.matches[:k],
        )

    @property
    def provenance(self) -> Provenance:
        return Provenance("m" * 64, "a" * 64)

    @property
    def model(self) -> SimpleNamespace:
        return SimpleNamespace(hash="m" * 64)

    def open(self, library: LibraryFolder, resources: Path, *, exemplars: bool, exact: bool) -> OpenLibrary:
        """In place of a library's engine."""
        del resources, exemplars, exact
        return OpenLibrary(library, self, None)  # type: ignore[arg-type]


@dataclass
class Annotator:
    """Looks at what the window shows, knows the card, and presses the key for it; counts keys, not typed text."""

    photos: Photos
    keys: Counter[Case] = field(default_factory=Counter)
    decided: Counter[Case] = field(default_factory=Counter)

    @property
    def total(self) -> int:
        return sum(self.decided.values())

    def work(self, hand: Hand) -> Steps:
        """Until every card of every photo has a label."""
        wanted = sum(len(sights) for sights in self.photos.values())
        while self.total < wanted:
            yield lambda: self._sees(hand) is not None
            before, sight = self._place(hand), self._sees(hand)
            assert sight is not None
            yield from self._decide(hand, sight)
            self.decided[sight.case] += 1
            yield lambda before=before: self._place(hand) != before or self.total == wanted
        yield lambda: hand.work.counts.undecided == 0 and hand.work.desk.is_settled

    def _decide(self, hand: Hand, sight: Sight) -> Steps:
        shown = [hand.window.match_panel.list.model().index(place, 0).data() for place in range(9)]
        if sight.name is None:
            self._press(hand, Qt.Key.Key_U, sight)
        elif sight.name in shown:
            self._press(hand, Qt.Key(Qt.Key.Key_1 + shown.index(sight.name)), sight)
        else:
            self._press(hand, Qt.Key.Key_Slash, sight)
            panel = hand.composition.search.panel
            yield lambda: hand.composition.search.is_open and hand.target is panel.text
            hand.type(sight.name)
            # What was confirmed last stands there before, and may have that name.
            yield lambda: panel._answered == sight.name and panel.model.index(0).data() == sight.name
            self._press(hand, Qt.Key.Key_Return, sight)

    def _press(self, hand: Hand, key: Qt.Key, sight: Sight) -> None:
        self.keys[sight.case] += 1
        hand.press(key)

    def _sees(self, hand: Hand) -> Sight | None:
        """The card that is asked about, once it is on the desk with its suggestions and nothing is in front of it."""
        desk = hand.work.desk
        if desk.photo is None or desk.sighting is None or desk.is_held or hand.window.dialogs.current is not None:
            return None
        if desk.label is not None or not hand.composition.sight.is_ripe:
            return None
        return self.photos[desk.photo.photo.name][desk.sighting.number - 1]

    @staticmethod
    def _place(hand: Hand) -> tuple[str | None, int]:
        return hand.on_desk, hand.work.desk.place_of_sighting
