"""The catalogues of drawn frames, and the photos of them, with which other games are measured."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from tests.lab import other_games
from tests.lab.game_sets import write_faces

from karuta.services.evaluation.read_truth import read_truth

NONE = [f"--{name}=0" for name in (*other_games.SETS, *other_games.MORE)]


def drawn(folder: Path, *, seed: int) -> dict[str, bytes]:
    write_faces(folder, other_games.FRESH[-2:], each=2, seed=seed, first=seed, step=7)
    return {path.name: path.read_bytes() for path in (folder / "images").iterdir()}


@pytest.mark.parametrize("style", other_games.FRESH, ids=lambda style: style.__name__)
def test_each_fresh_frame_is_an_upright_card_that_is_not_the_next_one(style: other_games.Style) -> None:
    one, other = (np.asarray(style(number, np.random.default_rng([5, number]))) for number in (3, 4))
    assert 0.6 < one.shape[1] / one.shape[0] < 0.75
    assert np.abs(one.astype(int) - other).mean() > 4


def test_only_the_sets_asked_for_are_written_and_they_show_cards_of_the_catalogue(tmp_path: Path) -> None:
    out = tmp_path / "out"
    other_games.main([str(out), "--each", "1", "--width", "160", *NONE, "--plain", "1", "--filled", "2"])
    lines = (out / "catalogue" / "cards.jsonl").read_text(encoding="utf-8").splitlines()
    known = {json.loads(line)["card_id"] for line in lines}
    assert len(known) == len(other_games.STYLES)
    assert {path.name for path in out.iterdir()} == {"catalogue", "plain", "filled"}
    for name, count in (("plain", 1), ("filled", 2)):
        truth = read_truth(out / name / "truth.csv")
        assert len(truth.photos) == count
        for photo in truth.photos:
            with Image.open(out / name / photo.name) as opened:
                assert opened.width <= 160
            assert all(set(card.ids) <= known and card.corners is not None for card in photo.cards)
