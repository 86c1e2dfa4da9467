"""A clock that is wrong in every way: tests of what is stored run once under it, in the long part.

A module or a conftest that imports `any_clock` has all its tests run so.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from itertools import chain, cycle, repeat

import pytest

from karuta import clock

RIGHT = datetime(2030, 6, 1, 12, tzinfo=UTC)
ASKED = 12
"""So often it is asked before it jumps: within one action, and between two."""
AHEAD, BACK = timedelta(days=3 * 365), -timedelta(days=9 * 365)


class WrongClock:
    """It goes on a second each time that it is asked; then it is years ahead, years back, or stands still."""

    def __init__(self) -> None:
        self._passed = timedelta(0)
        jumps = chain([timedelta(0)], cycle((AHEAD, BACK)))
        self._jumps: Iterator[timedelta] = (jump for jump in jumps for _ in range(ASKED))
        self._goes: Iterator[bool] = (goes for goes in cycle((True, False)) for _ in range(3 * ASKED))

    def set_right(self) -> None:
        """From now on it goes right, later than whatever it has stamped."""
        self._passed += 2 * AHEAD
        self._jumps, self._goes = repeat(timedelta(0)), repeat(object=True)

    def __call__(self) -> datetime:
        if next(self._goes):
            self._passed += timedelta(seconds=1)
        return RIGHT + self._passed + next(self._jumps)


@pytest.fixture(autouse=True, params=["", pytest.param("wrong clock", marks=pytest.mark.long)])
def any_clock(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """The machine's own clock, and once a wrong one."""
    if request.param:
        monkeypatch.setattr(clock, "machine", WrongClock())


def set_right() -> None:
    """A clock that was wrong goes right, and what it stamped ahead is past; the machine's own clock stays."""
    if isinstance(clock.machine, WrongClock):
        clock.machine.set_right()
