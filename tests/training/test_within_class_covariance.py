"""What photos change is made to count less, as much as it changes and no more than is known."""

from __future__ import annotations

import numpy as np

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
