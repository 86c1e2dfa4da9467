"""How probable a string is by what a network said about a strip: CTC's sums over all ways to lay it out. Numpy only.

`logs` is (places, classes) float32: at each place along the strip the logarithm of the probability of each letter, or
of none. A string is laid out over the places with any letter as long as it likes, and at least one "none" between two
equal ones.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from karuta.domain.printing.alphabet import BLANK, numbers_of, text_of

# Sums are kept between these steps in the range of a float64.
_RESCALED = 4
_LEAST = 1e-300


@dataclass(frozen=True)
class FreePath:
    """The likeliest layout of any string at all: what it spells, and its logarithm."""

    text: str
    log: float


def free_path(logs: NDArray[np.float32]) -> FreePath:
    best = logs.argmax(axis=1)
    letters = tuple(int(n) for i, n in enumerate(best) if n != BLANK and (i == 0 or best[i - 1] != n))
    return FreePath(text_of(letters), float(logs.max(axis=1).sum()))


def log_likelihoods(logs: NDArray[np.float32], texts: Sequence[str]) -> NDArray[np.float64]:
    """(n,) the logarithm of each string's probability; -inf where the strip has too few places for it.

    All strings are summed at once: a step along the strip is a step of all of them.
    """
    if not texts:
        return np.zeros(0)
    letters = [numbers_of(text) for text in texts]
    longest = max(len(one) for one in letters)
    states, may_skip, last = _states(letters, longest)
    chances = np.exp(logs.astype(np.float64))
    alpha = np.zeros((len(texts), 2 * longest + 3))
    # Two empty states in front, so that a shift by one and two needs no special case.
    here = alpha[:, 2:]
    here[:, 0] = chances[0, BLANK]
    here[:, 1] = chances[0][states[:, 1]]
    logarithm = np.zeros(len(texts))
    for at in range(1, len(chances)):
        moved = alpha[:, 2:] + alpha[:, 1:-1] + alpha[:, :-2] * may_skip
        here[:] = moved * chances[at][states]
        if at % _RESCALED == 0:
            largest = np.maximum(here.max(axis=1), _LEAST)
            here /= largest[:, None]
            logarithm += np.log(largest)
    rows = np.arange(len(texts))
    total = here[rows, last] + here[rows, last - 1]
    with np.errstate(divide="ignore"):
        return np.asarray(np.log(total) + logarithm, dtype=np.float64)


def _states(
    letters: Sequence[tuple[int, ...]], longest: int
) -> tuple[NDArray[np.int64], NDArray[np.float64], NDArray[np.int64]]:
    """Of each string: its letters with a blank around each, whether a state follows that before the last, its end.

    Shorter strings are filled up with blanks behind their end, which nothing counts.
    """
    states = np.full((len(letters), 2 * longest + 1), BLANK, dtype=np.int64)
    for row, one in enumerate(letters):
        states[row, 1 : 2 * len(one) : 2] = one
    may_skip = np.zeros(states.shape)
    may_skip[:, 3::2] = (states[:, 3::2] != states[:, 1:-2:2]) & (states[:, 3::2] != BLANK)
    return states, may_skip, np.array([2 * len(one) for one in letters], dtype=np.int64)
