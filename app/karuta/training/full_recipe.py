"""How a whole network is trained on a library: every number that determines it. Needs no torch and trains nothing."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from karuta.training.recipe import Recipe


class Layers(StrEnum):
    """Which blocks are trained: those of the last stages, or all (but never the stem and 5x5 depthwise weights)."""

    LAST = "last"
    ALL = "all"

    @property
    def frozen_stages(self) -> int:
        return 5 if self is Layers.LAST else 0


@dataclass(frozen=True)
class FullRecipe(Recipe):
    """`pairs`: crops per step, each with its artwork.

    `memory`: how many artworks of earlier steps count as other cards.
    """

    steps: int = 600
    rate: float = 1e-4
    pairs: int = 48
    memory: int = 4096
    warmup: int = 20
    weight_decay: float = 0.01
    layers: Layers = Layers.LAST

    def __post_init__(self) -> None:
        super().__post_init__()
        if self.pairs < 4:
            raise ValueError("a step of a training needs at least four crops")
