"""Which backups stay and which may go, by their age and by the room on a disk; opens and deletes none."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path

from karuta.domain.label_facts import LabelFacts
from karuta.domain.sentence import Sentence

DAILY = 12
WEEKLY = 10
MONTHLY = 9
ROOM_SHARE = 10
"""Backups take at most the tenth part of what would be free without them."""


@dataclass(frozen=True)
class Copy:
    """One backup by its name. `made` knows its time zone; `size` in bytes."""

    name: str
    made: datetime
    size: int = 0


@dataclass(frozen=True)
class LabelBackup:
    """A copy of a label file. `facts`: what it says to hold, None where it cannot be read.

    `kept`: the file that a restore put aside.
    """

    path: Path
    made: datetime
    size: int
    facts: LabelFacts | None
    kept: bool = False


@dataclass(frozen=True)
class Examined:
    """A backup that was read through. `fault` None: it can be brought back.

    `labels`: current labels in it; None, as `facts`, where it cannot be read. `broken`: rows that are not as they were
    written; it was copied with them. `is_newer`: a newer Karuta made it, and can bring it back.
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


def thinned_out(copies: Sequence[Copy], now: datetime) -> tuple[Copy, ...]:
    """Those that may go by their age, oldest first.

    All of yesterday and of today stay (and of tomorrow: a clock may have been ahead), then the newest of each of 12
    days, of 10 weeks and of 9 months. A day is one of `now`'s time zone, a week begins on Monday.
    """
    stages = [(DAILY, _day), (WEEKLY, _week), (MONTHLY, _month)]
    left = [count for count, _ in stages]
    yesterday = now.date() - timedelta(days=1)
    going: list[Copy] = []
    kept: date | None = None
    for copy in sorted(copies, key=lambda one: one.made, reverse=True):
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
    copies: Sequence[Copy], *, free: int, last_sound: str, may_go: Callable[[Copy], bool]
) -> tuple[Copy, ...]:
    """Those that go so that the rest fits the room, oldest first. `free`: bytes, with all copies where they are.

    Never `last_sound`, and none that `may_go` holds on to, though the rest be too much then.
    """
    size = sum(copy.size for copy in copies)
    room = (free + size) // ROOM_SHARE
    going: list[Copy] = []
    for copy in sorted(copies, key=lambda one: one.made):
        if size <= room:
            break
        if copy.name != last_sound and may_go(copy):
            going.append(copy)
            size -= copy.size
    return tuple(going)


def is_due(copies: Sequence[Copy], now: datetime) -> bool:
    """Whether today has no copy yet. One that a clock dated ahead is none of today, and stops no other."""
    return all(copy.made > now or copy.made.astimezone(now.tzinfo).date() != now.date() for copy in copies)


def _day(day: date) -> int:
    return day.toordinal()


def _week(day: date) -> int:
    return (day.toordinal() - 1) // 7


def _month(day: date) -> int:
    return day.year * 12 + day.month
