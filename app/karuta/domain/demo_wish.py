"""How a person asked to open the demo. Opens nothing."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class DemoWish:
    """`fresh`: throw its labels away and make its library anew. `booth`: for passers-by, full screen."""

    fresh: bool = False
    booth: bool = False
