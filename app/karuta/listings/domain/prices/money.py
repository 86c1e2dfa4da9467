"""Reads a price and its currency out of a cell, as people and spreadsheets write them. Knows no file.

`1.234,56 €`, `US$1,234.56`, `１，２３４円` and `1 234,-` are prices. A mark before three digits alone (`1.234`) parts
thousands, unless the file's other cells show that it is the decimal mark.
"""

from __future__ import annotations

import math
import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass

from karuta.domain.sentence import Sentence

# How currencies are written -> the codes that it may mean, the first where nothing else is said. A row a sign.
SIGNS: dict[str, tuple[str, ...]] = {
    "us$": ("USD",),
    "ca$": ("CAD",),
    "c$": ("CAD",),
    "au$": ("AUD",),
    "a$": ("AUD",),
    "nz$": ("NZD",),
    "hk$": ("HKD",),
    "nt$": ("TWD",),
    "s$": ("SGD",),
    "r$": ("BRL",),
    "$": ("USD", "CAD", "AUD", "NZD", "HKD", "TWD", "SGD", "MXN"),
    "€": ("EUR",),
    "£": ("GBP",),
    "¥": ("JPY", "CNY"),
    "円": ("JPY",),
    "元": ("CNY", "TWD"),
    "₩": ("KRW",),
    "원": ("KRW",),
    "zł": ("PLN",),
    "kr": ("SEK", "NOK", "DKK"),
    "fr.": ("CHF",),
    "yen": ("JPY",),
    "euro": ("EUR",),
    "eur": ("EUR",),
    "dollar": ("USD",),
    "dollars": ("USD",),
    "pounds": ("GBP",),
}
# These have no smaller coin in use, so no mark in their prices is a decimal mark before three digits.
WHOLE = frozenset(("JPY", "KRW", "TWD", "VND", "IDR", "CLP", "HUF"))

# ISO 4217, as far as cards are sold in it.
CODES = frozenset(
    {
        *("AED", "ARS", "AUD", "BGN", "BHD", "BRL", "CAD", "CHF", "CLP", "CNY", "COP"),
        *("CRC", "CZK", "DKK", "EGP", "EUR", "GBP", "HKD", "HUF", "IDR", "ILS", "INR"),
        *("ISK", "JPY", "KRW", "KWD", "MAD", "MOP", "MXN", "MYR", "NOK", "NZD", "PEN"),
        *("PHP", "PKR", "PLN", "QAR", "RON", "RSD", "RUB", "SAR", "SEK", "SGD", "THB"),
        *("TRY", "TWD", "UAH", "USD", "UYU", "VND", "ZAR"),
    }
)

MOST = 1e12
_LONGEST = 60
# A number with what may stand in it. Each class is bounded by the length of the cell, and none overlaps another.
_NUMBER = re.compile(r"[0-9](?:[0-9.,' ]*[0-9])?")
_NO_CENTS = re.compile(r"[.,] ?-+$")


@dataclass(frozen=True)
class Price:
    """`currency`: a code, or empty where the cell has no sign. `may_be`: all codes that its sign may mean."""

    amount: float
    currency: str = ""
    may_be: tuple[str, ...] = ()


def read_currency(cell: str) -> str | None:
    """The code of a cell such as `usd`, `US$`, `円`; empty for an empty cell, None if it is no currency."""
    said = _plain(cell)
    if not said:
        return ""
    if said in SIGNS:
        return SIGNS[said][0]
    return said.upper() if said.upper() in CODES else None


def agreed(price: Price, currency: str) -> str | Sentence:
    """The currency of a price beside which another cell says `currency`; both may be empty."""
    if not currency or not price.currency:
        return currency or price.currency
    if currency in price.may_be:
        return currency
    return Sentence("its price is in {price} and its currency is {currency}", price=price.currency, currency=currency)


def decimal_mark(cells: Iterable[str]) -> str:
    """The decimal mark of a file's prices, `.` or `,`: empty where no cell shows it, or where two cells disagree."""
    seen = {mark for cell in cells if (mark := _shown_mark(_plain(cell)))}
    return seen.pop() if len(seen) == 1 else ""


def read_price(cell: str, *, mark: str = "", currency: str = "") -> Price | Sentence:
    """A price above zero, or why it is none. `mark`: the file's decimal mark. `currency`: what another cell says."""
    said = _plain(cell)
    if not said:
        return Sentence("it has no price")
    wrong = Sentence("{cell} is not a price", cell=cell.strip()[:_LONGEST])
    if len(said) > _LONGEST:
        return wrong
    bare = _NO_CENTS.sub("", said)
    found = _NUMBER.search(bare)
    if found is None:
        return wrong
    before, after = bare[: found.start()].strip(), bare[found.end() :].strip()
    codes = _codes(before, after)
    if codes is None:
        return wrong
    code = currency or (codes[0] if codes else "")
    number = _number(found[0], mark="" if code in WHOLE else mark, whole=code in WHOLE)
    if number is None:
        return wrong
    if not 0 < number < MOST or not math.isfinite(number):
        return Sentence("its price {cell} is not above zero, or far too high", cell=cell.strip())
    return Price(number, codes[0] if codes else "", codes)


def _codes(*signs: str) -> tuple[str, ...] | None:
    """What the signs around a number may mean together; None where they are no currency, or two."""
    codes: tuple[str, ...] = ()
    for sign in signs:
        if sign:
            meant = SIGNS.get(sign, (sign.upper(),) if sign.upper() in CODES else ())
            codes = tuple(code for code in codes if code in meant) if codes else meant
            if not codes:
                return None
    return codes


def _plain(cell: str) -> str:
    said = unicodedata.normalize("NFKC", cell).strip().casefold()
    return said.translate({0x2019: "'", 0x2018: "'", 0x00A0: " ", 0x202F: " ", 0x2013: "-", 0x2014: "-", 0x2212: "-"})


def _shown_mark(said: str) -> str:
    """The mark that can only be a decimal one: the last of two kinds, or one that does not stand between thousands."""
    found = _NUMBER.search(said[:_LONGEST])
    if found is None:
        return ""
    digits = found[0]
    last = max(digits.rfind("."), digits.rfind(","))
    if last < 0:
        return ""
    other = "," if digits[last] == "." else "."
    thousands = len(digits) - last - 1 == 3 and last <= 3 and not digits.startswith("0") and other not in digits
    return "" if thousands or digits.count(digits[last]) > 1 else digits[last]


def _number(digits: str, *, mark: str, whole: bool) -> float | None:
    """The number that the digits and marks stand for; None if they stand for none."""
    decimal = "" if whole else _shown_mark(digits)
    last = max(digits.rfind("."), digits.rfind(","))
    if not whole and not decimal and mark and last >= 0 and digits[last] == mark and digits.count(mark) == 1:
        decimal = mark
    if whole and last >= 0 and len(digits) - last - 1 != 3:
        # `1,234.00` yen: the cents are nought.
        decimal = digits[last]
    head, _, cents = digits.rpartition(decimal) if decimal else (digits, "", "")
    groups = re.split(r"[.,' ]", head)
    if not all(groups) or (cents and not cents.isdigit()):
        return None
    parted = len(groups) > 1
    if parted and (len(groups[0]) > 3 or groups[0].startswith("0") or any(len(one) != 3 for one in groups[1:])):
        return None
    if parted and len({letter for letter in head if not letter.isdigit()}) > 1:
        return None
    return float("".join(groups) + (f".{cents}" if cents else ""))
