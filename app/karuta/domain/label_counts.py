"""What `labels stats` reports: how many labels there are, of which kinds, by whom. Plain values only."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from karuta.domain.recheck import Agreement
from karuta.domain.statistics import Share


@dataclass(frozen=True)
class DayCount:
    """How many decisions an annotator has made on one day, as far as it was counted.

    `start`, `end`: as events have their times, ISO 8601 UTC; the end is the next day's start. `seen`: how many of the
    file's rows are counted; 0: none yet.
    """

    annotator: str
    start: str
    end: str
    decided: int = 0
    seen: int = 0


@dataclass(frozen=True)
class LabelCounts:
    """`labels`: current ones. `truth`: those by people, which may teach. `events`: everything ever stored.

    `cards`: different cards among them. `disagreements`: sightings on which the annotators' last labels differ, of
    `judged_twice` that more than one labelled. `last`: time of the newest event, ISO 8601 UTC. `agreement`: by
    annotator, how many of their labels their own second look confirmed, of those that had one (95 % Wilson).
    `reviewed`: the same of second looks by somebody else, each pair by itself.
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
    reviewed: Sequence[Agreement]
