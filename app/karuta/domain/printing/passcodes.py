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
        """(8, n): a row a place."""
        digits = np.array([[int(digit) for digit in text] for text in self.texts], dtype=np.int64).reshape(-1, DIGITS)
        return np.ascontiguousarray(digits.T)

    def likeliest(self, chances: NDArray[np.float64], count: int) -> list[str]:
        """By `chances`, (8, 10): the probability of each digit at each place."""
        if not self.texts:
            return []
        logs = np.log(np.maximum(chances, 1e-12))
        scores = np.sum([logs[place][self._table[place]] for place in range(DIGITS)], axis=0)
        count = min(count, len(scores))
        return [self.texts[at] for at in np.argpartition(-scores, count - 1)[:count]]


def blindly(strips: Sequence[SeenStrip], known: KnownPasscodes, also: Sequence[str] = ()) -> Verified:
    """The likeliest of all passcodes, and of `also`, which are compared in any case."""
    readable = [strip for strip in strips if not strip.is_blank]
    found = set(also)
    for chances in _chances(readable):
        found |= set(known.likeliest(chances, COMPARED))
    return verified(readable, sorted(found))


def is_read(said: Verified) -> bool:
    return said.ratio >= RATIO and said.margin >= MARGIN


def _chances(strips: Sequence[SeenStrip]) -> list[NDArray[np.float64]]:
    """Of each strip; kept in it, since a strip is asked about again once rare places were looked at too."""
    new = [strip for strip in strips if not strip.kept_digits]
    if new:
        for strip, chances in zip(new, digit_chances(np.stack([strip.logs for strip in new])), strict=True):
            strip.kept_digits.append(chances)
    return [strip.kept_digits[0] for strip in strips]


def digit_chances(logs: NDArray[np.float32]) -> NDArray[np.float64]:
    """(n, 8, 10): how probable each digit is at each of eight places, whatever stands at the others.

    `logs`: (n, places, classes), all strips at once. Forward and backward over the layouts of any eight digits: states
    are "none" before, between and after them (9), and each digit at each place (8, 10).
    """
    chances = np.exp(logs.astype(np.float64))
    digits, none = chances[:, :, _FIGURES], chances[:, :, BLANK]
    ahead = _forward(digits, none)
    behind = [(figure[:, ::-1], gap[:, ::-1]) for figure, gap in _forward(digits[:, ::-1], none[:, ::-1])][::-1]
    found = np.zeros((len(logs), DIGITS, 10))
    for at, ((figure, gap), (figure_behind, gap_behind)) in enumerate(zip(ahead, behind, strict=True)):
        here = figure * figure_behind / np.maximum(digits[:, at, None], 1e-12)
        gaps = (gap * gap_behind).sum(axis=1) / np.maximum(none[:, at], 1e-12)
        found += here / np.maximum(here.sum(axis=(1, 2)) + gaps, 1e-300)[:, None, None]
    return np.asarray(found / np.maximum(found.sum(axis=2, keepdims=True), 1e-300), dtype=np.float64)


def _forward(
    digits: NDArray[np.float64], none: NDArray[np.float64]
) -> list[tuple[NDArray[np.float64], NDArray[np.float64]]]:
    """At each place along the strips the weight of each state, all layouts so far together; not on one scale."""
    figure = np.zeros((len(digits), DIGITS, 10))
    gap = np.zeros((len(digits), DIGITS + 1))
    gap[:, 0], figure[:, 0] = none[:, 0], digits[:, 0]
    found = [(figure, gap)]
    for at in range(1, digits.shape[1]):
        whole = figure.sum(axis=2)
        reached = figure + gap[:, :-1, None]
        reached[:, 1:] += whole[:, :-1, None] - figure[:, :-1]
        gap = gap * none[:, at, None]
        gap[:, 1:] += whole * none[:, at, None]
        figure = reached * digits[:, at, None]
        scale = np.maximum(figure.max(axis=(1, 2)), gap.max(axis=1))
        scale = np.maximum(scale, 1e-300)
        figure, gap = figure / scale[:, None, None], gap / scale[:, None]
        found.append((figure, gap))
    return found
