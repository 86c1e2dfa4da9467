"""Photos of binder pages, of cards in rows, and of no card at all. Reads and writes no file."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import partial

import numpy as np
from PIL import Image, ImageDraw

from karuta.domain.pixels import Pixels
from karuta.domain.sighting import carried, homography
from karuta.training.photographer import arrays, pose
from karuta.training.photographer.arrays import Floats, Size, clouds
from karuta.training.photographer.conditions import CardLook, Conditions, Grade, Holder, draw_conditions, draw_look
from karuta.training.photographer.photograph import PHOTO_SIZE, Scene, taken
from karuta.training.photographer.pose import Corners
from karuta.training.photographer.table import LaidCard, TableTop, planned, width_of
from workshop.photographer.scattered import anywhere

PAGE_POCKETS = 9
_CARD = (59.0, 86.0)  # millimetres
_LOADER = (18.0, 17.0)  # how much wider and taller a toploader is


@dataclass(frozen=True)
class BinderPage:
    """A binder page: its own corners in the photo and those of its pockets, in reading order."""

    outline: Corners
    pockets: tuple[Corners, ...]


class PageTop(TableTop):
    """A table with a binder page on it, whose cards cast no shadow."""

    def __init__(
        self,
        size: Size,
        plans: Sequence[LaidCard],
        conditions: Conditions,
        rng: np.random.Generator,
        *,
        page: BinderPage,
    ) -> None:
        super().__init__(size, plans, conditions, rng, lies=True)
        self._outline, self._casts, pitch = page.outline, False, 64
        base = ((18, 18, 20), (18, 18, 20), (235, 235, 232), (120, 124, 130), (60, 62, 70))[int(rng.integers(5))]
        clear = rng.random() < 0.35
        image = Image.new("RGBA", (3 * pitch + 8, 4 * pitch + 8), (*base, 70 if clear else 255))
        draw = ImageDraw.Draw(image)
        seam = arrays.shaded(base, 1.6) if sum(base) < 300 else arrays.shaded(base, 0.85)
        for line in range(4):
            x, y = 4 + line * pitch, 4 + round(line * pitch * 4 / 3)
            draw.line((x, 0, x, image.height), fill=(*seam, 200), width=2)
            draw.line((0, y, image.width, y), fill=(*seam, 200), width=2)
        self._shadow(page.outline, width_of(page.outline) * 0.01)
        self.canvas.lay_thing(image, page.outline)

    def finish(self) -> None:
        """Lay also one clear sheet over the whole page: weak broad streaks."""
        super().finish()
        rng = self._rng
        if rng.random() < 0.4:
            return
        streaks: Floats = np.clip(clouds(rng, (60, 80), (int(rng.integers(2, 5)), int(rng.integers(3, 9)))), 0, 1)
        alpha = Image.fromarray((streaks**4 * np.float32(rng.uniform(40, 150))).astype(np.uint8))
        sheet = Image.new("RGBA", alpha.size, (255, 255, 255, 0))
        sheet.putalpha(alpha)
        self.canvas.lay_thing(sheet, self._outline)


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


def binder_page(
    conditions: Conditions, size: Size, rng: np.random.Generator, *, more: tuple[float, float] = (0.0, 0.0)
) -> tuple[BinderPage, CardLook]:
    """A page of three by three pockets that fills most of the photo, and the look that its cards share.

    `more`: how much wider and taller than for bare cards its pockets are, in millimetres.
    """
    look = draw_look(conditions, rng, pocket=True)
    pitch_x, pitch_y = _CARD[0] + more[0] + float(rng.uniform(5, 10)), _CARD[1] + more[1] + float(rng.uniform(4, 8))
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
    cards: Sequence[Pixels],
    *,
    grade: Grade,
    rng: np.random.Generator,
    size: Size = PHOTO_SIZE,
    toploaders: bool = False,
) -> Scene:
    """A binder page of three by three pockets with up to nine cards in reading order; the other pockets are empty."""
    if len(cards) > PAGE_POCKETS:
        raise ValueError(f"a binder page holds {PAGE_POCKETS} cards, not {len(cards)}")
    conditions = draw_conditions(grade, rng)
    page, look = binder_page(conditions, size, rng, more=_LOADER if toploaders else (0.0, 0.0))
    plans = on_page(len(cards), page, look, conditions, size, rng)
    if toploaders:
        plans = [replace(plan, look=replace(plan.look, holder=Holder.TOPLOADER)) for plan in plans]
    return taken(cards, plans, conditions, size, rng, table=partial(PageTop, page=page))


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
    return taken([], [], conditions, size, rng, table=TableTop if page is None else partial(PageTop, page=page))


def toploader_page(cards: Sequence[Pixels], rng: np.random.Generator, size: Size) -> Scene:
    """A full page of cards in toploaders."""
    grade = Grade.PLAIN if rng.random() < 0.5 else Grade.HARD
    return photograph_page(cards, grade=grade, rng=rng, size=size, toploaders=True)
