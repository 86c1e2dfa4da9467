"""Listings as they should be written: templates, listings filled in from photos, and those that a search misses.

Tables of templates ship with Karuta, for titles and for replies to sellers; one of the same name in the library adds to
each, `#` begins a comment. An unusable row is one sentence, and the rest counts. Changes nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path
from typing import Any, Generic, TypeVar

from karuta.domain.card import Card, CardKey
from karuta.domain.errors import CatalogueError, PictureError
from karuta.domain.match import Match, Verdict
from karuta.domain.printing.answer import PrintingAnswer
from karuta.domain.recognition import FoundSighting
from karuta.domain.sentence import Sentence, commas
from karuta.listings.domain.check import checked
from karuta.listings.domain.check.checked import ReplyTemplate, ReplyTemplates
from karuta.listings.domain.check.listing import ListingVerdict
from karuta.listings.domain.listing_words import (
    PLACES,
    BuriedListing,
    ListingWords,
    TitleTemplate,
    TitleTemplates,
    buried_listing,
    listing_words,
    names_another_game,
)
from karuta.listings.domain.prices import UsualPrice, WantedPrice
from karuta.listings.domain.titles.reading import TitleCard, TitleReading
from karuta.listings.services.prices.price_guide import PriceGuide, read_into, sales_of
from karuta.listings.services.prices.read_sales import sale_titles
from karuta.paths import LibraryFolder
from karuta.services.lookups.identify import Answer
from karuta.store.cards import Catalogue
from karuta.store.database import Closable
from karuta.tables import edited_rows

FILE = "listing-titles.csv"
REPLIES = "replies.csv"
_HEADER = ["game", "language", "template"]
_REPLY_HEADER = ["about", "language", "template"]
_UNREADABLE = Sentence("The templates in {path} cannot be read ({reason}).")

Templates = TypeVar("Templates")


@dataclass(frozen=True)
class ReadTemplates(Generic[Templates]):
    """`troubles`: a sentence for each row, or file, that could not be used."""

    templates: Templates
    troubles: tuple[Sentence, ...] = ()


def read_templates(library: LibraryFolder, resources: Path) -> ReadTemplates[TitleTemplates]:
    """Both tables in one; a row of the person's own takes the place of a shipped one."""
    tables = (resources / FILE, library.listing_titles_csv)
    table = edited_rows(tables, _HEADER, _title_template, unreadable=_UNREADABLE)
    return ReadTemplates(TitleTemplates(table.rows), table.troubles)


def read_replies(library: LibraryFolder, resources: Path) -> ReadTemplates[ReplyTemplates]:
    """Replies, in the same way."""
    table = edited_rows((resources / REPLIES, library.replies_csv), _REPLY_HEADER, _reply, unreadable=_UNREADABLE)
    return ReadTemplates(ReplyTemplates(table.rows), table.troubles)


def _title_template(cells: Sequence[str]) -> TitleTemplate | Sentence:
    if len(cells) != len(_HEADER):
        return Sentence("it has {count} cells and not three: game, language, template", count=len(cells))
    row = TitleTemplate(*cells)
    if row.language not in checked.LANGUAGES:
        return Sentence("{language} is not a language of titles; write en or ja", language=row.language)
    return _unknown_place(row.template, PLACES) or row


def _reply(cells: Sequence[str]) -> ReplyTemplate | Sentence:
    if len(cells) != len(_REPLY_HEADER):
        return Sentence("it has {count} cells and not three: about, language, template", count=len(cells))
    row = ReplyTemplate(*cells)
    if row.language not in checked.LANGUAGES:
        return Sentence("{language} is not a language of replies; write en or ja", language=row.language)
    if row.about not in checked.ABOUT:
        return Sentence(
            "no reply is about {what}; known are {known}", what=row.about, known=commas(tuple(checked.ABOUT))
        )
    return _unknown_place(row.template, checked.PLACES) or row


