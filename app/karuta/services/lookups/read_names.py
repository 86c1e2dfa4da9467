"""Reads the names of cards that their pictures leave in doubt, where the extra for it is installed. Stores nothing."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from karuta.domain.card import Card, CardKey
from karuta.domain.catalogue import CardNames
from karuta.domain.errors import ModelError
from karuta.domain.pixels import Pixels
from karuta.domain.printing.evidence import LongerNames, SeenName, as_compared
from karuta.domain.printing.places import name_place
from karuta.domain.sighting import Corners
from karuta.engine.name_reader import NameReader, find_network, load_name_reader
from karuta.store.cards import Catalogue

if TYPE_CHECKING:
    from karuta.services.catalogue.name_index import NameIndex

# So many of the likeliest cards are compared besides the matches.
LIKELIEST = 24


@dataclass(frozen=True, eq=False)
class KnownNames:
    """All names of one game's cards."""

    of: dict[CardKey, CardNames]
    alike: NameIndex
    longer: LongerNames

    @classmethod
    def from_cards(cls, cards: Sequence[CardNames]) -> KnownNames:
        from karuta.services.catalogue.name_index import NameIndex  # loads rapidfuzz, which most lookups do not need

        names = {as_compared(name) for card in cards for name in card.names.values()}
        return cls({card.card: card for card in cards}, NameIndex(cards), LongerNames(names))


@dataclass(eq=False)
class NamePrints:
    """Reads for one library. One thread's: it keeps the network, once it is wanted, and the catalogue's names.

    `say`: is told in one sentence why names are not read after all.
    """

    catalogue_db: Path
    load: Callable[[], NameReader]
    say: Callable[[str], object] = lambda sentence: None
    _known: dict[str, KnownNames] = field(default_factory=dict)
    _reader: NameReader | None = None
    _is_asked: bool = False

    def look(self, pixels: Pixels, corners: Corners, cards: Sequence[Card]) -> SeenName | None:
        """The name on one card, whose matches are `cards`; None where nothing can be read.

        `pixels`: (height, width, 3) uint8, RGB, upright; `corners`: (4, 2) in these pixels.
        """
        game = cards[0].key.game
        place, reader = name_place(game), self._open()
        if place is None or reader is None:
            return None
        line = reader.seen(pixels, corners, place)
        known = self._names_of(game)
        found = [*(CardNames(card.key, card.names, {}) for card in cards), *self._alike(line.text, known)]
        names: dict[str, set[CardKey]] = {}
        written: dict[str, str] = {}
        for card in found:
            for name in card.names.values():
                compared = as_compared(name)
                names.setdefault(compared, set()).add(card.card)
                written.setdefault(compared, name)
        return SeenName(line, {name: frozenset(keys) for name, keys in names.items()}, written, known.longer)

    def _alike(self, text: str, known: KnownNames) -> list[CardNames]:
        return [known.of[one.card] for one in known.alike.alike(text, LIKELIEST)]

    def _names_of(self, game: str) -> KnownNames:
        if game not in self._known:
            with Catalogue.open_reading(self.catalogue_db) as catalogue:
                self._known[game] = KnownNames.from_cards([one for one in catalogue.names() if one.card.game == game])
        return self._known[game]

    def _open(self) -> NameReader | None:
        """The first time it is wanted; a damaged one is said once, and everything goes on without."""
        if not self._is_asked:
            self._is_asked = True
            try:
                self._reader = self.load()
            except ModelError as error:
                self.say(error.sentence)
        return self._reader


def open_names(catalogue_db: Path, *, say: Callable[[str], object]) -> NamePrints | None:
    """None where the extra is not installed; also where it lacks its network, which is said."""
    try:
        network = find_network()
    except ModelError as error:
        say(error.sentence)
        return None
    return None if network is None else NamePrints(catalogue_db, partial(load_name_reader, network), say)
