"""The paper and the ink that all these pictures share, and the painter's seal in a corner."""

from __future__ import annotations

from kazeyomi.brush import seal
from kazeyomi.canvas import Sheet
from kazeyomi.colour import Picture, Plane, rgb
from kazeyomi.motif import Motif
from kazeyomi.sketch import WHITE, Mask, Points

PAPER = rgb("#ece2cb")


BLACK = (0.07, 0.065, 0.075)


def stamped(picture: Picture, sheet: Sheet, motif: Motif, *, x: float, y: float) -> Picture:
    return seal(picture, sheet, motif.rng(5), x=x * sheet.right, y=y * sheet.bottom, size=0.085, colour=rgb("#b3261c"))


def solid(sheet: Sheet, points: Points) -> Plane:
    mask = Mask(sheet)
    mask.polygon(points, WHITE)
    return mask.plane()
