"""Spells a card's printings as they stand in print: the texts that its game's forms make of each code. Pure.

A catalogue has `DSK-12`, the card `0012` on one line and `DSK EN` on the next; another has `4/102` among the card's
codes and `BS-4` for its printing. Only these texts are ever compared with what is seen, so nothing is read freely.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from karuta.domain.card import Card, Printing
from karuta.domain.printing.places import CodeForms, GamePrint
from karuta.domain.printing.verifying import LEAST, Fit, SeenStrip, Verified, is_readable, log_likelihoods, verified

# The least that a set's letters count where none are seen: its symbol may stand there. Too little to be *read*.
NO_LETTERS = -5.0
# A set's letters that fit so much worse than what is read freely fit: they only confirm what a number says.
ROUGHLY = 2.0
# Shorter texts are found in anything.
SHORTEST = 3
_NO_LETTER = re.compile(r"[^A-Z0-9/-]")
# `_P1` and `_R1` are other artworks under one number.
_ARTWORK = re.compile(r"_[A-Z]{1,2}[0-9]{0,2}$")
_DIGIT = re.compile(r"[0-9]")
_WITH_LETTERS = re.compile(r"[A-Z]{2,}[0-9]{3,}")
_PARTS = re.compile(
    r"(?:(?P<set>[A-Z0-9]+)[-_: ])?(?P<before>[A-Z]*)(?P<number>[0-9]+)(?P<after>[A-Z]?)(?:/(?P<total>[A-Z]*[0-9]+))?"
)


@dataclass(frozen=True)
class SpelledCode:
    """The texts of one code. `wholes` say by themselves which it is; one of `numbers` does with one of `sets`."""

    wholes: tuple[str, ...]
    numbers: tuple[str, ...] = ()
    sets: tuple[str, ...] = ()

    @property
    def texts(self) -> tuple[str, ...]:
        return self.wholes + self.numbers + self.sets


def spelled_codes(card: Card, row: GamePrint) -> Mapping[str, SpelledCode]:
    """Of each code that can be written in the reader's letters, in capitals as printings are told apart."""
    number = str(card.codes.get("number", ""))
    spellings = {code: _spelled(code, number, row.forms) for code in _codes(card.printings)}
    return {code: spelled for code, spelled in spellings.items() if spelled.wholes or spelled.numbers}


def fitting(strips: Sequence[SeenStrip], codes: Mapping[str, SpelledCode]) -> Verified:
    """How well each code fits, by the best of its texts."""
    texts = verified(strips, [text for spelled in codes.values() for text in spelled.texts])
    ratios = texts.of()

    def best(some: Sequence[str], least: float) -> tuple[float, str]:
        return max(((ratios.get(text, LEAST), text) for text in some), default=(least, ""))

    fits = []
    for code, spelled in codes.items():
        whole, number = best(spelled.wholes, LEAST), best(spelled.numbers, LEAST)
        beside = min(0.0, max(best(spelled.sets, LEAST)[0] + ROUGHLY, NO_LETTERS))
        ratio, printed = max(whole, (max(number[0] + beside, LEAST), number[1]))
        fits.append(Fit(code, ratio, printed))
    place = {fit.text: at for at, fit in enumerate(texts.fits)}
    fits.sort(key=lambda fit: (-fit.ratio, place.get(fit.printed, len(place)), fit.text))
    return replace(texts, fits=tuple(fits))


def summed(strips: Sequence[SeenStrip], codes: Mapping[str, SpelledCode]) -> Mapping[str, float]:
    """The logarithm of how probable each code is on all strips together, by the best of its texts."""
    texts = sorted({text for spelled in codes.values() for text in spelled.texts})
    logs = np.logaddexp.reduce(log_likelihoods(np.stack([strip.logs for strip in strips]), texts), axis=0)
    of = dict(zip(texts, map(float, logs), strict=True))
    return {code: max(of[text] for text in spelled.wholes + spelled.numbers) for code, spelled in codes.items()}


def _codes(printings: Sequence[Printing]) -> Sequence[str]:
    return list(dict.fromkeys(printing.set_code.upper() for printing in printings))


def _spelled(code: str, number: str, forms: CodeForms) -> SpelledCode:
    fields = _fields(code, number)
    wholes, numbers, sets = (
        [text for some in fields for text in _filled(texts, some)]
        for texts in (("{code}", *forms.whole), forms.number, forms.set)
    )
    # Digits alone say which printing it is only beside a set; `SWSH001` does in any case.
    with_letters = {text: not text.isdigit() for text in wholes}
    with_letters |= {text: bool(_WITH_LETTERS.fullmatch(text)) for text in numbers if text not in with_letters}
    return SpelledCode(
        tuple(text for text, whole in with_letters.items() if whole),
        tuple(text for text, whole in with_letters.items() if not whole),
        tuple(dict.fromkeys(sets)),
    )


def _filled(forms: Sequence[str], fields: Mapping[str, str]) -> Sequence[str]:
    filled = []
    for form in forms:
        try:
            text = form.format_map(fields)
        except KeyError:
            continue
        if is_readable(text) and (len(text) >= SHORTEST or "/" in text):
            filled.append(text)
    return filled


def _fields(code: str, number: str) -> Sequence[Mapping[str, str]]:
    """The parts of a code that fill its forms; twice where a letter after the number may be left out in print."""
    bare = _ARTWORK.sub("", code)
    whole = {"code": bare.replace(" ", "") if _DIGIT.search(bare) else bare}
    parts = _PARTS.fullmatch(re.sub(r"[^A-Z0-9/_: -]", "", bare))
    if parts is None:
        return [whole]
    set_code, total = parts["set"] or "", parts["total"] or ""
    if not total and number.partition("/")[0].lstrip("0") == parts["number"].lstrip("0"):
        total = _NO_LETTER.sub("", number.upper().partition("/")[2])
    field_sets = []
    for after in dict.fromkeys((parts["after"], "")):
        digits = parts["number"].lstrip("0") or "0"
        padded = {"number": digits, "number3": digits.zfill(3), "number4": digits.zfill(4)}
        if parts["before"]:
            # `TG01` and `SWSH001` have as many digits as they have.
            padded = dict.fromkeys(padded, parts["number"])
        fields = whole | {name: f"{parts['before']}{text}{after}" for name, text in padded.items()}
        if set_code:
            fields["set"] = set_code
        if total:
            fields |= {"total": total.lstrip("0"), "total3": total.zfill(3)}
        field_sets.append(fields)
    return field_sets
