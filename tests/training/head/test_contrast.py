"""The loss's gradient, worked out by hand, is what small changes of the projection do to the loss."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from karuta.training.head.stock import FeatureBatch, contrast, pull

POOLED, DIMENSION, CROPS, OTHERS = 7, 4, 5, 6


def drawn(seed: int) -> tuple[np.ndarray, FeatureBatch]:  # type: ignore[type-arg]
    rng = np.random.default_rng(seed)
    offsets = np.zeros((CROPS, CROPS + OTHERS))
    offsets[0, 1] = offsets[2, CROPS + 1] = -np.inf  # the same card
    offsets[1, CROPS] = np.log(4.0)  # a refused one
    batch = FeatureBatch(
        crops=rng.normal(size=(CROPS, POOLED)), candidates=rng.normal(size=(CROPS + OTHERS, POOLED)), offsets=offsets
    )
    return rng.normal(size=(POOLED + 1, DIMENSION)), batch


@given(st.integers(0, 10_000), st.sampled_from([0.05, 0.2, 1.0]))
def test_the_gradient_is_that_of_finite_differences(seed: int, temperature: float) -> None:
    projection, batch = drawn(seed)
    gradient = contrast(projection, batch, temperature=temperature).gradient
    rng = np.random.default_rng(seed + 1)
    for _ in range(4):
        way = rng.normal(size=projection.shape)
        way /= np.linalg.norm(way)
        step = 1e-6
        ahead = contrast(projection + step * way, batch, temperature=temperature).loss
        behind = contrast(projection - step * way, batch, temperature=temperature).loss
        assert (gradient * way).sum() == pytest.approx((ahead - behind) / (2 * step), rel=1e-4, abs=1e-5)


def test_the_pull_grows_with_the_square_of_the_way_and_points_back() -> None:
    old = np.random.default_rng(1).normal(size=(8, 4))
    way = np.random.default_rng(2).normal(size=(8, 4))
    near, slope = pull(old + way, old, strength=0.5)
    far, _ = pull(old + 2 * way, old, strength=0.5)
    assert far == pytest.approx(4 * near)
    step = 1e-6
    change = pull(old + (1 + step) * way, old, strength=0.5)[0] - pull(old + (1 - step) * way, old, strength=0.5)[0]
    assert (slope * way).sum() == pytest.approx(change / (2 * step), rel=1e-5)
