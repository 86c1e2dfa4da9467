"""Photos of binder pages, of cards in rows, and of no card at all. Reads and writes no file."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from karuta.domain.pixels import Pixels
from karuta.domain.sighting import carried, homography
from karuta.training.photographer import pose
from karuta.training.photographer.arrays import Size
from karuta.training.photographer.conditions import CardLook, Conditions, Grade, draw_conditions, draw_look
from karuta.training.photographer.photograph import PHOTO_SIZE, Scene, taken
from karuta.training.photographer.table import BinderPage, LaidCard, planned
from workshop.photographer.scattered import anywhere

PAGE_POCKETS = 9
_CARD = (59.0, 86.0)  # millimetres


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
    matrix = homography(sheet, anywhere(seen, size, rng))
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
        plans.append(planned(source, corners, look, size))
    return plans


def binder_page(conditions: Conditions, size: Size, rng: np.random.Generator) -> tuple[BinderPage, CardLook]:
    """A page of three by three pockets that fills most of the photo, and the look that its cards share."""
    look = draw_look(conditions, rng, pocket=True)
    pitch_x, pitch_y = _CARD[0] + float(rng.uniform(5, 10)), _CARD[1] + float(rng.uniform(4, 8))
    sheet = pose.rectangle(3 * pitch_x + 6, 3 * pitch_y + 6)
    seen = pose.turned(pose.tilted(sheet, look.perspective, rng), look.rotation)
    seen = seen * float((np.array(size) / np.ptp(seen, axis=0)).min()) * float(rng.uniform(0.78, 1.02))
    seen = anywhere(seen, size, rng)
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
        plans.append(planned(source, page.pockets[pocket], look, size))
    return plans


def photograph_page(
    cards: Sequence[Pixels], *, grade: Grade, rng: np.random.Generator, size: Size = PHOTO_SIZE
) -> Scene:
    """A binder page of three by three pockets with up to nine cards in reading order; the other pockets are empty."""
    if len(cards) > PAGE_POCKETS:
        raise ValueError(f"a binder page holds {PAGE_POCKETS} cards, not {len(cards)}")
    conditions = draw_conditions(grade, rng)
    page, look = binder_page(conditions, size, rng)
    plans = on_page(len(cards), page, look, conditions, size, rng)
    return taken(cards, plans, conditions, size, rng, page=page)


def photograph_rows(
    cards: Sequence[Pixels], *, grade: Grade, rng: np.random.Generator, size: Size = PHOTO_SIZE, columns: int
) -> Scene:
    """Cards laid out in rows of so many, with small gaps, loose or under one sheet of pockets."""
    conditions = draw_conditions(grade, rng)
    plans = in_rows(cards, conditions, size, rng, columns=columns)
    return taken(cards, plans, conditions, size, rng)


def photograph_nothing(*, grade: Grade, rng: np.random.Generator, size: Size = PHOTO_SIZE) -> Scene:
    """A photo with clutter and no card; sometimes an empty binder page."""
    conditions = draw_conditions(grade, rng)
    page = binder_page(conditions, size, rng)[0] if rng.random() < 0.12 else None
    return taken([], [], conditions, size, rng, page=page)
