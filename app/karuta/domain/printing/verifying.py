"""How well each of some strings fits what a network saw of a strip, beside any string that might stand there.

Verify, do not read: of legible codes on simulated photos free reading named 89 % by the nearest string, this 97 %.

`logs` is (strips, places, classes) float32: at each place along a strip the logarithm of the probability of each
letter, or of none. A string is laid out over the places with any letter as long as it likes, and at least one "none"
between two equal ones.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property, lru_cache

import numpy as np
from numpy.typing import NDArray

from karuta.domain.printing.places import PrintPlace

# No letter is less probable than this at a place, and sums below the other count as nothing. Both keep a step's numbers
# within a float64 without rescaling: only ratios of e^-55 and more are ever asked about.
_FAINT, _NOTHING = 1e-12, 1e-250
_SWEPT = 4


# The network's output 0 is "no letter here"; the letters follow in this order.
BLANK = 0
LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-/"
CLASSES = len(LETTERS) + 1
_NUMBERS = {letter: number for number, letter in enumerate(LETTERS, 1)}


# No strip says less than this of a string: what does not fit at all fits no worse than that.
LEAST = -40.0
# A strip whose best string is less probable than this says nothing sure of any: there strings are measured by this.
MURKY = -15.0


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
    number_of: dict[tuple[int, int], int] = {}
    parents, letters, ends = [0], [BLANK], []
    for numbers in written_as:
        node = 0
        for letter in numbers:
            child = number_of.setdefault((node, letter), len(parents))
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
    """The scores of strings in letters of any alphabet, as the numbers of their classes in `logs`."""
    return _summed(logs, _tree(written_as)) if written_as else np.zeros((len(logs), 0))


def _summed(logs: NDArray[np.float32], tree: _Branches) -> NDArray[np.float64]:
    chances = np.maximum(np.exp(logs.astype(np.float64)), _FAINT)
    # (places, nodes, strips); node 0 has no letter.
    chances_here = np.take(np.ascontiguousarray(chances.transpose(1, 2, 0)), tree.letters, axis=1)
    chances_here[:, 0] = 0.0
    none = chances[:, :, BLANK].T
    # Ends with a node's letter; ends with none behind it, and both together. Before the strip nothing is written yet.
    lettered = np.zeros(chances_here.shape[1:])
    either: NDArray[np.float64] = np.zeros((2, *lettered.shape))
    both, bare = either[0], either[1]
    bare[0] = 1.0
    # What a node is entered from: its parent, but only with none between where the two have one letter.
    count = len(tree.parents)
    sources = tree.parents.copy()
    sources[tree.doubled] += count
    entered = np.empty_like(lettered)
    for at in range(len(chances_here)):
        np.add(lettered, bare, out=both)
        np.take(either.reshape(2 * count, -1), sources, axis=0, out=entered, mode="clip")
        lettered += entered
        lettered *= chances_here[at]
        np.multiply(both, none[at], out=bare)
        if at % _SWEPT == 0:
            lettered[lettered < _NOTHING] = 0.0
            bare[bare < _NOTHING] = 0.0
    total = (lettered + bare)[tree.ends].T
    return np.asarray(np.log(np.maximum(total, _NOTHING)), dtype=np.float64)


def is_readable(text: str) -> bool:
    """Whether the alphabet has every letter of it, and it has one; `EN???` is nobody's code."""
    return bool(text) and not text.strip(LETTERS)


def numbers_of(text: str) -> tuple[int, ...]:
    """Raises `KeyError` for a letter that is not in the alphabet."""
    return tuple(_NUMBERS[letter] for letter in text)


def text_of(numbers: tuple[int, ...]) -> str:
    return "".join(LETTERS[number - 1] for number in numbers)


