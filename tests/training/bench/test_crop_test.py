"""The workshop's own test of a model counts as the contract does: a card is as near as its nearest picture."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np

from workshop.bench.crop_test import answers, card_scores, smaller_catalogue, write_accuracy
from workshop.model_card import Accuracy


def test_a_card_scores_as_its_best_picture() -> None:
    crops = np.array([[1, 0], [0, 1]], dtype=np.float32)
    artworks = np.array([[0.6, 0.8], [0.8, 0.6], [0, 1]], dtype=np.float32)
    scores = card_scores(crops, artworks, np.array([0, 0, 1]))
    assert np.allclose(scores, [[0.8, 0], [0.8, 1]])


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


def test_new_figures_take_the_place_of_older_ones_of_the_same_set(tmp_path: Path) -> None:
    (tmp_path / "model.json").write_text('{"name": "ä", "accuracy": []}', encoding="utf-8")
    for k in (5, 7):
        write_accuracy(tmp_path, [Accuracy("set", "right at 1", k=k, n=10, low=0.1, high=0.9, command="...")])
    card = json.loads((tmp_path / "model.json").read_text(encoding="utf-8"))
    assert [figure["k"] for figure in card["accuracy"]] == [7]
    assert card["name"] == "ä"
