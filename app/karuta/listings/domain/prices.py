"""Prices and days as people write them in cells, sales, and what a card usually costs, by rule. Knows no clock or file.

`1.234,56 €`, `US$1,234.56`, `１，２３４円` and `1 234,-` are prices. A mark before three digits alone (`1.234`) parts
thousands, unless the file's other cells show that it is the decimal mark.

`2026-11-25`, `2026/11/25 10:00`, `25.11.2026`, `Nov 25, 2026`, `2026年11月25日` and `令和8年11月25日` are one day. What
may be read in two ways (`03/04/2026`) is read as the file's other cells show.

Usual is what comparable sales were; how far off a price may lie is said too. `listings/store/sales` asks the same rules
of the sales, in SQL.
"""

from __future__ import annotations

import math
import re
import unicodedata
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from typing import Any

from karuta.domain.card import CardKey
from karuta.domain.sentence import Sentence

FIRST_YEAR, LAST_YEAR = 1990, 2100
_LONGEST_DAY = 60

_MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "jan january januar",
            "feb february februar",
            "mar march mär märz",
            "apr april",
            "may mai",
            "jun june juni",
            "jul july juli",
            "aug august",
            "sep sept september",
            "oct october okt oktober",
            "nov november",
            "dec december dez dezember",
        ),
        start=1,
    )
    for name in names.split()
}
# Japanese eras in use since cards are sold, and the year before their first.
_ERAS = {"平成": 1988, "令和": 2018}

_YEAR_LAST = re.compile(r"([0-9]{1,2}) ?([-/.]) ?([0-9]{1,2}) ?[-/.] ?([0-9]{4})(?![0-9])")
_FORMS = (
    re.compile(r"(?P<year>[0-9]{4}) ?[-/.年] ?(?P<month>[0-9]{1,2}) ?[-/.月] ?(?P<day>[0-9]{1,2})(?![0-9])"),
    re.compile(r"(?P<year>[0-9]{4})(?P<month>[0-9]{2})(?P<day>[0-9]{2})(?![0-9])"),
    re.compile(r"(?P<era>平成|令和) ?(?P<year>[0-9]{1,2}|元) ?年 ?(?P<month>[0-9]{1,2}) ?月 ?(?P<day>[0-9]{1,2})"),
    re.compile(
        r"(?P<day>[0-9]{1,2})(?:st|nd|rd|th)?[ .-]{1,2}(?P<month>[a-zä]{3,9})[ .,-]{1,2}(?P<year>[0-9]{4})(?![0-9])"
    ),
    re.compile(r"(?P<month>[a-zä]{3,9})[ .]{1,2}(?P<day>[0-9]{1,2})(?:st|nd|rd|th)?,? (?P<year>[0-9]{4})(?![0-9])"),
    _YEAR_LAST,
)
# What may follow a day: a time of day, in any zone.
_AFTER = re.compile(r"[日]?[ t,]{0,3}(?:[0-9]{1,2}:[0-9]{2}[0-9:.]{0,12})?[ a-z]{0,6}(?:[+-][0-9:]{2,6})?")


_Parts = tuple[int, int, int] | tuple[()]


class DayOrder(StrEnum):
    """The order of day and month, where the year comes last."""

    DAY_FIRST = "day first"
    MONTH_FIRST = "month first"
    UNKNOWN = "unknown"


def day_order(cells: Iterable[str]) -> DayOrder:
    """Tell by those dates of a file that can be read in one way only; unknown where none does, or two disagree."""
    seen = set()
    for cell in cells:
        match = _YEAR_LAST.match(_plain_day(cell))
        if match is not None and match[2] != ".":
            first, second = int(match[1]), int(match[3])
            if first > 12 >= second:
                seen.add(DayOrder.DAY_FIRST)
            if second > 12 >= first:
                seen.add(DayOrder.MONTH_FIRST)
    return seen.pop() if len(seen) == 1 else DayOrder.UNKNOWN


