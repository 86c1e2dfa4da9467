"""A title as its folded letters, each with its place, and how misspelled names are asked for. Knows no words."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Protocol

from karuta.domain.text import fold, squeeze

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
        """Where these letters stand in the title."""
        return self.first[start], self.last[end - 1]

    def written(self, start: int, end: int) -> str:
        """These letters as the title writes them."""
        begin, stop = self.span(start, end)
        return self.title[begin:stop]


def letters_of(title: str) -> Letters:
    """The first `LONGEST` characters of a title."""
    text: list[str] = []
    first: list[int] = []
    last: list[int] = []
    parted: list[bool] = []
    apart, before = True, ""
    for cluster in _CLUSTER.finditer(title[:LONGEST]):
        folded = _folded(cluster[0])
        if not folded:
            # A prolonged vowel parts no word.
            apart = apart or not _is_silent(cluster[0])
            continue
        script = _script(cluster[0])
        for letter in folded:
            parted.append(apart or script != before)
            text.append(letter)
            first.append(cluster.start())
            last.append(cluster.end())
            apart, before = False, script
    return _leveled(Letters(title, "".join(text), tuple(first), tuple(last), (*parted, True)))


def _leveled(letters: Letters) -> Letters:
    """`Lvl. 7`, `Level 7` and レベル7 as names have it: `LV7`."""
    found = [one for one in _LEVEL.finditer(letters.text) if letters.parted[one.start()]]
    text, first, last, parted = letters.text, letters.first, letters.last, letters.parted
    for one in reversed(found):
        start, end = one.span()
        text = text[:start] + "lv" + text[end:]
        first = (*first[: start + 2], *first[end:])
        last = (*last[: start + 1], last[end - 1], *last[end:])
        parted = (*parted[: start + 1], False, *parted[end:])
    return Letters(letters.title, text, first, last, parted) if found else letters


@lru_cache(maxsize=20_000)
def _folded(cluster: str) -> str:
    if not any(unicodedata.category(letter)[0] in "LN" for letter in unicodedata.normalize("NFKC", cluster)):
        return ""
    if _is_silent(cluster):
        return ""
    return squeeze(fold(cluster))


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
    for script in ("KATAKANA", "HIRAGANA", "HANGUL", "CJK"):
        if name.startswith(script):
            return script
    return "latin"


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


class NoAlikeNames:
    """Finds none."""

    def inside(self, text: str, borders: Sequence[bool]) -> Sequence[AlikeSpan]:
        del text, borders
        return ()

    def edits(self, one: str, other: str) -> int:
        return 0 if one == other else max(len(one), len(other))
