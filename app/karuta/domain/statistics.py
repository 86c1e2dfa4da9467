"""Shares with their intervals, and percentiles: how certain a figure is. Knows nothing of photos or cards.

`reliability` measures how honest confidences are; `paired` compares two models.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

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
