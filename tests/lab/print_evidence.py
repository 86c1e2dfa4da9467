"""What reading does to the card: right first, sure and right, sure and wrong, with the card in the catalogue and not.

python -m tests.lab.print_evidence --library DIR --set SET [--set SET...] [--codes printings.csv --photos FOLDER]

Of each photo three lookups: as it is; with the card's pictures out of the search, but its number known ("unpictured");
and with nothing of the card known ("missing"). SETs are what `workshop.bench.code_photos` wrote. Where the extra
`karuta[ocr]` is installed, also with names, and how many names are read right if all are looked at. Of the cards that
differ least: `tests.lab.look_alikes`, then `code_photos --only`.
"""

from __future__ import annotations

import argparse
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from tests.lab import figures
from tests.lab.printing import Photographed, real_photos, set_photos

from karuta.domain.card import CardKey
from karuta.domain.catalogue import CardNames
from karuta.domain.match import Neighbour, Verdict
from karuta.domain.printing.seen_print import KnownPasscodes
from karuta.domain.recognition import FoundSighting
from karuta.domain.sighting import height
from karuta.engine.code_reader import load_code_reader
from karuta.engine.decode import open_picture
from karuta.engine.search import Search
from karuta.paths import LibraryFolder, resources_folder
from karuta.services.library.open_library import open_for_reading
from karuta.services.lookups.read_prints import (
    KnownNames,
    NamePrints,
    PrintReader,
    enough_for,
    open_names,
    shipped_code_reader,
)
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
        return [
            tuple(neighbour for neighbour in some if neighbour.picture_sha256 not in self.without)[:count]
            for some in found
        ]


@dataclass(eq=False)
class NamesWithout(NamePrints):
    """Names of a catalogue that lacks some cards."""

    without: frozenset[CardKey] = frozenset()

    def _alike(self, text: str, known: KnownNames) -> list[CardNames]:
        return [names for names in super()._alike(text, known) if names.card not in self.without]


