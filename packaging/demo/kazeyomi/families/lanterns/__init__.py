"""Lamps, candles and small lights at night: each lights what is around it."""

from __future__ import annotations

from kazeyomi.canvas import Sheet, grained, vignetted
from kazeyomi.colour import Picture
from kazeyomi.families.lanterns.adrift import draw_foxfire, draw_river, draw_sky_lanterns
from kazeyomi.families.lanterns.festival import draw_alley, draw_wall
from kazeyomi.families.lanterns.garden import draw_candles, draw_jar, draw_stone
from kazeyomi.families.lanterns.rooms import draw_andon, draw_moon_lamp
from kazeyomi.motif import Motif


def paint(sheet: Sheet, motif: Motif) -> Picture:
    forms = {
        "river": draw_river,
        "wall": draw_wall,
        "stone": draw_stone,
        "sky": draw_sky_lanterns,
        "andon": draw_andon,
        "foxfire": draw_foxfire,
        "jar": draw_jar,
        "candles": draw_candles,
        "alley": draw_alley,
        "moon": draw_moon_lamp,
    }
    picture = forms[motif.form](sheet, motif, motif.rng())
    return grained(vignetted(picture, sheet, 0.3), motif.rng(9), 0.01)
