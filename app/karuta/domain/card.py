"""Cards, their printings and their artworks, as a catalogue folder brings them; knows no files and no SQL."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple

SHOP_IDS = "shop_ids"
"""Among a card's facts: the product ids of its printings, by shop and set code; no person reads them."""

EDITIONS = "editions"
"""Among a card's facts: the editions and finishes of its printings in the words of a list, by set code."""

SHOPS = ("tcgplayer", "cardmarket")
"""Whose product ids a catalogue may know."""


class CardKey(NamedTuple):
    """One identity in one game; written `game:card_id`."""

    game: str
    card_id: str

    def __str__(self) -> str:
        return f"{self.game}:{self.card_id}"


@dataclass(frozen=True)
class Printing:
    """One issue of a card: `LOB-EN005`, Ultra Rare."""

    set_code: str
    set_name: str = ""
    lang: str = ""
    rarities: tuple[str, ...] = ()


@dataclass(frozen=True)
class Card:
    """One identity in a game. `names` has at least one non-empty entry, keyed by language (`en`, `ja`, ...)."""

    key: CardKey
    names: Mapping[str, str]
    readings: Mapping[str, str] = field(default_factory=dict)
    codes: Mapping[str, Any] = field(default_factory=dict)
    kind: str = ""
    facts: Mapping[str, Any] = field(default_factory=dict)
    printings: tuple[Printing, ...] = ()

    @property
    def name(self) -> str:
        return display_name(self.names)


def editions_of(card: Card, set_code: str) -> str:
    """The editions and finishes of a printing, as its list says them: `A, foil; U, foil`."""
    said = card.facts.get(EDITIONS)
    texts = said.get(set_code) if isinstance(said, Mapping) else None
    return "; ".join(map(str, texts)) if isinstance(texts, list | tuple) else ""


def codes_in(card: Mapping[str, Any]) -> list[str]:
    """The values of a card's codes, each of them one or several."""
    return [str(code) for value in card.values() for code in (value if isinstance(value, list) else [value])]


def passcodes_in(card: Mapping[str, Any]) -> list[str]:
    """The codes that are numbers of eight digits."""
    return [text for text in codes_in(card) if len(text) == 8 and text.isdecimal()]


def display_name(names: Mapping[str, str]) -> str:
    """English, else Japanese, else the first name."""
    for lang in ("en", "ja"):
        if names.get(lang):
            return names[lang]
    return next(name for name in names.values() if name)


@dataclass(frozen=True)
class Artwork:
    """One reference image of a card.

    `file`: its name in images.csv, unique within the card. `artwork`: `main` or `alternate`. `picture_sha256`: the hash
    of the file's bytes; two artworks may share one picture. `pack`: the pack that brought it.
    """

    card: CardKey
    name: str
    file: str
    artwork: str
    picture_sha256: str
    pack: str = ""

    @property
    def is_main(self) -> bool:
        return self.artwork == "main"


@dataclass(frozen=True)
class TitleFacts:
    """The parts of a card that titles of listings may name. `passcodes`: eight digits each."""

    card: CardKey
    name: str
    names: tuple[tuple[str, str], ...]
    passcodes: tuple[str, ...] = ()
    printings: tuple[Printing, ...] = ()
