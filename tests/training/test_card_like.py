"""The layer that says what looks like a card is drawn, trained and written by one command."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import numpy as np

from karuta.engine.embed import card_likeness
from karuta.engine.model import load_model
from karuta.paths import resources_folder
from workshop import card_like

MODEL = resources_folder() / "models" / "lite0-relief1376"


def test_a_layer_parts_what_features_part() -> None:
    rng = np.random.default_rng(3)
    are_cards = rng.random(10_000) < 0.4
    seen = rng.normal(0, 1, (10_000, 12)).astype(np.float32)
    # No line parts these: a card has much of one feature, whatever its sign.
    seen[:, 0] = np.where(are_cards, 3, 0.5) * np.sign(seen[:, 0])
    layer = card_like.trained(seen, are_cards, seed=1)
    assert layer.shape == (14, card_like.UNITS + 1)
    assert np.mean((card_likeness(seen, layer) >= 0) == are_cards) > 0.95


def test_a_written_layer_is_the_models_own(tmp_path: Path) -> None:
    model = tmp_path / "model"
    shutil.copytree(MODEL, model)
    layer = np.zeros((1378, 3), dtype=np.float32)
    layer[-2, -1], layer[-1, -1] = 1, -1
    card_like.write_layer(layer, model)
    loaded = load_model(model)
    assert loaded.embedder.looks_like_card(np.ones((2, 1376), dtype=np.float32)) == [False, False]
    written = json.loads((model / "model.json").read_text(encoding="utf-8"))
    assert written["card_like"]["units"] == 3
    assert written["corners"] == loaded.card["corners"]


def test_the_threshold_is_chosen_on_cards_that_are_kept_apart() -> None:
    rng = np.random.default_rng(2)
    # In turn as they are drawn: two ways of cards, three without.
    draws = [
        (rng.normal(is_card, 1, (8, 1376)).astype(np.float32), np.full(8, is_card))
        for is_card in [True, False, True, False, False] * 5
    ]
    embedder = load_model(MODEL).embedder
    layer = card_like.layer_of(draws, embedder, lost=0.5, seed=1)
    kept = embedder.seen_of_cards(np.concatenate([draws[20][0], draws[22][0]]))
    assert np.sum(card_likeness(kept, layer) >= 0) == 8
