"""Finds set codes and passcodes in a title: `LOB-EN005`, `lob en005`, `LOBEN005`, `L0B-ENO05`. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from karuta.listings.domain.titles.letters import LONGEST
from karuta.listings.domain.titles.title_catalogue import TitleCatalogue

# Full-width letters and digits as plain ones, one for one, so that places stay.
_NARROW = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | {0x3000: 0x20}
_HYPHENS = "\u2010\u2011\u2012\u2013\u2014\u2212ー_-"

# A set, a hyphen, perhaps a language, a number. Every repetition is bounded, so no text takes long.
_HYPHENED = re.compile(
    rf"(?<![A-Za-z0-9])([A-Za-z0-9]{{2,5}}) ?[{_HYPHENS}] ?([A-Za-z]{{0,4}}?)[ {_HYPHENS}]?"
    r"([A-Za-z]?[0-9OoIl]{1,3})(?![A-Za-z0-9])"
)
# Two words, or one; looked for at every word, since `see MP25 EN140` begins with two that are none.
_SPACED = re.compile(r"(?<![A-Za-z0-9])(?=([A-Za-z0-9]{2,5}) ([A-Za-z]{0,4}?)([A-Za-z]?[0-9OoIl]{1,3})(?![A-Za-z0-9]))")
_JOINED = re.compile(r"(?<![A-Za-z0-9])(?=([A-Za-z0-9]{2,5}?)([A-Za-z]{0,4}?)([A-Za-z]?[0-9OoIl]{3})(?![A-Za-z0-9]))")
_SHORTEST_SET, _LONGEST_LANGUAGE = 3, 4
_PASSCODE = re.compile(r"(?<![0-9A-Za-z])[0-9]{8}(?![0-9A-Za-z])")
_DATE = re.compile(r"(?:19|20)[0-9]{2}(?:0[1-9]|1[0-2])(?:[0-2][0-9]|3[01])")

_DIGITS = str.maketrans("OoIl", "0011")
_LETTERS = str.maketrans("01", "OI")

# Languages of printings, as set codes write them.
_LANGUAGES = ("EN", "JP", "DE", "FR", "IT", "SP", "ES", "PT", "KR", "AE", "TC", "SC", "E", "G", "F", "I", "S", "P", "K")
LANGUAGE_OF = {
    **{
        "EN": "en",
        "E": "en",
        "AE": "en",
        "JP": "ja",
        "DE": "de",
        "G": "de",
        "FR": "fr",
        "F": "fr",
        "IT": "it",
        "I": "it",
    },
    **{"SP": "es", "S": "es", "ES": "es", "PT": "pt", "P": "pt", "KR": "ko", "K": "ko", "TC": "zh", "SC": "zh"},
}


@dataclass(frozen=True)
class WrittenCode:
    """A set code in a title. `code`: in capitals, as the catalogue writes it if it knows it. `start`, `end`: where."""

    start: int
    end: int
    code: str
    known: bool

    @property
    def language(self) -> str | None:
        """What its letters say, for a code that the catalogue does not know."""
        return language_of_code(self.code)


def language_of_code(code: str) -> str | None:
    """What the letters of a set code say."""
    return LANGUAGE_OF.get(code.upper().partition("-")[2].rstrip("0123456789"))


def narrowed(title: str) -> str:
    """The part of a title that is read, with plain Latin letters; places stay as they are."""
    return title[:LONGEST].translate(_NARROW)


def set_codes_in(plain: str, catalogue: TitleCatalogue) -> Iterator[WrittenCode]:
    """Every set code of a narrowed title, in its order."""
    found: list[WrittenCode] = []
    for written in _HYPHENED.finditer(plain):
        code = _known(written, catalogue) or _shaped(written)
        if code is not None:
            found.append(code)
    for pattern in (_SPACED, _JOINED):
        for written in pattern.finditer(plain):
            code = _known(written, catalogue)
            if code is not None and not any(code.start < other.end and other.start < code.end for other in found):
                found.append(code)
    yield from sorted(found, key=lambda one: one.start)


def passcodes_in(plain: str, catalogue: TitleCatalogue) -> Iterator[tuple[int, int, str]]:
    """Every passcode with its place. Eight digits that are a date count only where the catalogue knows them."""
    for found in _PASSCODE.finditer(plain):
        if catalogue.by_passcode.get(found[0]) or not _DATE.fullmatch(found[0]):
            yield found.start(), found.end(), found[0]


def _known(written: re.Match[str], catalogue: TitleCatalogue) -> WrittenCode | None:
    """As it stands, else with the digits and letters that look alike put right."""
    front, letters, number = written.groups()
    spellings = [front + letters + number]
    if len(spellings[0]) > 5:
        spellings += [front + letters + number.translate(_DIGITS), front.translate(_LETTERS) + letters + number]
        spellings.append(front.translate(_LETTERS) + letters + number.translate(_DIGITS))
    if not any(digit.isdigit() for digit in number):
        return None
    for spelling in spellings:
        known = catalogue.printings(spelling)
        if known:
            return WrittenCode(written.start(1), written.end(3), known[0].set_code, known=True)
    return None


def _shaped(written: re.Match[str]) -> WrittenCode | None:
    """A code that the catalogue does not know: a set with a letter in it, then a language and two digits, or three."""
    front, letters, number = (part.upper() for part in written.groups())
    if " " in written[0] or len(front) < _SHORTEST_SET or not any(letter.isalpha() for letter in front):
        return None
    language, digits = letters + number.rstrip("0123456789"), number.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ")
    least = 2 if language in _LANGUAGES else 3
    if not digits.isdecimal() or len(digits) < least or (language and len(language) > _LONGEST_LANGUAGE):
        return None
    return WrittenCode(written.start(1), written.end(3), f"{front}-{language}{digits}", known=False)
