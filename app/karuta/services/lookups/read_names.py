"""Reads the names in a photo, of any card of one library. Decides no card, and stores nothing."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence, Set
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from karuta.domain.card import Artwork, Card, CardKey
from karuta.domain.catalogue import CardNames
from karuta.domain.errors import ModelError
from karuta.domain.pixels import Pixels
from karuta.domain.printing.evidence import LongerNames
from karuta.domain.printing.letters import numbers_of, signs_in, text_of
from karuta.domain.printing.names import SHORTEST, FittingName, ReadName, readable
from karuta.domain.printing.places import CAPITALS_SHARE, NamePlace, PrintTable
from karuta.domain.printing.verifying import BLANK, log_likelihoods_of
from karuta.domain.sighting import Corners
from karuta.domain.text import squeeze
from karuta.engine.name_reader import CARD, NameReader, SeenLine, load_name_reader
from karuta.engine.reader_card import shipped
from karuta.print_table import print_table
from karuta.store.cards import Catalogue

# So many of the names that are most like what was read are summed; none that is less alike than this (0 to 1).
LIKELIEST, ALIKE = 8, 0.55
# A catalogue's picture in which a name is looked for is so many pixels high at least; a line there rises no more.
PICTURE_TALL, LEVEL = 700, 0.1


@dataclass(frozen=True, eq=False)
class ListedNames:
    """All names that can be read, each once: `squeezed` letters without spaces, as the catalogue writes them, and
    whose each is. `called`: the name of each card in lists.
    """

    squeezed: Sequence[str]
    written: Sequence[str]
    cards: Sequence[frozenset[CardKey]]
    called: Mapping[CardKey, str]

    @classmethod
    def of(cls, cards: Sequence[CardNames]) -> ListedNames:
        owners: dict[str, set[CardKey]] = defaultdict(set)
        written: dict[str, str] = {}
        for card in cards:
            for name in card.names.values():
                if letters := readable(name):
                    owners[letters].add(card.card)
                    written.setdefault(letters, name)
        names = sorted(owners)
        called = {card.card: Card(card.card, card.names).name for card in cards}
        return cls(names, [written[name] for name in names], [frozenset(owners[name]) for name in names], called)

    @cached_property
    def owners(self) -> frozenset[CardKey]:
        """The cards with a name that can be read."""
        return frozenset[CardKey]().union(*self.cards)

    @cached_property
    def longer(self) -> LongerNames:
        return LongerNames(self.squeezed)

    def alike(self, texts: Sequence[str]) -> list[list[int]]:
        """Of each text the places of the names that are most like it, best first."""
        from rapidfuzz import process  # most lookups need none of it
        from rapidfuzz.distance import Indel

        if not texts or not self.squeezed:
            return [[] for _ in texts]
        shares = process.cdist(
            texts, self.squeezed, scorer=Indel.normalized_similarity, score_cutoff=ALIKE, dtype=np.float32
        )
        rows = []
        for row in shares:
            near = np.flatnonzero(row)
            rows.append([int(at) for at in near[np.argsort(-row[near], kind="stable")][:LIKELIEST]])
        return rows


@dataclass(eq=False)
class PrintedNames:
    """Reads for one library: it keeps the networks and the names, once they are wanted.

    `say`: is told in one sentence why names are not read after all. `picture`: the pixels of a picture by its content
    hash, None where they cannot be had.
    """

    catalogue_db: Path
    load: Callable[[], NameReader]
    say: Callable[[str], object] = lambda sentence: None
    picture: Callable[[str], Pixels | None] = lambda picture_sha256: None
    _names: ListedNames | None = None
    _reader: NameReader | None = field(default=None, repr=False)
    _is_asked: bool = False
    _places: dict[str, NamePlace | None] = field(default_factory=dict)

    def read(self, pixels: Pixels) -> list[ReadName]:
        """The lines that may be names. `pixels`: (height, width, 3) uint8, RGB, upright; boxes are in these pixels."""
        names, reader = self.names, self.open_reader()
        if reader is None or not names.squeezed:
            return []
        return _read_names(reader.read(pixels), names)

    def read_at(self, pixels: Pixels, bands: Sequence[Corners]) -> ReadName | None:
        """The likeliest name in these bands of capitals, (4, 2) each in these pixels; None where none is one."""
        names, reader = self.names, self.open_reader()
        if reader is None or not names.squeezed or not bands:
            return None
        read = [line for line in _read_names(reader.read_bands(pixels, bands), names) if line.named is not None]
        return max(read, key=lambda line: line.shares[0], default=None)

    @cached_property
    def places(self) -> Sequence[NamePlace]:
        """The places of names, by game."""
        games = sorted({card.game for card in self.names.called})
        return list(dict.fromkeys(place for game in games if (place := self.table.of(game).name) is not None))

    def place_on(self, artwork: Artwork) -> NamePlace | None:
        """The place of the name on a card: its game's row says it, else the card's own picture shows it."""
        row = self.table.of(artwork.card.game).name
        if row is not None or artwork.picture_sha256 in self._places:
            return row or self._places[artwork.picture_sha256]
        pixels = self.picture(artwork.picture_sha256)
        own = None if pixels is None else self._place_in(pixels, artwork.card)
        self._places[artwork.picture_sha256] = own
        return own

    def _place_in(self, pixels: Pixels, card: CardKey) -> NamePlace | None:
        """Small pictures are enlarged: their capitals are smaller than those that the finder sees."""
        more = max(1, -(-PICTURE_TALL // pixels.shape[0]))
        large = np.asarray(Image.fromarray(pixels).resize((pixels.shape[1] * more, pixels.shape[0] * more)))
        tall, wide = large.shape[:2]
        for line in self.read(large):
            (x0, y0), (x1, y1) = line.box[0], line.box[1]
            if line.named is not None and card in line.named.cards and abs(y1 - y0) < LEVEL * (x1 - x0):
                middle = float(line.box[:, 1].mean()) / tall
                row = line.capitals / CAPITALS_SHARE / tall
                return NamePlace(float(x0) / wide, float(x1) / wide, middle, row, card.game, wide / tall)
        return None

    @property
    def table(self) -> PrintTable:
        return print_table()

    def called(self, card: CardKey) -> str:
        """The card's name, as lists show it; "" where it is not known."""
        return self.names.called.get(card, "")

    def unread(self, cards: Set[CardKey]) -> Set[CardKey]:
        """Those of the cards that no name tells."""
        return cards if self.open_reader() is None else cards - self.names.owners

    @property
    def names(self) -> ListedNames:
        if self._names is None:
            with Catalogue.open_reading(self.catalogue_db) as catalogue:
                self._names = ListedNames.of(list(catalogue.names()))
        return self._names

    def open_reader(self) -> NameReader | None:
        """The first time it is wanted; a damaged one is said once, and everything goes on without."""
        if not self._is_asked:
            try:
                self._reader = self.load()
            except ModelError as error:
                self.say(error.sentence)
            # Last, because another thread may ask meanwhile: it may load the reader too, but never goes without.
            self._is_asked = True
        return self._reader


