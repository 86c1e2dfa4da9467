"""Whether a new detection is a sighting that a person has already labelled: such a sighting is frozen; numpy only."""

from __future__ import annotations

from collections.abc import Sequence

from numpy.typing import ArrayLike

from karuta.domain.sighting import iou

SAME_SIGHTING = 0.5
"""Two quadrilaterals that overlap by more than this (IoU) are one sighting."""


def settled(found: Sequence[ArrayLike], frozen: Sequence[ArrayLike]) -> dict[int, int | None]:
    """Position in `found` -> position in `frozen` of the sighting that it is, or None for a new one.

    Best overlaps first, each frozen sighting once; a further detection of the same one is left out.
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
