"""Moths, butterflies and their neighbours: wings alike on both sides, veins, eyes and dust."""

from __future__ import annotations

from kazeyomi.canvas import Sheet, grained, vignetted
from kazeyomi.colour import Picture
from kazeyomi.families.insects.butterflies import draw_emperor, draw_glasswing, draw_swallowtail
from kazeyomi.families.insects.moths import draw_ember_moth, draw_eyes, draw_moon_moth, draw_winter
from kazeyomi.families.insects.shells import draw_beetle, draw_cicada, draw_dragonfly
from kazeyomi.motif import Motif


def paint(sheet: Sheet, motif: Motif) -> Picture:
    forms = {
        "moonmoth": draw_moon_moth,
        "emperor": draw_emperor,
        "swallowtail": draw_swallowtail,
        "embermoth": draw_ember_moth,
        "glasswing": draw_glasswing,
        "eyes": draw_eyes,
        "dragonfly": draw_dragonfly,
        "beetle": draw_beetle,
        "winter": draw_winter,
        "cicada": draw_cicada,
    }
    picture = forms[motif.form](sheet, motif, motif.rng())
    return grained(vignetted(picture, sheet, 0.28), motif.rng(9), 0.01)
