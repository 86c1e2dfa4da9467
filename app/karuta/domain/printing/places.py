"""Places of small print and names on cards of each game, and of what form they are. Cuts and reads nothing.

Places are fractions of the upright card's width and height; heights of capitals are of its height. What is measured is
said in `engine/decisions`.

Places are fractions of the upright card's width and height. Yu-Gi-Oh's and the demo's were measured, the others are
taken from what is known of their frames.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum


class Print(StrEnum):
    """The thing that stands at a place."""

    CODE = "code"
    PASSCODE = "passcode"
    EDITION = "edition"


@dataclass(frozen=True)
class PrintPlace:
    """A line of small print.

    `frame`: what cards it is on. `left`, `right`: between these the text lies. `highest`, `lowest`: between these lies
    the middle of its capitals, from the top. `capitals`: their height. `wanted`: words of the card's type line that a
    card with this frame has; empty: any card may have it. `unwanted`: words that it has not. `rare`: looked at only
    where the usual places say nothing. `codeless`: some cards with a line here have no code at all.
    """

    game: str
    frame: str
    what: Print
    left: float
    right: float
    highest: float
    lowest: float
    capitals: float
    wanted: tuple[str, ...] = ()
    unwanted: tuple[str, ...] = ()
    rare: bool = False
    codeless: bool = False

    def is_on(self, type_line: str) -> bool:
        words = type_line.casefold()
        return all(text in words for text in self.wanted) and not any(item in words for item in self.unwanted)


# game, frame, what, left, right, highest and lowest middle of the capitals, their height, type line.
PLACES: tuple[PrintPlace, ...] = (
    # Some 90 real ones lie within 0.008; a loose outline adds as much.
    PrintPlace("yugioh", "standard", Print.CODE, 0.615, 0.913, 0.7145, 0.7535, 0.0152, unwanted=("pendulum", "link")),
    PrintPlace("yugioh", "link", Print.CODE, 0.59, 0.86, 0.7145, 0.7355, 0.0152, wanted=("link",)),
    PrintPlace("yugioh", "pendulum", Print.CODE, 0.05, 0.30, 0.9135, 0.9285, 0.0140, wanted=("pendulum",)),
    PrintPlace("yugioh", "series 2", Print.CODE, 0.72, 0.92, 0.7595, 0.7715, 0.0130, rare=True),
    # It ends before the words of an edition begin.
    PrintPlace("yugioh", "standard", Print.PASSCODE, 0.030, 0.195, 0.961, 0.978, 0.0137),
    # Japanese cards of 1999 and 2000; those of the first series have no set code.
    PrintPlace("yugioh", "series 2", Print.PASSCODE, 0.030, 0.195, 0.942, 0.954, 0.0137, rare=True, codeless=True),
    PrintPlace("yugioh", "standard", Print.EDITION, 0.185, 0.46, 0.961, 0.978, 0.0137),
    PrintPlace("yugioh", "series 1", Print.EDITION, 0.08, 0.36, 0.7255, 0.7385, 0.0152, rare=True),
    # Outlines often follow the line inside the frame, so the last line seems lower and nearer to the edges.
    PrintPlace("kazeyomi", "standard", Print.CODE, 0.71, 0.98, 0.9532, 0.978, 0.0138),
    PrintPlace("kazeyomi", "standard", Print.PASSCODE, 0.04, 0.26, 0.9532, 0.978, 0.0138),
    PrintPlace("magic", "2015", Print.CODE, 0.045, 0.32, 0.938, 0.950, 0.0125),
    PrintPlace("magic", "2015", Print.PASSCODE, 0.045, 0.32, 0.957, 0.969, 0.0125),
    PrintPlace("pokemon", "modern", Print.CODE, 0.05, 0.30, 0.948, 0.960, 0.0120),
    PrintPlace("pokemon", "older", Print.CODE, 0.72, 0.95, 0.951, 0.963, 0.0120, rare=True),
    PrintPlace("onepiece", "standard", Print.CODE, 0.70, 0.95, 0.945, 0.957, 0.0130),
)

# The games whose catalogues list codes as they are printed. Magic's have `LAN-8` where the card says `008/281`,
# Pokémon's `LA-1` where it says `001/030`: what such a card says would never be one of its printings.
PRINTED_AS_LISTED = frozenset(("yugioh", "kazeyomi", "onepiece"))

# A card's width over its height, where it is not that of most games.
SHAPES = {"yugioh": 59 / 86, "kazeyomi": 59 / 86}
_SHAPE = 63 / 88

# What a game's codes look like when they are written in letters of the reader: for what is read freely.
PATTERNS: dict[str, re.Pattern[str]] = {
    "yugioh": re.compile(r"[A-Z0-9]{1,5}-[A-Z]{0,2}[A-Z0-9]{0,2}[0-9]{1,3}"),
    "kazeyomi": re.compile(r"[A-Z0-9]{2,4}-[A-Z]{0,2}[0-9]{2,3}"),
    "magic": re.compile(r"[0-9]{3,4}(/[0-9]{3,4})?"),
    "pokemon": re.compile(r"[0-9]{2,3}/[0-9]{2,3}"),
    "onepiece": re.compile(r"[A-Z]{1,4}[0-9]{0,2}-[0-9]{3}"),
}


def places_of(game: str, what: Print, *, type_line: str, rare: bool = False) -> Sequence[PrintPlace]:
    """The places of a game's cards of such a type line; those that are rare only where `rare`."""
    return [
        place
        for place in PLACES
        if place.game == game and place.what is what and place.rare == rare and place.is_on(type_line)
    ]


def shape_of(game: str) -> float:
    return SHAPES.get(game, _SHAPE)


def has_reader(game: str) -> bool:
    return game in PRINTED_AS_LISTED


def capitals_of(game: str) -> float:
    """The largest capitals of the game's codes, as a part of a card's height. The game has a reader."""
    return max(place.capitals for place in _codes(game))


def _codes(game: str) -> Sequence[PrintPlace]:
    return [place for place in PLACES if place.game == game and place.what is Print.CODE]


@dataclass(frozen=True)
class NamePlace:
    """A row with a card's name. `middle` and `tall`: of the row, so that the letters fill two thirds of it."""

    game: str
    left: float
    right: float
    middle: float
    tall: float


NAME_PLACES: tuple[NamePlace, ...] = (
    NamePlace("yugioh", 0.05, 0.86, 0.070, 0.060),
    NamePlace("kazeyomi", 0.17, 0.83, 0.720, 0.055),
    NamePlace("magic", 0.06, 0.80, 0.063, 0.050),
    NamePlace("pokemon", 0.19, 0.74, 0.060, 0.058),
    NamePlace("onepiece", 0.17, 0.83, 0.900, 0.055),
)


def name_place(game: str) -> NamePlace | None:
    return next((place for place in NAME_PLACES if place.game == game), None)
