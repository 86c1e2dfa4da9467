"""Pictures in ink with one colour beside it: few strokes, much paper."""

from __future__ import annotations

from kazeyomi.canvas import Sheet, curved, grained
from kazeyomi.colour import Picture
from kazeyomi.families.ink.currents import draw_drop, draw_river, draw_winds
from kazeyomi.families.ink.scenes import draw_ferry, draw_hills, draw_plum_tree
from kazeyomi.families.ink.strokes import draw_bamboo, draw_crow, draw_enso, draw_orchid
from kazeyomi.motif import Motif


def paint(sheet: Sheet, motif: Motif) -> Picture:
    forms = {
        "enso": draw_enso,
        "bamboo": draw_bamboo,
        "river": draw_river,
        "orchid": draw_orchid,
        "crow": draw_crow,
        "hills": draw_hills,
        "ferry": draw_ferry,
        "drop": draw_drop,
        "plumtree": draw_plum_tree,
        "winds": draw_winds,
    }
    rng = motif.rng()
    picture = forms[motif.form](sheet, motif, rng)
    return grained(curved(picture, contrast=1.05), motif.rng(9), 0.012)
