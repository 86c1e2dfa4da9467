"""Reads the day of a sale out of a cell, as people and spreadsheets write it. Knows no clock and no file.

`2026-11-25`, `2026/11/25 10:00`, `25.11.2026`, `Nov 25, 2026`, `2026年11月25日` and `令和8年11月25日` are one day.
What may be read in two ways (`03/04/2026`) is read as the file's other cells show.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from datetime import date
from enum import StrEnum

from karuta.domain.sentence import Sentence

FIRST_YEAR, LAST_YEAR = 1990, 2100
_LONGEST = 60

_MONTHS = {
    name: number
    for number, names in enumerate(
        (
            ("jan", "january", "januar"),
            ("feb", "february", "februar"),
            ("mar", "march", "mär", "märz"),
            ("apr", "april"),
            ("may", "mai"),
            ("jun", "june", "juni"),
            ("jul", "july", "juli"),
            ("aug", "august"),
            ("sep", "sept", "september"),
            ("oct", "october", "okt", "oktober"),
            ("nov", "november"),
            ("dec", "december", "dez", "dezember"),
        ),
        start=1,
    )
    for name in names
}
# Japanese eras in use since cards are sold, and the year before their first.
_ERAS = {"平成": 1988, "令和": 2018}

_YEAR_FIRST = re.compile(r"([0-9]{4}) ?[-/.年] ?([0-9]{1,2}) ?[-/.月] ?([0-9]{1,2})(?![0-9])")
_COMPACT = re.compile(r"([0-9]{4})([0-9]{2})([0-9]{2})(?![0-9])")
_YEAR_LAST = re.compile(r"([0-9]{1,2}) ?([-/.]) ?([0-9]{1,2}) ?[-/.] ?([0-9]{4})(?![0-9])")
_DAY_MONTH = re.compile(r"([0-9]{1,2})(?:st|nd|rd|th)?[ .-]{1,2}([a-zä]{3,9})[ .,-]{1,2}([0-9]{4})(?![0-9])")
_MONTH_DAY = re.compile(r"([a-zä]{3,9})[ .]{1,2}([0-9]{1,2})(?:st|nd|rd|th)?,? ([0-9]{4})(?![0-9])")
_ERA = re.compile(r"(平成|令和) ?([0-9]{1,2}|元) ?年 ?([0-9]{1,2}) ?月 ?([0-9]{1,2})")
# What may follow a day: a time of day, in any zone.
_AFTER = re.compile(r"[日]?[ t,]{0,3}(?:[0-9]{1,2}:[0-9]{2}[0-9:.]{0,12})?[ a-z]{0,6}(?:[+-][0-9:]{2,6})?")


_Parts = tuple[int, int, int] | tuple[()]


class DayOrder(StrEnum):
    """Which of two small numbers is the day, where the year comes last."""

    DAY_FIRST = "day first"
    MONTH_FIRST = "month first"
    UNKNOWN = "unknown"


def day_order(cells: Iterable[str]) -> DayOrder:
    """What those dates of a file show that can be read in one way only; unknown where none does, or two disagree."""
    seen = set()
    for cell in cells:
        found = _YEAR_LAST.match(_plain(cell))
        if found is not None and found[2] != ".":
            first, second = int(found[1]), int(found[3])
            if first > 12 >= second:
                seen.add(DayOrder.DAY_FIRST)
            if second > 12 >= first:
                seen.add(DayOrder.MONTH_FIRST)
    return seen.pop() if len(seen) == 1 else DayOrder.UNKNOWN


def read_day(cell: str, order: DayOrder = DayOrder.UNKNOWN) -> str | Sentence | None:
    """`2026-11-25`; empty for an empty cell, None if it can be read in two ways, a sentence if it is no date."""
    said = _plain(cell)
    if not said:
        return ""
    wrong = Sentence("{cell} is not a date", cell=cell.strip()[:_LONGEST])
    if len(said) > _LONGEST:
        return wrong
    found = _parts(said, order)
    if found is None:
        return wrong
    if not found:
        return None
    try:
        day = date(*found)
    except ValueError:
        return wrong
    return day.isoformat() if FIRST_YEAR <= day.year <= LAST_YEAR else wrong


def _parts(said: str, order: DayOrder) -> _Parts | None:
    """Year, month and day; nothing at all where two readings are possible, None where none is."""
    for form, read in _FORMS:
        found = form.match(said)
        if found is not None:
            return read(found, order) if _AFTER.fullmatch(said[found.end() :]) else None
    return None


def _year_first(found: re.Match[str], order: DayOrder) -> _Parts:
    del order
    return int(found[1]), int(found[2]), int(found[3])


def _era(found: re.Match[str], order: DayOrder) -> _Parts:
    del order
    return _ERAS[found[1]] + (1 if found[2] == "元" else int(found[2])), int(found[3]), int(found[4])


def _day_month(found: re.Match[str], order: DayOrder) -> _Parts:
    del order
    return int(found[3]), _MONTHS.get(found[2], 0), int(found[1])


def _month_day(found: re.Match[str], order: DayOrder) -> _Parts:
    del order
    return int(found[3]), _MONTHS.get(found[1], 0), int(found[2])


def _ordered(found: re.Match[str], order: DayOrder) -> _Parts:
    first, second, year = int(found[1]), int(found[3]), int(found[4])
    # With dots, and where the number can be no month, the day comes first.
    if found[2] == "." or first > 12 or first == second or order is DayOrder.DAY_FIRST:
        return year, second, first
    if second > 12 or order is DayOrder.MONTH_FIRST:
        return year, first, second
    return ()


_FORMS = (
    (_YEAR_FIRST, _year_first),
    (_COMPACT, _year_first),
    (_ERA, _era),
    (_DAY_MONTH, _day_month),
    (_MONTH_DAY, _month_day),
    (_YEAR_LAST, _ordered),
)


def _plain(cell: str) -> str:
    return " ".join(unicodedata.normalize("NFKC", cell[: 4 * _LONGEST]).casefold().split())
