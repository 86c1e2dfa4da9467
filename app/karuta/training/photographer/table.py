"""Sets up one photo: where its cards lie, a surface with clutter, hands, shadows. Takes no picture."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from PIL import Image, ImageFilter

from karuta.domain.pixels import Pixels
from karuta.domain.sighting import area, carried, homography
from karuta.training.photographer import clutter, covers, pose, surfaces
from karuta.training.photographer.arrays import Size
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


def one_card(
    card: Pixels, conditions: Conditions, size: Size, rng: np.random.Generator, *, share: Range | None = None
) -> LaidCard:
    """One card with the rotation and perspective of its look; `share` overrides the grade's share."""
    look = draw_look(conditions, rng)
    if share is not None:
        look = replace(look, share=between(share, rng))
    aspect = card.shape[1] / card.shape[0]
    pixels = look.share * size[0] * size[1]
    shape = pose.rectangle(math.sqrt(pixels * aspect), math.sqrt(pixels / aspect))
    shape = pose.turned(pose.tilted(shape, look.perspective, rng), look.rotation)
    outside = GRADES[conditions.grade].outside * math.sqrt(pixels * aspect)
    corners = pose.placed(pose.with_area(shape, pixels), size, outside, rng)
    return planned(0, corners, look, size)


def planned(source: int, corners: Corners, look: CardLook, size: Size) -> LaidCard:
    return LaidCard(source, corners, replace(look, share=area(corners) / (size[0] * size[1])))


# A card layer is painted at most this much larger than its picture: more pixels would show nothing more.
_LAYER_GAIN = 1.2
_LAYER_LEAST = 360
_CARD_MM = 59.0


class TableTop:
    """The table that the camera will see, built from the bottom up: surface, clutter, then each card.

    `lies`: nobody holds the only card up.
    """

    def __init__(
        self,
        size: Size,
        plans: Sequence[LaidCard],
        conditions: Conditions,
        rng: np.random.Generator,
        *,
        lies: bool = False,
    ) -> None:
        self._rng = rng
        self._conditions = conditions
        angle = rng.uniform(0, 2 * math.pi)
        self._away_from_light = np.array([math.cos(angle), math.sin(angle)])
        self._shade = float(rng.uniform(0.25, 0.65))
        self.surface = surfaces.draw_surface(rng, held=not lies and len(plans) == 1)
        self.canvas = Canvas(surfaces.paint(self.surface, size, rng))
        self._held = self.surface == surfaces.ROOM
        self._skin = covers.draw_skin(rng)
        self._over: list[Patch] = []
        if not self._held:
            self._scatter_clutter(self._millimetre(plans, size), empty=not plans)
        self._casts = not self._held

    def lay(self, card: Pixels, plan: LaidCard) -> None:
        """Lays one card with its holder and its shadow, over the hand that holds it."""
        rng, corners, look = self._rng, plan.corners, plan.look
        width = width_of(corners)
        if self._held:
            for finger in covers.fingers_behind(corners, self._skin, rng):
                self._put(covers.finger_patch(finger, self.canvas.size, rng), cover=False)
        painted = min(width, max(_LAYER_LEAST, _LAYER_GAIN * card.shape[1]))
        self.lay_dressed(dressed(card, look, width=max(8, math.ceil(painted)), rng=rng), plan)

    def lay_dressed(self, layer: CardLayer, plan: LaidCard) -> None:
        """Lays a card that is in its holder already, with its shadow."""
        rng, corners, look = self._rng, plan.corners, plan.look
        width = width_of(corners)
        if self._casts:
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
        """Lay what lies over all cards: hands, bands."""
        for patch in self._over:
            self.canvas.cover(patch)

    def _millimetre(self, plans: Sequence[LaidCard], size: Size) -> float:
        """Pixels per millimetre on the table."""
        if plans:
            return width_of(plans[0].corners) / _CARD_MM
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


def width_of(corners: pose.Corners) -> float:
    """The longer of its upper and lower edge."""
    top, bottom = np.linalg.norm(corners[1] - corners[0]), np.linalg.norm(corners[2] - corners[3])
    return float(max(top, bottom))
