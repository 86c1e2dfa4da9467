"""Umbrellas, fans, kites and toys: bright made things that turn, open or fly."""

from __future__ import annotations

from kazeyomi.canvas import Sheet, grained, vignetted
from kazeyomi.colour import Picture
from kazeyomi.families.toys.breeze import draw_kites, draw_pinwheels
from kazeyomi.families.toys.fans import draw_fan, draw_scatter, draw_war_fan
from kazeyomi.families.toys.playthings import draw_temari, draw_top
from kazeyomi.families.toys.umbrellas import draw_bangasa, draw_janome, draw_lane
from kazeyomi.motif import Motif


def paint(sheet: Sheet, motif: Motif) -> Picture:
    forms = {
        "bangasa": draw_bangasa,
        "janome": draw_janome,
        "lane": draw_lane,
        "fan": draw_fan,
        "warfan": draw_war_fan,
        "top": draw_top,
        "kites": draw_kites,
        "temari": draw_temari,
        "pinwheels": draw_pinwheels,
        "scatter": draw_scatter,
    }
    picture = forms[motif.form](sheet, motif, motif.rng())
    return grained(vignetted(picture, sheet, 0.28), motif.rng(9), 0.01)
