"""Clockwork and instruments, in brass and steel: things that people made to measure with."""

from __future__ import annotations

from kazeyomi.canvas import Sheet, grained, vignetted
from kazeyomi.colour import Picture
from kazeyomi.families.gears.clockwork import draw_clock, draw_escapement, draw_train
from kazeyomi.families.gears.devices import draw_hourglass, draw_lock, draw_water_wheel
from kazeyomi.families.gears.instruments import draw_astrolabe, draw_compass, draw_iris, draw_orrery
from kazeyomi.motif import Motif


def paint(sheet: Sheet, motif: Motif) -> Picture:
    forms = {
        "clock": draw_clock,
        "train": draw_train,
        "astrolabe": draw_astrolabe,
        "orrery": draw_orrery,
        "hourglass": draw_hourglass,
        "wheel": draw_water_wheel,
        "compass": draw_compass,
        "lock": draw_lock,
        "escapement": draw_escapement,
        "iris": draw_iris,
    }
    picture = forms[motif.form](sheet, motif, motif.rng())
    return grained(vignetted(picture, sheet, 0.32), motif.rng(9), 0.01)
