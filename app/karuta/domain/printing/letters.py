"""The letters of a name as the reader of titles knows them: small, without accents, marks left out."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable

from karuta.domain.text import fold, squeeze

BLANK = 0
LETTERS = "abcdefghijklmnopqrstuvwxyz0123456789 "
CLASSES = len(LETTERS) + 1
_NUMBERS = {letter: number for number, letter in enumerate(LETTERS, 1)}
# Marks that stand inside or right behind a word; all others part words.
_UNREAD = {ord(mark): None for mark in "'’‘ʼ`´,.!?\"“”„"}

_SIGNS = re.compile("[&@#%*+=/]")


def letters_of(text: str) -> str:
    """The words of a text in `LETTERS`, one space between them; empty where it has letters of another script.

    `Urza's Æther-Well` is `urzas aether well`.
    """
    folded = fold(text.translate(_UNREAD))
    return folded if not folded.strip(LETTERS) else ""


def signs_in(text: str) -> tuple[int, ...]:
    """Where signs stand that a reader may take for a letter: before so many letters of the text, spaces not counted."""
    counts = [len(squeeze(letters_of(part))) for part in _SIGNS.split(text)]
    return tuple(itertools.accumulate(counts[:-1]))


def numbers_of(letters: str) -> tuple[int, ...]:
    """Raises `KeyError` for a letter that is not in the alphabet."""
    return tuple(_NUMBERS[letter] for letter in letters)


def text_of(numbers: Iterable[int]) -> str:
    return "".join(LETTERS[number - 1] for number in numbers)
