"""Worked metal: plates under a lamp, wheels with teeth, screws and engraving; drawn, not rendered from a model."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from kazeyomi.canvas import Sheet, blurred, darkened, hillshade, mixed, smooth
from kazeyomi.colour import Colour, Picture, Plane, mix, ramp, rgb, shade
from kazeyomi.noise import Rng, clouds, rolling
from kazeyomi.sketch import BLACK, WHITE, Mask, Points, Sketch

BRASS = (rgb("#2a1a08"), rgb("#7a521a"), rgb("#c8963a"), rgb("#f2d884"), rgb("#fffbe6"))
STEEL = (rgb("#14181d"), rgb("#46505a"), rgb("#8b979f"), rgb("#d3dadd"), rgb("#ffffff"))
COPPER = (rgb("#260f08"), rgb("#7a3a1e"), rgb("#c9744a"), rgb("#f2b890"), rgb("#fff0e2"))
IRON = (rgb("#0c0c0e"), rgb("#2a2a2e"), rgb("#55555a"), rgb("#8f8f92"), rgb("#dcdcda"))
BRONZE = (rgb("#171008"), rgb("#4a3a1c"), rgb("#8d7440"), rgb("#cdb67a"), rgb("#f6ecc8"))


def plate(
    below: Picture,
    sheet: Sheet,
    cover: Plane,
    metal: Sequence[Colour],
    *,
    centre: tuple[float, float] = (0.0, 0.0),
    relief: Plane | None = None,
    spun: float = 0.5,
    lift: float = 10.0,
) -> Picture:
    """A piece of metal where `cover` is 1: bevelled, the glints of turned metal around `centre`, a shadow below it."""
    far, angle = sheet.polar(*centre)
    height = blurred(cover, 2.4) + (0 if relief is None else relief)
    light = hillshade(height.astype(np.float32), strength=7.0, azimuth=228, altitude=46)
    glint = (
        0.5
        + 0.5 * np.cos(2 * (angle + 0.8)) * spun
        + 0.10 * spun * np.cos(far * 160)
        + 0.12 * spun * np.cos(5 * angle + 1.0)
    )
    tone = np.clip(0.08 + 0.62 * light * (0.62 + 0.6 * glint), 0, 1)
    shadow = blurred(np.roll(cover, (int(lift), int(lift * 0.7)), axis=(0, 1)), lift * 0.8)
    ground = darkened(below, shadow * 0.6)
    return mixed(ground, ramp(tone.astype(np.float32), metal), cover)


def wheel_points(
    teeth: int, radius: float, depth: float, *, turn: float = 0.0, x: float = 0.0, y: float = 0.0, hooked: float = 0.0
) -> Points:
    """A wheel's rim with teeth; `hooked` leans them, as an escape wheel's."""
    steps = np.array([(-0.32, 0.0), (-0.17, 1.0), (0.17, 1.0), (0.32, 0.0)])
    points = []
    for k in range(teeth):
        a = turn + 2 * np.pi * k / teeth
        for off, out in steps:
            b = a + (off + hooked * out) * 2 * np.pi / teeth
            r = radius - depth * (1 - out)
            points.append((x + r * np.cos(b), y + r * np.sin(b)))
    return np.array(points)


def wheel(
    sheet: Sheet,
    *,
    x: float,
    y: float,
    radius: float,
    teeth: int,
    turn: float = 0.0,
    spokes: int = 5,
    rim: float = 0.26,
    hub: float = 0.2,
    hooked: float = 0.0,
) -> Plane:
    """A wheel's cover: teeth, rim, spokes and hub."""
    mask = Mask(sheet)
    depth = min(0.2 * radius, 2.6 * radius / teeth)
    mask.polygon(wheel_points(teeth, radius, depth, turn=turn, x=x, y=y, hooked=hooked), WHITE)
    if spokes:
        mask.circle(x, y, (radius - depth) * (1 - rim), BLACK)
        for k in range(spokes):
            a = turn + 2 * np.pi * k / spokes
            tip = (x + radius * 0.86 * np.cos(a), y + radius * 0.86 * np.sin(a))
            mask.stroke([(x, y), tip], [radius * 0.2, radius * 0.11], WHITE)
    mask.circle(x, y, radius * hub, WHITE)
    mask.circle(x, y, radius * hub * 0.3, BLACK)
    return mask.plane()


def screw(sketch: Sketch, rng: Rng, *, x: float, y: float, radius: float, metal: Sequence[Colour] = STEEL) -> None:
    """A slotted head."""
    for share, tone in ((1.0, 1), (0.88, 2), (0.62, 3)):
        sketch.circle(x - radius * 0.1 * (1 - share), y - radius * 0.1 * (1 - share), radius * share, metal[tone])
    a = rng.uniform(0, np.pi)
    dx, dy = radius * 0.8 * np.cos(a), radius * 0.8 * np.sin(a)
    sketch.line([(x - dx, y - dy), (x + dx, y + dy)], metal[0], width=radius * 0.28)


_RUBY = rgb("#c2183c")


def ruby(sketch: Sketch, *, x: float, y: float, radius: float, colour: Colour = _RUBY) -> None:
    """A jewel bearing in its gold setting."""
    for r, tint in ((1.5, BRASS[1]), (1.35, BRASS[3]), (1.0, shade(colour, 0.5)), (0.8, colour)):
        sketch.circle(x, y, radius * r, tint)
    sketch.circle(x - radius * 0.25, y - radius * 0.3, radius * 0.3, mix(colour, WHITE, 0.75))


def patina(picture: Picture, sheet: Sheet, rng: Rng, cover: Plane, colour: Colour, *, much: float = 0.5) -> Picture:
    """Spots of another colour where damp has been."""
    spots = smooth(0.52, 0.75, clouds(rng, sheet, 6, octaves=5)) * (0.6 + 0.4 * rolling(rng, sheet, 60))
    return mixed(picture, colour, spots * cover * much)


def tapestry(sheet: Sheet, rng: Rng, colour: Colour) -> Picture:
    """A dark, softly lit ground of brushed leather."""
    far, _ = sheet.polar(-0.25, -0.3)
    hide = hillshade(clouds(rng, sheet, 30, octaves=3), strength=7, azimuth=225) - 0.7
    tone = 0.62 - 0.34 * far + 0.25 * hide + 0.12 * (clouds(rng, sheet, 3) - 0.5)
    return ramp(
        np.clip(tone, 0, 1).astype(np.float32),
        (shade(colour, 0.2), shade(colour, 0.6), colour, mix(colour, WHITE, 0.35)),
    )
