"""Words of an edition, in whatever language, mean one of three things."""

from __future__ import annotations

import pytest
from tests.printed import murk, strip

from karuta.domain.printing.editions import EDITIONS, edition_of
from karuta.training.code_reader.strings import EDITIONS as DRAWN


@pytest.mark.parametrize(("words", "meant"), list(EDITIONS.items()))
def test_the_words_are_understood(words: str, meant: str) -> None:
    assert edition_of([strip(words)]) == meant


def test_other_words_and_murk_say_nothing() -> None:
    assert edition_of([strip("KAZUKITAKAHASHI")]) is None
    assert edition_of([murk()]) is None
    assert edition_of([]) is None


def test_every_word_that_the_reader_learns_is_understood() -> None:
    assert {read for _, read in DRAWN} == set(EDITIONS)
