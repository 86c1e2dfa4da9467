"""What a person compares: a sighting cut from its photo, and the regions where two artworks differ most.

Stores nothing.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from karuta.domain.label import Points
from karuta.domain.sighting import as_corners
from karuta.engine.decode import open_picture
from karuta.engine.lookalikes import Region, most_different
from karuta.engine.rectify import rectify

__all__ = ["FLAT_SIZE", "Region", "differing_regions", "flat_sighting", "flat_strip"]

FLAT_SIZE = (660, 960)
"""(width, height) of a sighting for the eye; the crop of a lookup is 176 x 256."""

STRIP_HEIGHT, STRIP_WIDEST = 64, 640
"""Of a line of small print for the eye, in pixels."""


def flat_sighting(photo: Path, corners: Points) -> NDArray[np.uint8]:
    """A sighting, flat and upright, from the photo's full resolution: (height, width, 3) uint8 RGB.

    Raises `PictureError`.
    """
    picture = open_picture(photo)
    pixels = picture.pixels(longest=None)
    # A very large photo comes smaller than it is; corners are in its full size.
    scale = np.array([pixels.shape[1] / picture.size[0], pixels.shape[0] / picture.size[1]])
    return rectify(pixels, as_corners(corners) * scale, size=FLAT_SIZE)


def flat_strip(photo: Path, corners: Points) -> NDArray[np.uint8]:
    """A line of small print, flat and upright, `STRIP_HEIGHT` high: (height, width, 3) uint8 RGB.

    Raises `PictureError`.
    """
    picture = open_picture(photo)
    pixels = picture.pixels(longest=None)
    scale = np.array([pixels.shape[1] / picture.size[0], pixels.shape[0] / picture.size[1]])
    found = as_corners(corners) * scale
    wide, tall = float(np.linalg.norm(found[1] - found[0])), float(np.linalg.norm(found[3] - found[0]))
    width = min(STRIP_WIDEST, max(STRIP_HEIGHT, round(STRIP_HEIGHT * wide / max(tall, 1.0))))
    return rectify(pixels, found, size=(width, STRIP_HEIGHT))


def differing_regions(one: Path, other: Path) -> tuple[Region, ...]:
    """Up to three regions in which two artworks differ most. Raises `PictureError`."""
    return most_different(open_picture(one).pixels(longest=None), open_picture(other).pixels(longest=None))
