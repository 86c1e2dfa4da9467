"""How certain a figure is: shares with their intervals, percentiles and paired tests."""

from __future__ import annotations

import math
from collections.abc import Hashable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

Z_95 = 1.959963984540054
"""The 97.5 % point of the normal distribution: two-sided 95 % intervals."""


@dataclass(frozen=True)
class Share:
    """`k` of `n` with the 95 % Wilson interval from `low` to `high`; share and bounds lie in 0 to 1."""

    k: int
    n: int
    share: float
    low: float
    high: float


def wilson(k: int, n: int, *, z: float = Z_95) -> Share:
    """The share `k` of `n` and its score interval.

    E. B. Wilson, "Probable inference, the law of succession, and statistical inference", JASA 22 (1927) 209-212. It
    stays inside 0 to 1, has a width at 0 and at n of n (the textbook interval has none), and keeps its coverage at
    small n (Brown, Cai and DasGupta, Statistical Science 16 (2001) 101-133).

    Raises `ValueError` unless 0 <= k <= n and n >= 1.
    """
    if n < 1 or not 0 <= k <= n:
        raise ValueError(f"no share: {k} of {n}")
    share = k / n
    centre = (share + z * z / (2 * n)) / (1 + z * z / n)
    half = z / (1 + z * z / n) * math.sqrt(share * (1 - share) / n + z * z / (4 * n * n))
    # At the ends the exact bound is 0 or 1 (and never beyond the share itself); rounding must not give 1e-17.
    low = 0.0 if k == 0 else min(share, max(0.0, centre - half))
    high = 1.0 if k == n else max(share, min(1.0, centre + half))
    return Share(k=k, n=n, share=share, low=low, high=high)


def share_of(k: int, n: int) -> Share | None:
    """`wilson`, or None if there is nothing to count: a figure that does not apply is not zero."""
    return wilson(k, n) if n else None


def share_where(flags: Sequence[bool]) -> Share | None:
    """The share of flags that are set."""
    return share_of(sum(map(bool, flags)), len(flags))


def percentile(values: Sequence[float], q: float) -> float | None:
    """The value below which `q` percent lie (0 to 100), linear between the two nearest; None without values.

    Definition 7 of Hyndman and Fan, "Sample quantiles in statistical packages", American Statistician 50 (1996)
    361-365; numpy's default.
    """
    if not len(values):
        return None
    return float(np.percentile(np.asarray(values, dtype=np.float64), q))


def mean(values: Sequence[float]) -> float | None:
    """The arithmetic mean; None without values."""
    return math.fsum(values) / len(values) if len(values) else None


@dataclass(frozen=True)
class PairedCounts:
    """Questions by who was right: both, only the old model, only the new one, neither."""

    both: int
    only_old: int
    only_new: int
    neither: int

    @property
    def n(self) -> int:
        return self.both + self.only_old + self.only_new + self.neither

    @property
    def before(self) -> int:
        """How many the old model had right."""
        return self.both + self.only_old

    @property
    def now(self) -> int:
        """How many the new model has right."""
        return self.both + self.only_new


@dataclass(frozen=True)
class Gain:
    """How much larger the new model's share right is, with a 95 % interval; -1 to 1, negative is a loss."""

    gain: float
    low: float
    high: float


def counts(old: ArrayLike, new: ArrayLike) -> PairedCounts:
    """Counts from two rows of outcomes (right or not), one per question.

    Raises `ValueError` if their lengths differ.
    """
    first, second = _outcomes(old, new)
    return PairedCounts(
        both=int((first & second).sum()),
        only_old=int((first & ~second).sum()),
        only_new=int((~first & second).sum()),
        neither=int((~first & ~second).sum()),
    )


def mcnemar(table: PairedCounts) -> float:
    """Two-sided p-value for "both models are right equally often": McNemar's exact test.

    Q. McNemar, Psychometrika 12 (1947) 153-157. The exact binomial form, because two good models differ on few
    questions.
    """
    n = table.only_old + table.only_new
    fewer = min(table.only_old, table.only_new)
    if n == 0:
        return 1.0
    tail = math.fsum(math.exp(log_choose(n, k) - n * math.log(2)) for k in range(fewer + 1))
    return min(1.0, 2 * tail)


