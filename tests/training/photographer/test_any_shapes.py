"""Shapes, divisions and grounds of faces of no game: of the size asked, the same again, and of many kinds."""

from __future__ import annotations

import numpy as np

from workshop.photographer.any_face import figure_mask, polygon_window

SIZE = (120, 160)


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
