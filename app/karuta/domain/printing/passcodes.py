"""The eight digits of a card's passcode, read blindly against all passcodes of a game. Numpy only.

Fourteen thousand strings are too many to sum one by one. So first it is asked which digit stands at each of eight
places, whatever the others are; the likeliest passcodes by that are then summed as any string is.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from karuta.domain.card import CardKey
from karuta.domain.printing.alphabet import BLANK, numbers_of
from karuta.domain.printing.verifying import SeenStrip, Verified, verified

DIGITS = 8
# So many of the likeliest are summed exactly.
COMPARED = 24
# A passcode is read from these on: two numbers, as for a set code.
RATIO, MARGIN = -2.0, 5.0
_FIGURES = np.array(numbers_of("0123456789"))


@dataclass(frozen=True)
class KnownPasscodes:
    """All passcodes of a game, and whose each is."""

    owners: Mapping[str, Sequence[CardKey]]

    @cached_property
    def texts(self) -> tuple[str, ...]:
        return tuple(sorted(text for text in self.owners if len(text) == DIGITS and text.isascii() and text.isdigit()))

    @cached_property
    def _table(self) -> NDArray[np.int64]:
        return np.array([[int(digit) for digit in text] for text in self.texts], dtype=np.int64).reshape(-1, DIGITS)

    def likeliest(self, chances: NDArray[np.float64], count: int) -> list[str]:
        """By `chances`, (8, 10): the probability of each digit at each place."""
        if not self.texts:
            return []
        logs = np.log(np.maximum(chances, 1e-12))
        scores = logs[np.arange(DIGITS), self._table].sum(axis=1)
        return [self.texts[at] for at in np.argsort(-scores, kind="stable")[:count]]


def blindly(strips: Sequence[SeenStrip], known: KnownPasscodes, also: Sequence[str] = ()) -> Verified:
    """The likeliest of all passcodes, and of `also`, which are compared in any case."""
    readable = [strip for strip in strips if not strip.is_blank]
    found = set(also)
    for strip in readable:
        found |= set(known.likeliest(digit_chances(strip.logs), COMPARED))
    return verified(readable, sorted(found))


def is_read(said: Verified) -> bool:
    return said.ratio >= RATIO and said.margin >= MARGIN


def digit_chances(logs: NDArray[np.float32]) -> NDArray[np.float64]:
    """(8, 10): how probable each digit is at each of eight places, whatever stands at the others.

    Forward and backward over the layouts of any eight digits: states are "none" before, between and after them (9), and
    each digit at each place (8, 10).
    """
    chances = np.exp(logs.astype(np.float64))
    digits, none = chances[:, _FIGURES], chances[:, BLANK]
    ahead = _forward(digits, none)
    behind = [(figure[::-1], gap[::-1]) for figure, gap in _forward(digits[::-1], none[::-1])][::-1]
    found = np.zeros((DIGITS, 10))
    for (figure, gap), (figure_behind, gap_behind), seen, blank in zip(ahead, behind, digits, none, strict=True):
        here = figure * figure_behind / np.maximum(seen, 1e-12)
        total = here.sum() + (gap * gap_behind).sum() / max(blank, 1e-12)
        found += here / max(total, 1e-300)
    return np.asarray(found / np.maximum(found.sum(axis=1, keepdims=True), 1e-300), dtype=np.float64)


def _forward(
    digits: NDArray[np.float64], none: NDArray[np.float64]
) -> list[tuple[NDArray[np.float64], NDArray[np.float64]]]:
    """At each place along the strip the weight of each state, all layouts so far together; not on one scale."""
    figure = np.zeros((DIGITS, 10))
    gap = np.zeros(DIGITS + 1)
    gap[0], figure[0] = none[0], digits[0]
    found = [(figure, gap)]
    for seen, blank in zip(digits[1:], none[1:], strict=True):
        whole = figure.sum(axis=1)
        before = np.zeros((DIGITS, 10))
        before[1:] = whole[:-1, None] - figure[:-1]
        figure, gap = (figure + before + gap[:-1, None]) * seen, (gap + np.append(0.0, whole)) * blank
        scale = max(figure.max(), gap.max(), 1e-300)
        figure, gap = figure / scale, gap / scale
        found.append((figure, gap))
    return found
