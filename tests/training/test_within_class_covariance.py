"""What photos change is made to count less, as much as it changes and no more than is known."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from karuta.training.model_folder import normalising_map, within_class_covariance


def test_a_direction_that_photos_change_counts_less_than_one_that_they_leave() -> None:
    rng = np.random.default_rng(1)
    changes = rng.normal(size=(500, 6)) * np.array([3.0, 0.1, 0.1, 0.1, 0.1, 0.1])
    normalising = normalising_map(within_class_covariance(changes), ridge=0.1)
    lengths = np.linalg.norm(np.eye(6) @ normalising, axis=1)
    assert lengths[0] < 0.3 * lengths[1:].min()


def test_what_all_photos_have_in_common_is_looked_past_as_well() -> None:
    changes = np.tile(np.array([[2.0, 0.0, 0.0]]), (50, 1))
    normalising = normalising_map(within_class_covariance(changes), ridge=0.1)
    assert np.linalg.norm(normalising[0]) < 0.5 * np.linalg.norm(normalising[1])


@given(st.floats(0.01, 100), st.integers(0, 1000))
def test_it_is_symmetric_and_finite_and_a_large_ridge_changes_no_angle(ridge: float, seed: int) -> None:
    changes = np.random.default_rng(seed).normal(size=(3, 5))
    normalising = normalising_map(within_class_covariance(changes), ridge=ridge)
    assert np.isfinite(normalising).all() and np.allclose(normalising, normalising.T)
    flat = normalising_map(within_class_covariance(changes), ridge=1e6)
    assert np.allclose(flat / flat[0, 0], np.eye(5), atol=1e-4)


def test_weights_decide_how_much_each_change_counts() -> None:
    changes = np.array([[1.0, 0.0], [0.0, 1.0]])
    assert np.allclose(within_class_covariance(changes, np.array([3.0, 1.0])), np.diag([0.75, 0.25]))