def read_day(cell: str, order: DayOrder = DayOrder.UNKNOWN) -> str | Sentence | None:
    """`2026-11-25`; empty for an empty cell, None if it can be read in two ways, a sentence if it is no date."""
    text = _plain_day(cell)
    if not text:
        return ""
    wrong = Sentence("{cell} is not a date", cell=cell.strip()[:_LONGEST_DAY])
    if len(text) > _LONGEST_DAY:
        return wrong
    parts = _parts(text, order)
    if parts is None:
        return wrong
    if not parts:
        return None
    try:
        day = date(*parts)
    except ValueError:
        return wrong
    return day.isoformat() if FIRST_YEAR <= day.year <= LAST_YEAR else wrong


def _parts(text: str, order: DayOrder) -> _Parts | None:
    """Year, month and day; nothing at all where two readings are possible, None where none is."""
    match = next((hit for form in _FORMS if (hit := form.match(text)) is not None), None)
    if match is None or not _AFTER.fullmatch(text[match.end() :]):
        return None
    if match.re is not _YEAR_LAST:
        said_of = match.groupdict()
        year, month = 1 if said_of["year"] == "元" else int(said_of["year"]), said_of["month"]
        number = int(month) if month.isdigit() else _MONTHS.get(month, 0)
        return year + _ERAS.get(said_of.get("era", ""), 0), number, int(said_of["day"])
    first, second, last = int(match[1]), int(match[3]), int(match[4])
    # With dots, and where the number can be no month, the day comes first.
    if match[2] == "." or first > 12 or first == second or order is DayOrder.DAY_FIRST:
        return last, second, first
    return (last, first, second) if second > 12 or order is DayOrder.MONTH_FIRST else ()


def _plain_day(cell: str) -> str:
    return " ".join(unicodedata.normalize("NFKC", cell[: 4 * _LONGEST_DAY]).casefold().split())


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
    """
    AED ARS AUD BGN BHD BRL CAD CHF CLP CNY COP CRC CZK DKK EGP EUR GBP HKD HUF IDR ILS INR ISK JPY KRW KWD MAD MOP
    MXN MYR NOK NZD PEN PHP PKR PLN QAR RON RSD RUB SAR SEK SGD THB TRY TWD UAH USD UYU VND ZAR
""".split()
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
    text = _plain(cell)
    if not text:
        return ""
    if text in SIGNS:
        return SIGNS[text][0]
    return text.upper() if text.upper() in CODES else None


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
    text = _plain(cell)
    if not text:
        return Sentence("it has no price")
    wrong = Sentence("{cell} is not a price", cell=cell.strip()[:_LONGEST])
    if len(text) > _LONGEST:
        return wrong
    bare = _NO_CENTS.sub("", text)
    match = _NUMBER.search(bare)
    if match is None:
        return wrong
    before, after = bare[: match.start()].strip(), bare[match.end() :].strip()
    codes = _codes(before, after)
    if codes is None:
        return wrong
    code = currency or (codes[0] if codes else "")
    number = _number(match[0], mark="" if code in WHOLE else mark, whole=code in WHOLE)
    if number is None:
        return wrong
    if not 0 < number < MOST or not math.isfinite(number):
        return Sentence("its price {cell} is not above zero, or far too high", cell=cell.strip())
    return Price(number, codes[0] if codes else "", codes)


def _codes(*signs: str) -> tuple[str, ...] | None:
    """The codes that the signs around a number may mean together; None where they are no currency, or two."""
    codes: tuple[str, ...] = ()
    for sign in signs:
        if sign:
            possible = SIGNS.get(sign, (sign.upper(),) if sign.upper() in CODES else ())
            codes = tuple(code for code in codes if code in possible) if codes else possible
            if not codes:
                return None
    return codes


def _plain(cell: str) -> str:
    text = unicodedata.normalize("NFKC", cell).strip().casefold()
    return text.translate({0x2019: "'", 0x2018: "'", 0x00A0: " ", 0x202F: " ", 0x2013: "-", 0x2014: "-", 0x2212: "-"})


