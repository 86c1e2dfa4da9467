"""Takes simulated photos: one card, or several. Reads and writes no file."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import numpy as np

from karuta.domain.pixels import Pixels
from karuta.training.photographer import layout
from karuta.training.photographer.arrays import Size
from karuta.training.photographer.camera import expose
from karuta.training.photographer.canvas import Canvas
from karuta.training.photographer.conditions import CardLook, Conditions, Grade, Range, draw_conditions
from karuta.training.photographer.layout import BinderPage, LaidCard
from karuta.training.photographer.pose import Corners
from karuta.training.photographer.table import TableTop

PHOTO_SIZE: Size = (1000, 1333)

Lay = Callable[[TableTop, Pixels, LaidCard], None]


@dataclass(frozen=True)
class PlacedCard:
    """One card in a scene.

    `source`: its position in the given list. `corners`: `(4, 2) float64`, top-left, top-right, bottom-right,
    bottom-left of the upright card in scene pixels (0 to width, a pixel's centre at one half); they may lie outside.
    `visible`: the share of the card that is in view and not covered.
    """

    source: int
    corners: Corners
    visible: float
    look: CardLook


@dataclass(frozen=True)
class Scene:
    """A simulated photo: `pixels` `(height, width, 3) uint8`, RGB; cards in the order in which they were laid."""

    pixels: Pixels
    cards: tuple[PlacedCard, ...]
    conditions: Conditions


def photograph(
    cards: Sequence[Pixels],
    *,
    grade: Grade,
    rng: np.random.Generator,
    size: Size = PHOTO_SIZE,
    share: Range | None = None,
) -> Scene:
    """A photo of the cards: one as its grade's table says, or several side by side without overlap.

    `share`: the share of the picture that one card takes, instead of the grade's (a detector needs smaller ones too). A
    card that would not fit at its rotation is made smaller; its look has the resulting share.
    """
    if len(cards) != 1:
        return photograph_scatter(cards, grade=grade, rng=rng, size=size, overlap=False)
    conditions = draw_conditions(grade, rng)
    plan = layout.one_card(cards[0], conditions, size, rng, share=share)
    return taken(cards, [plan], conditions, size, rng)


def photograph_scatter(
    cards: Sequence[Pixels],
    *,
    grade: Grade,
    rng: np.random.Generator,
    size: Size = PHOTO_SIZE,
    overlap: bool | None = None,
) -> Scene:
    """Several cards on a table; `overlap`: whether two may cover each other (None: in two photos of five).

    A card without a free place is left out: `Scene.cards` says which are there.
    """
    conditions = draw_conditions(grade, rng)
    may = bool(rng.random() < 0.4) if overlap is None else overlap
    plans = layout.scattered(cards, conditions, size, rng, overlap=may)
    return taken(cards, plans, conditions, size, rng)


def taken(
    cards: Sequence[Pixels],
    plans: Sequence[LaidCard],
    conditions: Conditions,
    size: Size,
    rng: np.random.Generator,
    *,
    page: BinderPage | None = None,
    lay: Lay = TableTop.lay,
    over: Callable[[Canvas], None] = lambda canvas: None,
) -> Scene:
    """The photo of cards that lie as planned, the later ones over the earlier.

    `lay`: how each is laid; `over`: puts things over all of them.
    """
    scale = float(np.sqrt(size[0] * size[1] / (PHOTO_SIZE[0] * PHOTO_SIZE[1])))
    table = TableTop(size, plans, conditions, rng, page=page)
    for plan in plans:
        lay(table, cards[plan.source], plan)
    over(table.canvas)
    table.finish()
    pixels = expose(table.canvas.image, conditions, scale=scale, rng=rng, cards=[plan.corners for plan in plans])
    placed = tuple(
        PlacedCard(plan.source, plan.corners, seen, plan.look)
        for plan, seen in zip(plans, table.canvas.visible(), strict=True)
    )
    return Scene(pixels, placed, replace(conditions, surface=table.surface))
