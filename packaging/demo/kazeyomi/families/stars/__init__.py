"""The night sky: what shines in it and how people chart it; weather has a family of its own."""

from __future__ import annotations

from kazeyomi.canvas import Sheet, grained, vignetted
from kazeyomi.colour import Picture
from kazeyomi.families.stars.figures import draw_chart, draw_fox, draw_phases, draw_planet
from kazeyomi.families.stars.heavens import draw_comet, draw_eclipse, draw_meteors, draw_river, draw_spiral, draw_trails
from kazeyomi.motif import Motif


def paint(sheet: Sheet, motif: Motif) -> Picture:
    forms = {
        "river": draw_river,
        "trails": draw_trails,
        "fox": draw_fox,
        "eclipse": draw_eclipse,
        "comet": draw_comet,
        "spiral": draw_spiral,
        "planet": draw_planet,
        "chart": draw_chart,
        "meteors": draw_meteors,
        "phases": draw_phases,
    }
    picture = forms[motif.form](sheet, motif, motif.rng())
    return grained(vignetted(picture, sheet, 0.25), motif.rng(9), 0.01)