def _shown_mark(text: str) -> str:
    """The mark that can only be a decimal one: the last of two kinds, or one that does not stand between thousands."""
    match = _NUMBER.search(text[:_LONGEST])
    if match is None:
        return ""
    digits = match[0]
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
    if parted and (len(groups[0]) > 3 or groups[0].startswith("0") or any(len(group) != 3 for group in groups[1:])):
        return None
    if parted and len({letter for letter in head if not letter.isdigit()}) > 1:
        return None
    return float("".join(groups) + (f".{cents}" if cents else ""))


FEWEST = 5
"""Comparables below which nothing is said."""

FENCE = 1.5
"""Tukey's: how many times the middle half's width a price may lie beyond it, in logarithms."""

NEAREST = math.log(2.5)
"""A fence never stands nearer to the middle half than this: a few sales that agree by chance have no width."""


@dataclass(frozen=True)
class WantedPrice:
    """A question for comparable sales. None means any; an empty grade or condition, those that name none.

    `leave_out`: the listing that is judged, where it stands among the sales too.
    """

    card: CardKey
    printing: str | None = None
    condition: str | None = None
    grade: str | None = None
    currency: str | None = None
    leave_out: str = ""


@dataclass(frozen=True)
class PriceGroup:
    """Figures of one group of sales. `n`: without those that were set aside, `below` and `above` the fences.

    `low`, `median`, `high`: the quartiles of the prices; `floor`, `ceiling`: the fences, as prices. None below five.
    """

    n: int = 0
    below: int = 0
    above: int = 0
    median: float | None = None
    low: float | None = None
    high: float | None = None
    floor: float | None = None
    ceiling: float | None = None

    @property
    def outliers(self) -> int:
        return self.below + self.above

    @property
    def quartiles(self) -> tuple[float, float, float] | None:
        """The low one, the median, the high one; None below five."""
        if self.low is None or self.median is None or self.high is None:
            return None
        return self.low, self.median, self.high


@dataclass(frozen=True)
class UsualPrice:
    """`widened`: the steps that were taken to find comparables. `used`: which sales they are at the end."""

    wanted: WantedPrice
    currency: str
    group: PriceGroup
    widened: tuple[str, ...]
    used: WantedPrice


# What is given up, in this order, until there are enough comparables. A grade is never given up: a graded card's price
# says nothing of the others.
STEPS: tuple[tuple[str, str], ...] = (("other_conditions", "condition"), ("other_printings", "printing"))


def wider(query: WantedPrice) -> tuple[str, WantedPrice] | None:
    """The next step and what is comparable after it; None after the last."""
    for name, field in STEPS:
        if getattr(query, field) is not None:
            given_up: dict[str, Any] = {field: None}
            return name, replace(query, **given_up)
    return None


class PriceVerdict(StrEnum):
    LOW = "low"
    USUAL = "usual"
    HIGH = "high"
    CANNOT_TELL = "cannot_tell"


def price_verdict(price: float | None, currency: str, usual: UsualPrice | None) -> PriceVerdict:
    """Whether a listing's price lies outside the fences of its comparables.

    Cannot tell: no price, another currency or none, fewer than five comparables.
    """
    if usual is None or price is None or not price > 0 or not currency or currency != usual.currency:
        return PriceVerdict.CANNOT_TELL
    group = usual.group
    if group.floor is None or group.ceiling is None:
        return PriceVerdict.CANNOT_TELL
    if price < group.floor:
        return PriceVerdict.LOW
    return PriceVerdict.HIGH if price > group.ceiling else PriceVerdict.USUAL


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
    """A sale as its title says it. `refused`: why its price is not that of one card."""

    card: CardKey | None
    printing: str = ""
    condition: str = ""
    grade: str = ""
    refused: Sentence | None = None


ReadSaleTitle = Callable[[str], SaleTitle]
"""Reads the card, and what else matters for its price, out of a title."""

FindSoldCard = Callable[[str], CardKey | Sentence]
"""Finds the card that a cell names, or says why there is none."""
