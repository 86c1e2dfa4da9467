"""Strings of the kinds that are printed on cards: set codes, numbers, words of an edition. Knows no real card."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

_LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
_DIGITS = "0123456789"
_LANGUAGES = ("EN", "DE", "FR", "IT", "SP", "PT", "JP", "KR", "AE", "SC")
_INITIALS = "EGFISPKACJ"

# A: any letter, 9: any digit, L: a language's two letters, I: a language's one. The others stand for themselves.
# How often, out of all of a kind.
SET_CODES = (
    ("AAAA-L999", 0.34),
    ("AA99-L999", 0.14),
    ("AAA9-L999", 0.07),
    ("AA9-L999", 0.05),
    ("AAA-L999", 0.06),
    ("AAA9-LA99", 0.03),
    ("AAA-I999", 0.05),
    ("AA99-LA99", 0.02),
    ("AAAA-LA99", 0.03),
    ("AAA-999", 0.05),
    ("99AA-L999", 0.02),
    ("AA-99", 0.03),
    ("AA9-999", 0.02),
    ("AA9A-L999", 0.01),
    ("AAAA-LAA9", 0.01),
    ("999-999", 0.01),
    ("9AA9-L999", 0.01),
    ("A9-99", 0.01),
    ("AA9-I999", 0.01),
    ("AA99-999", 0.02),
    ("A99-A9", 0.01),
)
NUMBERS = (("99999999", 1.0),)
OTHERS = (("999/999", 0.5), ("99/99", 0.1), ("9999", 0.1), ("999", 0.05), ("AAA", 0.1), ("AA99-999", 0.15))
# As printed, and as read: capitals without spaces and accents.
EDITIONS = (
    ("1st Edition", "1STEDITION"),
    ("1st Edition", "1STEDITION"),
    ("LIMITED EDITION", "LIMITEDEDITION"),
    ("Limited Edition", "LIMITEDEDITION"),
    ("Unlimited Edition", "UNLIMITEDEDITION"),
    ("1. Auflage", "1AUFLAGE"),
    ("Limitierte Auflage", "LIMITIERTEAUFLAGE"),
    ("1re Edition", "1REEDITION"),
    ("1re Édition", "1REEDITION"),
    ("1ère Edition", "1EREEDITION"),
    ("Edition Limitée", "EDITIONLIMITEE"),
    ("1a Edizione", "1AEDIZIONE"),
    ("1a Edición", "1AEDICION"),
    ("1a Edição", "1AEDICAO"),
)


@dataclass(frozen=True)
class StripText:
    """`printed`: what is drawn; `read`: what the network shall answer."""

    printed: str
    read: str


@dataclass(frozen=True)
class StringMix:
    """How often each kind is drawn; what is left over is nothing: a strip without a string."""

    codes: float
    numbers: float
    others: float
    editions: float


def written(rng: np.random.Generator, mix: StringMix) -> StripText:
    at = rng.random()
    for share, table in ((mix.codes, SET_CODES), (mix.numbers, NUMBERS), (mix.others, OTHERS)):
        if at < share:
            text = filled(_chosen(rng, table), rng)
            return StripText(text, text)
        at -= share
    if at < mix.editions:
        return StripText(*EDITIONS[rng.integers(len(EDITIONS))])
    return StripText("", "")


def filled(pattern: str, rng: np.random.Generator) -> str:
    """A string of this pattern. One in eight has any two letters for a language."""
    any_language = rng.random() < 0.125
    rules = {
        "A": lambda: _LETTERS[rng.integers(26)],
        "9": lambda: _DIGITS[rng.integers(10)],
        "I": lambda: _INITIALS[rng.integers(len(_INITIALS))],
        "L": lambda: (
            "".join(_LETTERS[i] for i in rng.integers(26, size=2))
            if any_language
            else _LANGUAGES[rng.integers(len(_LANGUAGES))]
        ),
    }
    return "".join(rules[sign]() if sign in rules else sign for sign in pattern)


def _chosen(rng: np.random.Generator, table: tuple[tuple[str, float], ...]) -> str:
    weights = np.array([weight for _, weight in table])
    return table[rng.choice(len(table), p=weights / weights.sum())][0]
