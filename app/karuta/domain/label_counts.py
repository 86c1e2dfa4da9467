"""What `labels stats` tells: how many labels there are, of which kinds, by whom; plain values only."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from karuta.domain.statistics import Share


@dataclass(frozen=True)
class LabelCounts:
    """`labels` counts current ones; `truth` those of persons, which may teach; `events` everything ever stored.

    `cards`: different cards among them. `disagreements`: sightings about which the annotators' last words differ,
    of `judged_twice` about which more than one spoke. `last`: the time of the newest event, ISO 8601 UTC.
    `agreement`: by annotator, how many of their labels that had a second look it found as they were (95 % Wilson).
    """

    events: int
    labels: int
    truth: int
    photos: int
    photos_in_queue: int
    photos_done: int
    cards: int
    by_kind: Mapping[str, int]
    by_annotator: Mapping[str, int]
    judged_twice: int
    disagreements: int
    last: str | None
    agreement: Mapping[str, Share]
