"""Fireworks, sparklers and bonfires: light drawn as the ways of sparks."""

from __future__ import annotations

from kazeyomi.canvas import Sheet, grained, vignetted
from kazeyomi.colour import Picture
from kazeyomi.families.fire.hearth import draw_bonfire, draw_sparkler
from kazeyomi.families.fire.riverside import draw_castle, draw_falls, draw_opening, draw_willow
from kazeyomi.families.fire.shells import draw_chrysanthemum, draw_comets, draw_rings, draw_twin
from kazeyomi.motif import Motif


def paint(sheet: Sheet, motif: Motif) -> Picture:
    forms = {
        "chrysanthemum": draw_chrysanthemum,
        "willow": draw_willow,
        "opening": draw_opening,
        "sparkler": draw_sparkler,
        "falls": draw_falls,
        "twin": draw_twin,
        "comets": draw_comets,
        "rings": draw_rings,
        "castle": draw_castle,
        "bonfire": draw_bonfire,
    }
    picture = forms[motif.form](sheet, motif, motif.rng())
    return grained(vignetted(picture, sheet, 0.22), motif.rng(9), 0.01)
