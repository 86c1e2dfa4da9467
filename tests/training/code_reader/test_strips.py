"""Strips are drawn as photos show small print, again and again the same, and say what is written on them."""

from __future__ import annotations

import re

import numpy as np
import pytest

from karuta.domain.printing.verifying import is_readable
from karuta.engine.code_reader import CAPITALS
from karuta.print_table import print_table
from workshop.code_reader.strings import SET_CODES, StringMix, StripText, filled
from workshop.code_reader.strips import StripMaker, Wear
from workshop.code_reader.typefaces import TypeFace, type_faces

MILD = Wear(pixels=(20, 24), tilt=0.0, lift=0.0, size=0.01, blur=0.01, noise=0.1, covered=0.0, cut=0.0)


@pytest.fixture(scope="module")
def pillows() -> list[TypeFace]:
    """Pillow's own font alone, which every computer has."""
    return type_faces([])


def maker(faces: list[TypeFace], *, seed: int = 3, wear: Wear = MILD) -> StripMaker:
    return StripMaker(faces, [], mix=StringMix(0.6, 0.2, 0.1, 0.05), wear=wear, seed=seed)


def test_a_step_is_always_the_same_and_another_step_is_not(pillows: list[TypeFace]) -> None:
    one, again, other = (
        maker(pillows).batch(5, size=6),
        maker(pillows).batch(5, size=6),
        maker(pillows).batch(6, size=6),
    )
    assert (one.pixels == again.pixels).all() and one.letters.tolist() == again.letters.tolist()
    assert (one.pixels != other.pixels).any()


def test_capitals_are_as_high_as_in_a_cut_strip(pillows: list[TypeFace]) -> None:
    """Rows in which a line's ink changes the ground, over twenty mild strips."""
    rng = np.random.default_rng(1)
    heights = []
    for _ in range(20):
        pixels = maker(pillows).strips(StripText("HHHH-HH", "HHHH-HH"), rng)[0].pixels.astype(float)
        spread = pixels.std(axis=1)
        heights.append(int((spread > spread.max() / 2).sum()))
    assert abs(float(np.median(heights)) - CAPITALS) <= 2


def test_a_cut_off_line_says_only_what_is_in_view(pillows: list[TypeFace]) -> None:
    rng = np.random.default_rng(2)
    cut = [
        maker(pillows, wear=Wear(**{**vars(MILD), "cut": 1.0})).strips(StripText("ABCD-EN001", "ABCD-EN001"), rng)[0]
        for _ in range(30)
    ]
    said = {strip.written for strip in cut}
    assert "" in said or any(len(text) < 10 for text in said)
    assert all(text in "ABCD-EN001" for text in said)


def test_set_codes_are_of_the_patterns_of_real_ones() -> None:
    rng = np.random.default_rng(4)
    pattern_of_codes = print_table().of("yugioh").pattern
    for pattern, _ in SET_CODES:
        code = filled(pattern, rng)
        assert is_readable(code) and re.fullmatch(pattern_of_codes, code), pattern
