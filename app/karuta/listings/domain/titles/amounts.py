"""Numbers of titles: how many cards (`x3`, 3枚, lot of 10) and grades (`PSA 10`). One row a way of writing. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

MOST = 100_000


@dataclass(frozen=True)
class Amount:
    """A number of cards. `is_lot`: the words say that different cards are sold together."""

    start: int
    end: int
    count: int
    is_lot: bool


@dataclass(frozen=True)
class _Row:
    pattern: re.Pattern[str]
    is_lot: bool = False


def _row(pattern: str, *, is_lot: bool = False) -> _Row:
    return _Row(re.compile(pattern, re.IGNORECASE), is_lot)


# Every repetition is bounded. The first row that fits a place counts.
_ROWS = (
    _row(r"(?<![a-z0-9])(?:lot|bundle|bulk)\s?(?:of|:|-|x)?\s?([0-9]{1,5})(?![0-9a-z]|st|nd|rd|th)", is_lot=True),
    _row(
        r"(?<![a-z0-9-])([0-9]{1,5})[\s-]?(?:x\s)?(?:different\s|assorted\s|random\s)?(?:cards?\s?)(?:lot|bundle|bulk)(?![a-z])",
        is_lot=True,
    ),
    _row(
        r"(?<![a-z0-9-])([0-9]{1,5})\+?\s?(?:different|assorted|random|various|mixed|unique)(?:\s(?:yu-?gi-?oh!?|ygo|pokemon|mtg|rare|holo|foil|common|trading)){0,2}\scards?(?![a-z])",
        is_lot=True,
    ),
    _row(r"^\W{0,3}\(\s?x?([0-9]{1,2})\s?x?\)"),
    _row(r"(?<![a-z0-9])(two|three|four|five|six|seven|eight|nine|ten)\s(?:copies|cards?)(?![a-z])"),
    _row(r"(?<![a-z0-9])(?:set|pack|playset)\s?of\s?([0-9]{1,3})(?![0-9a-z])"),
    _row(r"(?<![a-z0-9])(?:qty|quantity|amount)\s?[:.=]?\s?([0-9]{1,5})(?![0-9a-z])"),
    _row(r"(?<![a-z0-9])[x×✕✖]\s?([0-9]{1,3})(?![0-9a-z])"),
    _row(r"(?<![a-z0-9-])([0-9]{1,3})\s?[x×✕✖](?![a-z0-9])"),
    _row(r"(?<![a-z0-9-])([0-9]{1,5})[\s-]?(?:copies|copy|cards?|pcs|pieces|piece|count|ct)(?![a-z])"),
    _row(r"(?<![0-9])([0-9]{1,5})\s?(?:枚|まい)(?:組み?|セット|入り)?"),
    _row(r"(?<![0-9])([0-9]{1,5})\s?(?:種)(?:類)?(?:セット)?", is_lot=True),
    _row(r"([一二三四五六七八九十])枚(?:組み?|セット)?"),
)
COLLECTORS_NUMBER = re.compile(r"(?<![0-9/])#?[0-9]{1,3}/[0-9]{1,3}(?![0-9/])")
# A card's own numbers, which sellers copy: its level, attack and defence. They say nothing of how many there are.
LEVELS = re.compile(
    r"(?<![a-z0-9])(?:levels?|lvl?|lev|rank|rk|link)[\s.:\-]{0,2}[0-9]{1,2}(?![0-9a-z/])"
    r"|[★☆星][\s×x]{0,2}[0-9]{1,2}(?![0-9])|(?<![0-9a-z])[0-9]{1,2}\s?(?:stars?(?![a-z])|つ?星|★|☆)"
    r"|(?:レベル|ランク)\s?[0-9]{1,2}(?![0-9])",
    re.IGNORECASE,
)
STRENGTHS = re.compile(
    r"(?<![a-z0-9])(?:atk|def|attack|defen[cs]e)(?:\s?points?)?[\s.:/]{0,2}[0-9]{1,5}(?![0-9])"
    r"|(?<![0-9/])[0-9]{1,5}\s?(?:atk|def|attack|defen[cs]e)(?![a-z])"
    r"|(?<![0-9/\-])[0-9]{2,3}0\s?/\s?[0-9]{1,3}0(?![0-9/])"
    r"|(?:攻撃力|守備力|攻|守)[\s::]{0,2}[0-9]{1,5}(?![0-9])",
    re.IGNORECASE,
)
YEARS = re.compile(r"(?<![0-9a-z/.-])(?:199[5-9]|20[0-3][0-9])(?:年製?)?(?![0-9a-z/.])", re.IGNORECASE)
_WORDS = {letter: number for number, letter in enumerate("一二三四五六七八九十", start=1)}
_WORDS |= {
    word: number
    for number, word in enumerate(("two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"), 2)
}

_GRADE = re.compile(
    r"[\s:：・\-]{0,3}(?:(?:gem|mint|mt|nm|pristine|black|label|grade|graded|鑑定|鑑定済|鑑定品)[\s\-]{0,2}){0,3}"
    r"(10|[1-9](?:\.5)?)(?![0-9]|\.[0-9])(?:[\s\-]{0,2}(?:gem|mint|mt|pristine|black label)(?![a-z])){0,2}"
    r"(\s?(?:相当|狙い|候補|級|レベル|ready|worthy|candidate|potential|\?))?",
    re.IGNORECASE,
)


def amounts_in(plain: str) -> Iterator[Amount]:
    """Every number of cards in a narrowed title."""
    for row in _ROWS:
        for found in row.pattern.finditer(plain):
            count = _WORDS.get(found[1].casefold()) or int(found[1])
            if 0 < count < MOST:
                yield Amount(found.start(), found.end(), count, row.is_lot)


def grade_after(plain: str, end: int) -> tuple[int, str] | None:
    """Where the grade after a grader's name ends, and the grade; "" if the seller only compares the card with one."""
    found = _GRADE.match(plain, end, min(len(plain), end + 60))
    if found is None:
        return None
    return found.end(), "" if found[2] else found[1]
