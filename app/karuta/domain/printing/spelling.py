"""How probable a string is by what a network said about a strip: CTC's sums over all ways to lay it out. Numpy only.

`logs` is (strips, places, classes) float32: at each place along a strip the logarithm of the probability of each
letter, or of none. A string is laid out over the places with any letter as long as it likes, and at least one "none"
between two equal ones.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from karuta.domain.printing.alphabet import BLANK, numbers_of, text_of

# No letter is less probable than this at a place, and sums below the other count as nothing. Both keep a step's numbers
# within a float64 without rescaling: only ratios of e^-55 and more are ever asked about.
_FAINT, _NOTHING = 1e-12, 1e-250
_SWEPT = 4


@dataclass(frozen=True)
class FreePath:
    """The likeliest layout of any string at all: what it spells, and its logarithm."""

    text: str
    log: float


def free_path(logs: NDArray[np.float32]) -> FreePath:
    """Of one strip, (places, classes)."""
    best = logs.argmax(axis=1)
    letters = tuple(int(n) for i, n in enumerate(best) if n != BLANK and (i == 0 or best[i - 1] != n))
    return FreePath(text_of(letters), float(logs.max(axis=1).sum()))


@dataclass(frozen=True, eq=False)
class _Branches:
    """Strings as a tree: what begins alike is summed once. Node 0 is the empty string.

    `parents`, `letters`: (n,) of each node. `doubled`: the nodes with their parent's letter. `ends`: where each string
    ends.
    """

    parents: NDArray[np.int64]
    letters: NDArray[np.int64]
    doubled: NDArray[np.int64]
    ends: NDArray[np.int64]


@lru_cache(maxsize=32)
def _branches(texts: tuple[str, ...]) -> _Branches:
    return _tree([numbers_of(text) for text in texts])


def _tree(written_as: Sequence[Sequence[int]]) -> _Branches:
    known: dict[tuple[int, int], int] = {}
    parents, letters, ends = [0], [BLANK], []
    for numbers in written_as:
        node = 0
        for letter in numbers:
            child = known.setdefault((node, letter), len(parents))
            if child == len(parents):
                parents.append(node)
                letters.append(letter)
            node = child
        ends.append(node)
    above, written = np.array(parents, dtype=np.int64), np.array(letters, dtype=np.int64)
    doubled = np.flatnonzero((written[above] == written) & (written != BLANK))
    return _Branches(above, written, doubled, np.array(ends, dtype=np.int64))


def log_likelihoods(logs: NDArray[np.float32], texts: Sequence[str]) -> NDArray[np.float64]:
    """(strips, n) the logarithm of each string's probability; about -575 where a strip has too few places for it.

    All strings are summed at once on all strips: a step along the strips is a step of all of them.
    """
    return _summed(logs, _branches(tuple(texts))) if texts else np.zeros((len(logs), 0))


def log_likelihoods_of(logs: NDArray[np.float32], written_as: Sequence[Sequence[int]]) -> NDArray[np.float64]:
    """The same of strings in letters of any alphabet, as the numbers of their classes in `logs`."""
    return _summed(logs, _tree(written_as)) if written_as else np.zeros((len(logs), 0))


def _summed(logs: NDArray[np.float32], tree: _Branches) -> NDArray[np.float64]:
    chances = np.maximum(np.exp(logs.astype(np.float64)), _FAINT)
    # (places, nodes, strips); node 0 has no letter.
    here = np.take(np.ascontiguousarray(chances.transpose(1, 2, 0)), tree.letters, axis=1)
    here[:, 0] = 0.0
    none = chances[:, :, BLANK].T
    # Ends with a node's letter; ends with none behind it, and both together. Before the strip nothing is written yet.
    lettered = np.zeros(here.shape[1:])
    either: NDArray[np.float64] = np.zeros((2, *lettered.shape))
    both, bare = either[0], either[1]
    bare[0] = 1.0
    # What a node is entered from: its parent, but only with none between where the two have one letter.
    count = len(tree.parents)
    sources = tree.parents.copy()
    sources[tree.doubled] += count
    entered = np.empty_like(lettered)
    for at in range(len(here)):
        np.add(lettered, bare, out=both)
        np.take(either.reshape(2 * count, -1), sources, axis=0, out=entered, mode="clip")
        lettered += entered
        lettered *= here[at]
        np.multiply(both, none[at], out=bare)
        if at % _SWEPT == 0:
            lettered[lettered < _NOTHING] = 0.0
            bare[bare < _NOTHING] = 0.0
    total = (lettered + bare)[tree.ends].T
    return np.asarray(np.log(np.maximum(total, _NOTHING)), dtype=np.float64)
