"""A stock of made-up features for tests: cards are points, photos are cards seen through a fixed tilt and noise."""

from __future__ import annotations

import numpy as np

from karuta.engine.embed import unit
from karuta.training.head.stock import JudgedCrops, TrainingStock
from karuta.training.model_folder import Projection

POOLED, DIMENSION = 48, 16


def old_projection(seed: int = 5) -> Projection:
    rng = np.random.default_rng(seed)
    return (rng.normal(size=(POOLED + 1, DIMENSION)) * 0.03).astype(np.float32)


def tilted_stock(
    cards: int = 60, *, photos: int = 4, noise: float = 0.5, wrong: float = 0.0, seed: int = 1
) -> TrainingStock:
    """Every photo of a card is moved the same large way, which a projection can learn to look past.

    The last quarter of the cards is new: only measured on. `wrong`: the share of labels that name another card.
    """
    rng = np.random.default_rng(seed)
    artworks = unit(rng.normal(size=(cards, POOLED)).astype(np.float32))
    ways = rng.normal(size=(3, POOLED))

    def photo(card: int) -> np.ndarray[tuple[int, ...], np.dtype[np.float64]]:
        moved = artworks[card] + noise * rng.normal(size=3) @ ways / np.sqrt(POOLED)
        return np.asarray(moved + 0.05 * rng.normal(size=POOLED) / np.sqrt(POOLED))

    known = cards * 3 // 4
    shown = np.repeat(np.arange(known), photos)
    named = shown.copy()
    mistaken = rng.random(len(named)) < wrong
    named[mistaken] = rng.integers(0, known, int(mistaken.sum()))
    crops = unit(np.stack([photo(card) for card in shown]).astype(np.float32))
    simulated = unit(np.stack([photo(card) for card in range(known)]).astype(np.float32))
    new = np.repeat(np.arange(known, cards), photos)
    judged = JudgedCrops(unit(np.stack([photo(card) for card in new]).astype(np.float32)), new)
    return TrainingStock(
        artworks=artworks,
        identity=np.arange(cards),
        others=np.arange(known),
        crops=np.concatenate([crops, simulated]),
        own=np.concatenate([named, np.arange(known)]),
        refused=tuple(np.array([(card + 1) % known], dtype=np.intp) for card in named),
        cards=tuple(np.flatnonzero(named == card) for card in range(known) if (named == card).any()),
        simulations=np.arange(len(crops), len(crops) + known),
        judged={"new_cards": judged},
    )