def _unknown_place(template: str, places: frozenset[str]) -> Sentence | None:
    unknown = [name for name in checked.PLACE.findall(template) if name not in places]
    if not unknown:
        return None
    names = commas([f"{{{name}}}" for name in sorted(places)])
    return Sentence("{place} is not a known word; known are {known}", place=unknown[0], known=names)


# Of these nobody can say how they should be called: what is sold is not what is shown, or not to be sold.
_UNJUDGED = frozenset((ListingVerdict.ERROR, ListingVerdict.NOT_GENUINE, ListingVerdict.WRONG_CARD))
_CARDS_KEPT = 4096


class BuriedListings(Closable):
    """Judges what a listing says and shows. Close it, or use it in `with`."""

    def __init__(self, library: LibraryFolder, resources: Path) -> None:
        """Raises `LibraryError` without a usable catalogue."""
        self._templates: TitleTemplates = read_templates(library, resources).templates
        self._catalogue = Catalogue.open_reading(library.catalogue_db)
        self._card = lru_cache(maxsize=_CARDS_KEPT)(self._asked)

    def close(self) -> None:
        self._catalogue.close()

    def of(self, verdict: str, *, title: TitleReading, cards: Sequence[Mapping[str, Any]]) -> BuriedListing:
        """`cards`: that the photos show, as a listing's line has them.

        Nothing of lots, of several cards, and of what cannot be named.
        """
        if ListingVerdict(verdict) in _UNJUDGED or title.lot or title.disagree:
            return BuriedListing()
        key, by = _named(title.cards, cards)
        card = self._card(key) if key is not None else None
        if card is None or (not by and names_another_game(title, card.key.game)):
            return BuriedListing()  # what it sells is of another game than what is shown
        return buried_listing(title, by, card, self._templates)

    def _asked(self, key: CardKey) -> Card | None:
        try:
            return self._catalogue.card(key)
        except CatalogueError:
            return None


def _named(cards: Sequence[TitleCard], seen: Sequence[Mapping[str, Any]]) -> tuple[CardKey | None, str]:
    """The one card that a listing sells, and by what its title names it; by its photos alone: "" ."""
    if len(cards) == 1 and not cards[0].rivals:
        return cards[0].card, cards[0].by.removesuffix("+code")
    shown = {(entry["game"], entry["card_id"]) for entry in seen}
    sure = all(entry["verdict"] == Verdict.SURE for entry in seen)
    if cards or len(shown) != 1 or not sure:
        return None, ""
    return CardKey(*next(iter(shown))), ""


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

    def __init__(
        self, catalogue: Catalogue, templates: TitleTemplates, guide: PriceGuide | None, troubles: Sequence[Sentence]
    ) -> None:
        """`troubles`: a sentence about each row of the templates that could not be used, and about skipped sales."""
        self._catalogue, self._templates, self._guide, self.troubles = catalogue, templates, guide, troubles

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
        """Fill in a card that somebody named. Raises `CatalogueError` if it is not in the catalogue."""
        card = self._catalogue.card(key)
        words = listing_words(card, self._templates, printing)
        query = WantedPrice(key, printing=words.set_code)
        price = self._guide.usual(query) if self._guide is not None else None
        return FilledCard(Verdict.SURE, None, card, words, price, printing)


@contextmanager
def open_filler(library: LibraryFolder, resources: Path, *, sales: Path | None) -> Iterator[ListingFiller]:
    """`sales`: a table, else the library's own, if there is one. Raises `SalesError`, `LibraryError`."""
    read = read_templates(library, resources)
    troubles = list(read.troubles)
    table = sales_of(library, sales)
    with PriceGuide() as guide, Catalogue.open_reading(library.catalogue_db) as catalogue:
        if table is not None and read_into(guide, table, catalogue, read_title=sale_titles(library, resources)).skips:
            troubles.append(Sentence("Some rows of {path} were skipped; `karuta price` says which.", path=table))
        yield ListingFiller(catalogue, read.templates, guide if table is not None else None, troubles)
