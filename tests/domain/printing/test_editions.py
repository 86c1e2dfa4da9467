"""Words of an edition, in whatever language, mean one of three things."""

from __future__ import annotations

import pytest
from tests.printed import strip

from karuta.domain.printing.seen_print import EDITIONS, edition_of


@pytest.mark.parametrize(("words", "meant"), list(EDITIONS.items()))
def test_the_words_are_understood(words: str, meant: str) -> None:
    assert edition_of([strip(words)]) == meant


@pytest.mark.parametrize("before", ["2", "7-", "41"])
def test_the_end_of_the_passcode_before_them_does_not_matter(before: str) -> None:
    assert edition_of([strip(f"{before}1STEDITION")]) == "first"
    assert edition_of([strip(f"{before}LIMITEDEDITION")]) == "limited"


def test_only_digits_are_left_out_before_them() -> None:
    assert edition_of([strip("UNLIMITEDEDITION")]) == "unlimited"
    assert edition_of([strip("12341STEDITION")]) is None
