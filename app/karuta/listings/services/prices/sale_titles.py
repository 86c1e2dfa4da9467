"""What listing titles say of a sale, by the title reader: which card, and what else its price depends on."""

from __future__ import annotations

from pathlib import Path

from karuta.domain.sentence import Sentence
from karuta.listings.domain.prices.usual import SaleTitle
from karuta.listings.domain.titles.read_title import TitleReader
from karuta.listings.domain.titles.reading import TitleReading
from karuta.listings.domain.titles.title_cards import CLEAR
from karuta.listings.services.check.read_titles import open_title_reader
from karuta.paths import LibraryFolder

_NOT_GENUINE = Sentence("its title sells no genuine card")
_SEVERAL = Sentence("its title sells several cards")


class SaleTitles:
    """Reads titles of sales; the reader is opened with the first of them, since most tables name card ids."""

    def __init__(self, library: LibraryFolder, resources: Path) -> None:
        self._library, self._resources = library, resources
        self._reader: TitleReader | None = None

    def __call__(self, title: str) -> SaleTitle:
        """Raises `LibraryError` without a usable catalogue."""
        if self._reader is None:
            self._reader = open_title_reader(self._library, self._resources)
        return sale_title(self._reader.read(title))


def sale_title(reading: TitleReading) -> SaleTitle:
    """The card of a title that clearly names one; lots and copies have no price of one card."""
    if reading.proxy:
        return SaleTitle(None, refused=_NOT_GENUINE)
    clear = [one for one in reading.cards if one.probability >= CLEAR]
    if reading.lot or (reading.quantity or 1) > 1 or len(clear) > 1:
        return SaleTitle(None, refused=_SEVERAL)
    if reading.disagree or not clear:
        return SaleTitle(None)
    code = reading.set_codes[0] if len(reading.set_codes) == 1 else ""
    return SaleTitle(clear[0].card, code, reading.condition or "", reading.grade or "")
