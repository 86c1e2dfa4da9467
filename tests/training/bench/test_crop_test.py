"""The workshop's own test of a model counts as the contract does: a card is as near as its nearest picture."""

from __future__ import annotations

import numpy as np

from workshop.bench.crop_test import answers, smaller_catalogue


def test_a_card_left_out_scores_as_the_next_one_does() -> None:
    scores = np.array([[0.9] + [0.5] * 10 + [0.1], [0.2] + [0.8] + [0.3] * 10], dtype=np.float32)
    found = answers(scores, np.array([0, 0]))
    assert found.right.tolist() == [True, False]
    assert np.allclose(found.score, [0.9, 0.8])
    assert np.allclose(found.gap, [0.4, 0.5])
    assert np.allclose(found.missing_score, [0.5, 0.8])


def test_a_smaller_catalogue_keeps_the_card_that_is_asked_for() -> None:
    scores = np.random.default_rng(1).random((20, 100)).astype(np.float32)
    truth = np.arange(20)
    kept = smaller_catalogue(scores, truth, cards=12, seed=2)
    assert np.isfinite(kept[np.arange(20), truth]).all()
    assert set(np.isfinite(kept).sum(axis=1)) <= {11, 12}
