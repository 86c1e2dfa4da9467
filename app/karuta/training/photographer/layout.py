"""Where the cards of one photo lie: one as its grade says, or several thrown down. Corners only."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from karuta.domain.pixels import Pixels
from karuta.domain.sighting import area, iou
from karuta.training.photographer import pose
from karuta.training.photographer.arrays import Size
from karuta.training.photographer.conditions import GRADES, CardLook, Conditions, Range, between, draw_look
from karuta.training.photographer.pose import Corners


@dataclass(frozen=True)
class LaidCard:
    """One card to lay: its position in the given list, its corners in the photo, its look."""

    source: int
    corners: Corners
    look: CardLook


@dataclass(frozen=True)
class BinderPage:
    """A binder page: its own corners in the photo and those of its pockets, in reading order."""

    outline: Corners
    pockets: tuple[Corners, ...]


def one_card(
    card: Pixels, conditions: Conditions, size: Size, rng: np.random.Generator, *, share: Range | None = None
) -> LaidCard:
    """One card with the rotation and perspective of its look; `share` overrides the grade's share."""
    look = draw_look(conditions, rng)
    if share is not None:
        look = replace(look, share=between(share, rng))
    aspect = card.shape[1] / card.shape[0]
    wanted = look.share * size[0] * size[1]
    shape = pose.rectangle(math.sqrt(wanted * aspect), math.sqrt(wanted / aspect))
    shape = pose.turned(pose.tilted(shape, look.perspective, rng), look.rotation)
    outside = GRADES[conditions.grade].outside * math.sqrt(wanted * aspect)
    corners = pose.placed(pose.with_area(shape, wanted), size, outside, rng)
    return planned(0, corners, look, size)


def scattered(
    cards: Sequence[Pixels], conditions: Conditions, size: Size, rng: np.random.Generator, *, overlap: bool
) -> list[LaidCard]:
    """Cards of about one size anywhere in the photo; with `overlap` two may cover each other by up to a third.

    A card for which no place is found in 40 tries, each slightly smaller, is left out.
    """
    plans: list[LaidCard] = []
    reach = math.sqrt(size[0] * size[1] / max(1, len(cards))) * float(rng.uniform(0.5, 0.8))
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


def planned(source: int, corners: Corners, look: CardLook, size: Size) -> LaidCard:
    return LaidCard(source, corners, replace(look, share=area(corners) / (size[0] * size[1])))


def anywhere(shape: Corners, size: Size, rng: np.random.Generator) -> Corners:
    room = np.array(size, dtype=np.float64)
    low, high = -shape.min(axis=0), room - shape.max(axis=0)
    corners: Corners = shape + rng.uniform(np.minimum(low, high), np.maximum(low, high))
    return corners
