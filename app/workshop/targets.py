"""The answers that the detector should give for a scene: a map of centres, and the corners from each. numpy only."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from karuta.domain.sighting import Corners, area
from karuta.engine.cards_net import CORNER_UNIT, STRIDE

Plane = NDArray[np.float32]
LEAST_VISIBLE = 0.28
# Cells this close to a centre (by height of its peak) learn the corners too.
NEAR = 0.5


@dataclass(frozen=True, eq=False)
class Targets:
    """For one scene, or stacked for many: `heat` (rows, columns) 0 to 1; `counted` likewise, 0 where nothing is asked;

    `corners` (8, rows, columns) offsets x0 y0 x1 y1 ... in units of `CORNER_UNIT` pixels; `weight` (rows, columns),
    1 in all for each card; `size` (rows, columns), the card's side in the same units; `card` (rows, columns), which of
    the scene's cards a cell learns from, from 1, negative for one that may be either way up, 0 for none.
    """

    heat: Plane
    counted: Plane
    corners: Plane
    weight: Plane
    size: Plane
    card: Plane


def targets(
    corners: Sequence[Corners], visible: Sequence[float], *, side: int, has_top: Sequence[bool] = ()
) -> Targets:
    cells = side // STRIDE
    heat = np.zeros((cells, cells), np.float32)
    counted = np.ones((cells, cells), np.float32)
    offsets = np.zeros((8, cells, cells), np.float32)
    weight = np.zeros((cells, cells), np.float32)
    size = np.ones((cells, cells), np.float32)
    card = np.zeros((cells, cells), np.float32)
    places = (np.arange(cells, dtype=np.float32) + 0.5) * STRIDE
    for which, (outline, seen) in enumerate(zip(corners, visible, strict=True)):
        middle = outline.mean(axis=0)
        width = float(np.sqrt(area(outline)))
        sigma = max(0.8 * STRIDE, 0.09 * width)
        across, down = places - middle[0], places - middle[1]
        hump = np.exp(-(across[None, :] ** 2 + down[:, None] ** 2) / (2 * sigma * sigma)).astype(np.float32)
        if seen < LEAST_VISIBLE or not (0 <= middle[0] < side and 0 <= middle[1] < side):
            counted[hump > 0.1] = 0
            continue
        row, column = int(middle[1] // STRIDE), int(middle[0] // STRIDE)
        hump[row, column] = 1.0
        mine = (hump > NEAR) & (hump >= heat)
        share = hump[mine]
        weight[mine] = share / share.sum()
        size[mine] = width / CORNER_UNIT
        card[mine] = which + 1 if not has_top or has_top[which] else -which - 1
        for number, (x, y) in enumerate(outline):
            offsets[2 * number][mine] = np.broadcast_to((x - places[None, :]) / CORNER_UNIT, hump.shape)[mine]
            offsets[2 * number + 1][mine] = np.broadcast_to((y - places[:, None]) / CORNER_UNIT, hump.shape)[mine]
        heat = np.maximum(heat, hump)
    counted[heat == 1.0] = 1
    return Targets(heat, counted, offsets, weight, size, card)


def stacked(many: Sequence[Targets]) -> Targets:
    return Targets(
        *(
            np.stack([getattr(item, name) for item in many])
            for name in ("heat", "counted", "corners", "weight", "size", "card")
        )
    )
