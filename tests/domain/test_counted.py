"""How many of a thing, in English words."""

from __future__ import annotations

import pytest

from karuta.domain.sentence import counted, counted_cards, counted_labels


@pytest.mark.parametrize(
    ("number", "said"), [(0, "0 cards"), (1, "1 card"), (2, "2 cards"), (1000, "1,000 cards"), (1001, "1,001 cards")]
)
def test_one_is_told_in_the_singular(number: int, said: str) -> None:
    assert counted(number, "card") == said
    assert counted_cards(number) == said
    assert counted_labels(number) == said.replace("card", "label")