class EvidenceMeasure:
    def __init__(self, library: LibraryFolder) -> None:
        self._recogniser = open_for_reading(library, resources_folder()).recogniser
        self._pictured = frozenset(artwork.card for artwork in self._recogniser.view.artworks)
        self._net = load_code_reader(shipped_code_reader(resources_folder()))
        self._db = library.catalogue_db
        with Catalogue.open_reading(self._db) as catalogue:
            self._owners = catalogue.passcodes(GAME)
        self._known = KnownPasscodes(self._owners)
        self._names = open_names(library.catalogue_db, say=print)
        self.counts: Counter[tuple[str, str, str]] = Counter()
        self.names: Counter[tuple[str, str]] = Counter()
        self.milliseconds: list[float] = []
        self.told: list[str] = []

    def take(self, one: Photographed) -> None:
        cards = frozenset(CardKey(GAME, card_id) for card_id in one.card_ids)
        pictures = frozenset(a.picture_sha256 for a in self._recogniser.view.artworks if a.card in cards)
        self._count(one, "as it is", cards, self._recogniser, self._reader(self._pictured, self._known))
        self._count_name(one, cards)
        without = replace(self._recogniser, search=SearchWithout(self._recogniser.search, pictures))
        unpictured = self._reader(self._pictured - cards, self._known)
        self._count(one, "unpictured", cards, without, unpictured)
        left = {code: tuple(key for key in keys if key not in cards) for code, keys in self._owners.items()}
        known = KnownPasscodes({code: keys for code, keys in left.items() if keys})
        self._count(one, "missing", cards, without, self._reader(self._pictured - cards, known), lacks=cards)

    def _reader(self, pictured: frozenset[CardKey], known: KnownPasscodes) -> PrintReader:
        return PrintReader(self._net, self._db, pictured, _passcodes={GAME: known})

    def _count_name(self, one: Photographed, cards: frozenset[CardKey]) -> None:
        """What the name's row says by itself, sure picture or not."""
        if self._names is None:
            return
        found = self._recogniser.recognise(one.photo, k=K)
        best = max(found.sightings, key=_evidence, default=None)
        if best is None or not best.matches:
            return
        pixels = open_picture(one.photo).pixels(longest=enough_for(found.size, height(best.corners)))
        scale = np.array([found.size[0] / pixels.shape[1], found.size[1] / pixels.shape[0]])
        with Catalogue.open_reading(self._db) as catalogue:
            listed = catalogue.cards([match.card for match in best.matches])
        began = time.process_time()
        seen = self._names.look(pixels, best.corners / scale, [listed[match.card] for match in best.matches])
        owners = seen.owners() if seen is not None else frozenset()
        likeliest = max(seen.ratios, key=lambda name: seen.ratios[name], default="") if seen is not None else ""
        self.milliseconds.append((time.process_time() - began) * 1000)
        is_first = seen is not None and bool(seen.names.get(likeliest, frozenset()) & cards)
        self.names[one.group, "n"] += 1
        self.names[one.group, "fits best, right"] += is_first
        self.names[one.group, "read, right" if owners & cards else "read, wrong" if owners else "not read"] += 1
        if owners and not owners & cards:
            self.told.append(f"{one.photo.name}: the name is read as {seen and seen.read}")

    def _count(
        self,
        one: Photographed,
        what: str,
        cards: frozenset[CardKey],
        recogniser: object,
        reader: PrintReader,
        lacks: frozenset[CardKey] = frozenset(),
    ) -> None:
        found = recogniser.recognise(one.photo, k=K)  # type: ignore[attr-defined]
        ways = [("picture", found.sightings), ("with print", reader.read(one.photo, found).sightings)]
        if self._names is not None:
            kept = self._names
            names = NamesWithout(kept.catalogue_db, kept.load, kept.say, without=lacks)
            names._names_by_game, names._reader, names._is_asked = kept._names_by_game, kept._reader, kept._is_asked
            ways.append(("with names", replace(reader, names=names).read(one.photo, found).sightings))
        for how, sightings in ways:
            best = max(sightings, key=_evidence, default=None)
            self.counts[what, how, "n"] += 1
            if best is None:
                continue
            is_right = bool(best.matches) and best.matches[0].card in cards
            self.counts[what, how, "right first"] += is_right
            if best.verdict in (Verdict.SURE, Verdict.LIKELY):
                self.counts[what, how, f"{best.verdict}, {'right' if is_right else 'wrong'}"] += 1
            if best.verdict is Verdict.SURE and not is_right:
                made_out = best.printing and best.printing.read
                self.told.append(f"{one.photo.name} {what}, {how}: sure of {best.matches[0].name}; {made_out}")


def _evidence(sighting: FoundSighting) -> float:
    return max((match.probability or 0.0 for match in sighting.matches), default=0.0)


_TOLD = ("right first", "sure, right", "sure, wrong", "likely, right", "likely, wrong")


def main(argv: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.lab.print_evidence", description=__doc__)
    parser.add_argument("--library", type=Path, required=True)
    parser.add_argument("--set", type=Path, action="append", default=[])
    parser.add_argument("--codes", type=Path)
    parser.add_argument("--photos", type=Path)
    asked = parser.parse_args(argv)
    photos = [photo for folder in asked.set for photo in set_photos(folder)]
    photos += real_photos(asked.codes, asked.photos) if asked.codes else []
    measure = EvidenceMeasure(LibraryFolder(asked.library))
    for shot in photos:
        measure.take(shot)
    for what in ("as it is", "unpictured", "missing"):
        for how in ("picture", "with print", "with names"):
            n = measure.counts[what, how, "n"]
            if not n:
                continue
            said = "; ".join(f"{name} {figures.in_words(measure.counts[what, how, name], n)}" for name in _TOLD)
            print(f"{what}, {how}: {said}")
    counts, n = measure.counts, measure.counts["as it is", "with print", "n"]
    figures.share("pictures taken out: named by its print", counts["unpictured", "with print", "right first"], n)
    believed = sum(counts["missing", "with print", f"{verdict}, wrong"] for verdict in ("sure", "likely"))
    figures.share("nothing of it known: *sure* or *likely*", believed, n)
    for group in sorted({group for group, _ in measure.names}):
        counted = {name: count for (of, name), count in measure.names.items() if of == group}
        print(f"names, {group}: {counted}")
    if took := measure.milliseconds:
        figures.spread("a name, of a processor", took, "ms", most=100)
    print("\n".join(measure.told))
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
