"""Drawn collector numbers of each game are told apart: a small share of `tests.lab.game_prints`."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest
from tests.amounts import amount
from tests.lab.game_prints import GAMES, DrawnCard, GamePrints

from karuta.paths import resources_folder
from karuta.services.library.open_library import shipped_code_reader
from workshop.code_reader.typefaces import type_faces


@pytest.fixture(scope="module")
def prints() -> GamePrints:
    return GamePrints(shipped_code_reader(resources_folder()), type_faces([]), seed=3)


@pytest.mark.long(share=True)
@pytest.mark.parametrize("game", GAMES, ids=lambda game: game.__name__)
def test_a_legible_number_comes_first_and_none_is_read_for_another(
    prints: GamePrints, game: Callable[[np.random.Generator], DrawnCard]
) -> None:
    found = [prints.take(game, number) for number in range(amount(30))]
    assert not [card.told for card in found if card.is_wrong or card.is_read_without]
    assert [card.told for card in found if card.is_clear and not card.is_first] == []
    assert any(card.is_read for card in found)
