"""What a training learns from: labels with their side of the split. Reads and decides nothing.

A training set is named by its checksum: the same labels, crops, artworks and split give the same name.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from karuta.domain.card import CardKey
from karuta.domain.label import Points

FORMAT = 1


class Side(StrEnum):
    """`train`: learned from. `held_out`: only measured on. `set_aside`: neither, because it would join the two."""

    TRAIN = "train"
    HELD_OUT = "held_out"
    SET_ASIDE = "set_aside"


class LeftOut(StrEnum):
    """Why a confirmed label by a person is not used for training."""

    DISPUTED = "disputed"
    SAME_CROP = "same_crop"
    WHOLE_PHOTO = "whole_photo"
    NO_CROP = "no_crop"
    NO_ARTWORK = "no_artwork"


@dataclass(frozen=True)
class TrainingLabel:
    """A person's current confirmation of one sighting.

    `refused`: the cards that stood before the chosen one, best first; these are hard negatives.
    """

    event_id: str
    photo_sha256: str
    sighting_id: str
    crop_sha256: str | None
    corners: Points | None
    card: CardKey
    name: str
    refused: tuple[CardKey, ...]
    annotator: str
    time: str
    batch: str | None
    listing: str | None
    model_hash: str | None


@dataclass(frozen=True)
class LastWord:
    """An annotator's last label on a sighting."""

    annotator: str
    kind: str
    card: CardKey | None


@dataclass(frozen=True)
class Conflict:
    """Labels that contradict each other; all of them are left out.

    `disputed`: several annotators about one sighting. `same_crop`: the same picture labelled as two cards.
    """

    kind: LeftOut
    photo_sha256: str
    sighting_id: str
    crop_sha256: str | None
    said: tuple[LastWord, ...]


@dataclass(frozen=True)
class Example:
    """A label that may teach, and its place in the split.

    `group`: what must not be divided. `new_card`: in the new-card fold. `artworks`: the pictures of its card, main
    before alternate.
    """

    label: TrainingLabel
    crop_sha256: str
    artworks: tuple[str, ...]
    side: Side
    group: str
    new_card: bool


@dataclass(frozen=True)
class TrainingSet:
    """All examples in the order of photo and sighting. `rule`: what the split keeps together."""

    examples: tuple[Example, ...]
    conflicts: tuple[Conflict, ...]
    left_out: tuple[tuple[LeftOut, TrainingLabel], ...]
    rule: str
    artworks: tuple[str, ...]
    checksum: str

    def on(self, side: Side) -> tuple[Example, ...]:
        return tuple(example for example in self.examples if example.side is side)


def checksum(examples: Iterable[Example], *, artworks: Iterable[str], rule: str) -> str:
    """SHA-256 over everything that determines a training: the sorted examples, all artworks, and the split's rule."""
    digest = hashlib.sha256(f"karuta training set {FORMAT}\n{rule}\n".encode())
    for line in sorted(_essence(example) for example in examples):
        digest.update(line.encode() + b"\n")
    for picture in sorted(set(artworks)):
        digest.update(picture.encode() + b"\n")
    return digest.hexdigest()


def _essence(example: Example) -> str:
    label = example.label
    values: list[Any] = [label.photo_sha256, label.sighting_id, example.crop_sha256, *label.card]
    values += [list(example.artworks), [str(key) for key in label.refused], example.side.value, example.new_card]
    return json.dumps(values, ensure_ascii=False, separators=(",", ":"))
