"""The pack of one run of `catalogue add`: stored in short transactions, seen by nobody, put in force by one write.

If a run is stopped before that, the next one removes what it left; vectors stay.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass

from karuta.domain.card import Card, CardKey
from karuta.domain.catalogue import NewArtwork, NewBack
from karuta.store import additions, artworks, card_rows
from karuta.store.database import Database

# So many keep a transaction short. Adding 12,955 cards and 11,001 artworks, the longest of 408 took 68 ms (five busy
# processes on two cores).
CARDS_AT_ONCE = 250
ARTWORKS_AT_ONCE = 1000


@dataclass(frozen=True)
class PackOrigin:
    """The origin of a pack: the format and the source as `pack list` shows them."""

    format: str = "karuta"
    source: str = ""


class StagedPack:
    """One addition of one pack. It begins with the first thing put into it."""

    def __init__(
        self,
        pack: str,
        origin: PackOrigin | None = None,
        *,
        reading: Callable[[], AbstractContextManager[Database]],
        writing: Callable[[], AbstractContextManager[Database]],
    ) -> None:
        """`reading`, `writing`: each opens one transaction of the catalogue."""
        self._reading = reading
        self._writing = writing
        self.pack = pack
        self._origin = origin or PackOrigin()
        self._begun: tuple[int, int] | None = None

    @property
    def is_empty(self) -> bool:
        return self._begun is None

    def card(self, key: CardKey) -> Card:
        """A card as this addition says it, else as everybody sees it. Raises `CatalogueError` for an unknown card."""
        with self._reading() as database:
            own = None if self._begun is None else card_rows.staged(database, key, addition=self._begun[0])
            return own or card_rows.get(database, key)

    def put_cards(self, new: Sequence[Card]) -> None:
        """Store cards as the pack has them now, a few hundred per transaction."""
        for start in range(0, len(new), CARDS_AT_ONCE):
            rows = [card_rows.row_of(card) for card in new[start : start + CARDS_AT_ONCE]]
            with self._writing() as database:
                addition, pack = self._numbers(database)
                card_rows.put(database, rows, pack=pack, addition=addition)

    def put_artworks(self, new: Sequence[NewArtwork]) -> None:
        """Store artworks as the pack has them now; their vectors must be there before it is put in force.

        Raises `CatalogueError` for an artwork of an unknown card; its transaction then changes nothing.
        """
        for start in range(0, len(new), ARTWORKS_AT_ONCE):
            with self._writing() as database:
                addition, pack = self._numbers(database)
                artworks.put(database, new[start : start + ARTWORKS_AT_ONCE], pack=pack, addition=addition)

    def put_backs(self, new: Sequence[NewBack]) -> None:
        if new:
            with self._writing() as database:
                addition, pack = self._numbers(database)
                artworks.put_backs(database, new, pack=pack, addition=addition)

    def put_in_force(self) -> None:
        """The one write after which everybody sees all of it."""
        if self._begun is not None:
            with self._writing() as database:
                additions.put_in_force(database, self._begun[0])

    def _numbers(self, database: Database) -> tuple[int, int]:
        """(addition, pack). If the first transaction fails, the addition's row is rolled back with it."""
        if self._begun is None or not additions.is_staged(database, self._begun[0]):
            self._begun = additions.begin(
                database, self.pack, source_format=self._origin.format, source=self._origin.source
            )
        return self._begun
