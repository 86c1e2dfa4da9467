"""What every retraining of a library's model decides alike, and the name of a run; trains nothing."""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict, dataclass

from karuta.domain.errors import KarutaError

FORMAT = 1


class TrainingError(KarutaError):
    """A training that cannot begin or has failed; the sentence says why and what to do."""


@dataclass(frozen=True)
class Recipe:
    """`labelled`: the share of a step's crops that are labels, the others are simulated photos.

    `hard`: how many times a refused card counts among a label's negatives. `simulated`: how many simulated photos;
    `judged`: how many more are only measured on, no more than those. `calm`: how much of the mean variance is left
    alone when what photos change is divided out at the end, 0 for no such end; see `within_class_covariance`.
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
    """Names a training by all that decides its outcome: 64 hex digits.

    `training_set`: its checksum; `parent`: the hash of the model that it starts from.
    """
    said = {"format": FORMAT, "recipe": asdict(recipe), "training_set": training_set, "parent": parent}
    return hashlib.sha256(json.dumps(said, sort_keys=True).encode()).hexdigest()
