"""The result of the photographer: the photo's pixels, where each card lies in it, and what was done to it."""

from __future__ import annotations

from dataclasses import dataclass

from karuta.domain.pixels import Pixels
from karuta.training.photographer.conditions import CardLook, Conditions
from karuta.training.photographer.pose import Corners


@dataclass(frozen=True)
class PlacedCard:
    """One card in a scene.

    `source`: its position in the given list. `corners`: `(4, 2) float64`, top-left, top-right, bottom-right,
    bottom-left of the upright card in scene pixels (0 to width, a pixel's centre at one half); they may lie outside.
    `visible`: the share of the card that is in view and not covered.
    """

    source: int
    corners: Corners
    visible: float
    look: CardLook


@dataclass(frozen=True)
class Scene:
    """A simulated photo: `pixels` `(height, width, 3) uint8`, RGB; cards in the order in which they were laid."""

    pixels: Pixels
    cards: tuple[PlacedCard, ...]
    conditions: Conditions
