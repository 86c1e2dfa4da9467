"""Trees, each grown by a rule of its own kind; flowers seen close have a family of their own."""

from __future__ import annotations

from kazeyomi.canvas import Sheet, grained, vignetted
from kazeyomi.colour import Picture
from kazeyomi.families.trees.flowering import draw_cherry, draw_wisteria
from kazeyomi.families.trees.lasting import draw_bamboo, draw_bare, draw_fern, draw_pine
from kazeyomi.families.trees.leafy import draw_camphor, draw_ginkgo, draw_maple, draw_willow
from kazeyomi.motif import Motif


def paint(sheet: Sheet, motif: Motif) -> Picture:
    forms = {
        "cherry": draw_cherry,
        "pine": draw_pine,
        "maple": draw_maple,
        "willow": draw_willow,
        "bamboo": draw_bamboo,
        "wisteria": draw_wisteria,
        "ginkgo": draw_ginkgo,
        "bare": draw_bare,
        "fern": draw_fern,
        "camphor": draw_camphor,
    }
    picture = forms[motif.form](sheet, motif, motif.rng())
    return grained(vignetted(picture, sheet, 0.28), motif.rng(9), 0.01)
