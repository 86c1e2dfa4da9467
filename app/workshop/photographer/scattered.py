"""Takes simulated photos of several cards on one table, beside or over each other. Reads and writes no file."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from karuta.domain.pixels import Pixels
from karuta.domain.sighting import iou
from karuta.training.photographer import pose
from karuta.training.photographer.arrays import Size
from karuta.training.photographer.conditions import Conditions, Grade, draw_conditions, draw_look
from karuta.training.photographer.photograph import PHOTO_SIZE, Scene, photograph, taken
from karuta.training.photographer.pose import Corners
from karuta.training.photographer.table import LaidCard, planned


def photograph_all(
    cards: Sequence[Pixels], *, grade: Grade, rng: np.random.Generator, size: Size = PHOTO_SIZE
) -> Scene:
    """A photo of one card as its grade's table says, or of several side by side without overlap."""
    if len(cards) == 1:
        return photograph(cards, grade=grade, rng=rng, size=size)
    return photograph_scatter(cards, grade=grade, rng=rng, size=size, overlap=False)


def photograph_scatter(
    cards: Sequence[Pixels],
    *,
    grade: Grade,
    rng: np.random.Generator,
    size: Size = PHOTO_SIZE,
    overlap: bool | None = None,
    side: float | None = None,
) -> Scene:
    """Several cards on a table; `overlap`: whether two may cover each other (None: in two photos of five).

    `side`: of a square as large as a card, in pixels (None: as the room allows). A card without a free place is left
    out: `Scene.cards` says which are there.
    """
    conditions = draw_conditions(grade, rng)
    may = bool(rng.random() < 0.4) if overlap is None else overlap
    plans = scattered(cards, conditions, size, rng, overlap=may, side=side)
    return taken(cards, plans, conditions, size, rng)


def scattered(
    cards: Sequence[Pixels],
    conditions: Conditions,
    size: Size,
    rng: np.random.Generator,
    *,
    overlap: bool,
    side: float | None = None,
) -> list[LaidCard]:
    """Cards of about one size anywhere in the photo; with `overlap` two may cover each other by up to a third.

    A card for which no place is found in 40 tries, each slightly smaller, is left out.
    """
    plans: list[LaidCard] = []
    reach = side or math.sqrt(size[0] * size[1] / max(1, len(cards))) * float(rng.uniform(0.5, 0.8))
    limit = 0.2 if overlap else 0.0
    for source, card in enumerate(cards):
        aspect = card.shape[1] / card.shape[0]
        for attempt in range(40):
            look = draw_look(conditions, rng)
            if any(plan.look.finger or plan.look.band for plan in plans):  # one hand or one slip lies over both
                look = replace(look, finger=False, band=0.0)
            wide = reach * float(rng.uniform(0.94, 1.06)) * 0.985**attempt
            shape = pose.rectangle(wide * math.sqrt(aspect), wide / math.sqrt(aspect))
            shape = pose.turned(pose.tilted(shape, look.perspective, rng), look.rotation)
            corners = anywhere(shape, size, rng)
            grown = corners if overlap else corners.mean(axis=0) + (corners - corners.mean(axis=0)) * 1.12
            if all(iou(grown, plan.corners) <= limit for plan in plans):
                plans.append(planned(source, corners, look, size))
                break
    return plans


def anywhere(shape: Corners, size: Size, rng: np.random.Generator) -> Corners:
    room = np.array(size, dtype=np.float64)
    low, high = -shape.min(axis=0), room - shape.max(axis=0)
    corners: Corners = shape + rng.uniform(np.minimum(low, high), np.maximum(low, high))
    return corners
