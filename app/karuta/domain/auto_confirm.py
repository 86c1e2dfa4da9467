"""From which confidence a machine may confirm, so that its error rate is bounded; pure numbers, confirms nothing."""

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
    """From `threshold` up, `wrong` of `n` own labels were wrong; with 95 % the error rate is at most `upper`."""

    threshold: float
    wrong: int
    n: int
    upper: float


def bounded(outcomes: Sequence[Outcome], *, error_rate: float) -> ErrorBound | None:
    """The lowest threshold from which the error rate is at most `error_rate`, with 95 %; None where no label says so.

    Thresholds are tried from the strictest that could pass (so many labels without an error) downwards, each only
    where all stricter ones passed (fixed sequence testing: the chance that any chosen threshold breaks its promise
    stays 5 %; Angelopoulos et al., "Learn then test", Annals of Applied Statistics 19 (2025)). Sightings of one claim
    stand or fall together.
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
        if _at_most(wrong, n, error_rate) > 1 - LEVEL:  # the same as asking whether the upper limit lies above
            break
        best = outcome.probability, wrong, n
    return None if best is None else ErrorBound(*best, upper=upper_bound(best[1], best[2]))


def fewest_labels(error_rate: float) -> int:
    """How many labels without an error it takes to promise this error rate."""
    return math.ceil(math.log(1 - LEVEL) / math.log1p(-error_rate))


def upper_bound(wrong: int, n: int, *, level: float = LEVEL) -> float:
    """The exact upper confidence limit of an error rate: the rate at which so few errors would be rare.

    One-sided. C. J. Clopper and E. S. Pearson, Biometrika 26 (1934) 404-413.
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
    """Whether a person looks at this automatic label blind: decided by its id, so it is the same on every copy."""
    digest = hashlib.sha256(f"auto {event_id}".encode()).digest()
    return int.from_bytes(digest[:8], "big") < share * 2**64


def _at_most(k: int, n: int, rate: float) -> float:
    """The chance of at most `k` of `n`."""
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
