"""Dragons and great serpents in air, sea and fire; their bodies come from `wyrm`."""

from __future__ import annotations

from kazeyomi.canvas import Sheet, grained, vignetted
from kazeyomi.colour import Picture
from kazeyomi.families.dragons.bound import draw_knot, draw_ring, draw_twins
from kazeyomi.families.dragons.climbers import draw_climbing, draw_clouds, draw_pearl, draw_thunder
from kazeyomi.families.dragons.elements import draw_ember, draw_frost, draw_serpent
from kazeyomi.motif import Motif


def paint(sheet: Sheet, motif: Motif) -> Picture:
    forms = {
        "pearl": draw_pearl,
        "climbing": draw_climbing,
        "serpent": draw_serpent,
        "clouds": draw_clouds,
        "ring": draw_ring,
        "twins": draw_twins,
        "ember": draw_ember,
        "frost": draw_frost,
        "knot": draw_knot,
        "thunder": draw_thunder,
    }
    picture = forms[motif.form](sheet, motif, motif.rng())
    return grained(vignetted(picture, sheet, 0.28), motif.rng(9), 0.01)
