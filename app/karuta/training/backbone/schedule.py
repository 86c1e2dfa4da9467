"""The learning rate at each step of a training. Knows no network."""

from __future__ import annotations

import math
from dataclasses import dataclass


@dataclass(frozen=True)
class Schedule:
    """Rises for `warmup` steps, stays, and falls as a half cosine to zero over the last `fall` steps.

    Before the fall it does not depend on `steps`, so a run may be made longer or shorter on the way.
    """

    steps: int
    warmup: int
    fall: int
    rate: float

    def at(self, step: int) -> float:
        """The learning rate of step 0, 1, ... `steps` - 1."""
        rate = self.rate * min(1.0, (step + 1) / max(1, self.warmup))
        left = (self.steps - step) / max(1, self.fall)
        return rate * (0.5 - 0.5 * math.cos(math.pi * left)) if left < 1 else rate
