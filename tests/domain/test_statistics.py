"""Shares keep inside their intervals, intervals keep their promise, and nothing is stated of nothing."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from karuta.domain.statistics import percentile, share_of, share_where, wilson

COUNTS = st.integers(1, 5000).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n)))


def test_the_interval_is_that_of_the_published_tables() -> None:
    # R: prop.test(x, n, correct = FALSE)
    assert (wilson(36, 37).low, wilson(36, 37).high) == pytest.approx((0.8617593, 0.9952130), abs=1e-6)
    assert (wilson(81, 263).low, wilson(81, 263).high) == pytest.approx((0.2553, 0.3662), abs=1e-4)
    assert (wilson(0, 20).low, wilson(0, 20).high) == pytest.approx((0.0, 0.1611252), abs=1e-6)


@given(COUNTS)
def test_a_share_lies_inside_its_interval_and_that_inside_0_to_1(counts: tuple[int, int]) -> None:
    share = wilson(*counts)
    assert 0.0 <= share.low <= share.share <= share.high <= 1.0
    assert share.low < share.high


@given(COUNTS.filter(lambda counts: 0 < counts[0] < counts[1]))
def test_both_ends_are_the_shares_from_which_the_count_is_just_credible(counts: tuple[int, int]) -> None:
    share = wilson(*counts, z=1.96)
    for end in (share.low, share.high):
        assert abs(share.share - end) == pytest.approx(1.96 * math.sqrt(end * (1 - end) / share.n), rel=1e-6)


@pytest.mark.parametrize(("k", "n"), [(1, 0), (-1, 3), (4, 3)])
def test_what_is_no_share_is_refused(k: int, n: int) -> None:
    with pytest.raises(ValueError, match="no share"):
        wilson(k, n)


def test_nothing_to_count_is_no_share_at_all() -> None:
    assert share_of(0, 0) is None
    assert share_where([]) is None
    assert share_where([True, False, True]) == wilson(2, 3)


def test_median_and_95th_percentile_are_interpolated() -> None:
    values = [float(v) for v in range(1, 101)]
    assert percentile(values, 50) == 50.5
    assert percentile(values, 95) == pytest.approx(95.05)
    assert percentile([], 50) is None
