"""Lamps and picture profiles over a crop: another look, the same card."""

from __future__ import annotations

import numpy as np

from workshop.photographer.tone import toned

CROP = np.random.default_rng(1).integers(0, 255, (32, 22, 3), dtype=np.uint8)


def test_the_same_generator_gives_the_same_pixels_and_the_crop_stays() -> None:
    before = CROP.copy()
    one, other = toned(CROP, np.random.default_rng(7)), toned(CROP, np.random.default_rng(7))
    assert np.array_equal(one, other)
    assert np.array_equal(CROP, before)
    assert one.shape == CROP.shape
    assert one.dtype == np.uint8


def test_looks_differ_and_what_was_brighter_mostly_stays_so() -> None:
    looks = [toned(CROP, np.random.default_rng(seed)) for seed in range(40)]
    assert len({look.tobytes() for look in looks}) > 30
    grey = CROP.mean(axis=2).ravel()
    agreeing = [np.corrcoef(grey, look.mean(axis=2).ravel())[0, 1] for look in looks]
    assert min(agreeing) > 0.6
    assert max(abs(float(look.mean()) - float(CROP.mean())) for look in looks) > 25
