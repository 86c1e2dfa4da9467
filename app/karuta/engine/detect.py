"""Hypotheses of where cards are, as every detector offers them. The search decides which of them are cards."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

import numpy as np
from numpy.typing import NDArray

from karuta.domain.sighting import Corners

# What nobody has seen the edges of as a card's: what the least hypothesis of a detector says.
LEAST_PRIOR = 0.2


@dataclass(frozen=True, eq=False)
class Hypothesis:
    """A place where a card may be: four corners, an orientation, a mask of what is in view, and a prior.

    `corners`: (4, 2) in pixels of the given picture, clockwise, the short edge first. `upright`: the first corner is
    the card's top left one; otherwise both ways round are tried. `confidence`: the prior, 0 to 1, comparable within one
    picture only. `mirrored`: left and right are exchanged. `part`: only what lies in the photo, and under none of the
    cards `over` it (corners in full-size pixels), is in view; what is hidden is grey and is not compared.
    """

    corners: Corners
    confidence: float = LEAST_PRIOR
    upright: bool = True
    mirrored: bool = False
    part: bool = False
    over: tuple[Corners, ...] = ()

    # Before it is looked up it agrees with none.
    first_picture: ClassVar[None] = None

    @property
    def beneath(self) -> bool:
        return bool(self.over)


@dataclass(frozen=True)
class Centre:
    """A place that may be a card's middle, in the picture's pixels; `confidence`: 0 to 1."""

    x: float
    y: float
    confidence: float


class Detector(ABC):
    """Proposes outlines; one that can say more says it. `pixels`: (height, width, 3) uint8, RGB, upright."""

    longest: int
    """The least number of pixels on a picture's longer side for this detector."""

    @abstractmethod
    def propose(self, pixels: NDArray[np.uint8]) -> list[Hypothesis]:
        """Best first; proposals may overlap."""

    def centres(self, pixels: NDArray[np.uint8]) -> list[Centre]:
        """Places where middles of cards may be, of backs too, the likeliest first."""
        del pixels
        return []

    def beyond(self, pixels: NDArray[np.uint8]) -> list[Corners]:
        """Outlines that lie partly beside the picture, the likeliest first."""
        del pixels
        return []

    def refine(self, pixels: NDArray[np.uint8], outlines: Sequence[Corners]) -> list[Corners]:
        """Outlines that are about right, (4, 2) each, as they are; in their order."""
        del pixels
        return list(outlines)

    def refine_loose(self, pixels: NDArray[np.uint8], corners: Corners) -> list[Corners]:
        """Other outlines of a found card, (4, 2) each."""
        del pixels, corners
        return []
