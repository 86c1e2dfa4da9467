"""Weather and fire, smoke and snow: fields pushed about by fields; the land is only a rim."""

from __future__ import annotations

from kazeyomi.canvas import Sheet, grained, vignetted
from kazeyomi.colour import Picture
from kazeyomi.families.skies.glows import draw_aurora, draw_lava, draw_mackerel, draw_smoke, draw_violet
from kazeyomi.families.skies.storms import draw_rainbow, draw_snowfall, draw_thunder, draw_tower, draw_typhoon
from kazeyomi.motif import Motif


def paint(sheet: Sheet, motif: Motif) -> Picture:
    forms = {
        "aurora": draw_aurora,
        "thunder": draw_thunder,
        "tower": draw_tower,
        "lava": draw_lava,
        "rainbow": draw_rainbow,
        "smoke": draw_smoke,
        "typhoon": draw_typhoon,
        "mackerel": draw_mackerel,
        "snowfall": draw_snowfall,
        "violet": draw_violet,
    }
    picture = forms[motif.form](sheet, motif, motif.rng())
    return grained(vignetted(picture, sheet, 0.25), motif.rng(9), 0.01)
