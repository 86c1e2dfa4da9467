"""Old treasures: shell, bowl, blade, bell and mirror, each alone and well lit."""

from __future__ import annotations

from kazeyomi.canvas import Sheet, grained, vignetted
from kazeyomi.colour import Picture
from kazeyomi.families.relics.metalwork import draw_blade, draw_coins, draw_mirror, draw_tsuba
from kazeyomi.families.relics.shells import draw_clam, draw_magatama, draw_nautilus
from kazeyomi.families.relics.vessels import draw_bell, draw_kintsugi, draw_vase
from kazeyomi.motif import Motif


def paint(sheet: Sheet, motif: Motif) -> Picture:
    forms = {
        "nautilus": draw_nautilus,
        "kintsugi": draw_kintsugi,
        "vase": draw_vase,
        "tsuba": draw_tsuba,
        "mirror": draw_mirror,
        "bell": draw_bell,
        "magatama": draw_magatama,
        "clam": draw_clam,
        "blade": draw_blade,
        "coins": draw_coins,
    }
    picture = forms[motif.form](sheet, motif, motif.rng())
    return grained(vignetted(picture, sheet, 0.32), motif.rng(9), 0.01)
