"""Cloth: ten old patterns, each as the garment or the cloth that it is known from; only woven things."""

from __future__ import annotations

from kazeyomi.canvas import Sheet, grained, vignetted
from kazeyomi.colour import Picture
from kazeyomi.families.weave.cloths import draw_bolts, draw_bundle, draw_curtain, draw_drape, draw_folded
from kazeyomi.families.weave.garments import draw_banner, draw_obi, draw_robe, draw_sash
from kazeyomi.motif import Motif


def paint(sheet: Sheet, motif: Motif) -> Picture:
    forms = {
        "seigaiha": draw_robe,
        "asanoha": draw_drape,
        "shippo": draw_folded,
        "yagasuri": draw_robe,
        "kikko": draw_obi,
        "uroko": draw_banner,
        "karakusa": draw_bundle,
        "higaki": draw_bolts,
        "tatewaku": draw_sash,
        "ichimatsu": draw_curtain,
    }
    picture = forms[motif.form](sheet, motif, motif.rng())
    return grained(vignetted(picture, sheet, 0.3), motif.rng(9), 0.01)
