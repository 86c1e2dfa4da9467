"""What a label file holds, in two numbers, and what a library remembers of that outside the file. Reads no file."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


@dataclass(frozen=True)
class LabelFacts:
    """`events`: how many. `last`: the identifier of the newest one, None if there is none."""

    events: int
    last: str | None

    def __post_init__(self) -> None:
        if self.events < 0 or (self.last is None) != (self.events == 0):
            raise ValueError(f"{self.events} events, and the newest of them is {self.last}")


NOTHING = LabelFacts(0, None)


@dataclass(frozen=True)
class Witness:
    """What a library's label file held at least, written beside the backups. Events are only ever added.

    `instead`: while a restore puts another file in place, what that one holds; until it is done, either is right.
    `second`: where the library's backups on another disk lie, None if there are none.
    """

    facts: LabelFacts
    instead: LabelFacts | None = None
    second: str | None = None

    @property
    def least(self) -> int:
        """The least number of events in the file, whichever of the two it is."""
        return min(self.facts.events, self.instead.events) if self.instead else self.facts.events


class FaultKind(StrEnum):
    """How a label file differs from what it was."""

    MISSING = "missing"
    EMPTY = "empty"
    DAMAGED = "damaged"
    SHORTER = "shorter"
    ANOTHER = "another"
    STRANGE = "strange"
    CLOSED = "closed"
    """It, or the folder of backups, may not be read or written."""
