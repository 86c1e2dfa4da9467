"""What a step of a training draws from its stock."""

from __future__ import annotations

import numpy as np

from karuta.training.head.stock import TrainingStock
from karuta.training.head.task import HeadRecipe


def test_without_labels_a_step_is_as_large_and_all_of_it_is_simulated() -> None:
    cards = np.arange(6)
    stock = TrainingStock(
        artworks=np.eye(6, dtype=np.float32),
        identity=cards,
        others=cards,
        crops=np.eye(6, dtype=np.float32)[[0, 1, 2, 3, 4, 5]],
        own=cards,
        refused=(),
        cards=(),
        simulations=cards,
        judged={},
    )
    batch = stock.batch(0, HeadRecipe(batch=8, others=3))
    assert batch.crops.shape == (8, 6)
    assert (batch.crops == batch.candidates[:8]).all()
