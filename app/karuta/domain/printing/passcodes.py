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

DIGITS, _HALF = 8, 4
# So many of the likeliest are summed exactly.
COMPARED = 24
# A passcode is read from these on: two numbers, as for a set code.
RATIO, MARGIN = -3.0, 4.0
# Sums are kept in the range of a float64 by this every so many places.
_RESCALED = 4
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
        """(2, n): the first four digits of each and the last four, as numbers."""
        return (
            np.array([[int(text[:_HALF]), int(text[_HALF:])] for text in self.texts], dtype=np.int64).reshape(-1, 2).T
        )

    def likeliest(self, chances: NDArray[np.float64], count: int) -> list[str]:
        """By `chances`, (8, 10): the probability of each digit at each place."""
        if not self.texts:
            return []
        logs = np.log(np.maximum(chances, 1e-12))
        first, last = (_of_all_numbers(half) for half in (logs[:_HALF], logs[_HALF:]))
        scores = first[self._table[0]] + last[self._table[1]]
        count = min(count, len(scores))
        return [self.texts[at] for at in np.argpartition(-scores, count - 1)[:count]]


def _of_all_numbers(logs: NDArray[np.float64]) -> NDArray[np.float64]:
    """(10,000,) the sum for each number of four digits; `logs` (4, 10) of each digit at each place."""
    found: NDArray[np.float64] = logs[0]
    for more in logs[1:]:
        found = (found[:, None] + more).ravel()
    return found


def blindly(strips: Sequence[SeenStrip], known: KnownPasscodes, also: Sequence[str] = ()) -> Verified:
    """The likeliest of all passcodes, and of `also`, which are compared in any case."""
    readable = [strip for strip in strips if not strip.is_blank]
    found = set(also)
    for some in _likeliest(readable, known):
        found |= set(some)
    return verified(readable, sorted(found))


def is_read(said: Verified) -> bool:
    return said.ratio >= RATIO and said.margin >= MARGIN


def _likeliest(strips: Sequence[SeenStrip], known: KnownPasscodes) -> list[list[str]]:
    """Of each strip; kept in it, since a strip is asked about again once rare places were looked at too."""
    new = [strip for strip in strips if id(known) not in strip.kept_passcodes]
    if new:
        for strip, chances in zip(new, digit_chances(np.stack([strip.logs for strip in new])), strict=True):
            strip.kept_passcodes[id(known)] = known.likeliest(chances, COMPARED)
    return [strip.kept_passcodes[id(known)] for strip in strips]


def digit_chances(logs: NDArray[np.float32]) -> NDArray[np.float64]:
    """(n, 8, 10): how probable each digit is at each of eight places, whatever stands at the others.

    `logs`: (n, places, classes), all strips at once. Forward and backward over the layouts of any eight digits: states
    are "none" before, between and after them (9), and each digit at each place (8, 10).
    """
    chances = np.exp(logs.astype(np.float64)).transpose(1, 0, 2)
    digits, none = chances[:, :, _FIGURES], chances[:, :, BLANK]
    # Backward is forward from the other end, so both are walked in one go.
    both = _forward(np.concatenate([digits, digits[::-1]], axis=1), np.concatenate([none, none[::-1]], axis=1))
    (figure, figure_behind), (gap, gap_behind) = ((one[:, : len(logs)], one[::-1, len(logs) :, ::-1]) for one in both)
    here = figure * figure_behind / np.maximum(digits, 1e-12)[:, :, None]
    gaps = (gap * gap_behind).sum(axis=2) / np.maximum(none, 1e-12)
    found = (here / np.maximum(here.sum(axis=(2, 3)) + gaps, 1e-300)[:, :, None, None]).sum(axis=0)
    return np.asarray(found / np.maximum(found.sum(axis=2, keepdims=True), 1e-300), dtype=np.float64)


def _forward(digits: NDArray[np.float64], none: NDArray[np.float64]) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """(places, n, 8, 10) and (places, n, 9): the weight of each state at each place, all layouts so far together.

    `digits`: (places, n, 10); `none`: (places, n). The weights of two places are not on one scale.
    """
    figures = np.zeros((*none.shape, DIGITS, 10))
    gaps = np.zeros((*none.shape, DIGITS + 1))
    gaps[0, :, 0], figures[0, :, 0] = none[0], digits[0]
    for at in range(1, len(none)):
        figure, gap = figures[at - 1], gaps[at - 1]
        whole = figure.sum(axis=2)
        reached = figure + gap[:, :-1, None]
        reached[:, 1:] += whole[:, :-1, None] - figure[:, :-1]
        ends = gap.copy()
        ends[:, 1:] += whole
        np.multiply(reached, digits[at][:, None], out=figures[at])
        np.multiply(ends, none[at][:, None], out=gaps[at])
        if at % _RESCALED == 0:
            largest = np.maximum(figures[at].max(axis=(1, 2)), gaps[at].max(axis=1))
            largest = np.maximum(largest, 1e-300)
            figures[at] /= largest[:, None, None]
            gaps[at] /= largest[:, None]
    return figures, gaps
