"""Birds on the wing and at rest, and two folded from paper; silhouettes far off are scenery's."""

from __future__ import annotations

from kazeyomi.canvas import Sheet, grained, vignetted
from kazeyomi.colour import Picture
from kazeyomi.families.birds.cranes import draw_crane, draw_dancing, draw_heron
from kazeyomi.families.birds.flights import draw_geese, draw_swallow
from kazeyomi.families.birds.folded import draw_garland, draw_origami
from kazeyomi.families.birds.plumed import draw_owl, draw_peacock, draw_phoenix
from kazeyomi.motif import Motif


def paint(sheet: Sheet, motif: Motif) -> Picture:
    forms = {
        "crane": draw_crane,
        "geese": draw_geese,
        "origami": draw_origami,
        "dancing": draw_dancing,
        "garland": draw_garland,
        "phoenix": draw_phoenix,
        "swallow": draw_swallow,
        "owl": draw_owl,
        "peacock": draw_peacock,
        "heron": draw_heron,
    }
    picture = forms[motif.form](sheet, motif, motif.rng())
    return grained(vignetted(picture, sheet, 0.28), motif.rng(9), 0.01)