@dataclass(frozen=True, eq=False)
class SeenStrip:
    """One strip of a place as the network read it. `logs`: (places, classes) float32, logarithms of probabilities.

    `capitals`: how many pixels high capitals are in the photo there. `contrast`: 0 to 255, the spread of its greys.
    `middle`: where the strip's middle lies on the card, from the top. `shown`: at how many of the places there is
    anything of the card.
    """

    place: PrintPlace
    logs: NDArray[np.float32]
    capitals: float
    contrast: float
    middle: float = 0.0
    shown: int = 64
    # What was worked out of it: several cards are asked about the same strips.
    kept_logs: dict[str, float] = field(default_factory=dict, repr=False)
    kept_passcodes: dict[int, list[str]] = field(default_factory=dict, repr=False)

    @cached_property
    def free(self) -> FreePath:
        return free_path(self.logs)

    @property
    def line(self) -> PrintPlace:
        """The part of its place that it shows. A strip is read with a line in it that is half a capital too high or too
        low, so as much is around it.
        """
        half = self.place.capitals / 2
        return replace(self.place, highest=self.middle - half, lowest=self.middle + half)

    def ratios(self, texts: Sequence[str]) -> NDArray[np.float64]:
        """How well each text fits here, beside what was read freely. All must have been summed.

        The free string is summed as the others are: one layout of it is beaten by many of a string that fits nothing.
        """
        beside = max(self.kept_logs[self.free.text] if self.free.text else self.free.log, MURKY)
        return np.array([self.kept_logs[text] for text in texts]) - beside

    @property
    def begins(self) -> int:
        """The first of its places with a letter; how many it has where none has one."""
        lettered = np.flatnonzero(self.logs.argmax(axis=1) != BLANK)
        return int(lettered[0]) if len(lettered) else len(self.logs)

    @property
    def is_blank(self) -> bool:
        """Whether it surely shows no letter."""
        return not self.free.text and self.free.log > -1.0


@dataclass(frozen=True)
class Fit:
    """One string and how it fits: the logarithm of its probability less that of what was read freely.

    `printed`: of a code, the text on the card that fits best.
    """

    text: str
    ratio: float
    printed: str = ""


@dataclass(frozen=True)
class Verified:
    """Strings by how well they fit, the best first. `free`: the clearest that was read without knowing any."""

    fits: tuple[Fit, ...]
    free: FreePath | None

    @property
    def ratio(self) -> float:
        """Does it read at all?"""
        return self.fits[0].ratio if self.fits else LEAST

    @property
    def margin(self) -> float:
        """To the second string; to what fits nothing where there is none."""
        return self.ratio - (self.fits[1].ratio if len(self.fits) > 1 else LEAST)

    def of(self) -> Mapping[str, float]:
        return {fit.text: fit.ratio for fit in self.fits}


def verified(strips: Sequence[SeenStrip], texts: Sequence[str]) -> Verified:
    """How well each text fits the strip that it fits best. Texts that the alphabet cannot write are left out."""
    written = sorted({text for text in texts if is_readable(text)})
    ratios = np.full(len(written), LEAST)
    lettered = [strip for strip in strips if not strip.is_blank]
    if written and lettered:
        _sum(lettered, written)
        ratios = np.max([strip.ratios(written) for strip in lettered], axis=0)
    # Of those that fit nothing one still fits better than another.
    order = sorted(range(len(written)), key=lambda at: (-ratios[at], written[at]))
    return Verified(tuple(Fit(written[at], max(LEAST, float(ratios[at]))) for at in order), clearest(strips))


def _sum(strips: Sequence[SeenStrip], texts: Sequence[str]) -> None:
    """Keeps in each strip how probable each text is there; all that is new in one go."""
    all_texts = {*texts, *(strip.free.text for strip in strips if strip.free.text)}
    behind = [strip for strip in strips if not all_texts <= strip.kept_logs.keys()]
    new = sorted({text for text in all_texts if any(text not in strip.kept_logs for strip in behind)})
    if new:
        likelihoods = log_likelihoods(np.stack([strip.logs for strip in behind]), new)
        for strip, logs in zip(behind, likelihoods, strict=True):
            strip.kept_logs.update(zip(new, map(float, logs), strict=True))


def clearest(strips: Sequence[SeenStrip]) -> FreePath | None:
    """The text read freely where most letters were, each as sure as can be; None where no strip has a letter."""
    readings = [strip.free for strip in strips if strip.free.text]
    return max(readings, key=lambda free: (len(free.text) + free.log, free.text), default=None)
