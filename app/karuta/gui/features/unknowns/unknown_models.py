"""Groups of unknown cards, the cards of one group, and those that may be known now, as lists; decide nothing."""

from __future__ import annotations

from PySide6.QtCore import QObject

from karuta.domain.unknowns import KnownNow, UnknownCard, UnknownGroup
from karuta.gui.kit.translate import likely_words
from karuta.gui.library.card_facts import FetchedCards
from karuta.gui.library.crop_model import CropModel
from karuta.gui.library.pictures import Pictures
from karuta.paths import LibraryFolder


class GroupModel(CropModel[UnknownGroup]):
    """A group is its first card's picture, its name where it has one, and how many cards it has."""

    def words(self, row: UnknownGroup) -> str:
        count = f"× {len(row.cards):,}"
        return f"{row.name} {count}" if row.name else count

    def card(self, row: UnknownGroup) -> UnknownCard:
        return row.cards[0]

    def put(self, row: int, group: UnknownGroup) -> None:
        """The same group with another name."""
        self.rows = (*self.rows[:row], group, *self.rows[row + 1 :])
        self.dataChanged.emit(self.index(row), self.index(row))


class CardModel(CropModel[UnknownCard]):
    """The cards of one group, by the names of their photos."""

    def words(self, row: UnknownCard) -> str:
        return row.photo_name

    def card(self, row: UnknownCard) -> UnknownCard:
        return row


class KnownModel(CropModel[KnownNow]):
    """Each with the card that answers for it now, by the name that stands first in the window's language."""

    def __init__(self, library: LibraryFolder, pictures: Pictures, card_facts: FetchedCards, parent: QObject) -> None:
        super().__init__(library, pictures, parent)
        self._card_facts = card_facts

    def words(self, row: KnownNow) -> str:
        name = self._card_facts.name(row.match.card, row.match.name)
        return f"{name} · {likely_words(row.match)}\n{row.card.photo_name}"

    def card(self, row: KnownNow) -> UnknownCard:
        return row.card
