"""Fits the matrix from pooled features to embeddings with numpy alone. Knows no network and no pictures."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from karuta.training.model_folder import Features, Projection


def fit_pca(features: Features, *, dimension: int, whitening: float) -> Projection:
    """(pooled + 1, dimension) float32; the last row is the bias.

    `features`: (n, pooled), already of unit length if the model normalises its pooled features. `whitening`: 0 leaves
    the principal axes as they are, 1 gives each the same variance, values between are a power of it.
    """
    centre, spread = _centre_and_spread(features, dimension)
    variances, axes = _largest(spread, dimension)
    return _with_bias(axes * np.maximum(variances, 1e-12) ** (-whitening / 2), centre)


def fit_discriminant(features: Features, *, clean: Features, photographed: Features, dimension: int) -> Projection:
    """As `fit_pca`, but the axes are those on which cards differ more than photos of one card do.

    `features`: (n, pooled), all artworks. `clean`, `photographed`: (m, pooled) each, artworks and crops of photos of
    the same cards, pair by pair. What varies between photos (light, foil, blur) is reduced before the principal axes
    are taken: Fisher's linear discriminant, with the pairs' differences as the within-class scatter. This scatter is
    estimated from few pairs, so its mean variance is added to every axis (a ridge; without it, noise decides).
    """
    centre, between = _centre_and_spread(features, dimension)
    changes = np.asarray(photographed, dtype=np.float64) - np.asarray(clean, dtype=np.float64)
    within = changes.T @ changes / len(changes)
    within += np.eye(len(within)) * np.trace(within) / len(within)
    variances, axes = np.linalg.eigh(within)
    calmed = axes / np.sqrt(variances)
    _, turned = _largest(calmed.T @ between @ calmed, dimension)
    return _with_bias(calmed @ turned, centre)


def _centre_and_spread(features: Features, dimension: int) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    values = np.asarray(features, dtype=np.float64)
    if len(values) <= dimension:
        raise ValueError(f"{len(values)} pictures are too few for {dimension} principal axes")
    centre = values.mean(axis=0)
    return centre, (values - centre).T @ (values - centre) / (len(values) - 1)


def _largest(spread: NDArray[np.float64], count: int) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """The `count` largest variances and their axes (columns)."""
    variances, axes = np.linalg.eigh(spread)
    variances, axes = variances[::-1][:count], axes[:, ::-1][:, :count]
    # The sign of an axis is arbitrary. The largest weight is made positive, so that every machine gets the same axes.
    return variances, axes * np.sign(axes[np.abs(axes).argmax(axis=0), np.arange(count)])


def _with_bias(weights: NDArray[np.float64], centre: NDArray[np.float64]) -> Projection:
    return np.concatenate([weights, -(centre @ weights)[None]]).astype(np.float32)
