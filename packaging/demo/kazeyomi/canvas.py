"""The sheet that art is made on: coordinates, masks, soft edges, light, mixing of pictures; it knows no subject."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from PIL import Image

from kazeyomi.colour import Colour, Picture, Plane


@dataclass(frozen=True)
class Sheet:
    """A sheet of `width` x `height` pixels. Its own coordinates have their origin in the middle and reach 1 at the
    nearer pair of edges, x to the right and y down, so that a circle of radius 1 just fits."""

    width: int
    height: int

    @property
    def unit(self) -> float:
        """Pixels in one unit."""
        return min(self.width, self.height) / 2

    @property
    def right(self) -> float:
        return self.width / 2 / self.unit

    @property
    def bottom(self) -> float:
        return self.height / 2 / self.unit

    @property
    def shape(self) -> tuple[int, int]:
        return (self.height, self.width)

    def grid(self) -> tuple[Plane, Plane]:
        """x and y of every pixel."""
        x = ((np.arange(self.width, dtype=np.float32) + 0.5) - self.width / 2) / self.unit
        y = ((np.arange(self.height, dtype=np.float32) + 0.5) - self.height / 2) / self.unit
        return np.broadcast_to(x[None, :], self.shape).copy(), np.broadcast_to(y[:, None], self.shape).copy()

    def polar(self, cx: float = 0.0, cy: float = 0.0) -> tuple[Plane, Plane]:
        """Distance from a point and angle around it (clockwise, 0 to the right)."""
        x, y = self.grid()
        return np.hypot(x - cx, y - cy), np.arctan2(y - cy, x - cx)

    def down(self) -> Plane:
        """0 at the top edge, 1 at the bottom."""
        y = (np.arange(self.height, dtype=np.float32) + 0.5) / self.height
        return np.broadcast_to(y[:, None], self.shape).copy()

    def across(self) -> Plane:
        """0 at the left edge, 1 at the right."""
        x = (np.arange(self.width, dtype=np.float32) + 0.5) / self.width
        return np.broadcast_to(x[None, :], self.shape).copy()

    def fill(self, colour: Colour) -> Picture:
        return np.broadcast_to(np.asarray(colour, dtype=np.float32), (*self.shape, 3)).copy()


def smooth(low: Plane | float, high: Plane | float, values: Plane) -> Plane:
    """0 below `low`, 1 above `high`, an S between (also downwards when `low` is the greater)."""
    t = np.clip((values - low) / (high - low), 0, 1)
    return np.asarray((t * t * (3 - 2 * t)), dtype=np.float32)


def inside(distance: Plane, sheet: Sheet, *, soft: float = 1.0) -> Plane:
    """1 where a signed distance (in units) is negative, with an edge `soft` pixels wide."""
    return np.asarray(np.clip(0.5 - distance * (sheet.unit / soft), 0, 1), dtype=np.float32)


def mixed(below: Picture, above: Picture | Colour, share: Plane | float) -> Picture:
    """`share` of `above` over `below`."""
    top = np.asarray(above, dtype=np.float32)
    weight = np.asarray(share, dtype=np.float32)
    if weight.ndim == 2:
        weight = weight[..., None]
    return (below + (top - below) * weight).astype(np.float32)


def lit(below: Picture, light: Plane, colour: Colour) -> Picture:
    """Light added as on a screen: never beyond white."""
    glow = np.clip(light, 0, None)[..., None] * np.asarray(colour, dtype=np.float32)
    return (1 - (1 - below) * (1 - np.clip(glow, 0, 1))).astype(np.float32)


def darkened(below: Picture, amount: Plane, colour: Colour = (0.0, 0.0, 0.0)) -> Picture:
    """Multiplied towards `colour` where `amount` is 1."""
    tint = 1 - np.clip(amount, 0, 1)[..., None] * (1 - np.asarray(colour, dtype=np.float32))
    return (below * tint).astype(np.float32)


def blurred(plane: Plane, sigma: float) -> Plane:
    """Gaussian blur of a plane or a picture; wide ones are done small and enlarged, which nobody can see."""
    if sigma < 0.3:
        return plane
    shrink = max(1, int(sigma / 2.5))
    height, width = plane.shape[:2]
    small = resized(plane, max(1, width // shrink), max(1, height // shrink), Image.Resampling.BOX)
    reach = sigma / shrink
    taps = np.arange(-int(np.ceil(reach * 2.6)), int(np.ceil(reach * 2.6)) + 1)
    weights = np.exp(-(taps**2) / (2 * reach**2))
    weights /= weights.sum()
    for axis in (0, 1):
        padded = np.pad(small, [(len(taps) // 2,) * 2 if a == axis else (0, 0) for a in range(small.ndim)], mode="edge")
        total = np.zeros_like(small)
        for i, weight in enumerate(weights):
            window = [slice(None)] * small.ndim
            window[axis] = slice(i, i + small.shape[axis])
            total += np.float32(weight) * padded[tuple(window)]
        small = total
    return resized(small, width, height, Image.Resampling.BICUBIC) if shrink > 1 else small


def resized(plane: Plane, width: int, height: int, how: Image.Resampling) -> Plane:
    """A plane or a picture at another size."""
    if plane.ndim == 3:
        return np.stack([resized(plane[..., i], width, height, how) for i in range(plane.shape[2])], axis=-1)
    return np.asarray(Image.fromarray(np.ascontiguousarray(plane, dtype=np.float32)).resize((width, height), how))


def slopes(height: Plane) -> tuple[Plane, Plane]:
    """Change to the right and downwards, per pixel."""
    down, right = (np.asarray(np.gradient(height, axis=axis), dtype=np.float32) for axis in (0, 1))
    return right, down


def hillshade(height: Plane, *, strength: float, azimuth: float = 225.0, altitude: float = 45.0) -> Plane:
    """How much of a lamp's light each spot of a contrast map gets, 0 to 1; level ground gets sin(altitude)."""
    dx, dy = slopes(height * strength)
    steep, turn = np.radians(altitude), np.radians(azimuth)
    lamp = (np.cos(turn) * np.cos(steep), np.sin(turn) * np.cos(steep), np.sin(steep))
    light = (-dx * lamp[0] - dy * lamp[1] + lamp[2]) / np.sqrt(dx * dx + dy * dy + 1)
    return np.asarray(np.clip(light, 0, 1), dtype=np.float32)


def as_image(picture: Picture) -> Image.Image:
    return Image.fromarray((np.clip(picture, 0, 1) * 255 + 0.5).astype(np.uint8), "RGB")


def as_picture(image: Image.Image) -> Picture:
    return np.asarray(image.convert("RGB"), dtype=np.float32) / 255
