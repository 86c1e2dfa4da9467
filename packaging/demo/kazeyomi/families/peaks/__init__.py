"""Mountains, deserts and the moon: land under a sky; no buildings, no people."""

from __future__ import annotations

from kazeyomi.canvas import Sheet, grained, vignetted
from kazeyomi.colour import Picture
from kazeyomi.families.peaks.expanses import draw_alps, draw_cloud_sea, draw_dunes, draw_gorge, draw_moon
from kazeyomi.families.peaks.heights import draw_fuji, draw_lake, draw_pillars, draw_ridges, draw_volcano
from kazeyomi.motif import Motif


def paint(sheet: Sheet, motif: Motif) -> Picture:
    forms = {
        "fuji": draw_fuji,
        "ridges": draw_ridges,
        "alps": draw_alps,
        "cloudsea": draw_cloud_sea,
        "dunes": draw_dunes,
        "moon": draw_moon,
        "lake": draw_lake,
        "gorge": draw_gorge,
        "volcano": draw_volcano,
        "pillars": draw_pillars,
    }
    picture = forms[motif.form](sheet, motif, motif.rng())
    return grained(vignetted(picture, sheet, 0.3), motif.rng(9), 0.012)
