"""Grouping: crops that are alike stand together, whatever the order in which they come; the largest group first."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from karuta.domain.unknowns import Grouping, UnknownCard


def card(number: int) -> UnknownCard:
    return UnknownCard(f"{number:064x}", f"{number}.jpg", f"s{number}", None, is_labelled=number % 2 == 0)


def crops(kinds: list[int], *, seed: int = 1, noise: float = 0.03) -> NDArray[np.float32]:
    """A unit vector for each, near that of its kind."""
    rng = np.random.default_rng(seed)
    middles = np.random.default_rng(0).normal(size=(max(kinds) + 1, 64))
    made = middles[kinds] / np.linalg.norm(middles[kinds], axis=1, keepdims=True)
    made = made + rng.normal(size=made.shape) * noise
    return (made / np.linalg.norm(made, axis=1, keepdims=True)).astype(np.float32)


def grouped(kinds: list[int], *, portion: int) -> list[list[int]]:
    grouping, vectors = Grouping(), crops(kinds)
    for at in range(0, len(kinds), portion):
        some = list(range(at, min(at + portion, len(kinds))))
        grouping.add([card(number) for number in some], vectors[some])
    return [[int(unknown_card.sighting_id[1:]) for unknown_card in group.cards] for group in grouping.groups()]


def test_what_is_alike_is_one_group_whether_it_comes_at_once_or_one_by_one() -> None:
    kinds = [0, 1, 2, 1, 0, 1, 3]
    wanted = [[1, 3, 5], [0, 4], [2], [6]]
    for portion in (1, 2, 3, 100):
        assert grouped(kinds, portion=portion) == wanted


def test_what_looks_like_no_card_stands_behind_what_does_however_often_it_comes() -> None:
    grouping, kinds = Grouping(), [0, 0, 0, 1, 2, 2]
    grouping.add([replace(card(at), card_like=kind != 0) for at, kind in enumerate(kinds)], crops(kinds))
    assert [len(group.cards) for group in grouping.groups()] == [2, 1, 3]
