"""How light falls on a whole photo: a slope, a vignette, the shadow of a hand or a window frame. No reflections."""

from __future__ import annotations

import math

import numpy as np
from PIL import Image, ImageDraw, ImageFilter

from karuta.training.photographer.arrays import Floats, Size, clouds, enlarge
from karuta.training.photographer.conditions import Conditions

_SMALL = 96  # light changes slowly, so it is computed at this width and enlarged


def light_plane(size: Size, conditions: Conditions, rng: np.random.Generator) -> Floats:
    """The gain at each place; its mean is the conditions' light, before any shadow."""
    small = (_SMALL, max(8, round(_SMALL * size[1] / size[0])))
    x = np.linspace(-1, 1, small[0], dtype=np.float32)[None, :]
    y = np.linspace(-1, 1, small[1], dtype=np.float32)[:, None]
    if rng.random() < 0.35:  # a lamp near one place
        cx, cy = rng.uniform(-1, 1, 2)
        slope = np.float32(0.5) - np.hypot(x - np.float32(cx), y - np.float32(cy)) * np.float32(0.5)
    else:  # a window far away
        angle = rng.uniform(0, 2 * math.pi)
        slope = (x * np.float32(math.cos(angle)) + y * np.float32(math.sin(angle))) * np.float32(0.5)
    slope = slope + (clouds(rng, small, (2, 2)) - np.float32(0.5)) * np.float32(0.4)
    plane = 1 + np.float32(conditions.light_slope) * slope
    plane *= 1 - np.float32(rng.uniform(0, 0.25) * conditions.light_slope) * (x * x + y * y)
    plane *= np.float32(conditions.light) / plane.mean()
    if conditions.shadow < 1:
        plane *= _cast_shadow(small, conditions.shadow, rng)
    return enlarge(np.ascontiguousarray(plane, dtype=np.float32), size, smooth=False)


def _cast_shadow(size: Size, left: float, rng: np.random.Generator) -> Floats:
    """The light left by a shadow with straight edges, soft or nearly hard."""
    fine = (4 * size[0], 4 * size[1])
    mask = Image.new("L", fine, 0)
    angle, far = rng.uniform(0, 2 * math.pi), 2.0 * max(fine)
    along = np.array([math.cos(angle), math.sin(angle)])
    across = np.array([-along[1], along[0]])
    start = np.array(fine) * rng.uniform(0.2, 0.8, 2)
    if rng.random() < 0.6:  # covers one side of the photo
        points = [
            start + along * far,
            start - along * far,
            start + (across - along) * far,
            start + (across + along) * far,
        ]
    else:  # an arm's or a phone's
        wide, lean = rng.uniform(0.15, 0.5) * fine[0], rng.uniform(-0.4, 0.4)
        tip = start + across * wide * (1 + lean) + along * far
        points = [start - across * wide, start + across * wide, tip, start - across * wide + along * far]
    ImageDraw.Draw(mask).polygon([(float(px), float(py)) for px, py in points], fill=255)
    soft = float(rng.uniform(0.3, 1.0)) if rng.random() < 0.4 else float(rng.uniform(2, 9))
    plane = np.asarray(mask.reduce(4).filter(ImageFilter.GaussianBlur(soft)), dtype=np.float32)
    return 1 - plane * np.float32((1 - left) / 255)
