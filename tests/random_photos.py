"""For the random hand: photos that their colour tells, and a recogniser that is late and changes its mind."""

from __future__ import annotations

import hashlib
import random
from pathlib import Path
from types import SimpleNamespace

import numpy as np
from PIL import Image

from karuta.domain.cancel import CancelToken
from karuta.domain.journal import sighting_id
from karuta.domain.match import Match, Verdict
from karuta.domain.recognition import FoundSighting, Provenance, Recognition
from karuta.paths import LibraryFolder
from karuta.services.library.open_library import OpenLibrary
from karuta.store.cards import Catalogue

SIZE = (160, 80)
BARE = (80, 74)
"""No card lies over this pixel of a photo, so its colour says which photo it is."""


def corners_of(place: int) -> tuple[tuple[float, float], ...]:
    left = 8.0 + 80 * place
    return ((left, 6.0), (left + 44, 6.0), (left + 44, 66.0), (left, 66.0))


class Photos:
    """Photos of one colour each, made when they are dropped; every third shows two cards."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self.numbers: dict[str, int] = {}
        folder.mkdir(parents=True)

    def make(self) -> Path:
        number = len(self.numbers)
        path = self._folder / f"{number:05}.png"
        Image.new("RGB", SIZE, (number % 250, number // 250, 90)).save(path)
        self.numbers[hashlib.sha256(path.read_bytes()).hexdigest()] = number
        return path

    @staticmethod
    def cards_in(number: int) -> int:
        return 1 + (number % 3 == 2)

    def place_of(self, sha256: str, sighting: str) -> int | None:
        """Which card of its photo a sighting is, worked out from its name; None for the whole photo."""
        places = range(self.cards_in(self.numbers[sha256]))
        return next((at for at in places if sighting_id(sha256, corners_of(at)) == sighting), None)


# Work of some milliseconds, however busy the machine is.
LATE = bytes(4_000_000)


class WaveringRecogniser:
    """Late, and of another mind at each look: the list that it gives changes."""

    names = None

    def __init__(self, library: LibraryFolder, seed: int) -> None:
        self._dice = random.Random(seed)
        self._matches: list[Match] = []
        with Catalogue.open_reading(library.catalogue_db) as catalogue:
            self.view = catalogue.view()
            for artwork in self.view.artworks:
                details = catalogue.details(artwork.card)
                assert details is not None
                name = details.card.name
                self._matches.append(
                    Match(artwork.card, name, artwork.file, artwork.picture_sha256, 0.9, 0.5, exemplar=False)
                )
        self.exemplars = None
        self.provenance = Provenance("m" * 64, "a" * 64)
        self.model = SimpleNamespace(hash="m" * 64, title="w@1")
        self.index_title, self.answering_hash = "w@1", "i" * 64

    def recognise(self, path: Path, *, k: int, cancel: CancelToken | None = None) -> Recognition:
        del cancel
        for _ in range(self._dice.choice((0, 0, 1, 5))):
            hashlib.sha256(LATE).digest()
        cards = Photos.cards_in(int(path.stem))
        return Recognition(
            SIZE,
            tuple(self._card(at, k) for at in range(cards)),
            {"total": 1.0},
            "w@1",
            "m" * 64,
            "w@1",
            "i" * 64,
            "a" * 64,
        )

    def missing_in_crop(self, *_: object) -> tuple[()]:
        return ()

    def _card(self, place: int, k: int) -> FoundSighting:
        vector = np.zeros(256, np.float32)
        vector[0] = 1
        return FoundSighting(
            corners=np.array(corners_of(place)),
            crop=np.full((64, 44, 3), 40 + 40 * place, np.uint8),
            embedding=vector,
            verdict=self._dice.choice(list(Verdict)),
            matches=tuple(self._dice.sample(self._matches, 9))[:k],
        )

    def open(self, library: LibraryFolder, resources: Path, *, exemplars: bool, exact: bool) -> OpenLibrary:
        """In place of a library's engine."""
        del resources, exemplars, exact
        return OpenLibrary(library, self, None)  # type: ignore[arg-type]
