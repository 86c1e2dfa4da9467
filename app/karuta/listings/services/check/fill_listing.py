"""Fills in a listing from its photos, with the catalogue, templates and the person's sales. Changes nothing."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from karuta.domain.card import Card, CardKey
from karuta.domain.errors import PictureError
from karuta.domain.match import Match, Verdict
from karuta.domain.printing.answer import PrintingAnswer
from karuta.domain.recognition import FoundSighting
from karuta.domain.sentence import Sentence
from karuta.listings.domain.listing_words import ListingWords, TitleTemplates, listing_words
from karuta.listings.domain.prices import UsualPrice, WantedPrice
from karuta.listings.services.check.read_templates import read_templates
from karuta.listings.services.prices.price_guide import PriceGuide, read_into, sales_of
from karuta.listings.services.prices.read_sales import SaleTitles
from karuta.paths import LibraryFolder
from karuta.services.lookups.identify import Answer
from karuta.store.cards import Catalogue

# Where the first match is no answer, nothing is filled in.
_NAMED = frozenset((Verdict.SURE, Verdict.LIKELY, Verdict.UNSURE))


@dataclass(frozen=True)
class FilledCard:
    """One card seen in a photo. Without a card (unknown, unreadable, a back) the rest is None.

    `price`: None where no table of sales was read. `printing`: what was read of it, None where nothing was.
    """

    verdict: Verdict
    match: Match | None = None
    card: Card | None = None
    words: ListingWords | None = None
    price: UsualPrice | None = None
    printing: PrintingAnswer | None = None


@dataclass(frozen=True)
class FilledPhoto:
    """`photo`: as it was given. Either an error, or its cards in reading order."""

    photo: str
    error: PictureError | None
    cards: tuple[FilledCard, ...] = ()


class ListingFiller:
    """Looks cards up in a catalogue and a price guide that stay open meanwhile."""

    def __init__(self, catalogue: Catalogue, templates: TitleTemplates, guide: PriceGuide | None) -> None:
        self._catalogue, self._templates, self._guide = catalogue, templates, guide

    def fill(self, answers: Iterable[Answer]) -> Iterator[FilledPhoto]:
        """One for each photo, in their order."""
        for answer in answers:
            sightings = answer.recognition.sightings if answer.recognition else ()
            yield FilledPhoto(answer.photo, answer.error, tuple(self._card(sighting) for sighting in sightings))

    def _card(self, sighting: FoundSighting) -> FilledCard:
        if sighting.verdict not in _NAMED or sighting.back or not sighting.matches:
            return FilledCard(sighting.verdict)
        match = sighting.matches[0]
        return replace(self.filled(match.card, sighting.printing), verdict=sighting.verdict, match=match)

    def filled(self, key: CardKey, printing: PrintingAnswer | None) -> FilledCard:
        """What is known of a card that somebody named. Raises `CatalogueError` if it is not in the catalogue."""
        card = self._catalogue.card(key)
        words = listing_words(card, self._templates, printing)
        return FilledCard(Verdict.SURE, None, card, words, self._price(key, words.set_code), printing)

    def _price(self, card: CardKey, set_code: str | None) -> UsualPrice | None:
        return self._guide.usual(WantedPrice(card, printing=set_code)) if self._guide is not None else None


@dataclass(frozen=True)
class OpenFiller:
    """`troubles`: a sentence about each row of the templates that could not be used, and about skipped sales."""

    filler: ListingFiller
    troubles: tuple[Sentence, ...]


@contextmanager
def open_filler(library: LibraryFolder, resources: Path, *, sales: Path | None) -> Iterator[OpenFiller]:
    """`sales`: a table, else the library's own, if there is one. Raises `SalesError`, `LibraryError`."""
    read = read_templates(library, resources)
    troubles = list(read.troubles)
    table = sales_of(library, sales)
    with PriceGuide() as guide, Catalogue.open_reading(library.catalogue_db) as catalogue:
        if table is not None and read_into(guide, table, catalogue, read_title=SaleTitles(library, resources)).skips:
            troubles.append(Sentence("Some rows of {path} were skipped; `karuta price` says which.", path=table))
        filler = ListingFiller(catalogue, read.templates, guide if table is not None else None)
        yield OpenFiller(filler, tuple(troubles))
