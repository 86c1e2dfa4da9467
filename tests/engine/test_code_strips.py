"""Strips are cut where a place says, at the size that the reader has learned, whatever the card's pose."""

from __future__ import annotations

import numpy as np
import pytest
from PIL import Image, ImageFilter

from karuta.domain.printing.places import Print, PrintPlace
from karuta.domain.sighting import carried, homography
from karuta.engine.code_reader import (
    CAPITALS,
    HEIGHT,
    SHARPENED_SHIFTS,
    SHIFTS,
    SOFTNESS,
    WIDTH,
    cut_strips,
    lines_in,
)
from karuta.engine.rectify import rectify
from karuta.print_table import print_table

GAME = "yugioh"
CARD = np.array([(0, 0), (1, 0), (1, 1), (0, 1)], dtype=np.float64)
SHAPE = print_table().of(GAME).shape
UPRIGHT = np.array([(100, 80), (700, 80), (700, 80 + 600 / SHAPE), (100, 80 + 600 / SHAPE)])
TURNED = np.roll(UPRIGHT, 1, axis=0)
SLANTED = UPRIGHT + np.array([(0, 20), (-30, 0), (10, -15), (25, 5)])


def place(what: Print) -> PrintPlace:
    return print_table().of(GAME).places_of(what, type_line="")[0]


def photo_of(bar: PrintPlace, corners: np.ndarray, *, at: float = 0.5) -> np.ndarray:
    """A grey card with bars like letters along the whole of a place, `at` its highest middle (0) to its lowest (1)."""
    card = np.full((1458, 1000, 3), 180, dtype=np.uint8)
    middle, half = (bar.highest + at * (bar.lowest - bar.highest)) * 1458, bar.capitals * 1458 / 2
    for left in range(round(bar.left * 1000), round(bar.right * 1000), 12):
        card[round(middle - half) : round(middle + half), left : left + 6] = 20
    window = np.array([(0, 0), (1000, 0), (1000, 1100), (0, 1100)], dtype=np.float64)
    back = carried(window, homography(corners, CARD * (1000, 1458)))
    return rectify(card, back, size=(1000, 1100))


def dark_rows(strip: np.ndarray) -> np.ndarray:
    return np.flatnonzero(strip[:, 40:150].mean(axis=1) < 145)


@pytest.mark.parametrize("at", [0.1, 0.5, 0.9])
@pytest.mark.parametrize("corners", [UPRIGHT, TURNED, SLANTED], ids=["upright", "turned", "slanted"])
@pytest.mark.parametrize("what", [Print.CODE, Print.PASSCODE])
def test_capitals_stand_in_the_middle_of_their_strips_wherever_the_line_lies(
    what: Print, corners: np.ndarray, at: float
) -> None:
    bar = place(what)
    cut = cut_strips(photo_of(bar, corners, at=at), corners, bar)
    assert cut.strips.shape == (len(SHIFTS[what]), HEIGHT, WIDTH)
    for strip, shift in zip(cut.strips, SHIFTS[what], strict=True):
        dark = dark_rows(strip)
        assert abs(len(dark) - CAPITALS) <= 2
        assert abs(dark.mean() + shift - (HEIGHT - 1) / 2) <= 1.5


def test_several_lines_are_found_and_the_right_of_a_wide_place_is_seen() -> None:
    """A code that ends at the card's edge lies beyond a strip that begins where the place does."""
    wide = PrintPlace("drawn", Print.CODE, 0.6, 0.97, 0.92, 0.975, 0.0130, lines=2)
    pixels = np.full((1200, 860, 3), 190, dtype=np.uint8)
    bars = [PrintPlace("", Print.CODE, *at, 0.0130) for at in ((0.62, 0.70, 0.93, 0.93), (0.88, 0.95, 0.96, 0.96))]
    for bar in bars:
        left, right = (round(860 * share) for share in (bar.left, bar.right))
        pixels[round(1200 * (bar.highest - 0.0065)) : round(1200 * (bar.highest + 0.0065)), left:right] = 30
    corners = np.array([(0, 0), (860, 0), (860, 1200), (0, 1200)], dtype=np.float64)
    cut = cut_strips(pixels, corners, wide)
    dark = [(strip[8:24] < 60).sum(axis=0) > 8 for strip in cut.strips]
    seen = {(round(middle, 2), bool(array[: WIDTH // 2].any()), bool(array[WIDTH // 2 :].any()))
            for middle, array in zip(cut.middles, dark, strict=True)}  # fmt: skip
    assert (0.93, True, False) in seen and (0.96, False, True) in seen


def test_blurred_capitals_are_sharpened_as_if_by_several_blurs_and_stay_where_they_are() -> None:
    code = place(Print.CODE)
    blurred = np.asarray(Image.fromarray(photo_of(code, UPRIGHT)).filter(ImageFilter.GaussianBlur(1.6)))
    plain, sharp = (cut_strips(blurred, UPRIGHT, code, is_sharpened=is_sharp) for is_sharp in (False, True))
    assert len(sharp.strips) == len(SOFTNESS) * len(SHARPENED_SHIFTS) == len(sharp.middles)
    for number, softness in enumerate(SOFTNESS):
        middle = number * len(SHARPENED_SHIFTS) + SHARPENED_SHIFTS.index(0)
        bars, strip = plain.strips[1], sharp.strips[middle]
        assert sharp.middles[middle] == plain.middles[1]
        assert strip[10:22, 40:150].std() > 1.5 * bars[10:22, 40:150].std(), softness
        assert strip.mean() == pytest.approx(bars.mean(), abs=4)
        assert abs(dark_rows(strip).mean() - (HEIGHT - 1) / 2) <= 1.5


def test_hard_edges_above_and_below_are_no_line() -> None:
    """The art's edge and its strong colours above, the text box's edge below."""
    band = np.full((70, 220), 150, dtype=np.uint8)
    band[:14] = np.random.default_rng(1).integers(0, 255, (14, 220))
    band[14:17] = 20
    band[62:65] = 30
    for left in range(60, 200, 12):
        band[34:49, left : left + 4] = 110
    assert abs(lines_in(band)[0] - 41) <= 2
