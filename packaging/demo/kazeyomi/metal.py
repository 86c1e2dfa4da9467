"""Worked metal: plates under a lamp; drawn, not rendered from a model."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from kazeyomi.canvas import Sheet, blurred, darkened, hillshade, mixed
from kazeyomi.colour import Colour, Picture, Plane, ramp, rgb

BRASS = (rgb("#2a1a08"), rgb("#7a521a"), rgb("#c8963a"), rgb("#f2d884"), rgb("#fffbe6"))
STEEL = (rgb("#14181d"), rgb("#46505a"), rgb("#8b979f"), rgb("#d3dadd"), rgb("#ffffff"))
COPPER = (rgb("#260f08"), rgb("#7a3a1e"), rgb("#c9744a"), rgb("#f2b890"), rgb("#fff0e2"))


def plate(
    below: Picture,
    sheet: Sheet,
    cover: Plane,
    metal: Sequence[Colour],
    *,
    centre: tuple[float, float] = (0.0, 0.0),
    contrast: Plane | None = None,
    spun: float = 0.5,
    lift: float = 10.0,
) -> Picture:
    """A piece of metal where `cover` is 1: bevelled, the glints of turned metal around `centre`, a shadow below it."""
    far, angle = sheet.polar(*centre)
    height = blurred(cover, 2.4) + (0 if contrast is None else contrast)
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
