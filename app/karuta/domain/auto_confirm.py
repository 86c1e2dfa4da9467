"""The confidence from which a machine may confirm, so that its error rate is bounded.

Pure numbers; confirms nothing.
"""

from __future__ import annotations

import hashlib
import math
from collections.abc import Sequence
from dataclasses import dataclass

from karuta.domain.own_confidence import Outcome

LEVEL = 0.95
SAMPLED = 0.1
"""Of the automatic labels, those that a person is asked about without seeing the answer."""


@dataclass(frozen=True)
class ErrorBound:
    """At `threshold` or above, `wrong` of `n` own labels were wrong.

    `upper`: the error rate's upper limit, 95 % confidence.
    """

    threshold: float
    wrong: int
    n: int
    upper: float


def bounded(outcomes: Sequence[Outcome], *, error_rate: float) -> ErrorBound | None:
    """The lowest threshold whose error rate is at most `error_rate` with 95 % confidence; None if no label supports
    one.

    Fixed sequence testing: thresholds are tried from the strictest that could pass downwards, and one is tried only if
    all stricter ones passed. The chance that the chosen threshold breaks its promise stays at 5 % (Angelopoulos et al.,
    "Learn then test", Annals of Applied Statistics 19 (2025)). Sightings with equal confidence pass or fail together.
    """
    ordered = sorted(outcomes, key=lambda outcome: -outcome.probability)
    least = fewest_labels(error_rate)
    best: tuple[float, int, int] | None = None
    wrong = 0
    for n, outcome in enumerate(ordered, start=1):
        wrong += not outcome.right
        is_last_of_its_claim = n == len(ordered) or ordered[n].probability < outcome.probability
        if n < least or not is_last_of_its_claim:
            continue
        if _at_most(wrong, n, error_rate) > 1 - LEVEL:  # equivalent: is the upper limit above?
            break
        best = outcome.probability, wrong, n
    return None if best is None else ErrorBound(*best, upper=upper_bound(best[1], best[2]))


def fewest_labels(error_rate: float) -> int:
    """How many labels without a single error are needed to promise this error rate."""
    return math.ceil(math.log(1 - LEVEL) / math.log1p(-error_rate))


def upper_bound(wrong: int, n: int, *, level: float = LEVEL) -> float:
    """The exact one-sided upper confidence limit of an error rate, 0 to 1.

    C. J. Clopper and E. S. Pearson, Biometrika 26 (1934) 404-413.
    """
    if wrong >= n:
        return 1.0
    low, high = wrong / n, 1.0
    for _ in range(60):
        middle = (low + high) / 2
        if _at_most(wrong, n, middle) > 1 - level:
            low = middle
        else:
            high = middle
    return high


def is_sampled(event_id: str, *, share: float = SAMPLED) -> bool:
    """Whether a person checks this automatic label blind.

    Its id decides, so every copy of the library chooses the same.
    """
    digest = hashlib.sha256(f"auto {event_id}".encode()).digest()
    return int.from_bytes(digest[:8], "big") < share * 2**64


def _at_most(k: int, n: int, rate: float) -> float:
    """The binomial probability of at most `k` in `n`."""
    if not 0 < rate < 1:
        return 1.0 if rate <= 0 else float(k >= n)
    logs = [
        math.lgamma(n + 1)
        - math.lgamma(i + 1)
        - math.lgamma(n - i + 1)
        + i * math.log(rate)
        + (n - i) * math.log1p(-rate)
        for i in range(k + 1)
    ]
    return math.fsum(map(math.exp, logs))
