"""A linear map under which cards differ more than photos of one card do; knows vectors, no pictures and no labels.

Within-class covariance normalisation: what photos change (light, sleeves, another language) is made to count less,
each direction by how much it changes. (Hatch, Kajarekar and Stolcke, Interspeech 2006.)
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

Vectors = NDArray[Any]


def changes_spread(changes: Vectors, weights: Vectors | None = None) -> NDArray[np.float64]:
    """How crops lie away from their artworks, (n, dimension), as a matrix (dimension, dimension): the mean of squares.

    Not around their mean: what all photos of a camera have in common is to be looked past as well.
    """
    values = np.asarray(changes, dtype=np.float64)
    shares = np.full(len(values), 1.0) if weights is None else np.asarray(weights, dtype=np.float64)
    return np.asarray((values * (shares / shares.sum())[:, None]).T @ values)


def calming(spread: NDArray[np.float64], *, ridge: float) -> NDArray[np.float64]:
    """(dimension, dimension): divides by the root of the spread and of `ridge` times its mean variance.

    The ridge is what is left alone: few crops say little about most directions.
    """
    dimension = len(spread)
    raised = spread + np.eye(dimension) * (ridge * float(np.trace(spread)) / dimension + 1e-12)
    variances, axes = np.linalg.eigh(raised)
    return np.asarray((axes / np.sqrt(variances)) @ axes.T)
