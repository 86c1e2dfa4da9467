from __future__ import annotations

from pathlib import Path

from tests.training.drawn_catalogue import drawn_catalogue

from workshop.artworks import artwork_files
from workshop.bench.strange_catalogue import GAME, main


def test_it_is_a_catalogue_folder_of_different_cards_and_the_same_for_a_seed(tmp_path: Path) -> None:
    drawn_catalogue(tmp_path / "real", cards=3)
    for out in ("one", "two"):
        assert main(["--catalogue", str(tmp_path / "real"), "--count", "6", "--out", str(tmp_path / out)]) == 0
    one, two = (artwork_files(tmp_path / out) for out in ("one", "two"))
    assert [card.key.game for card in one] == [GAME] * 6
    pictures = [card.path.read_bytes() for card in one]
    assert len(set(pictures)) == 6
    assert pictures == [card.path.read_bytes() for card in two]
