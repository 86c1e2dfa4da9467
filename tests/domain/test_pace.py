"""Labels a minute: a break is no work, and a guess is not shown."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from karuta.domain.pace import Pace


def paced(*gaps: float, labels: int = 1) -> Pace:
    pace, now = Pace(), 100.0
    pace.note(1, now)
    for gap in gaps:
        now += gap
        pace.note(labels, now)
    return pace


def test_one_label_every_two_seconds_is_thirty_a_minute() -> None:
    pace = paced(*[2.0] * 20)
    assert pace.a_minute == pytest.approx(30)
    assert pace.minutes_for(90) == pytest.approx(3)


def test_a_break_changes_nothing() -> None:
    assert paced(*[2.0] * 10, 3600.0, *[2.0] * 10).a_minute == pytest.approx(30)


@given(st.lists(st.floats(0.2, 1000), min_size=1, max_size=60), st.integers(1, 50))
def test_more_labels_at_once_are_so_many_times_the_pace(gaps: list[float], labels: int) -> None:
    one, many = paced(*gaps).a_minute, paced(*gaps, labels=labels).a_minute
    if one is not None:
        assert many == pytest.approx(labels * one)
