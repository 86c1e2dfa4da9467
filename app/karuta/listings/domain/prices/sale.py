"""One sale of one card, as a row of a file says it, and why a row is none. Reads no file."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from karuta.domain.card import CardKey
from karuta.domain.sentence import Sentence


@dataclass(frozen=True)
class Sale:
    """`line`: where it stands in its file. `price`: above zero, in `currency` (`JPY`, empty: the file says none).

    What is not said is empty. `printing`: a set code in upper case. `day`: `2026-11-25`. `grade`: `PSA 10`.
    `unclear`: its date as it is written, if it can be read in two ways; `day` is empty then.
    """

    line: int
    card: CardKey
    price: float
    currency: str
    printing: str = ""
    condition: str = ""
    grade: str = ""
    day: str = ""
    title: str = ""
    listing_id: str = ""
    unclear: str = ""


@dataclass(frozen=True)
class SkippedSale:
    """A row that is no sale. `line`: where it begins, from 1."""

    line: int
    reason: Sentence


@dataclass(frozen=True)
class SaleTitle:
    """What a title says of a sale. `refused`: why its price is not that of one card."""

    card: CardKey | None
    printing: str = ""
    condition: str = ""
    grade: str = ""
    refused: Sentence | None = None


class ReadSaleTitle(Protocol):
    """Reads the card, and what else matters for its price, out of a title."""

    def __call__(self, title: str) -> SaleTitle: ...


class FindSoldCard(Protocol):
    """The card that a cell names, or why there is none."""

    def __call__(self, text: str) -> CardKey | Sentence: ...
