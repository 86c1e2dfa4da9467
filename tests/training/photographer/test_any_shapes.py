"""Shapes, divisions and grounds of faces of no game: of the size asked, the same again, and of many kinds."""

from __future__ import annotations

import numpy as np
import pytest
from PIL import Image

from workshop.photographer.any_face import divided, figure_mask, polygon_window, strewn

SIZE = (120, 160)
RED, BLUE = (250, 10, 10), (10, 10, 250)


def red(size: tuple[int, int], rng: np.random.Generator) -> Image.Image:
    return Image.new("RGB", size, RED)


def blue(size: tuple[int, int], rng: np.random.Generator) -> Image.Image:
    return Image.new("RGB", size, BLUE)


def share_of(image: Image.Image, colour: tuple[int, int, int]) -> float:
    return float((np.asarray(image) == np.array(colour)).all(axis=2).mean())


def test_a_window_shows_a_good_part_of_the_art_and_hides_some() -> None:
    rng = np.random.default_rng(1)
    shares = [float(np.asarray(polygon_window(SIZE, rng)).mean() / 255) for _ in range(60)]
    assert min(shares) > 0.1
    assert max(shares) <= 1.0
    assert np.std(shares) > 0.05


def test_a_figure_stands_on_the_lower_edge_and_not_on_the_upper() -> None:
    rng = np.random.default_rng(2)
    for _ in range(30):
        mask = np.asarray(figure_mask(SIZE, rng)) > 0
        assert mask[-1].any()
        assert not mask[0].any()


def test_a_division_shows_more_than_one_filling_and_is_covered_but_for_gaps() -> None:
    rng = np.random.default_rng(3)
    drawn = [divided(SIZE, rng, (red, blue)) for _ in range(40)]
    assert sum(share_of(picture, RED) > 0 and share_of(picture, BLUE) > 0 for picture in drawn) > 20
    assert all(share_of(picture, RED) + share_of(picture, BLUE) > 0.6 for picture in drawn)


def test_a_part_too_small_to_fill_is_left_and_nothing_breaks() -> None:
    rng = np.random.default_rng(4)
    for size in ((8, 8), (30, 9), (9, 90)):
        assert divided(size, rng, (red, blue)).size == size


@pytest.mark.parametrize("seed", range(8))
def test_grounds_have_the_size_asked_and_come_again(seed: int) -> None:
    one, again = (strewn(SIZE, np.random.default_rng(seed)) for _ in range(2))
    assert one.size == SIZE
    assert one.mode == "RGB"
    assert one.tobytes() == again.tobytes()
