"""Places of small print and names on cards of each game, and how its codes are written there. Cuts and reads nothing.

Places are fractions of the upright card's width and height; heights of capitals are of its height. The rows themselves
are `resources/lists/print.toml`; what is measured is said in `engine/decisions`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import cached_property
from typing import Any

from karuta.domain.shape import shaped

CAPITALS_SHARE = 0.6
"""The height of a name's capitals, of the row's with the name."""


class Print(StrEnum):
    """The thing that stands at a place."""

    CODE = "code"
    PASSCODE = "passcode"
    EDITION = "edition"


@dataclass(frozen=True)
class PrintPlace:
    """A line of small print.

    `frame`: what cards it is on. `left`, `right`: between these the text lies. `highest`, `lowest`: between these lies
    the middle of its capitals, from the top. `capitals`: their height. `lines`: how many lines may be there. `wanted`:
    words of the card's type line that a card with this frame has; empty: any card may have it. `unwanted`: words that
    it has not. `rare`: looked at only where the usual places say nothing. `ruled`: other frames have their rules there,
    so a line counts only if nothing stands in front of it. `codeless`: some cards with a line here have
    no code at all. `shape`: the card's width over its height.
    """

    frame: str
    what: Print
    left: float
    right: float
    highest: float
    lowest: float
    capitals: float
    lines: int = 1
    wanted: tuple[str, ...] = ()
    unwanted: tuple[str, ...] = ()
    rare: bool = False
    ruled: bool = False
    codeless: bool = False
    game: str = ""
    shape: float = 63 / 88

    def is_on(self, type_line: str) -> bool:
        words = type_line.casefold()
        return all(text in words for text in self.wanted) and not any(item in words for item in self.unwanted)


@dataclass(frozen=True)
class NamePlace:
    """A row with a card's name. `middle` and `tall`: of the row, so that the letters fill two thirds of it."""

    left: float
    right: float
    middle: float
    tall: float
    game: str = ""
    shape: float = 63 / 88


@dataclass(frozen=True)
class CodeForms:
    """How a code of the catalogue may stand on a card; `spelling` fills the forms in.

    `whole`: says which printing it is, as the code itself does. `number`, `set`: two texts that do so together, on one
    line or two.
    """

    whole: tuple[str, ...] = ()
    number: tuple[str, ...] = ()
    set: tuple[str, ...] = ()


@dataclass(frozen=True)
class GamePrint:
    """One game's row. `called`: what catalogues call the game, in small letters and digits alone; none: any other game.

    `card`: its width and height. `places`: in the order in which they are looked at. `pattern`: what its codes look
    like when they are read freely; "": letters that are none of the card's codes say nothing. `among`: whether a line
    holds other words beside the code. `has_reverse`: whether it has cards of which all but the art shines.
    """

    called: tuple[str, ...]
    places: tuple[PrintPlace, ...]
    name: NamePlace | None = None
    card: tuple[float, float] = (63, 88)
    pattern: str = ""
    forms: CodeForms = CodeForms()
    among: bool = False
    has_reverse: bool = False

    @cached_property
    def written(self) -> re.Pattern[str] | None:
        return re.compile(self.pattern) if self.pattern else None

    @property
    def shape(self) -> float:
        return self.card[0] / self.card[1]

    def places_of(self, what: Print, *, type_line: str, rare: bool = False) -> Sequence[PrintPlace]:
        """The places on cards of such a type line; those that are rare only where `rare`."""
        return [place for place in self.places if place.what is what and place.rare == rare and place.is_on(type_line)]

    @property
    def capitals(self) -> float:
        """The largest capitals of its codes, as a part of a card's height."""
        return max(place.capitals for place in self.places if place.what is Print.CODE)


@dataclass(frozen=True)
class PrintTable:
    """All rows, the one for any other game among them."""

    games: tuple[GamePrint, ...]

    @classmethod
    def of_toml(cls, table: Mapping[str, Any]) -> PrintTable:
        """Raises `Misshapen`."""
        rows = [shaped(row, GamePrint) for row in table["game"]]
        usual = next(row for row in rows if not row.called).places
        return cls(tuple(_joined(row, usual) for row in rows))

    def of(self, game: str) -> GamePrint:
        name = re.sub(r"[^a-z0-9]", "", game.casefold())
        return next((row for row in self.games if name in row.called), self._any)

    def has(self, game: str) -> bool:
        """Whether the game has a row of its own."""
        return bool(self.of(game).called)

    @property
    def places(self) -> Sequence[PrintPlace]:
        return [place for row in self.games for place in row.places]

    @cached_property
    def _any(self) -> GamePrint:
        return next(row for row in self.games if not row.called)


def _joined(row: GamePrint, usual: Sequence[PrintPlace]) -> GamePrint:
    """The row, whose places know the game and its cards' shape. Those of any game come after its own: the usual ones,
    along the lower edge, for the rare ones lie where frames that are known have other text.
    """
    own: dict[str, Any] = {"game": next(iter(row.called), ""), "shape": row.shape}
    name = None if row.name is None else replace(row.name, **own)
    more = [replace(place, rare=True) for place in usual if not place.rare] if row.among and row.called else []
    return replace(row, places=tuple(replace(place, **own) for place in (*row.places, *more)), name=name)
