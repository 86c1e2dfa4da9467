"""Shapes with hard edges: polygons, strokes that swell and taper, circles, drawn twice as large; no textures."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray
from PIL import Image, ImageDraw

from kazeyomi.canvas import Sheet, as_image
from kazeyomi.colour import Colour, Picture, Plane

Points = NDArray[np.float64]  # (n, 2), x then y, in the sheet's units
_OVER = 2


class Sketch:
    """Draws on a copy of a picture, later shapes over earlier ones; `picture` gives the result."""

    def __init__(self, sheet: Sheet, ground: Picture | Colour) -> None:
        self._sheet = sheet
        picture = sheet.fill(ground) if isinstance(ground, tuple) else ground
        large = as_image(picture).resize((sheet.width * _OVER, sheet.height * _OVER), Image.Resampling.NEAREST)
        self._image = large
        self._draw = ImageDraw.Draw(large, "RGBA")

    def polygon(self, points: ArrayLike, colour: Colour, *, alpha: float = 1.0) -> None:
        self._draw.polygon(self._pixels(points), fill=_ink(colour, alpha))

    def line(self, points: ArrayLike, colour: Colour, *, width: float, alpha: float = 1.0) -> None:
        """A line `width` units wide."""
        self._draw.line(self._pixels(points), fill=_ink(colour, alpha), width=self._thick(width), joint="curve")

    def stroke(self, points: ArrayLike, widths: ArrayLike, colour: Colour, *, alpha: float = 1.0) -> None:
        """A ribbon whose full width (units) is given at every point."""
        self.polygon(ribbon(points, widths), colour, alpha=alpha)

    def circle(self, x: float, y: float, radius: float, colour: Colour, *, alpha: float = 1.0) -> None:
        self._draw.ellipse(self._box(x, y, radius), fill=_ink(colour, alpha))

    def spot(self, at: ArrayLike, radius: float, colour: Colour, *, alpha: float = 1.0) -> None:
        """A circle around a point of a curve."""
        x, y = np.asarray(at, dtype=np.float64)
        self.circle(float(x), float(y), radius, colour, alpha=alpha)

    def ring(self, x: float, y: float, radius: float, colour: Colour, *, width: float, alpha: float = 1.0) -> None:
        """A circle's line, `width` units wide, `radius` to its middle."""
        box = self._box(x, y, radius + width / 2)
        self._draw.ellipse(box, outline=_ink(colour, alpha), width=self._thick(width))

    def picture(self) -> Picture:
        return np.asarray(self._image.reduce(_OVER), dtype=np.float32) / 255

    def _pixels(self, points: ArrayLike) -> list[tuple[float, float]]:
        scale = self._sheet.unit * _OVER
        at = np.asarray(points, dtype=np.float64) * scale
        at = at + np.array([self._sheet.width, self._sheet.height]) * (_OVER / 2)
        return [(float(x), float(y)) for x, y in at]

    def _box(self, x: float, y: float, radius: float) -> tuple[float, float, float, float]:
        (px, py), size = self._pixels([(x, y)])[0], radius * self._sheet.unit * _OVER
        return (px - size, py - size, px + size, py + size)

    def _thick(self, width: float) -> int:
        return max(1, round(width * self._sheet.unit * _OVER))


class Mask(Sketch):
    """The same pen on an empty plane: `plane` gives how much of each pixel was drawn on, 0 to 1."""

    def __init__(self, sheet: Sheet) -> None:
        super().__init__(sheet, (0.0, 0.0, 0.0))

    def plane(self) -> Plane:
        return self.picture()[..., 0]


WHITE: Colour = (1.0, 1.0, 1.0)
BLACK: Colour = (0.0, 0.0, 0.0)


def ribbon(points: ArrayLike, widths: ArrayLike) -> Points:
    """The outline of a curve with a width at every point."""
    line = np.asarray(points, dtype=np.float64)
    half = np.broadcast_to(np.asarray(widths, dtype=np.float64), (len(line),))[:, None] / 2
    across = normals(line)
    return np.concatenate([line + across * half, (line - across * half)[::-1]])


def normals(line: Points) -> Points:
    """Unit vectors to the right of the way along a curve."""
    along = np.gradient(line, axis=0)
    along /= np.maximum(np.linalg.norm(along, axis=1, keepdims=True), 1e-9)
    return np.stack([-along[:, 1], along[:, 0]], axis=1)


def curve(knots: ArrayLike, steps: int = 120) -> Points:
    """A smooth way through the knots (Catmull-Rom), `steps` points evenly spaced along it."""
    k = np.asarray(knots, dtype=np.float64)
    k = np.concatenate([2 * k[:1] - k[1:2], k, 2 * k[-1:] - k[-2:-1]])
    t = np.linspace(0, 1, 24, endpoint=False)[:, None]
    parts = []
    for a, b, c, d in zip(k[:-3], k[1:-2], k[2:-1], k[3:], strict=True):
        parts.append(0.5 * (2 * b + (c - a) * t + (2 * a - 5 * b + 4 * c - d) * t**2 + (3 * b - a - 3 * c + d) * t**3))
    line = np.concatenate([*parts, k[-2:-1]])
    gone = np.concatenate([[0.0], np.cumsum(np.linalg.norm(np.diff(line, axis=0), axis=1))])
    at = np.linspace(0, gone[-1], steps)
    return np.stack([np.interp(at, gone, line[:, 0]), np.interp(at, gone, line[:, 1])], axis=1)


def placed(points: ArrayLike, *, x: float = 0.0, y: float = 0.0, size: float = 1.0, turn: float = 0.0) -> Points:
    """A shape made larger, turned (radians, clockwise) and moved."""
    shape = np.asarray(points, dtype=np.float64) * size
    c, s = np.cos(turn), np.sin(turn)
    return np.asarray(shape @ np.array([[c, s], [-s, c]]) + np.array([x, y]), dtype=np.float64)


def petal(length: float, width: float, *, tip: float = 1.0, steps: int = 24, notch: float = 0.0) -> Points:
    """A petal from the origin to the right; `tip` below 1 is blunt, above sharp; `notch` cuts into its end."""
    t = np.linspace(0, 1, steps)
    half = width / 2 * np.sin(np.pi * t**0.8) ** tip
    out = np.stack([t * length, half], axis=1)
    back = np.stack([t * length, -half], axis=1)[::-1]
    shape = np.concatenate([out, back])
    if notch:
        shape[:, 0] -= notch * length * (shape[:, 0] > 0.93 * length) * (np.abs(shape[:, 1]) < width * 0.06)
    return shape


def star_points(spikes: int, outer: float, inner: float, *, turn: float = -np.pi / 2) -> Points:
    a = turn + np.arange(spikes * 2) * np.pi / spikes
    r = np.where(np.arange(spikes * 2) % 2 == 0, outer, inner)
    return np.stack([r * np.cos(a), r * np.sin(a)], axis=1)


def _ink(colour: Colour, alpha: float) -> tuple[int, int, int, int]:
    red, green, blue = (round(min(1.0, max(0.0, part)) * 255) for part in colour)
    return (red, green, blue, round(min(1.0, max(0.0, alpha)) * 255))
