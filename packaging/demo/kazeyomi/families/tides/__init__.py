"""Seas, rivers, rain and ice: water is the subject; fish and lanterns have families of their own."""

from __future__ import annotations

from kazeyomi.canvas import Sheet, grained, vignetted
from kazeyomi.colour import Picture
from kazeyomi.families.tides.great_wave import great_wave
from kazeyomi.families.tides.inland import draw_bends, draw_paddies, draw_rain, draw_waterfall
from kazeyomi.families.tides.seas import draw_ice, draw_moon_road, draw_ship, draw_sunset, draw_whirlpool
from kazeyomi.motif import Motif


def paint(sheet: Sheet, motif: Motif) -> Picture:
    forms = {
        "wave": great_wave,
        "moonroad": draw_moon_road,
        "ship": draw_ship,
        "whirlpool": draw_whirlpool,
        "waterfall": draw_waterfall,
        "rain": draw_rain,
        "bends": draw_bends,
        "ice": draw_ice,
        "paddies": draw_paddies,
        "sunset": draw_sunset,
    }
    picture = forms[motif.form](sheet, motif, motif.rng())
    return grained(vignetted(picture, sheet, 0.28), motif.rng(9), 0.012)
