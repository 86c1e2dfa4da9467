"""How a person asked the demo to open; opens nothing."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class DemoWish:
    """`fresh`: its library is made anew, and its labels are thrown away first. `booth`: for passers-by, on the whole
    screen.
    """

    fresh: bool = False
    booth: bool = False
