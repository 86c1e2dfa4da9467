"""A simulated crop is the card, upright and full, whatever was done to it."""

from __future__ import annotations

import numpy as np
import pytest
from PIL import Image
from tests.training.photographer.drawn import drawn_card

from karuta.training.photographer import Grade, simulated_crop

CARDS = [drawn_card(seed) for seed in range(12)]


def similarity(one: np.ndarray, other: np.ndarray) -> float:
    """Correlation of two pictures at a coarse size."""
    small = [np.asarray(Image.fromarray(p).resize((22, 32)), dtype=float).ravel() for p in (one, other)]
    return float(np.corrcoef(*small)[0, 1])


@pytest.mark.parametrize("grade", Grade)
def test_a_crop_has_the_asked_shape(grade: Grade) -> None:
    for seed in range(6):
        crop = simulated_crop(CARDS[0], grade=grade, rng=np.random.default_rng(seed))
        assert crop.shape == (256, 176, 3)
        assert crop.dtype == np.uint8
        assert crop.flags.writeable
    other = simulated_crop(CARDS[0], grade=grade, rng=np.random.default_rng(0), size=(100, 140))
    assert other.shape == (140, 100, 3)


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


def test_a_crop_without_jitter_lies_on_the_card() -> None:
    card = np.zeros((260, 178, 3), dtype=np.uint8)
    card[:, :89] = 220  # the left half is light: the border must lie in the middle
    edges = []
    for seed in range(20):
        crop = simulated_crop(card, grade=Grade.PLAIN, rng=np.random.default_rng(seed), jitter=0.0).mean(axis=(0, 2))
        edges.append(float(np.argmax(-np.diff(crop[40:-40]))) + 41)
    assert np.median(edges) == pytest.approx(88, abs=1.5)
