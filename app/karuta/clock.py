"""Date, time and time zone. Only this module asks the machine for them.

For spans of time there is `time.monotonic`.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, time
from functools import partial

machine: Callable[[], datetime] = partial(datetime.now, UTC)
"""Tests put another clock in its place."""


def now() -> datetime:
    """In UTC."""
    return machine()


def in_this_zone(moment: datetime) -> datetime:
    """A moment, which says its own zone, in that of this computer; in UTC where that is none.

    `TZ` may name any zone, and Python takes none of a whole day or more beside UTC.
    """
    try:
        return moment.astimezone()
    except (ValueError, OverflowError, OSError):
        return moment.astimezone(UTC)


def on_the_wall() -> datetime:
    """Now, in the zone of this computer."""
    return in_this_zone(now())


def midnight(day: date) -> datetime:
    """When a day begins in the zone of this computer; in UTC."""
    begin = datetime.combine(day, time.min)
    try:
        # Each midnight has its own offset, where the clocks are changed in between.
        return begin.astimezone(UTC)
    except (ValueError, OverflowError, OSError):
        return begin.replace(tzinfo=UTC)
