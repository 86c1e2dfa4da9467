"""Faces of no game: of a card's shape, all different, the same again from the same state."""

from __future__ import annotations

import numpy as np

from workshop.photographer.any_face import any_face, no_face, painted


def faces(seed: int, count: int) -> list[np.ndarray]:
    rng = np.random.default_rng(seed)
    return [any_face(rng, picture=painted).pixels for _ in range(count)]


def test_each_is_an_upright_card_and_none_is_like_another() -> None:
    drawn = faces(3, 30)
    for face in drawn:
        assert face.dtype == np.uint8
        assert face.shape[2] == 3
        assert 0.6 < face.shape[1] / face.shape[0] < 0.8
    assert len({face.tobytes() for face in drawn}) == len(drawn)


def test_what_is_no_card_has_no_cards_shape() -> None:
    rng = np.random.default_rng(6)
    for _ in range(20):
        thing = no_face(rng, picture=painted)
        sides = sorted(thing.shape[:2])
        assert not 0.6 < sides[0] / sides[1] < 0.8
