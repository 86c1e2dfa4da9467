"""A title as folded letters, each with its place, and the set codes and passcodes among them. Pure.

`LOB-EN005`, `lob en005`, `LOBEN005` and `L0B-ENO05` are one code.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Protocol

from karuta.domain.text import fold, squeeze
from karuta.listings.domain.titles.title_catalogue import TitleCatalogue

LONGEST = 600
"""So many characters of a title are read. No market allows a third of it."""

# One letter with its accents, a half-width kana with its mark, ヴ with the vowel after it.
_CLUSTER = re.compile("ヴ[ァィゥェォ]?|.[\u0300-\u036f\u3099\u309a\uff9e\uff9f]{0,4}", re.DOTALL)
_SILENT = "ー"
# As people write the level of a card, folded; a number has to follow.
_LEVEL = re.compile("(?:level|lvl|lev|れべる)(?=[0-9])")


@dataclass(frozen=True)
class Letters:
    """`text`: folded, without spaces. `first[i]`, `last[i]`: where its letter i begins and ends in the title.

    `parted[i]`: whether a word may begin at letter i (space, punctuation, another script), with one more at the end.
    """

    title: str
    text: str
    first: tuple[int, ...]
    last: tuple[int, ...]
    parted: tuple[bool, ...]

    @cached_property
    def places(self) -> dict[int, int]:
        """A place of the title -> the first of the letters that it was folded to."""
        found: dict[int, int] = {}
        for at, (first, last) in enumerate(zip(self.first, self.last, strict=True)):
            for place in range(first, last):
                found.setdefault(place, at)
        return found

    def words_begin(self) -> list[int]:
        return [at for at, parted in enumerate(self.parted[:-1]) if parted]

    def first_letter(self, at: int) -> str:
        """The letter of the title that letter `at` was folded from."""
        return self.title[self.first[at]]

    def span(self, start: int, end: int) -> tuple[int, int]:
        """The place of these letters in the title."""
        return self.first[start], self.last[end - 1]

    def written(self, start: int, end: int) -> str:
        """These letters as the title writes them."""
        begin, stop = self.span(start, end)
        return self.title[begin:stop]


def letters_of(title: str) -> Letters:
    """The first `LONGEST` characters of a title."""
    made: list[tuple[str, int, int, bool]] = []
    apart, before = True, ""
    for cluster in _CLUSTER.finditer(title[:LONGEST]):
        folded = _folded(cluster[0])
        if not folded:
            # A prolonged vowel parts no word.
            apart = apart or not _is_silent(cluster[0])
            continue
        script = _script(cluster[0])
        for letter in folded:
            made.append((letter, *cluster.span(), apart or script != before))
            apart, before = False, script
    text, first, last, parted = zip(*made, strict=True) if made else ((), (), (), ())
    return _leveled(Letters(title, "".join(text), first, last, (*parted, True)))


def _leveled(letters: Letters) -> Letters:
    """`Lvl. 7`, `Level 7` and レベル7 as names have it: `LV7`."""
    found = [hit for hit in _LEVEL.finditer(letters.text) if letters.parted[hit.start()]]
    text, first, last, parted = letters.text, letters.first, letters.last, letters.parted
    for hit in reversed(found):
        start, end = hit.span()
        text = text[:start] + "lv" + text[end:]
        first = (*first[: start + 2], *first[end:])
        last = (*last[: start + 1], last[end - 1], *last[end:])
        parted = (*parted[: start + 1], False, *parted[end:])
    return Letters(letters.title, text, first, last, parted) if found else letters


@lru_cache(maxsize=20_000)
def _folded(cluster: str) -> str:
    has_letter = any(unicodedata.category(letter)[0] in "LN" for letter in unicodedata.normalize("NFKC", cluster))
    return squeeze(fold(cluster)) if has_letter and not _is_silent(cluster) else ""


def _is_silent(cluster: str) -> bool:
    return unicodedata.normalize("NFKC", cluster) == _SILENT


@lru_cache(maxsize=20_000)
def _script(cluster: str) -> str:
    """Letters of one script make words; so `PSA10` is two, and ブラマジ美品 as well."""
    plain = unicodedata.normalize("NFKC", cluster)[:1]
    if unicodedata.category(plain) == "Nd":
        return "digit"
    if plain.isascii():
        return "latin"
    name = unicodedata.name(plain, "")
    return next((script for script in ("KATAKANA", "HIRAGANA", "HANGUL", "CJK") if name.startswith(script)), "latin")


def is_japanese(script_letter: str) -> bool:
    """Whether words of this letter are written without spaces."""
    return not script_letter.isascii() and _script(script_letter) in ("KATAKANA", "HIRAGANA", "CJK")


@dataclass(frozen=True)
class AlikeSpan:
    """Letters `start` to `end` of a text are much like the name `name`, but for `edits` letters."""

    start: int
    end: int
    name: str
    edits: int


class AlikeNames(Protocol):
    """Finds names that stand misspelled in a folded text."""

    def inside(self, text: str, borders: Sequence[bool]) -> Sequence[AlikeSpan]:
        """The likeliest first. `borders[i]`: whether a word may begin at letter i; there is one more at the end."""
        ...

    def edits(self, one: str, other: str) -> int:
        """How many letters must be changed, added, left out or swapped with the next."""
        ...


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
LANGUAGE_OF = {
    letters: language
    for language, written in (
        ("en", "EN E AE"),
        ("ja", "JP"),
        ("de", "DE G"),
        ("fr", "FR F"),
        ("it", "IT I"),
        ("es", "SP S ES"),
        ("pt", "PT P"),
        ("ko", "KR K"),
        ("zh", "TC SC"),
    )
    for letters in written.split()
}


@dataclass(frozen=True)
class WrittenCode:
    """A set code in a title. `code`: in capitals, as the catalogue writes it if it knows it. `start`, `end`: where."""

    start: int
    end: int
    code: str
    known: bool


def language_of_code(code: str) -> str | None:
    """The language by the letters of a set code."""
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
    if not any(digit.isdigit() for digit in number):
        return None
    is_long = len(front + letters + number) > 5
    fronts = (front, front.translate(_LETTERS)) if is_long else (front,)
    numbers = (number, number.translate(_DIGITS)) if is_long else (number,)
    for spelling in (begin + letters + end for begin in fronts for end in numbers):
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
    least = 2 if language in LANGUAGE_OF else 3
    if not digits.isdecimal() or len(digits) < least or (language and len(language) > _LONGEST_LANGUAGE):
        return None
    return WrittenCode(written.start(1), written.end(3), f"{front}-{language}{digits}", known=False)
