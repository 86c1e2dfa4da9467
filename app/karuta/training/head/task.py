"""Sources of a training, every number that determines it, and the files that it keeps. Reads no picture."""

from __future__ import annotations

import hashlib
import json
import shutil
from dataclasses import asdict, dataclass
from pathlib import Path

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
    essence = {"format": FORMAT, "recipe": asdict(recipe), "training_set": training_set, "parent": parent}
    return hashlib.sha256(json.dumps(essence, sort_keys=True).encode()).hexdigest()


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


RUNS, FEATURES, STATE = "runs", "features", "state"


HELD_OUT_OF = 10


@dataclass(frozen=True)
class PictureFile:
    """A picture by the hash of its bytes, and its file."""

    sha256: str
    path: Path


@dataclass(frozen=True)
class ArtworkPicture:
    """One picture of the catalogue.

    `identity`: one number for all pictures that cannot be told apart: those of one card, and of cards that share a
    picture. `new_card`: held out of all training.
    """

    picture: PictureFile
    identity: int
    new_card: bool


@dataclass(frozen=True)
class LabelledCrop:
    """A person's label. `artworks`, `refused`: pictures (hashes) of its card, and of cards that it is not.

    `held_out`: only measured on. `card`: for class balance. `photo`: the hash of the photo that it was cut from.
    """

    picture: PictureFile
    photo: str
    card: str
    identity: int
    artworks: tuple[str, ...]
    refused: tuple[str, ...]
    held_out: bool
    new_card: bool


@dataclass(frozen=True)
class HeadTask:
    """`parent`: the folder of the model that training starts from. `training_set`: the checksum that names the labels.

    `split`: what the split keeps together. `without_labels`: of simulated photos alone; then `labels` is empty.
    """

    parent: Path
    training_set: str
    split: str
    artworks: tuple[ArtworkPicture, ...]
    labels: tuple[LabelledCrop, ...]
    without_labels: bool = False


@dataclass(frozen=True)
class Workplace:
    """`training`: the folder for features and unfinished runs; `models`: where the candidate goes."""

    training: Path
    models: Path


def unfinished_runs(training: Path) -> list[Path]:
    """The states of trainings that were stopped or killed after their first step."""
    return sorted((training / RUNS).glob(f"*/{STATE}"))


def forget_other_runs(folder: Path) -> None:
    """Unfinished runs with other labels or another recipe will not be resumed, so they go; features stay."""
    for other in folder.parent.glob("*"):
        if other != folder:
            shutil.rmtree(other, ignore_errors=True)


def held_out(game: str, card_id: str) -> bool:
    """One card in ten, whatever else is in the catalogue; with all its artworks and faces."""
    digest = hashlib.sha256(f"{game}:{card_id}".encode()).digest()
    return int.from_bytes(digest[:8], "big") % HELD_OUT_OF == 0
