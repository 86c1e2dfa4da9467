"""Two numbers that say what a label file holds, and which backups are kept, by age and free disk space. Opens none."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from pathlib import Path

from karuta.domain.sentence import Sentence

DAILY = 12
WEEKLY = 10
MONTHLY = 9
ROOM_SHARE = 10
"""Backups take at most the tenth part of what would be free without them."""


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
    """The least that a library's label file held, written beside the backups. Events are only ever added.

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
    """What is wrong with a label file, as far as a person has to do something else about it."""

    LOST = "lost"
    """Events that it held are not there: it is gone, empty, shorter or another one."""
    DAMAGED = "damaged"
    """It cannot be read as a label file."""
    CLOSED = "closed"
    """It, or the folder of backups, may not be read."""


@dataclass(frozen=True)
class LabelBackup:
    """A copy of a label file. `made` has a time zone; `size` is in bytes.

    `facts`: what it holds, None if it cannot be read. `kept`: it is the file that a restore put aside.
    """

    path: Path
    made: datetime
    size: int = 0
    facts: LabelFacts | None = None
    kept: bool = False


@dataclass(frozen=True)
class Examined:
    """A backup that was read through. `fault` is None if it can be restored.

    `labels`: current labels in it; None, like `facts`, if it cannot be read. `broken`: rows whose content is not what
    was written (the backup copied them so). `is_newer`: a newer Karuta made it, and only a newer one can restore it.
    """

    backup: LabelBackup
    fault: Sentence | None
    facts: LabelFacts | None
    labels: int | None
    broken: tuple[str, ...] = ()
    is_newer: bool = False

    @property
    def sound(self) -> bool:
        return self.fault is None and not self.broken


@dataclass(frozen=True)
class Restored:
    """The changes of a restore, in events: what comes back, and what only the replaced file has.

    `kept_as`: where that file is now, None if there was none. `broken`: rows of the backup that are not as they were
    written; they are restored too.
    """

    gained: int
    lost: int
    kept_as: Path | None = None
    broken: tuple[str, ...] = ()


def thinned_out(copies: Sequence[LabelBackup], now: datetime) -> tuple[LabelBackup, ...]:
    """Backups that may go because of their age, oldest first.

    All of yesterday and today stay (and of tomorrow, in case a clock was ahead). Of older ones, the newest of each of
    12 days, 10 weeks and 9 months stays. Days are in `now`'s time zone; a week begins on Monday.
    """
    stages = [(DAILY, _day), (WEEKLY, _week), (MONTHLY, _month)]
    left = [count for count, _ in stages]
    yesterday = now.date() - timedelta(days=1)
    going: list[LabelBackup] = []
    kept: date | None = None
    for copy in sorted(copies, key=lambda copy: copy.made, reverse=True):
        day = copy.made.astimezone(now.tzinfo).date()
        if day >= yesterday:
            kept = day
            continue
        stage = next((at for at, count in enumerate(left) if count), None)
        if stage is None or (kept is not None and stages[stage][1](day) >= stages[stage][1](kept)):
            going.append(copy)
            continue
        left[stage] -= 1
        kept = day
    return tuple(reversed(going))


def over_the_room(
    copies: Sequence[LabelBackup], *, free: int, last_sound: Path, may_go: Callable[[LabelBackup], bool]
) -> tuple[LabelBackup, ...]:
    """Backups that must go so that the rest fits the disk, oldest first. `free`: free bytes while all copies are there.

    Never returns `last_sound`, nor a copy for which `may_go` is false, even if too much is left.
    """
    size = sum(copy.size for copy in copies)
    room = (free + size) // ROOM_SHARE
    going: list[LabelBackup] = []
    for copy in sorted(copies, key=lambda copy: copy.made):
        if size <= room:
            break
        if copy.path != last_sound and may_go(copy):
            going.append(copy)
            size -= copy.size
    return tuple(going)


def is_due(copies: Sequence[LabelBackup], now: datetime) -> bool:
    """Whether there is no copy from today yet. A copy dated in the future does not count as today's."""
    return all(copy.made > now or copy.made.astimezone(now.tzinfo).date() != now.date() for copy in copies)


def _day(day: date) -> int:
    return day.toordinal()


def _week(day: date) -> int:
    return (day.toordinal() - 1) // 7


def _month(day: date) -> int:
    return day.year * 12 + day.month
