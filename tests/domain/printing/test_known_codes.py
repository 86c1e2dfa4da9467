"""A set code that is read names a card that is none of the matches; what is not read names nobody."""

from __future__ import annotations

import pytest
from tests.printed import strip

from karuta.domain.card import CardKey
from karuta.domain.printing.known_codes import KnownCodes

NEW, OTHER = CardKey("yugioh", "3"), CardKey("yugioh", "4")
KNOWN = KnownCodes({"NEW-EN003": {NEW}, "NEW-EN903": {OTHER}, "LOB-002": {OTHER}, "EN???": {OTHER}})


def test_a_code_that_is_read_names_its_card() -> None:
    assert KNOWN.named([strip("NEW-EN003")]) == {NEW}


@pytest.mark.parametrize("text", ["", "XYZ-EN001", "NEW-EN004", "NEW-EN0"])
def test_a_code_that_nobody_has_names_nobody(text: str) -> None:
    assert not KNOWN.named([strip(text)])


@pytest.mark.parametrize("text", ["NEW-EN003", "NEW-EN00", "NEW-EN0003", "NEW-FN0O3"])
def test_the_nearest_have_two_letters_misread_missing_or_too_many(text: str) -> None:
    assert KNOWN.nearest(text)[0] == "NEW-EN003"
    assert KNOWN.nearest("NE") == []
