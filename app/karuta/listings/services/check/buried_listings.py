"""Says of checked listings which ones a buyer's search would miss, and a better title; asks the catalogue alone."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any

from karuta.domain.card import Card, CardKey
from karuta.domain.errors import CatalogueError
from karuta.domain.match import Verdict
from karuta.listings.domain.check.listing import ListingVerdict
from karuta.listings.domain.listing_words import GAMES, BuriedListing, SearchedTitle, TitleTemplates, buried_listing
from karuta.listings.domain.titles.reading import TitleField
from karuta.listings.services.check.read_templates import read_templates
from karuta.paths import LibraryFolder
from karuta.store.cards import Catalogue

# Of these nobody can say how they should be called: what is sold is not what is shown, or not to be sold.
_UNJUDGED = frozenset((ListingVerdict.ERROR, ListingVerdict.NOT_GENUINE, ListingVerdict.WRONG_CARD))
_KEPT = frozenset((TitleField.EDITION, TitleField.CONDITION, TitleField.GRADE, TitleField.QUANTITY))
_CARDS_KEPT = 4096


class BuriedListings:
    """Reads what `finding_json` writes. Close it, or use it in `with`."""

    def __init__(self, library: LibraryFolder, resources: Path) -> None:
        """Raises `LibraryError` without a usable catalogue."""
        self._templates: TitleTemplates = read_templates(library, resources).templates
        self._catalogue = Catalogue.open_reading(library.catalogue_db)
        self._card = lru_cache(maxsize=_CARDS_KEPT)(self._asked)

    def __enter__(self) -> BuriedListings:
        return self

    def __exit__(self, *error: object) -> None:
        self._catalogue.__exit__(None, None, None)

    def of(self, found: Mapping[str, Any]) -> BuriedListing:
        """Of a listing's line; nothing of lots, of several cards, and of what cannot be named."""
        title = found["title"]
        if ListingVerdict(found["verdict"]) in _UNJUDGED or title["lot"] or title["disagree"]:
            return BuriedListing()
        key, by = _named(title["cards"], found["cards"])
        card = self._card(key) if key is not None else None
        if card is None:
            return BuriedListing()
        tokens = title["tokens"]
        games = tuple(
            token["value"] for token in tokens if token["value"] in GAMES and token["field"] == TitleField.OTHER
        )
        if not by and any(game != card.key.game for game in games):
            return BuriedListing()  # what it sells is of another game than what is shown
        searched = SearchedTitle(
            text=title["text"],
            by=by,
            set_codes=tuple(title["set_codes"]),
            rarity=title["rarity"],
            games=games,
            kept=tuple(token["words"] for token in tokens if token["field"] in _KEPT),
        )
        return buried_listing(searched, card, self._templates)

    def _asked(self, key: CardKey) -> Card | None:
        try:
            return self._catalogue.card(key)
        except CatalogueError:
            return None


def _named(cards: Sequence[Mapping[str, Any]], seen: Sequence[Mapping[str, Any]]) -> tuple[CardKey | None, str]:
    """The one card that a listing sells, and by what its title names it; by its photos alone: "" ."""
    if len(cards) == 1 and not cards[0]["rivals"]:
        return CardKey(cards[0]["game"], cards[0]["card_id"]), cards[0]["by"].removesuffix("+code")
    shown = {(entry["game"], entry["card_id"]) for entry in seen}
    sure = all(entry["verdict"] == Verdict.SURE for entry in seen)
    if cards or len(shown) != 1 or not sure:
        return None, ""
    return CardKey(*next(iter(shown))), ""
