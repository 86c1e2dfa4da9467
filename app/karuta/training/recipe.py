"""What every retraining of a library's model has in common, and the name of a run. Trains nothing."""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict, dataclass

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
