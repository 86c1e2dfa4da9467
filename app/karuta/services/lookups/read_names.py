"""Reads the names in a photo, of any card of one library. Decides no card, and stores nothing."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from karuta.domain.card import Card, CardKey
from karuta.domain.catalogue import CardNames
from karuta.domain.errors import ModelError
from karuta.domain.pixels import Pixels
from karuta.domain.printing.evidence import LongerNames
from karuta.domain.printing.letters import letters_of, numbers_of, text_of
from karuta.domain.printing.names import SHORTEST, FittingName, ReadName
from karuta.domain.printing.places import PrintTable
from karuta.domain.printing.verifying import BLANK, log_likelihoods_of
from karuta.domain.text import squeeze
from karuta.engine.name_reader import CARD, NameReader, SeenLine, load_name_reader
from karuta.print_table import print_table
from karuta.store.cards import Catalogue

# So many of the names that are most like what was read are summed; none that is less alike than this (0 to 1).
LIKELIEST, ALIKE = 8, 0.55


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
                letters = squeeze(letters_of(name))
                if len(letters) >= SHORTEST:
                    owners[letters].add(card.card)
                    written.setdefault(letters, name)
        names = sorted(owners)
        called = {card.card: Card(card.card, card.names).name for card in cards}
        return cls(names, [written[name] for name in names], [frozenset(owners[name]) for name in names], called)

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

    `say`: is told in one sentence why names are not read after all.
    """

    catalogue_db: Path
    load: Callable[[], NameReader]
    say: Callable[[str], object] = lambda sentence: None
    _names: ListedNames | None = None
    _reader: NameReader | None = field(default=None, repr=False)
    _is_asked: bool = False

    def read(self, pixels: Pixels) -> list[ReadName]:
        """The lines that may be names. `pixels`: (height, width, 3) uint8, RGB, upright; boxes are in these pixels."""
        names, reader = self.names, self._open()
        if reader is None or not names.squeezed:
            return []
        lines = reader.read(pixels)
        texts = [text_of(_free(line.logs)).strip() for line in lines]
        legible = [at for at, text in enumerate(texts) if len(squeeze(text)) >= SHORTEST]
        near = names.alike([squeeze(texts[at]) for at in legible])
        return [
            _read_name(lines[at], texts[at], places, names) for at, places in zip(legible, near, strict=True) if places
        ]

    @property
    def table(self) -> PrintTable:
        return print_table()

    def called(self, card: CardKey) -> str:
        """The card's name, as lists show it; "" where it is not known."""
        return self.names.called.get(card, "")

    @property
    def names(self) -> ListedNames:
        if self._names is None:
            with Catalogue.open_reading(self.catalogue_db) as catalogue:
                self._names = ListedNames.of(list(catalogue.names()))
        return self._names

    def _open(self) -> NameReader | None:
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


_SPACE = numbers_of(" ")[0]


def _read_name(line: SeenLine, text: str, places: Sequence[int], names: ListedNames) -> ReadName:
    """Names are compared without spaces, which are read least surely: a space is no letter."""
    from rapidfuzz.distance import Levenshtein

    logs = line.logs.copy()
    logs[:, BLANK] = np.logaddexp(logs[:, BLANK], logs[:, _SPACE])
    logs[:, _SPACE] = -60.0
    free = squeeze(text)
    sums = log_likelihoods_of(logs[None], [numbers_of(free), *(numbers_of(names.squeezed[at]) for at in places)])[0]
    fits = [
        FittingName(
            name=names.written[at],
            cards=names.cards[at],
            letters=len(names.squeezed[at]),
            loss=max(0.0, float(sums[0] - total)),
            distance=Levenshtein.distance(free, names.squeezed[at]),
        )
        for at, total in zip(places, sums[1:], strict=True)
    ]
    order = sorted(range(len(fits)), key=lambda place: (fits[place].loss, fits[place].name))
    best = names.squeezed[places[order[0]]]
    return ReadName(text, line.corners, tuple(fits[place] for place in order), bool(names.longer.with_part(best)))


def open_names(catalogue_db: Path, resources: Path, *, say: Callable[[str], object]) -> PrintedNames:
    """With the reader that this release ships."""
    return PrintedNames(catalogue_db, lambda: load_name_reader(shipped_name_reader(resources)), say)


def shipped_name_reader(resources: Path) -> Path:
    """The one folder under `models/` with a name reader's card. Raises `ModelError`."""
    folders = sorted(path.parent for path in (resources / "models").glob(f"*/{CARD}"))
    if len(folders) != 1:
        raise ModelError(
            "{folder} contains {count} name readers instead of one", folder=resources / "models", count=len(folders)
        )
    return folders[0]
