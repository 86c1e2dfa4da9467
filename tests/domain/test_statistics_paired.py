"""Two models on the same photos: what differs counts, what does not never does, and chance stays chance."""

from __future__ import annotations

from math import comb

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from karuta.domain.statistics import PairedCounts, bootstrap, counts, mcnemar, newcombe

TABLES = st.builds(
    PairedCounts,
    both=st.integers(0, 400),
    only_old=st.integers(0, 60),
    only_new=st.integers(0, 60),
    neither=st.integers(0, 60),
).filter(lambda table: table.n > 0)


def mirrored(table: PairedCounts) -> PairedCounts:
    return PairedCounts(both=table.both, only_old=table.only_new, only_new=table.only_old, neither=table.neither)


def outcomes(table: PairedCounts) -> tuple[list[bool], list[bool]]:
    pairs = (
        [(True, True)] * table.both
        + [(True, False)] * table.only_old
        + [(False, True)] * table.only_new
        + [(False, False)] * table.neither
    )
    return [old for old, _ in pairs], [new for _, new in pairs]


def test_the_test_is_the_exact_binomial_one() -> None:
    # Airway reactivity before and after transplantation: 1, 1, 7 and 12 (Fagerland, Lydersen and Laake 2014).
    assert mcnemar(PairedCounts(both=1, only_new=1, only_old=7, neither=12)) == pytest.approx(2 * (1 + 8) / 2**8)


@given(TABLES)
def test_the_p_value_is_a_probability_and_the_same_both_ways(table: PairedCounts) -> None:
    p = mcnemar(table)
    n, fewer = table.only_old + table.only_new, min(table.only_old, table.only_new)
    assert p == pytest.approx(min(1.0, 2 * sum(comb(n, k) for k in range(fewer + 1)) / 2**n))
    assert p == mcnemar(mirrored(table))


def test_the_score_interval_is_the_published_one() -> None:
    gain = newcombe(PairedCounts(both=1, only_new=1, only_old=7, neither=12))
    assert (gain.gain, gain.low, gain.high) == pytest.approx((-0.2857, -0.5069, -0.0256), abs=1e-4)


@given(TABLES)
def test_the_score_interval_holds_the_gain_and_mirrors(table: PairedCounts) -> None:
    gain, back = newcombe(table), newcombe(mirrored(table))
    assert -1.0 <= gain.low <= gain.gain <= gain.high <= 1.0
    assert (gain.low, gain.high) == pytest.approx((-back.high, -back.low))


@given(TABLES)
@settings(max_examples=20, deadline=None)
def test_the_bootstrap_states_the_gain_and_repeats_itself(table: PairedCounts) -> None:
    old, new = outcomes(table)
    one = bootstrap(old, new, draws=100)
    assert one.gain == pytest.approx(newcombe(table).gain)
    assert one.low <= one.high
    assert one == bootstrap(old, new, draws=100)


def test_forty_photos_of_one_card_are_not_forty_witnesses() -> None:
    chance = np.random.default_rng(2)
    better = np.repeat(chance.random(25) < 0.6, 40)
    old, new = ~better, better
    groups = [str(i // 40) for i in range(1000)]
    alone, together = bootstrap(old, new), bootstrap(old, new, groups=groups)
    assert together.high - together.low > 3 * (alone.high - alone.low)
    assert together.gain == alone.gain


def test_different_questions_are_refused() -> None:
    with pytest.raises(ValueError, match="same questions"):
        counts([True], [True, False])
    with pytest.raises(ValueError, match="at least one"):
        counts([], [])
    with pytest.raises(ValueError, match="one group for each"):
        bootstrap([True, False], [True, True], groups=["a"])
