"""What a projection is trained on, as plain values, and where a training keeps its files. Reads no picture."""

from __future__ import annotations

import hashlib
import shutil
from dataclasses import dataclass
from pathlib import Path

RUNS, FEATURES, STATE = "runs", "features", "state"
# Kept apart, so that a training of minutes does not throw away one of hours.
FULL_RUNS = "full-runs"


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
