"""What a projection is trained on, as plain values: pictures by content, and their files. Reads none."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path


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
