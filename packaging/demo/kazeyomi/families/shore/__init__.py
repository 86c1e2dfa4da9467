"""A balloon, two dolls and a snail: pictures of another pack, which the demo's catalogue does not hold."""

from __future__ import annotations

from kazeyomi.canvas import Sheet, grained, vignetted
from kazeyomi.colour import Picture
from kazeyomi.families.shore.balloon import draw_balloon
from kazeyomi.families.shore.garden import draw_dolls, draw_snail
from kazeyomi.motif import Motif


def paint(sheet: Sheet, motif: Motif) -> Picture:
    forms = {"balloon": draw_balloon, "dolls": draw_dolls, "snail": draw_snail}
    picture = forms[motif.form](sheet, motif, motif.rng())
    return grained(vignetted(picture, sheet, 0.28), motif.rng(9), 0.01)
