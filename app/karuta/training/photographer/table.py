"""Sets up one photo: where its cards lie, a surface with clutter, hands, shadows, a binder page. Takes no picture."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from PIL import Image, ImageDraw, ImageFilter

from karuta.domain.pixels import Pixels
from karuta.domain.sighting import area, carried, homography
from karuta.training.photographer import arrays, clutter, covers, pose, surfaces
from karuta.training.photographer.arrays import Floats, Size, clouds
from karuta.training.photographer.canvas import Canvas
from karuta.training.photographer.conditions import (
    GRADES,
    CardLook,
    Conditions,
    Grade,
    Holder,
    Range,
    between,
    draw_look,
)
from karuta.training.photographer.covers import Patch
from karuta.training.photographer.holder import CardLayer, dressed
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


def planned(source: int, corners: Corners, look: CardLook, size: Size) -> LaidCard:
    return LaidCard(source, corners, replace(look, share=area(corners) / (size[0] * size[1])))


# A card layer is painted at most this much larger than its picture: more pixels would show nothing more.
_LAYER_GAIN = 1.2
_LAYER_LEAST = 360
_CARD_MM = 59.0


class TableTop:
    """What the camera will see, built from the bottom up: surface, clutter, page, then each card."""

    def __init__(
        self,
        size: Size,
        plans: Sequence[LaidCard],
        conditions: Conditions,
        rng: np.random.Generator,
        *,
        page: BinderPage | None,
    ) -> None:
        self._rng = rng
        self._page = page
        self._conditions = conditions
        angle = rng.uniform(0, 2 * math.pi)
        self._away_from_light = np.array([math.cos(angle), math.sin(angle)])
        self._shade = float(rng.uniform(0.25, 0.65))
        self.surface = surfaces.draw_surface(rng, held=page is None and len(plans) == 1)
        self.canvas = Canvas(surfaces.paint(self.surface, size, rng))
        self._held = self.surface == surfaces.ROOM
        self._skin = covers.draw_skin(rng)
        self._over: list[Patch] = []
        if not self._held:
            self._scatter_clutter(self._millimetre(plans, size), empty=not plans)
        if page is not None:
            self._lay_page(page)

    def lay(self, card: Pixels, plan: LaidCard) -> None:
        """Lays one card with its holder and its shadow, over the hand that holds it."""
        rng, corners, look = self._rng, plan.corners, plan.look
        width = _width(corners)
        if self._held:
            for finger in covers.fingers_behind(corners, self._skin, rng):
                self._put(covers.finger_patch(finger, self.canvas.size, rng), cover=False)
        painted = min(width, max(_LAYER_LEAST, _LAYER_GAIN * card.shape[1]))
        self.lay_dressed(dressed(card, look, width=max(8, math.ceil(painted)), rng=rng), plan)

    def lay_dressed(self, layer: CardLayer, plan: LaidCard) -> None:
        """Lays a card that is in its holder already, with its shadow."""
        rng, corners, look = self._rng, plan.corners, plan.look
        width = _width(corners)
        if self._page is None and not self._held:
            outline = carried(layer.outline, homography(layer.card, corners))
            thick = 0.05 if look.holder is Holder.TOPLOADER else float(rng.uniform(0.006, 0.03))
            self._shadow(outline, thick * width)
        self.canvas.lay_card(layer, corners)
        if look.band:
            self._put(covers.band_patch(corners, look.band, self.canvas.size, rng), cover=True)
        if look.finger:
            for part in covers.hand_over_edge(corners, self._skin, rng):
                self._put(covers.finger_patch(part, self.canvas.size, rng), cover=True)

    def finish(self) -> None:
        """What lies over all cards: hands, bands, the gloss of a binder page."""
        for patch in self._over:
            self.canvas.cover(patch)
        if self._page is not None:
            self._gloss(self._page)

    def _millimetre(self, plans: Sequence[LaidCard], size: Size) -> float:
        """Pixels per millimetre on the table."""
        if plans:
            return _width(plans[0].corners) / _CARD_MM
        return max(size) / float(self._rng.uniform(120, 420))

    def _scatter_clutter(self, unit: float, *, empty: bool) -> None:
        rng, size = self._rng, np.array(self.canvas.size)
        odds = 1.0 if empty else 0.3 if self._conditions.grade is Grade.PLAIN else 0.5
        if rng.random() >= odds:
            return
        for _ in range(int(rng.integers(1, 8 if empty else 5))):
            # Large things are painted coarsely: only their edges and colours matter.
            thing = clutter.draw_thing(min(unit, 500 / 150), rng)
            shape = pose.turned(pose.rectangle(thing.width * unit, thing.height * unit), float(rng.uniform(-180, 180)))
            self._lay_thing(thing, shape + rng.uniform(-0.05, 1.05, 2) * size, min(thing.thick, 12.0) * unit * 0.35)
        if empty and rng.random() < 0.3:
            where = pose.rectangle(59 * unit, 86 * unit) + size * rng.uniform(0.2, 0.8, 2)
            for part in covers.hand_over_edge(where, self._skin, rng):
                self._put(covers.finger_patch(part, self.canvas.size, rng), cover=True)

    def _lay_thing(self, thing: clutter.Thing, corners: pose.Corners, reach: float) -> None:
        if thing.square:
            self._shadow(corners, reach)
        else:
            alpha = thing.image.getchannel("A").point([round(value * self._shade) for value in range(256)])
            shadow = Image.new("RGBA", alpha.size)
            shadow.putalpha(alpha.filter(ImageFilter.BoxBlur(2)))
            self.canvas.lay_thing(shadow, corners + self._away_from_light * max(1.0, reach))
        self.canvas.lay_thing(thing.image, corners)

    def _shadow(self, outline: pose.Corners, reach: float) -> None:
        dx, dy = self._away_from_light * max(1.0, reach)
        self.canvas.cast_shadow(outline, strength=self._shade, shift=(float(dx), float(dy)))

    def _put(self, patch: Patch | None, *, cover: bool) -> None:
        if patch is not None and cover:
            self._over.append(patch)
        elif patch is not None:
            self.canvas.paste(patch)

    def _lay_page(self, page: BinderPage) -> None:
        rng, pitch = self._rng, 64
        base = ((18, 18, 20), (18, 18, 20), (235, 235, 232), (120, 124, 130), (60, 62, 70))[int(rng.integers(5))]
        clear = rng.random() < 0.35
        image = Image.new("RGBA", (3 * pitch + 8, 4 * pitch + 8), (*base, 70 if clear else 255))
        draw = ImageDraw.Draw(image)
        seam = arrays.shaded(base, 1.6) if sum(base) < 300 else arrays.shaded(base, 0.85)
        for line in range(4):
            x, y = 4 + line * pitch, 4 + round(line * pitch * 4 / 3)
            draw.line((x, 0, x, image.height), fill=(*seam, 200), width=2)
            draw.line((0, y, image.width, y), fill=(*seam, 200), width=2)
        self._shadow(page.outline, _width(page.outline) * 0.01)
        self.canvas.lay_thing(image, page.outline)

    def _gloss(self, page: BinderPage) -> None:
        """One clear sheet over the whole page: weak broad streaks."""
        rng = self._rng
        if rng.random() < 0.4:
            return
        streaks: Floats = np.clip(clouds(rng, (60, 80), (int(rng.integers(2, 5)), int(rng.integers(3, 9)))), 0, 1)
        alpha = Image.fromarray((streaks**4 * np.float32(rng.uniform(40, 150))).astype(np.uint8))
        sheet = Image.new("RGBA", alpha.size, (255, 255, 255, 0))
        sheet.putalpha(alpha)
        self.canvas.lay_thing(sheet, page.outline)


def _width(corners: pose.Corners) -> float:
    top, bottom = np.linalg.norm(corners[1] - corners[0]), np.linalg.norm(corners[2] - corners[3])
    return float(max(top, bottom))
