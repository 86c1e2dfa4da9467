"""Whether a new detection is a sighting that a person has already labelled; such sightings are frozen. numpy only."""

from __future__ import annotations

from collections.abc import Sequence

from numpy.typing import ArrayLike

from karuta.domain.sighting import iou

SAME_SIGHTING = 0.5
"""Two quadrilaterals that overlap by more than this (IoU) are one sighting."""


def settled(found: Sequence[ArrayLike], frozen: Sequence[ArrayLike]) -> dict[int, int | None]:
    """Position in `found` -> position in `frozen` of the same sighting, or None for a new one.

    Best overlap first, each frozen sighting once. A further detection of the same sighting is left out.
    """
    overlaps = sorted(
        (
            (overlap, f, z)
            for f, one in enumerate(found)
            for z, other in enumerate(frozen)
            if (overlap := iou(one, other)) > SAME_SIGHTING
        ),
        key=lambda row: (-row[0], row[1], row[2]),
    )
    result: dict[int, int | None] = {}
    taken: set[int] = set()
    for _, f, z in overlaps:
        if f not in result and z not in taken:
            result[f] = z
            taken.add(z)
    overlapping = {f for _, f, _ in overlaps}
    result.update((f, None) for f in range(len(found)) if f not in overlapping)
    return dict(sorted(result.items()))