def _free(logs: NDArray[np.float32]) -> tuple[int, ...]:
    best = logs.argmax(axis=1)
    return tuple(int(n) for i, n in enumerate(best) if n != BLANK and (i == 0 or best[i - 1] != n))


def _read_names(lines: Sequence[SeenLine], names: ListedNames) -> list[ReadName]:
    texts = [text_of(_free(line.logs)).strip() for line in lines]
    legible = [at for at, text in enumerate(texts) if len(squeeze(text)) >= SHORTEST]
    near = names.alike([squeeze(texts[at]) for at in legible])
    return [_read_name(lines[at], texts[at], places, names) for at, places in zip(legible, near, strict=True) if places]


_SPACE = numbers_of(" ")[0]


def _read_name(line: SeenLine, text: str, places: Sequence[int], names: ListedNames) -> ReadName:
    """Names are compared without spaces, which are read least surely: a space is no letter."""
    from rapidfuzz.distance import Levenshtein

    logs = line.logs.copy()
    logs[:, BLANK] = np.logaddexp(logs[:, BLANK], logs[:, _SPACE])
    logs[:, _SPACE] = -60.0
    free = squeeze(text)
    forms = [_as_read(names.squeezed[at], names.written[at], free) for at in places]
    sums = log_likelihoods_of(logs[None], [numbers_of(free), *map(numbers_of, forms)])[0]
    fits = [
        FittingName(
            name=names.written[at],
            cards=names.cards[at],
            letters=len(form),
            loss=max(0.0, float(sums[0] - total)),
            distance=Levenshtein.distance(free, form),
        )
        for at, form, total in zip(places, forms, sums[1:], strict=True)
    ]
    order = sorted(range(len(fits)), key=lambda place: (fits[place].loss, fits[place].name))
    best = names.squeezed[places[order[0]]]
    return ReadName(text, line.corners, tuple(fits[place] for place in order), bool(names.longer.with_part(best)))


def _as_read(squeezed: str, written: str, free: str) -> str:
    """The letters of a name; where a sign of it was taken for a letter, with that letter: `C&D` that is read as CAD."""
    from rapidfuzz.distance import Levenshtein

    taken = (squeezed[:at] + free[at] + squeezed[at:] for at in signs_in(written) if at < len(free))
    return min([squeezed, *taken], key=lambda form: Levenshtein.distance(free, form))


def open_names(
    catalogue_db: Path,
    resources: Path,
    *,
    say: Callable[[str], object],
    picture: Callable[[str], Pixels | None] = lambda picture_sha256: None,
) -> PrintedNames:
    """With the reader that this release ships."""
    return PrintedNames(catalogue_db, lambda: load_name_reader(shipped_name_reader(resources)), say, picture)


def shipped_name_reader(resources: Path) -> Path:
    """The reader of names that this release ships. Raises `ModelError`."""
    return shipped(resources, CARD)
