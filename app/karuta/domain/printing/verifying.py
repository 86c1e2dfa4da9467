"""Which of some strings stands on a card: how well each fits what was seen, beside any string that might stand there.

Verify, do not read: of legible codes on simulated photos free reading named 89 % by the nearest string, this 97 %.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from karuta.domain.printing.alphabet import is_readable
from karuta.domain.printing.places import PrintPlace
from karuta.domain.printing.spelling import FreePath, free_path, log_likelihoods

# No strip says less than this of a string: what does not fit at all fits no worse than that.
LEAST = -40.0
# A strip whose best string is less probable than this says nothing sure of any: there strings are measured by this.
MURKY = -15.0


@dataclass(frozen=True, eq=False)
class SeenStrip:
    """One strip of a place as the network read it. `logs`: (places, classes) float32, logarithms of probabilities.

    `capitals`: how many pixels high capitals are in the photo there. `contrast`: 0 to 255, the spread of its greys.
    `middle`: where the strip's middle lies on the card, from the top.
    """

    place: PrintPlace
    logs: NDArray[np.float32]
    capitals: float
    contrast: float
    middle: float = 0.0
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
    def is_blank(self) -> bool:
        """Whether it surely shows no letter."""
        return not self.free.text and self.free.log > -1.0


@dataclass(frozen=True)
class Fit:
    """One string and how it fits: the logarithm of its probability less that of what was read freely."""

    text: str
    ratio: float


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
        ratios = np.maximum(ratios, np.max([strip.ratios(written) for strip in lettered], axis=0))
    order = sorted(range(len(written)), key=lambda at: (-ratios[at], written[at]))
    return Verified(tuple(Fit(written[at], float(ratios[at])) for at in order), clearest(strips))


def _sum(strips: Sequence[SeenStrip], texts: Sequence[str]) -> None:
    """Keeps in each strip how probable each text is there; all that is new in one go."""
    wanted = {*texts, *(strip.free.text for strip in strips if strip.free.text)}
    behind = [strip for strip in strips if not wanted <= strip.kept_logs.keys()]
    new = sorted({text for text in wanted if any(text not in strip.kept_logs for strip in behind)})
    if new:
        found = log_likelihoods(np.stack([strip.logs for strip in behind]), new)
        for strip, logs in zip(behind, found, strict=True):
            strip.kept_logs.update(zip(new, map(float, logs), strict=True))


def clearest(strips: Sequence[SeenStrip]) -> FreePath | None:
    """What was read freely where most letters were, each as sure as can be; None where no strip has a letter."""
    found = [strip.free for strip in strips if strip.free.text]
    return max(found, key=lambda free: (len(free.text) + free.log, free.text), default=None)
