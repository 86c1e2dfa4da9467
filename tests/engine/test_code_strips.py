"""Strips are cut where a place says, at the size that the reader has learned, whatever the card's pose."""

from __future__ import annotations

import numpy as np
import pytest

from karuta.domain.printing.places import PLACES, Print, PrintPlace, shape_of
from karuta.domain.sighting import carried, homography
from karuta.engine.code_strips import CAPITALS, HEIGHT, WIDTH, cut_strips
from karuta.engine.rectify import rectify

GAME = "yugioh"
CARD = np.array([(0, 0), (1, 0), (1, 1), (0, 1)], dtype=np.float64)
UPRIGHT = np.array([(100, 80), (700, 80), (700, 80 + 600 / shape_of(GAME)), (100, 80 + 600 / shape_of(GAME))])
TURNED = np.roll(UPRIGHT, 1, axis=0)
SLANTED = UPRIGHT + np.array([(0, 20), (-30, 0), (10, -15), (25, 5)])


def place(what: Print) -> PrintPlace:
    return next(one for one in PLACES if one.game == GAME and one.what is what)


def photo_of(bar: PrintPlace, corners: np.ndarray) -> np.ndarray:
    """A grey card with one black bar, as high as capitals, along the whole of a place at its second height."""
    card = np.full((1458, 1000, 3), 180, dtype=np.uint8)
    middle, half = bar.middles[1] * 1458, bar.capitals * 1458 / 2
    card[round(middle - half) : round(middle + half), round(bar.left * 1000) : round(bar.right * 1000)] = 20
    window = np.array([(0, 0), (1000, 0), (1000, 1100), (0, 1100)], dtype=np.float64)
    back = carried(window, homography(corners, CARD * (1000, 1458)))
    return rectify(card, back, size=(1000, 1100))


@pytest.mark.parametrize("corners", [UPRIGHT, TURNED, SLANTED], ids=["upright", "turned", "slanted"])
def test_capitals_stand_in_the_middle_of_their_strip(corners: np.ndarray) -> None:
    code = place(Print.CODE)
    cut = cut_strips(photo_of(code, corners), corners, code)
    assert cut.strips.shape == (len(code.middles), HEIGHT, WIDTH)
    dark = [np.flatnonzero(strip[:, 40:200].mean(axis=1) < 100) for strip in cut.strips]
    assert abs(len(dark[1]) - CAPITALS) <= 1
    assert abs(dark[1].mean() - (HEIGHT - 1) / 2) <= 1
    assert dark[0].mean() > dark[1].mean() > dark[2].mean() > dark[3].mean()


def test_how_high_capitals_are_in_the_photo_is_told() -> None:
    code = place(Print.CODE)
    cut = cut_strips(photo_of(code, UPRIGHT), UPRIGHT, code)
    assert cut.capitals == pytest.approx(600 / shape_of(GAME) * code.capitals)


def test_a_narrow_place_is_filled_up_with_its_mean() -> None:
    passcode = place(Print.PASSCODE)
    strip = cut_strips(photo_of(passcode, UPRIGHT), UPRIGHT, passcode).strips[1]
    width = round((passcode.right - passcode.left) / (passcode.capitals / CAPITALS / 1.25 / shape_of(GAME)))
    assert width < WIDTH
    assert (strip[:, width:] == strip[0, -1]).all()
    assert strip[0, -1] == pytest.approx(strip[:, :width].mean(), abs=1)


def test_a_card_that_is_partly_outside_the_photo_is_cut_all_the_same() -> None:
    outside = UPRIGHT + (350, 100)
    cut = cut_strips(np.full((1100, 1000, 3), 90, dtype=np.uint8), outside, place(Print.CODE))
    assert (cut.strips == 90).all()
