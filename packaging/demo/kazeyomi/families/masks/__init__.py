"""Carved masks: a relief for the wood, paint for the face, light from above; nobody wears them."""

from __future__ import annotations

from kazeyomi.canvas import Sheet, grained, vignetted
from kazeyomi.colour import Picture
from kazeyomi.families.masks.beasts import draw_cat, draw_crow, draw_fox
from kazeyomi.families.masks.goblins import draw_kodama, draw_oni, draw_tengu
from kazeyomi.families.masks.lights import draw_moon, draw_sun
from kazeyomi.families.masks.people import draw_elder, draw_maiden
from kazeyomi.motif import Motif


def paint(sheet: Sheet, motif: Motif) -> Picture:
    forms = {
        "fox": draw_fox,
        "redoni": draw_oni,
        "tengu": draw_tengu,
        "elder": draw_elder,
        "maiden": draw_maiden,
        "cat": draw_cat,
        "moon": draw_moon,
        "kodama": draw_kodama,
        "sun": draw_sun,
        "crow": draw_crow,
    }
    picture = forms[motif.form](sheet, motif, motif.rng())
    return grained(vignetted(picture, sheet, 0.32), motif.rng(9), 0.01)
