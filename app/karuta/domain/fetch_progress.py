"""A download's reports while it runs and when it is done: plain values, and the JSON lines that carry them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass
from enum import StrEnum
from typing import Any

from karuta.domain import sentence
from karuta.domain.sentence import Sentence
from karuta.domain.shape import Misshapen, shaped
from karuta.domain.shape import parsed as from_json


class FetchStep(StrEnum):
    """`LISTS`: in bytes of one list. `CHECKING`, `PICTURES`: in pictures."""

    LISTS = "lists"
    CHECKING = "checking"
    PICTURES = "pictures"


@dataclass(frozen=True)
class FetchBegun:
    """`hosts`: all that are asked. `folder`: where what comes is put."""

    source: str
    folder: str
    hosts: tuple[str, ...]


@dataclass(frozen=True)
class FetchMoved:
    """`file`: what came last. `total`: 0 where it is not known. `missing`: pictures that could not be had until now."""

    step: FetchStep
    file: str
    done: int
    total: int
    missing: int = 0


@dataclass(frozen=True)
class FetchWaits:
    """A host could not give what was asked for; it is asked again after so many seconds."""

    sentence: Sentence
    seconds: float


@dataclass(frozen=True)
class MissingPicture:
    file: str
    reason: str


@dataclass(frozen=True)
class FetchCounted:
    """`new` came in this run, `same` were here; `missing` could not be had."""

    new: int
    same: int
    missing: int = 0


@dataclass(frozen=True)
class FetchEnded:
    """`bytes`: of the pictures and lists that came in this run, as they lie on the disk."""

    source: str
    folder: str
    lists: FetchCounted
    pictures: FetchCounted
    missing: tuple[MissingPicture, ...]
    bytes: int
    seconds: float


@dataclass(frozen=True)
class FetchFailed:
    """It ended before it was done: why, so that another process can say it in its own language."""

    sentence: Sentence


FetchProgress = FetchBegun | FetchMoved | FetchWaits | FetchEnded | FetchFailed
TellFetch = Callable[[FetchProgress], None]
_KINDS: dict[str, type[FetchBegun] | type[FetchMoved] | type[FetchEnded]] = {
    "begun": FetchBegun,
    "moved": FetchMoved,
    "ended": FetchEnded,
}


def fetch_values(progress: FetchProgress) -> dict[str, Any]:
    """`event` says what it is; the other keys are its own."""
    if isinstance(progress, FetchFailed | FetchWaits):
        values = {"message": str(progress.sentence), **sentence.as_values(progress.sentence)}
        if isinstance(progress, FetchFailed):
            return {"event": "failed", **values}
        return {"event": "waits", "seconds": progress.seconds, **values}
    event = next(name for name, kind in _KINDS.items() if type(progress) is kind)
    return {"event": event, **asdict(progress)}


def fetch_heard(line: str) -> FetchProgress | None:
    """The event that a line of `karuta catalogue fetch --json` tells; None for one that a newer Karuta may write."""
    try:
        values = from_json(line)
        if not isinstance(values, Mapping):
            return None
        if values.get("event") == "failed":
            return FetchFailed(sentence.from_values(values))
        if values.get("event") == "waits":
            return FetchWaits(sentence.from_values(values), float(values["seconds"]))
        return shaped(values, _KINDS[values["event"]])
    except (Misshapen, ValueError, KeyError, TypeError):
        return None