def newcombe(table: PairedCounts, *, z: float = Z_95) -> Gain:
    """The gain with a score interval that keeps a width where the models never differ (a bootstrap has none there).

    R. G. Newcombe, "Improved confidence intervals for the difference between binomial proportions based on paired
    data", Statistics in Medicine 17 (1998) 2635-2650, method 10; recommended by Fagerland, Lydersen and Laake,
    Statistics in Medicine 33 (2014) 2850-2875. It assumes independent questions; for photos that belong together, use
    `bootstrap` with groups.
    """
    new, old = wilson(table.now, table.n, z=z), wilson(table.before, table.n, z=z)
    gain = (table.only_new - table.only_old) / table.n
    phi = _correlation(table)
    below_new, above_new = new.share - new.low, new.high - new.share
    below_old, above_old = old.share - old.low, old.high - old.share
    low = math.sqrt(max(0.0, below_new**2 - 2 * phi * below_new * above_old + above_old**2))
    high = math.sqrt(max(0.0, above_new**2 - 2 * phi * above_new * below_old + below_old**2))
    return Gain(gain=gain, low=max(-1.0, gain - low), high=min(1.0, gain + high))


def bootstrap(
    old: ArrayLike, new: ArrayLike, *, groups: Sequence[Hashable] | None = None, draws: int = 2000, seed: int = 0
) -> Gain:
    """The gain with its percentile bootstrap interval, paired: both outcomes of a question are drawn together.

    `groups`: one value per question. What belongs together (a listing, a card) is drawn together, so that forty photos
    of one card do not count as forty witnesses. The same `seed` gives the same interval.

    Efron and Tibshirani, "An introduction to the bootstrap" (1993), chapters 8 and 13; by groups: Davison and
    Hinkley, "Bootstrap methods and their application" (1997), section 3.8.
    """
    first, second = _outcomes(old, new)
    gains = second.astype(np.float64) - first
    totals, sizes = _by_group(gains, groups)
    chance = np.random.default_rng(seed)
    drawn = np.empty(draws)
    for draw in range(draws):
        chosen = chance.integers(0, len(totals), len(totals))
        drawn[draw] = totals[chosen].sum() / sizes[chosen].sum()
    low, high = np.percentile(drawn, [2.5, 97.5])
    return Gain(gain=float(gains.mean()), low=float(low), high=float(high))


def _by_group(
    gains: NDArray[np.float64], groups: Sequence[Hashable] | None
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    if groups is None:
        return gains, np.ones(len(gains))
    if len(groups) != len(gains):
        raise ValueError("a paired comparison needs one group for each question")
    places = {group: place for place, group in enumerate(dict.fromkeys(groups))}
    of_each = np.fromiter((places[group] for group in groups), dtype=np.int64, count=len(groups))
    totals = np.bincount(of_each, weights=gains, minlength=len(places)).astype(np.float64)
    return totals, np.bincount(of_each, minlength=len(places)).astype(np.float64)


def _outcomes(old: ArrayLike, new: ArrayLike) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
    first, second = np.asarray(old, dtype=np.bool_), np.asarray(new, dtype=np.bool_)
    if first.shape != second.shape or first.ndim != 1 or not first.size:
        raise ValueError("a paired comparison needs the same questions, at least one, from both models")
    return first, second


def _correlation(table: PairedCounts) -> float:
    """The phi coefficient of the two outcomes; Newcombe's continuity correction is applied if it is positive."""
    a, b, c, d = table.both, table.only_new, table.only_old, table.neither
    margins = (a + b) * (c + d) * (a + c) * (b + d)
    if not margins:
        return 0.0
    product = a * d - b * c
    corrected = max(product - table.n / 2, 0.0) if product > 0 else float(product)
    return corrected / math.sqrt(margins)


def log_choose(n: int, k: int) -> float:
    """The logarithm of how many ways there are to choose `k` of `n`."""
    return math.lgamma(n + 1) - math.lgamma(k + 1) - math.lgamma(n - k + 1)
