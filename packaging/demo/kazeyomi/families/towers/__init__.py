"""Buildings: towers, gates, bridges and roofs, with the land that they stand on."""

from __future__ import annotations

from kazeyomi.canvas import Sheet, grained, vignetted
from kazeyomi.colour import Picture
from kazeyomi.families.towers.gates import draw_gates, draw_sea_gate
from kazeyomi.families.towers.halls import draw_castle, draw_cliff, draw_pagoda
from kazeyomi.families.towers.hills import draw_stair, draw_village
from kazeyomi.families.towers.shores import draw_bridge, draw_harbor, draw_lighthouse
from kazeyomi.motif import Motif


def paint(sheet: Sheet, motif: Motif) -> Picture:
    forms = {
        "pagoda": draw_pagoda,
        "castle": draw_castle,
        "lighthouse": draw_lighthouse,
        "seagate": draw_sea_gate,
        "gates": draw_gates,
        "bridge": draw_bridge,
        "village": draw_village,
        "cliff": draw_cliff,
        "stair": draw_stair,
        "harbor": draw_harbor,
    }
    picture = forms[motif.form](sheet, motif, motif.rng())
    return grained(vignetted(picture, sheet, 0.28), motif.rng(9), 0.01)
