"""How a whole network is trained on a library: every number that decides it; needs no torch and trains nothing."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Layers(StrEnum):
    """Which blocks are trained: those of the last stages, or all (but the stem and 5x5 depthwise weights, ever)."""

    LAST = "last"
    ALL = "all"

    @property
    def frozen_stages(self) -> int:
        return 5 if self is Layers.LAST else 0


@dataclass(frozen=True)
class FullRecipe:
    """`pairs`: crops a step, each with its artwork; `labelled`: the share of them that are labels.

    `memory`: so many artworks of earlier steps are other cards too. `hard`: how many times a refused card counts.
    `simulated`, `judged`, `calm`: as in a `HeadRecipe`.
    """

    steps: int = 600
    pairs: int = 48
    labelled: float = 0.5
    temperature: float = 0.05
    memory: int = 4096
    rate: float = 1e-4
    warmup: int = 20
    weight_decay: float = 0.01
    layers: Layers = Layers.LAST
    hard: float = 4.0
    calm: float = 1.0
    simulated: int = 3000
    judged: int = 800
    seed: int = 1

    def __post_init__(self) -> None:
        if self.steps < 1 or self.pairs < 4 or self.simulated < 0 or self.rate <= 0:
            raise ValueError("a training needs at least one step of four crops, and a rate above 0")
