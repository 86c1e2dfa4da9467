"""The loss that pulls a photographed crop to its artwork and away from others, and its gradient. numpy alone."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

Array = NDArray[Any]
"""float32 in a training, float64 where the gradient is tested."""


@dataclass(frozen=True, eq=False)
class FeatureBatch:
    """One step's features. The first b candidates are the crops' own artworks, in their order.

    `crops`: (b, pooled); `candidates`: (b + n, pooled); `offsets`: (b, b + n), added to the logits: 0; minus infinity
    if another candidate shows the crop's own card; else the logarithm of how many times the candidate counts.
    """

    crops: Array
    candidates: Array
    offsets: Array


@dataclass(frozen=True, eq=False)
class Slope:
    """The loss, its gradient (with the projection's shape), and the share of crops nearest to their own artwork."""

    loss: float
    gradient: Array
    right: float


def contrast(projection: Array, batch: FeatureBatch, *, temperature: float) -> Slope:
    """InfoNCE of each crop with its own artwork against all other candidates, averaged over the crops."""
    crops, crop_lengths = _embedded(batch.crops, projection)
    cards, card_lengths = _embedded(batch.candidates, projection)
    logits = crops @ cards.T
    logits /= temperature
    logits += batch.offsets
    logits -= logits.max(axis=1, keepdims=True)
    own = np.arange(len(crops))
    right = float((logits[own, own] >= 0).mean())
    # In place from here on: (256, 2304) is the largest array of a step.
    own_logits = logits[own, own].copy()
    np.exp(logits, out=logits)
    sums = logits.sum(axis=1, keepdims=True)
    loss = float((np.log(sums[:, 0]) - own_logits).mean())
    logits /= sums
    logits[own, own] -= 1
    logits /= len(crops) * temperature
    to_crops = _through_unit(logits @ cards, crops, crop_lengths)
    to_cards = _through_unit(logits.T @ crops, cards, card_lengths)
    weights = batch.crops.T @ to_crops + batch.candidates.T @ to_cards
    bias = to_crops.sum(axis=0) + to_cards.sum(axis=0)
    return Slope(loss, np.concatenate([weights, bias[None]]), right)


def pull(projection: Array, old: Array, *, strength: float) -> tuple[float, Array]:
    """The penalty that keeps the projection near the old one, and its gradient.

    It is the squared distance, in lengths of the old one.
    """
    away = projection - old
    length = float((old * old).sum())
    return strength * float((away * away).sum()) / length, away * (2 * strength / length)


def _embedded(features: Array, projection: Array) -> tuple[Array, Array]:
    """Unit vectors, and their lengths before."""
    vectors = features @ projection[:-1] + projection[-1]
    lengths = np.maximum(np.linalg.norm(vectors, axis=1, keepdims=True), 1e-12)
    vectors /= lengths
    return vectors, lengths


def _through_unit(gradient: Array, vectors: Array, lengths: Array) -> Array:
    """The gradient before normalisation to unit length; its component along the vector is zero."""
    gradient -= vectors * (gradient * vectors).sum(axis=1, keepdims=True)
    gradient /= lengths
    return gradient
