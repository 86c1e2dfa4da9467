"""A simulated crop is the card, upright and full, whatever was done to it."""

from __future__ import annotations

import numpy as np
from PIL import Image
from tests.training.photographer.drawn import drawn_card

from karuta.training.photographer import Grade, simulated_crop

CARDS = [drawn_card(seed) for seed in range(12)]


def similarity(one: np.ndarray, other: np.ndarray) -> float:
    """Correlation of two pictures at a coarse size."""
    small = [np.asarray(Image.fromarray(p).resize((22, 32)), dtype=float).ravel() for p in (one, other)]
    return float(np.corrcoef(*small)[0, 1])


def test_the_same_generator_gives_the_same_crop() -> None:
    for grade in Grade:
        once, again, other = (
            simulated_crop(CARDS[0], grade=grade, rng=np.random.default_rng(seed)) for seed in (4, 4, 5)
        )
        assert np.array_equal(once, again)
        assert not np.array_equal(once, other)


def test_a_plain_crop_is_most_like_its_own_card() -> None:
    right = 0
    for seed in range(36):
        own = seed % len(CARDS)
        crop = simulated_crop(CARDS[own], grade=Grade.PLAIN, rng=np.random.default_rng(seed))
        right += max(range(len(CARDS)), key=lambda i: similarity(crop, CARDS[i])) == own
    assert right >= 34
