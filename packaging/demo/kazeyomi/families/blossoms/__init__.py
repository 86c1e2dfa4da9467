"""Flowers seen close, petal by petal; whole trees have a family of their own."""

from __future__ import annotations

from kazeyomi.canvas import Sheet, grained, vignetted
from kazeyomi.colour import Picture
from kazeyomi.families.blossoms.rounds import draw_camellia, draw_chrysanthemum, draw_peony, draw_sunflower
from kazeyomi.families.blossoms.waterside import draw_hydrangea, draw_iris, draw_lotus
from kazeyomi.families.blossoms.wayside import draw_dandelion, draw_morning_glory, draw_spider_lily
from kazeyomi.motif import Motif


def paint(sheet: Sheet, motif: Motif) -> Picture:
    forms = {
        "chrysanthemum": draw_chrysanthemum,
        "lotus": draw_lotus,
        "peony": draw_peony,
        "sunflower": draw_sunflower,
        "iris": draw_iris,
        "camellia": draw_camellia,
        "morningglory": draw_morning_glory,
        "spiderlily": draw_spider_lily,
        "dandelion": draw_dandelion,
        "hydrangea": draw_hydrangea,
    }
    picture = forms[motif.form](sheet, motif, motif.rng())
    return grained(vignetted(picture, sheet, 0.3), motif.rng(9), 0.01)
