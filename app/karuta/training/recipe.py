"""How a projection or a whole network is trained: every number that determines it. Trains nothing."""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict, dataclass
from enum import StrEnum

from karuta.domain.errors import KarutaError

FORMAT = 1


class TrainingError(KarutaError):
    """A training that cannot begin or has failed. The sentence says why and what to do."""


@dataclass(frozen=True)
class Recipe:
    """`labelled`: the share of a step's crops that are labels; the others are simulated photos.

    `hard`: how many times a refused card counts among a label's negatives. `simulated`: how many simulated photos.
    `judged`: how many more are used only for measuring, never more than `simulated`. `calm`: the ridge of the final
    normalisation as a multiple of the mean variance, 0 for none; see `within_class_covariance`.
    """

    steps: int = 1000
    labelled: float = 0.5
    temperature: float = 0.05
    rate: float = 1e-3
    hard: float = 4.0
    calm: float = 1.0
    simulated: int = 3000
    judged: int = 800
    seed: int = 1

    def __post_init__(self) -> None:
        if self.steps < 1 or self.simulated < 0 or self.rate <= 0:
            raise ValueError("a training needs at least one step, and a rate above 0")


def run_name(recipe: Recipe, *, training_set: str, parent: str) -> str:
    """The name of a training, from everything that determines its result: 64 hex digits.

    `training_set`: its checksum; `parent`: the hash of the model that it starts from.
    """
    said = {"format": FORMAT, "recipe": asdict(recipe), "training_set": training_set, "parent": parent}
    return hashlib.sha256(json.dumps(said, sort_keys=True).encode()).hexdigest()


@dataclass(frozen=True)
class HeadRecipe(Recipe):
    """`rate`: Adam's, falling as a half cosine.

    It is meant for weights with a root mean square of 0.03, and scaled to the projection's own. `pull`: the penalty for
    a projection whose distance from the old one equals the old one's length. `others`: how many artworks of other cards
    per step.
    """

    batch: int = 256
    others: int = 2048
    pull: float = 0.5

    def __post_init__(self) -> None:
        super().__post_init__()
        if self.batch < 2:
            raise ValueError("a step of a training needs at least two crops")


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
