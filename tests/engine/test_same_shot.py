"""One shot is known through re-encoding, resizing and a crop; a second shot of the same card is another photo."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image
from tests.copies import EDITS, as_compared, two_shots
from tests.pictures import card

from karuta.engine.same_shot import CANDIDATE_BITS, Prints, ShotIndex, is_one_shot, prints_of
from karuta.training.photographer import Grade, Range, photograph

SIZE = (480, 640)


def shot(seed: int, *, of: int = 1) -> Image.Image:
    rng = np.random.default_rng([17, seed])
    scene = photograph([card(of)], grade=Grade.PLAIN, rng=rng, size=SIZE, share=Range(0.15, 0.3))
    return Image.fromarray(scene.pixels)


@pytest.fixture(scope="module")
def shots() -> list[Image.Image]:
    """Four photos of one card."""
    return [shot(seed) for seed in range(4)]


def are_one(first: Image.Image, second: Image.Image) -> bool:
    """As a library says it: candidates first, then the close look."""
    one, other = as_compared(first), as_compared(second)
    index = ShotIndex()
    index.add(prints_of(one))
    return index.near(prints_of(other)) == [0] and is_one_shot(one, other)


@pytest.mark.parametrize("name", EDITS)
def test_a_copy_is_the_same_shot_whichever_came_first(name: str, shots: list[Image.Image]) -> None:
    rng = np.random.default_rng(5)
    for photo in shots:
        copy = EDITS[name](photo, rng)
        assert are_one(photo, copy)
        assert are_one(copy, photo)


def test_two_shots_of_one_card_are_two_photos(shots: list[Image.Image]) -> None:
    for at, photo in enumerate(shots):
        for other in shots[at + 1 :]:
            assert not are_one(photo, other)


def test_a_second_shot_from_nearly_the_same_place_is_another_photo(shots: list[Image.Image]) -> None:
    rng = np.random.default_rng(6)
    for photo in shots:
        first, second = two_shots(photo, rng, turned=(0.7, 3))
        assert not is_one_shot(as_compared(first), as_compared(second))


def test_another_card_on_the_same_spot_of_the_same_table_is_another_photo() -> None:
    for seed in range(3):
        assert not is_one_shot(as_compared(shot(seed, of=1)), as_compared(shot(seed, of=2)))


WORDS = st.integers(0, 2**64 - 1)


@st.composite
def crowded(draw: st.DrawFn) -> tuple[list[tuple[int, int]], list[int]]:
    """Fingerprints and windows that are few bits apart far more often than chance makes them."""
    seeds = draw(st.lists(WORDS, min_size=1, max_size=4))
    turned = st.lists(st.integers(0, 63), max_size=8).map(lambda bits: sum({1 << bit for bit in bits}))
    near = st.tuples(st.sampled_from(seeds), turned).map(lambda both: both[0] ^ both[1])
    return draw(st.lists(st.tuples(near, near), max_size=40)), draw(st.lists(near, min_size=1, max_size=9))


@given(crowded())
@settings(max_examples=200, deadline=None)
def test_the_bands_find_what_looking_at_each_finds(case: tuple[list[tuple[int, int]], list[int]]) -> None:
    held, windows = case
    index = ShotIndex([whole for whole, _ in held], [inner for _, inner in held])
    asked = Prints(windows[0], windows[0], np.array(windows, np.uint64))
    expected = {
        number
        for number, both in enumerate(held)
        if min((word ^ window).bit_count() for word in both for window in windows) <= CANDIDATE_BITS
    }
    assert set(index.near(asked)) == expected
    assert index.near(asked) == index.near_by_brute_force(asked)


def test_what_was_added_after_the_bands_were_sorted_is_found_too() -> None:
    rng = np.random.default_rng(8)
    words = rng.integers(0, 2**64, 3000, np.uint64)
    index = ShotIndex()
    for word in words:
        index.add(Prints(int(word), int(~word), words[:1]))
    for number in (0, 1500, 2999):
        asked = Prints(0, 0, np.array([words[number] ^ np.uint64(0b1011)], np.uint64))
        assert index.near(asked)[0] == number
