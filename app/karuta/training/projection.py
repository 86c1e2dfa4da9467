"""The matrix from pooled features to embeddings, and how labelled crops scatter. Knows no network and no pictures."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from karuta.engine.embed import unit

Features = NDArray[np.float32]
Projection = NDArray[np.float32]


def project(features: Features, projection: Projection) -> Features:
    """(n, dimension) float32, unit length."""
    return unit(features @ projection[:-1] + projection[-1])


Vectors = NDArray[Any]


def within_class_covariance(changes: Vectors, weights: Vectors | None = None) -> NDArray[np.float64]:
    """How crops deviate from their artworks, (n, dimension), as a matrix (dimension, dimension): the mean of products.

    Not around their mean: what all photos of a camera have in common should be ignored as well.
    """
    values = np.asarray(changes, dtype=np.float64)
    shares = np.full(len(values), 1.0) if weights is None else np.asarray(weights, dtype=np.float64)
    return np.asarray((values * (shares / shares.sum())[:, None]).T @ values)


def normalising_map(covariance: NDArray[np.float64], *, ridge: float) -> NDArray[np.float64]:
    """(dimension, dimension): divides by the root of the covariance plus `ridge` times its mean variance.

    The ridge limits the effect: few crops say little about most directions.
    """
    dimension = len(covariance)
    raised = covariance + np.eye(dimension) * (ridge * float(np.trace(covariance)) / dimension + 1e-12)
    variances, axes = np.linalg.eigh(raised)
    return np.asarray((axes / np.sqrt(variances)) @ axes.T)
