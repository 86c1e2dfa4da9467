"""What reading does to the card: right first, sure and right, sure and wrong, with the card in the catalogue and not.

python -m tests.long.print_evidence --library DIR --set SET [--set SET...] [--codes printings.csv --photos FOLDER]

Of each photo three lookups: as it is; with the card's pictures out of the search, but its number known ("unpictured");
and with nothing of the card known ("missing"). SETs are what `karuta.training.bench.code_photos` wrote.
"""

from __future__ import annotations

import argparse
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from tests.long.printing import Photographed, real_photos, set_photos

from karuta.domain.card import CardKey
from karuta.domain.match import Neighbour, Verdict
from karuta.domain.printing.passcodes import KnownPasscodes
from karuta.domain.recognition import FoundSighting
from karuta.domain.statistics import wilson
from karuta.engine.code_reader import load_code_reader
from karuta.engine.search import Search
from karuta.paths import LibraryFolder, resources_folder
from karuta.services.library.open_library import open_for_reading
from karuta.services.lookups.read_prints import PrintReader, shipped_code_reader
from karuta.store.cards import Catalogue

GAME = "yugioh"
K = 5


@dataclass(frozen=True, eq=False)
class SearchWithout:
    """A search that has never seen some pictures."""

    whole: Search
    without: frozenset[str]

    def __len__(self) -> int:
        return len(self.whole) - len(self.without)

    def neighbours(self, queries: NDArray[np.float32], *, count: int) -> list[tuple[Neighbour, ...]]:
        found = self.whole.neighbours(queries, count=count + len(self.without))
        return [tuple(one for one in some if one.picture_sha256 not in self.without)[:count] for some in found]


class EvidenceMeasure:
    def __init__(self, library: LibraryFolder) -> None:
        self._recogniser = open_for_reading(library, resources_folder()).recogniser
        self._pictured = frozenset(artwork.card for artwork in self._recogniser.view.artworks)
        self._net = load_code_reader(shipped_code_reader(resources_folder()))
        self._db = library.catalogue_db
        with Catalogue.open_reading(self._db) as catalogue:
            self._owners = catalogue.passcodes(GAME)
        self._known = KnownPasscodes(self._owners)
        self.counts: Counter[tuple[str, str, str]] = Counter()
        self.told: list[str] = []

    def take(self, one: Photographed) -> None:
        cards = frozenset(CardKey(GAME, card_id) for card_id in one.card_ids)
        pictures = frozenset(a.picture_sha256 for a in self._recogniser.view.artworks if a.card in cards)
        self._count(one, "as it is", cards, self._recogniser, self._reader(self._pictured, self._known))
        without = replace(self._recogniser, search=SearchWithout(self._recogniser.search, pictures))
        unpictured = self._reader(self._pictured - cards, self._known)
        self._count(one, "unpictured", cards, without, unpictured)
        left = {code: tuple(key for key in keys if key not in cards) for code, keys in self._owners.items()}
        stranger = self._reader(
            self._pictured - cards, KnownPasscodes({code: keys for code, keys in left.items() if keys})
        )
        self._count(one, "missing", cards, without, stranger)

    def _reader(self, pictured: frozenset[CardKey], known: KnownPasscodes) -> PrintReader:
        return PrintReader(self._net, self._db, pictured, _passcodes={GAME: known})

    def _count(
        self, one: Photographed, what: str, cards: frozenset[CardKey], recogniser: object, reader: PrintReader
    ) -> None:
        found = recogniser.recognise(one.photo, k=K)  # type: ignore[attr-defined]
        read = reader.read(one.photo, found)
        for how, sightings in (("picture", found.sightings), ("with print", read.sightings)):
            best = max(sightings, key=_evidence, default=None)
            self.counts[what, how, "n"] += 1
            if best is None:
                continue
            is_right = bool(best.matches) and best.matches[0].card in cards
            self.counts[what, how, "right first"] += is_right
            if best.verdict in (Verdict.SURE, Verdict.LIKELY):
                self.counts[what, how, f"{best.verdict}, {'right' if is_right else 'wrong'}"] += 1
            if best.verdict is Verdict.SURE and not is_right:
                read = best.printing and best.printing.read
                self.told.append(f"{one.photo.name} {what}, {how}: sure of {best.matches[0].name}; {read}")


def _evidence(sighting: FoundSighting) -> float:
    return max((match.probability or 0.0 for match in sighting.matches), default=0.0)


_TOLD = ("right first", "sure, right", "sure, wrong", "likely, right", "likely, wrong")


def main(argv: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.long.print_evidence", description=__doc__)
    parser.add_argument("--library", type=Path, required=True)
    parser.add_argument("--set", type=Path, action="append", default=[])
    parser.add_argument("--codes", type=Path)
    parser.add_argument("--photos", type=Path)
    asked = parser.parse_args(argv)
    photos = [photo for folder in asked.set for photo in set_photos(folder)]
    photos += real_photos(asked.codes, asked.photos) if asked.codes else []
    measure = EvidenceMeasure(LibraryFolder(asked.library))
    for one in photos:
        measure.take(one)
    for what in ("as it is", "unpictured", "missing"):
        for how in ("picture", "with print"):
            n = measure.counts[what, how, "n"]
            shares = [(name, wilson(measure.counts[what, how, name], n)) for name in _TOLD]
            said = "; ".join(f"{name} {share.k} ({share.low:.1%}-{share.high:.1%})" for name, share in shares)
            print(f"{what}, {how}, n = {n}: {said}")
    print("\n".join(measure.told))
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
