"""What lives in the sea, from the reef down to the dark; carp have their own pond."""

from __future__ import annotations

from kazeyomi.canvas import Sheet, grained, vignetted
from kazeyomi.colour import Picture
from kazeyomi.families.deep.drifters import draw_drift, draw_lantern
from kazeyomi.families.deep.giants import draw_manta, draw_turtle, draw_whale
from kazeyomi.families.deep.hunters import draw_angler, draw_octopus, draw_sardines
from kazeyomi.families.deep.reef import draw_anemone, draw_coral
from kazeyomi.motif import Motif


def paint(sheet: Sheet, motif: Motif) -> Picture:
    forms = {
        "lantern": draw_lantern,
        "drift": draw_drift,
        "octopus": draw_octopus,
        "manta": draw_manta,
        "whale": draw_whale,
        "turtle": draw_turtle,
        "coral": draw_coral,
        "angler": draw_angler,
        "sardines": draw_sardines,
        "anemone": draw_anemone,
    }
    picture = forms[motif.form](sheet, motif, motif.rng())
    return grained(vignetted(picture, sheet, 0.3), motif.rng(9), 0.01)
