"""How photos of one card differ, and a linear map that reduces it. Knows vectors, no pictures, no labels.

Within-class covariance normalisation: each direction is scaled down by how much it varies between photos of one card
(light, sleeves, another language). (Hatch, Kajarekar and Stolcke, Interspeech 2006.)
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

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
