"""Carp in water, and once in the wind: no other fish."""

from __future__ import annotations

from kazeyomi.canvas import Sheet, grained, vignetted
from kazeyomi.colour import Picture
from kazeyomi.families.koi.ponds import draw_golden, draw_lotus, draw_maples, draw_moon, draw_pair, draw_school
from kazeyomi.families.koi.printed import draw_black, draw_falls, draw_nine, draw_streamers
from kazeyomi.motif import Motif


def paint(sheet: Sheet, motif: Motif) -> Picture:
    forms = {
        "pair": draw_pair,
        "golden": draw_golden,
        "maples": draw_maples,
        "lotus": draw_lotus,
        "moon": draw_moon,
        "school": draw_school,
        "streamers": draw_streamers,
        "black": draw_black,
        "falls": draw_falls,
        "nine": draw_nine,
    }
    picture = forms[motif.form](sheet, motif, motif.rng())
    return grained(vignetted(picture, sheet, 0.3), motif.rng(9), 0.01)
