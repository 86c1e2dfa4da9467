"""Where the cards of one photo lie: one as its grade says, several thrown down, a binder page. Corners only."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from karuta.domain.pixels import Pixels
from karuta.domain.sighting import area, carried, homography, iou
from karuta.training.photographer import pose
from karuta.training.photographer.arrays import Size
from karuta.training.photographer.conditions import CardLook, Conditions, between, draw_look
from karuta.training.photographer.grades import GRADES, Range
from karuta.training.photographer.pose import Corners

PAGE_POCKETS = 9
_CARD = (59.0, 86.0)  # millimetres


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
    return _planned(0, corners, look, size)


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
            corners = _anywhere(shape, size, rng)
            grown = corners if overlap else corners.mean(axis=0) + (corners - corners.mean(axis=0)) * 1.12
            if all(iou(grown, plan.corners) <= limit for plan in plans):
                plans.append(_planned(source, corners, look, size))
                break
    return plans


def in_rows(
    cards: Sequence[Pixels], conditions: Conditions, size: Size, rng: np.random.Generator, *, columns: int
) -> list[LaidCard]:
    """Cards side by side in reading order, as large as the photo allows; each a little off its place."""
    rows = -(-len(cards) // columns)
    pockets = bool(rng.random() < 0.3)
    page = draw_look(conditions, rng, pocket=pockets)
    gap = rng.uniform(0.5, 16, 2)
    pitch = np.array(_CARD) + gap
    sheet = pose.rectangle(float(columns * pitch[0]), float(rows * pitch[1]))
    angle = float(rng.normal(0, 4)) if rng.random() < 0.8 else page.rotation
    seen = pose.turned(pose.tilted(sheet, page.perspective * 0.5, rng), angle)
    seen = seen * float((np.array(size) / np.ptp(seen, axis=0)).min()) * float(rng.uniform(0.7, 1.02))
    matrix = homography(sheet, _anywhere(seen, size, rng))
    loose = min(1.0, float(gap.min()) / 8)
    plans = []
    for source, card in enumerate(cards):
        row, column = divmod(source, columns)
        place = (np.array([column - (columns - 1) / 2, row - (rows - 1) / 2])) * pitch
        wide = min(_CARD[0], _CARD[1] * card.shape[1] / card.shape[0])
        shape = pose.turned(
            pose.rectangle(wide, wide * card.shape[0] / card.shape[1]), float(rng.normal(0, 2.5)) * loose
        )
        upside_down = 180.0 if rng.random() < 0.05 else 0.0
        corners = carried(pose.turned(shape, upside_down) + place + rng.normal(0, 1.2, 2) * loose, matrix)
        look = replace(draw_look(conditions, rng, pocket=pockets), finger=False, band=0.0, holder=page.holder)
        plans.append(_planned(source, corners, look, size))
    return plans


def binder_page(conditions: Conditions, size: Size, rng: np.random.Generator) -> tuple[BinderPage, CardLook]:
    """A page of three by three pockets that fills most of the photo, and the look that its cards share."""
    look = draw_look(conditions, rng, pocket=True)
    pitch_x, pitch_y = _CARD[0] + float(rng.uniform(5, 10)), _CARD[1] + float(rng.uniform(4, 8))
    sheet = pose.rectangle(3 * pitch_x + 6, 3 * pitch_y + 6)
    seen = pose.turned(pose.tilted(sheet, look.perspective, rng), look.rotation)
    seen = seen * float((np.array(size) / np.ptp(seen, axis=0)).min()) * float(rng.uniform(0.78, 1.02))
    seen = _anywhere(seen, size, rng)
    matrix = homography(sheet, seen)
    pockets = []
    for row in (-1, 0, 1):
        for column in (-1, 0, 1):
            slack = rng.normal(0, 0.8, 2).clip(-2, 2)
            card = pose.turned(pose.rectangle(*_CARD), float(rng.normal(0, 0.8)))
            pockets.append(carried(card + np.array([column * pitch_x, row * pitch_y]) + slack, matrix))
    return BinderPage(seen, tuple(pockets)), look


def on_page(
    count: int, page: BinderPage, page_look: CardLook, conditions: Conditions, size: Size, rng: np.random.Generator
) -> list[LaidCard]:
    """Cards in pockets, in reading order; which pockets stay empty is random."""
    filled = sorted(int(i) for i in rng.choice(PAGE_POCKETS, size=count, replace=False))
    plans = []
    for source, pocket in enumerate(filled):
        look = draw_look(conditions, rng, pocket=True)
        look = replace(look, rotation=page_look.rotation, perspective=page_look.perspective, finger=False, band=0.0)
        plans.append(_planned(source, page.pockets[pocket], look, size))
    return plans


def _planned(source: int, corners: Corners, look: CardLook, size: Size) -> LaidCard:
    return LaidCard(source, corners, replace(look, share=area(corners) / (size[0] * size[1])))


def _anywhere(shape: Corners, size: Size, rng: np.random.Generator) -> Corners:
    room = np.array(size, dtype=np.float64)
    low, high = -shape.min(axis=0), room - shape.max(axis=0)
    corners: Corners = shape + rng.uniform(np.minimum(low, high), np.maximum(low, high))
    return corners
