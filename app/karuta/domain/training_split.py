"""Divides labels into those that are learned from and those that are only measured on. Pure and deterministic.

Photos of the same thing must not stand on both sides, or the measurement would flatter. What belongs together is joined
(union-find): one photo's sightings, near-duplicates, a listing, or a batch if the listing is not known. A hash of the
group decides its side, so a library that grows keeps its division.
"""

from __future__ import annotations

import hashlib
from collections import Counter, defaultdict
from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass

from karuta.domain.card import CardKey
from karuta.domain.training_set import Side, TrainingLabel

HELD_OUT_OF = 5
"""One group in five is held out."""

BY_BATCH = "listings, batches where the listing is unknown, and near-duplicates stay together"
BY_PHOTO = "listings and near-duplicates stay together; one batch holds most labels, so batches are divided"

NearDuplicates = Callable[[str], str]
"""From a photo's hash to the name of its group of near-duplicates."""


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

    def together(self, one: tuple[str, str], other: tuple[str, str]) -> None:
        first, second = self.root(one), self.root(other)
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
