"""The line that says how far the work is: today's figure, across midnight, and what is left out where it is narrow."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import datetime
from types import SimpleNamespace
from typing import Any, cast

import pytest
from PySide6.QtCore import QObject
from pytestqt.qtbot import QtBot
from tests.labelling import ANNA

from karuta.domain.queue import QueueCounts
from karuta.domain.recheck import DayCount
from karuta.gui.library.session import Session
from karuta.gui.queue import progress
from karuta.gui.queue.progress import QueueProgress, day_of

COUNTS = QueueCounts(photos=3, waiting=0, failed=0, open=2, done=1, decided=1, undecided=2)


class ToldSession(QObject):
    """Its lane does at once what it is given."""

    def __init__(self) -> None:
        super().__init__()
        self.origin = ANNA
        self.store_lane = SimpleNamespace(submit=self._submit)

    def _submit(self, work: Callable[[Any, Any], Any], *, done: Callable[[Any], None], **more: object) -> None:
        done(work("file", None))


@pytest.fixture
def zone(monkeypatch: pytest.MonkeyPatch) -> Callable[[str], None]:
    if not hasattr(time, "tzset"):
        pytest.skip("Windows has no other way to set a zone")

    def set_to(name: str) -> None:
        monkeypatch.setenv("TZ", name)
        time.tzset()

    return set_to


@pytest.mark.parametrize(
    ("name", "now", "day"),
    [
        ("JST-9", "2026-03-01T00:00:00", ("2026-02-28T15:00:00.000Z", "2026-03-01T15:00:00.000Z")),
        ("JST-9", "2026-03-01T23:59:59", ("2026-02-28T15:00:00.000Z", "2026-03-01T15:00:00.000Z")),
        # The clocks go an hour forward at two.
        ("CET-1CEST,M3.5.0,M10.5.0/3", "2026-03-29T12:00:00", ("2026-03-28T23:00:00.000Z", "2026-03-29T22:00:00.000Z")),
    ],
)
def test_a_day_is_that_of_the_clock_on_the_wall(
    zone: Callable[[str], None], name: str, now: str, day: tuple[str, str]
) -> None:
    zone(name)
    found = day_of("anna", datetime.fromisoformat(now))
    assert (found.start, found.end) == day


def test_it_is_counted_on_until_midnight_or_until_somebody_else_labels(
    qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, zone: Callable[[str], None]
) -> None:
    zone("UTC0")
    asked: list[tuple[str, str, int]] = []

    def further(file: object, day: DayCount) -> DayCount:
        asked.append((day.annotator, day.start[:10], day.seen))
        return DayCount(day.annotator, day.start, day.end, decided=day.decided + 1, seen=day.seen + 1)

    monkeypatch.setattr(progress, "queue_counts", lambda file: COUNTS)
    monkeypatch.setattr(progress, "counted_further", further)
    monkeypatch.setattr(progress, "_REST", 0)
    session, now = ToldSession(), [datetime.fromisoformat("2026-01-01T23:59:59")]
    shown = QueueProgress(cast(Session, session), now=lambda: now[0])
    told: list[int] = []
    shown.counted.connect(lambda _: told.append(shown.done_today))
    assert shown.done_today == 0

    def recount(number: int) -> None:
        shown.recount()
        qtbot.waitUntil(lambda: len(told) == number and not shown._rest.isActive())

    recount(1)
    recount(2)
    shown._look_for_midnight()
    assert len(told) == 2
    now[0] = datetime.fromisoformat("2026-01-02T00:00:00")
    shown._look_for_midnight()
    assert told == [1, 2, 1]
    qtbot.waitUntil(lambda: not shown._rest.isActive())
    session.origin = SimpleNamespace(annotator="ben")  # type: ignore[assignment]
    recount(4)
    assert asked == [
        ("anna", "2026-01-01", 0),
        ("anna", "2026-01-01", 1),
        ("anna", "2026-01-02", 0),
        ("ben", "2026-01-02", 0),
    ]
