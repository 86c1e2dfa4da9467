"""The projection keeps what tells pictures apart, and is the same whoever fits it."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from karuta.training.model_folder import project
from workshop.fit_projection import fit_discriminant, fit_pca


def features(count: int = 300, width: int = 40) -> NDArray[np.float32]:
    rng = np.random.default_rng(5)
    scales = np.linspace(3, 0.1, width)
    return (rng.normal(size=(count, width)) * scales + 7).astype(np.float32)


def test_the_last_row_takes_the_centre_to_the_origin() -> None:
    values = features()
    projection = fit_pca(values, dimension=8, whitening=0.5)
    assert np.allclose(values.mean(axis=0) @ projection[:-1] + projection[-1], 0, atol=1e-4)


def test_whole_whitening_gives_every_axis_the_same_spread() -> None:
    values = features()
    projection = fit_pca(values, dimension=8, whitening=1)
    assert np.allclose((values @ projection[:-1] + projection[-1]).std(axis=0, ddof=1), 1, atol=1e-3)


def test_the_discriminant_looks_past_what_photos_change() -> None:
    rng = np.random.default_rng(9)
    clean = rng.normal(size=(400, 40)).astype(np.float32)
    # Photos change the first ten features grossly, and there alone cards differ most.
    clean[:, :10] *= 3
    changes = rng.normal(size=(2, 400, 40)).astype(np.float32) * np.where(np.arange(40) < 10, 9, 0.3)
    learned, asked = (clean + changes).astype(np.float32)
    fitted = fit_discriminant(clean, clean=clean, photographed=learned, dimension=16)
    plain = fit_pca(clean, dimension=16, whitening=0.5)

    def right(projection: NDArray[np.float32]) -> int:
        scores = project(asked, projection) @ project(clean, projection).T
        return int((scores.argmax(axis=1) == np.arange(400)).sum())

    assert right(fitted) > 1.5 * right(plain)
