"""The labels of a training, and how they are divided into learned and measured ones. Pure and deterministic.

A training set is named by its checksum: the same labels, crops, artworks and split give the same name.

Photos of the same thing must not stand on both sides, or the measurement would flatter. What belongs together is joined
(union-find): one photo's sightings, near-duplicates, a listing, or a batch if the listing is not known. A hash of the
group decides its side, so a library that grows keeps its division.
"""

from __future__ import annotations

import hashlib
import json
from collections import Counter, defaultdict
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from karuta.domain.card import CardKey
from karuta.domain.label import Points

FORMAT = 1


HELD_OUT_OF = 5
"""One group in five is held out."""

BY_BATCH = "listings, batches where the listing is unknown, and near-duplicates stay together"
BY_PHOTO = "listings and near-duplicates stay together; one batch holds most labels, so batches are divided"

NearDuplicates = Callable[[str], str]
"""From a photo's hash to the name of its group of near-duplicates."""


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
    answers: tuple[LastWord, ...]


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


@dataclass(frozen=True)
class SplitPlace:
    """The place of one label: its side, its group, and whether its card is in the new-card fold."""

    side: Side
    group: str
    new_card: bool


def divided(
    labels: Sequence[TrainingLabel], *, near_duplicates: NearDuplicates, is_new_card: Callable[[CardKey], bool]
) -> tuple[list[SplitPlace], str]:
    """A place for each label, in their order, and the rule that was kept.

    A card of the new-card fold is never learned from. A group with half or more of such cards is held out; in other
    groups of the learning side these cards are set aside.
    """
    rule, groups = BY_BATCH, _groups(labels, near_duplicates, by_batch=True)
    if labels and max(Counter(groups).values()) * 2 > len(labels):
        # A library often has just one dropped folder. Kept together, it could not be divided at all.
        alone = _groups(labels, near_duplicates, by_batch=False)
        if len(set(alone)) > len(set(groups)):
            rule, groups = BY_PHOTO, alone
    new = [is_new_card(label.card) for label in labels]
    held = _held_groups(groups, new)
    return [_place(group, is_new, held[group]) for group, is_new in zip(groups, new, strict=True)], rule


def _place(group: str, is_new: bool, held: bool) -> SplitPlace:  # noqa: FBT001 - two facts of one row
    side = Side.HELD_OUT if held else Side.SET_ASIDE if is_new else Side.TRAIN
    return SplitPlace(side, group, is_new)


def _held_groups(groups: Sequence[str], new: Sequence[bool]) -> Mapping[str, bool]:
    members: dict[str, list[bool]] = defaultdict(list)
    for group, is_new in zip(groups, new, strict=True):
        members[group].append(is_new)
    return {
        group: int(group[:16], 16) % HELD_OUT_OF == 0 or sum(flags) * 2 >= len(flags)
        for group, flags in members.items()
    }


def _groups(labels: Sequence[TrainingLabel], near_duplicates: NearDuplicates, *, by_batch: bool) -> list[str]:
    """Each label's group, named by the smallest hash in it, so that a new member seldom renames the group."""
    join = Joined()
    keys = []
    for label in labels:
        own = [("near", near_duplicates(label.photo_sha256)), ("photo", label.photo_sha256)]
        if label.listing is not None:
            own.append(("listing", f"{label.batch or ''}\0{label.listing}"))
        elif by_batch and label.batch is not None:
            own.append(("batch", label.batch))
        for other in own[1:]:
            join.together(own[0], other)
        keys.append(own[0])
    names: dict[Hashable, str] = {}
    for key in join.members():
        root, name = join.root(key), hashlib.sha256("\0".join(map(str, key)).encode()).hexdigest()
        names[root] = min(names.get(root, name), name)
    return [names[join.root(key)] for key in keys]


class Joined:
    """Union-find: which things belong together."""

    def __init__(self) -> None:
        self._parent: dict[tuple[str, str], tuple[str, str]] = {}

    def together(self, key: tuple[str, str], other_key: tuple[str, str]) -> None:
        first, second = self.root(key), self.root(other_key)
        if first != second:
            # The smaller one leads, whatever the order of calls.
            self._parent[max(first, second)] = min(first, second)

    def root(self, key: tuple[str, str]) -> tuple[str, str]:
        self._parent.setdefault(key, key)
        at = key
        while self._parent[at] != at:
            self._parent[at] = self._parent[self._parent[at]]
            at = self._parent[at]
        return at

    def members(self) -> list[tuple[str, str]]:
        return list(self._parent)
