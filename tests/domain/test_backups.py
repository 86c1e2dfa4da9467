"""Backups are thinned by a table that everybody can check, and never so that the last sound one goes."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as some

from karuta.domain.backups import LabelBackup, is_due, over_the_room, thinned_out

NOW = datetime(2026, 11, 25, 15, 0, tzinfo=UTC)  # a Wednesday


def one(name: str, made: datetime, size: int = 0) -> LabelBackup:
    return LabelBackup(Path(name), made, size)


def daily(days: int, *, now: datetime = NOW) -> list[LabelBackup]:
    """One copy a day at noon, of today and of so many days before."""
    noon = now.replace(hour=12)
    return [one(f"{age} days", noon - timedelta(days=age)) for age in range(days + 1)]


def staying(copies: list[LabelBackup], now: datetime = NOW) -> list[str]:
    going = thinned_out(copies, now)
    return [copy.path.name for copy in copies if copy not in going]


def ages(copies: list[LabelBackup], now: datetime = NOW) -> list[int]:
    return [int(name.split()[0]) for name in staying(copies, now)]


@pytest.mark.parametrize(
    ("copies", "left"),
    [
        ([], []),
        # Today and yesterday: all of them, however many.
        ([one(f"{h} h", NOW - timedelta(hours=h)) for h in range(39)], [f"{h} h" for h in range(39)]),
        # The day before: the newest of it.
        (
            [
                one("today", NOW),
                one("evening", datetime(2026, 11, 23, 20, tzinfo=UTC)),
                one("noon", datetime(2026, 11, 23, 12, tzinfo=UTC)),
                one("morning", datetime(2026, 11, 23, 6, tzinfo=UTC)),
            ],
            ["today", "evening"],
        ),
        # A single old one stays, whatever its age.
        ([one("of 2019", datetime(2019, 1, 1, tzinfo=UTC))], ["of 2019"]),
        # A clock that was ahead: it stays, and takes nobody's place.
        (
            [one("of 2090", datetime(2090, 1, 1, tzinfo=UTC)), one("day", NOW - timedelta(days=2))],
            ["of 2090", "day"],
        ),
    ],
)
def test_what_stays_is_what_the_table_says(copies: list[LabelBackup], left: list[str]) -> None:
    assert staying(copies) == left


def test_of_two_years_of_days_stay_two_days_twelve_days_ten_weeks_and_nine_months() -> None:
    left = ages(daily(730))
    assert left[:14] == list(range(14))  # today, yesterday, twelve days
    # Each the Sunday of a week before: Wednesday is the fourth day.
    assert left[14:24] == [17 + 7 * week for week in range(10)]
    months = [(NOW - timedelta(days=age)).strftime("%Y-%m-%d") for age in left[24:]]
    assert months == [
        *("2026-08-31", "2026-07-31", "2026-06-30", "2026-05-31", "2026-04-30"),
        *("2026-03-31", "2026-02-28", "2026-01-31", "2025-12-31"),
    ]


def test_a_day_is_a_day_where_the_person_is() -> None:
    tokyo = timezone(timedelta(hours=9))
    now = datetime(2026, 11, 25, 8, tzinfo=tokyo)
    # 23:30 and 00:30 of Tokyo are one day of Greenwich.
    two = [
        one("before midnight", datetime(2026, 11, 20, 14, 30, tzinfo=UTC)),
        one("after it", datetime(2026, 11, 20, 15, 30, tzinfo=UTC)),
    ]
    assert staying(two, now) == ["before midnight", "after it"]
    assert staying(two, now.astimezone(UTC)) == ["after it"]


moments = some.datetimes(datetime(2024, 1, 1), datetime(2027, 12, 31), timezones=some.just(UTC))


@given(some.lists(moments, max_size=60, unique=True))
def test_the_newest_stays_and_thinning_twice_is_thinning_once(times: list[datetime]) -> None:
    copies = [one(time.isoformat(), time) for time in times]
    going = thinned_out(copies, NOW)
    left = [copy for copy in copies if copy not in going]
    if copies:
        assert max(copies, key=lambda copy: copy.made) in left
    assert len([copy for copy in left if copy.made.date() < NOW.date() - timedelta(days=1)]) <= 12 + 10 + 9
    assert [copy.made for copy in going] == sorted(copy.made for copy in going)


def sized(*sizes: int) -> list[LabelBackup]:
    return [one(f"copy {at}", NOW + timedelta(days=at), size) for at, size in enumerate(sizes)]


@pytest.mark.parametrize(
    ("sizes", "free", "held", "going"),
    [
        ((10, 10, 10), 270, (), []),  # 30 of a tenth of 300
        ((10, 10, 10), 269, (), ["copy 0"]),
        ((10, 10, 10), 100, (), ["copy 0", "copy 1"]),
        ((10, 10, 10), 100, ("copy 0",), ["copy 1"]),  # what the present file has not is held on to
        ((10, 10, 10), 0, (), ["copy 0", "copy 1"]),  # and the last sound one, whatever the room
        ((500,), 1000, (), []),
    ],
)
def test_the_oldest_go_until_the_rest_fits(
    sizes: tuple[int, ...], free: int, held: tuple[str, ...], going: list[str]
) -> None:
    copies = sized(*sizes)
    found = over_the_room(copies, free=free, last_sound=copies[-1].path, may_go=lambda copy: copy.path.name not in held)
    assert [copy.path.name for copy in found] == going


@pytest.mark.parametrize(
    ("made", "due"),
    [
        ([], True),
        ([NOW - timedelta(hours=1)], False),
        ([NOW], False),
        ([NOW - timedelta(hours=16)], True),  # yesterday evening
        ([NOW + timedelta(days=400)], True),  # a clock that was ahead
        ([NOW + timedelta(hours=2)], True),
        ([NOW + timedelta(hours=2), NOW - timedelta(hours=2)], False),
    ],
)
def test_a_copy_is_due_once_a_day(made: list[datetime], *, due: bool) -> None:
    assert is_due([one(str(moment), moment) for moment in made], NOW) is due
