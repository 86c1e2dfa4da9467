"""Stones, cut and uncut: facets, layers and inner fire."""

from __future__ import annotations

from kazeyomi.canvas import Sheet, grained, vignetted
from kazeyomi.colour import Picture
from kazeyomi.families.gems.cut import draw_brilliant, draw_emerald, draw_ruby
from kazeyomi.families.gems.grown import draw_cluster, draw_crystal, draw_geode
from kazeyomi.families.gems.polished import draw_agate, draw_amber, draw_malachite, draw_opal
from kazeyomi.motif import Motif


def paint(sheet: Sheet, motif: Motif) -> Picture:
    forms = {
        "brilliant": draw_brilliant,
        "emerald": draw_emerald,
        "cluster": draw_cluster,
        "geode": draw_geode,
        "opal": draw_opal,
        "amber": draw_amber,
        "agate": draw_agate,
        "crystal": draw_crystal,
        "malachite": draw_malachite,
        "ruby": draw_ruby,
    }
    picture = forms[motif.form](sheet, motif, motif.rng())
    return grained(vignetted(picture, sheet, 0.3), motif.rng(9), 0.01)
