"""Land as those see it who draw it: islands, mazes, contours, canals; always from above, with an edge of paper."""

from __future__ import annotations

from kazeyomi.canvas import Sheet, grained, vignetted
from kazeyomi.colour import Picture
from kazeyomi.families.maps.aerial import draw_canals, draw_delta, draw_fields
from kazeyomi.families.maps.charts import draw_contours, draw_isles, draw_treasure
from kazeyomi.families.maps.mazes import draw_hedge, draw_spiral
from kazeyomi.families.maps.painted import draw_caves, draw_frontier
from kazeyomi.motif import Motif


def paint(sheet: Sheet, motif: Motif) -> Picture:
    forms = {
        "isles": draw_isles,
        "hedge": draw_hedge,
        "contours": draw_contours,
        "canals": draw_canals,
        "delta": draw_delta,
        "treasure": draw_treasure,
        "spiral": draw_spiral,
        "fields": draw_fields,
        "frontier": draw_frontier,
        "caves": draw_caves,
    }
    picture = forms[motif.form](sheet, motif, motif.rng())
    return grained(vignetted(picture, sheet, 0.28), motif.rng(9), 0.012)
