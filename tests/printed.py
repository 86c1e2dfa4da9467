"""What a code reader's network might have said about a strip, made up for tests of what is decided from it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from karuta.domain.card import Card, CardKey, Printing
from karuta.domain.printing import judging
from karuta.domain.printing.answer import PrintingAnswer
from karuta.domain.printing.places import Print, PrintPlace
from karuta.domain.printing.verifying import BLANK, CLASSES, SeenStrip, numbers_of
from karuta.print_table import print_table

ALONG = 64


def said(
    text: str, *, doubts: Mapping[int, Mapping[str, float]] | None = None, surely: float = 0.98
) -> NDArray[np.float32]:
    """(64, classes) logarithms: each letter at two places, none between. `doubts`: position -> letters, shares."""
    chances = np.full((ALONG, CLASSES), (1 - surely) / CLASSES)
    step = (ALONG - 2) // max(1, len(text))
    letters = {1 + number * step + i: number for number in range(len(text)) for i in range(2)}
    for at in range(ALONG):
        shares = _shares(text, letters[at], doubts or {}) if at in letters else {BLANK: 1.0}
        for number, share in shares.items():
            chances[at, number] += surely * share
    return np.log(chances / chances.sum(axis=1, keepdims=True)).astype(np.float32)


def strip(
    text: str,
    *,
    game: str = "yugioh",
    what: Print = Print.CODE,
    capitals: float = 16.0,
    doubts: Mapping[int, Mapping[str, float]] | None = None,
    surely: float = 0.98,
) -> SeenStrip:
    return SeenStrip(place(game, what), said(text, doubts=doubts, surely=surely), capitals, 30.0)


def murk(*, capitals: float = 16.0) -> SeenStrip:
    """A strip in which anything may stand at any place."""
    logs = np.full((ALONG, CLASSES), -np.log(CLASSES), dtype=np.float32)
    return SeenStrip(place("yugioh", Print.CODE), logs, capitals, 30.0)


def judged(
    strips: Sequence[SeenStrip], printings: Sequence[Printing], *, game: str, sharpened: Sequence[SeenStrip] = ()
) -> PrintingAnswer:
    card = Card(CardKey(game, "1"), {"en": "One"}, printings=tuple(printings))
    return judging.judged(strips, card, row=print_table().of(game), sharpened=sharpened)


def place(game: str, what: Print) -> PrintPlace:
    return print_table().of(game).places_of(what, type_line="")[0]


def _shares(text: str, number: int, doubts: Mapping[int, Mapping[str, float]]) -> dict[int, float]:
    letters = doubts.get(number, {text[number]: 1.0})
    return {numbers_of(letter)[0]: share for letter, share in letters.items()}
