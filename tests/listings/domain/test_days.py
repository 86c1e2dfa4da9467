"""Dates as people write them, read as the day that was meant."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from karuta.domain.sentence import Sentence
from karuta.listings.domain.prices import DayOrder, day_order, read_day


@pytest.mark.parametrize(
    "cell",
    [
        *("2026-11-25", "2026/11/25", "2026.11.25", "20261125", "2026-11-25T10:00:00.5Z", "2026/11/25 9:05"),
        *("25.11.2026", "25/11/2026", "11/25/2026", "25-11-2026", "25 Nov 2026", "25-Nov-2026", "25th November 2026"),
        *("Nov 25, 2026", "November 25 2026", "2026年11月25日", "令和8年11月25日", "２０２６年１１月２５日"),
        *("2026-11-25 10:00:00+09:00", "Nov 25, 2026 10:00:00 PM"),
    ],
)
def test_a_day_is_read_in_every_usual_form(cell: str) -> None:
    assert read_day(cell) == "2026-11-25"


@pytest.mark.parametrize(
    "cell", ["soon", "2026-13-40", "2026-02-30", "31/31/2026", "1989-01-01", "25/11/26", "99", "9" * 70]
)
def test_what_is_no_day_is_said_to_be_none(cell: str) -> None:
    assert isinstance(read_day(cell), Sentence)


def test_a_day_that_may_be_two_is_read_as_the_other_cells_show() -> None:
    assert read_day("03/04/2026") is None
    assert read_day("03/04/2026", day_order(["03/04/2026", "25/04/2026"])) == "2026-04-03"
    assert read_day("03/04/2026", day_order(["04/25/2026", "2026-01-01"])) == "2026-03-04"
    assert day_order(["04/25/2026", "25/04/2026"]) is DayOrder.UNKNOWN
    # Both readings are one day, and with dots only one is usual.
    assert read_day("04/04/2026") == "2026-04-04"
    assert read_day("03.04.2026") == "2026-04-03"
    assert read_day("") == ""


@given(st.text(max_size=80))
def test_any_cell_is_a_day_two_days_none_or_a_sentence(cell: str) -> None:
    read = read_day(cell)
    assert read is None or isinstance(read, Sentence) or read == "" or date.fromisoformat(read)
