"""Strips are drawn as photos show small print, again and again the same, and say what is written on them."""

from __future__ import annotations

import re

import numpy as np
import pytest

from karuta.domain.printing.verifying import is_readable
from karuta.engine.code_reader import CAPITALS, HEIGHT, WIDTH
from karuta.print_table import print_table
from workshop.code_reader import strips
from workshop.code_reader.strings import SET_CODES, StringMix, StripText, filled, written
from workshop.code_reader.strips import StripMaker, Wear, drawn_line
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


def test_a_strip_has_the_size_that_the_engine_cuts(pillows: list[TypeFace]) -> None:
    assert (strips.HEIGHT, strips.WIDTH) == (HEIGHT, WIDTH)
    assert maker(pillows).batch(1, size=3).pixels.shape == (3, HEIGHT, WIDTH)


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
    said = {one.written for one in cut}
    assert "" in said or any(len(one) < 10 for one in said)
    assert all(one in "ABCD-EN001" for one in said)


def test_a_line_that_is_photographed_twice_says_the_same_on_other_pixels(pillows: list[TypeFace]) -> None:
    one, other = maker(pillows, wear=Wear(**{**vars(MILD), "looks": 2})).batch(0, size=4).pixels[:2]
    assert (one != other).any()
    letters = maker(pillows, wear=Wear(**{**vars(MILD), "looks": 2})).batch(0, size=2)
    assert letters.lengths[0] == letters.lengths[1]


def test_a_line_without_a_string_says_nothing(pillows: list[TypeFace]) -> None:
    assert maker(pillows).strips(StripText("", ""), np.random.default_rng(0))[0].written == ""


def test_set_codes_are_of_the_patterns_of_real_ones() -> None:
    rng = np.random.default_rng(4)
    pattern_of_codes = print_table().of("yugioh").pattern
    for pattern, _ in SET_CODES:
        code = filled(pattern, rng)
        assert is_readable(code) and re.fullmatch(pattern_of_codes, code), pattern


def test_every_kind_is_drawn_as_often_as_asked() -> None:
    rng = np.random.default_rng(5)
    texts = [written(rng, StringMix(0.5, 0.3, 0.0, 0.1)).read for _ in range(600)]
    numbers = sum(re.fullmatch("[0-9]{8}", text) is not None for text in texts) / len(texts)
    nothing = sum(text == "" for text in texts) / len(texts)
    assert 0.24 < numbers < 0.36 and 0.05 < nothing < 0.15
    assert all(text == "" or is_readable(text) for text in texts)


def test_letters_stand_in_their_order(pillows: list[TypeFace]) -> None:
    line = drawn_line("AB1", pillows[0], spacing=1.0, wide=0.9)
    assert len(line.spans) == 3
    assert all(a < b <= c for (a, b), (c, _) in zip(line.spans, line.spans[1:], strict=False))
    assert line.ink.max() == 255
