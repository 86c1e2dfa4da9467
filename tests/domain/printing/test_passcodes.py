"""Passcodes are read blindly against all of a game's."""

from __future__ import annotations

import numpy as np
import pytest
from tests.printed import said, strip

from karuta.domain.card import CardKey
from karuta.domain.printing.places import Print
from karuta.domain.printing.seen_print import KnownPasscodes, blindly, digit_chances, is_read

OWNER = CardKey("yugioh", "1")


def known(*more: str) -> KnownPasscodes:
    drawn = np.random.default_rng(7).integers(10**8, size=14_000)
    return KnownPasscodes({**{f"{number:08d}": () for number in drawn}, **dict.fromkeys(more, (OWNER,))})


@pytest.mark.parametrize("text", ["89631139", "00402568", "11111111"])
def test_each_place_has_its_digit_whatever_stands_at_the_others(text: str) -> None:
    (chances,) = digit_chances(said(text)[None])
    assert "".join(map(str, chances.argmax(axis=1))) == text
    assert chances.sum(axis=1) == pytest.approx(np.ones(8))


@pytest.mark.parametrize("text", ["89631139", "00402568"])
def test_a_clear_passcode_is_found_among_fourteen_thousand(text: str) -> None:
    found = blindly([strip(text, what=Print.PASSCODE)], known(text))
    assert is_read(found) and found.fits[0].text == text


def test_two_doubtful_digits_are_settled_by_the_passcodes_that_there_are() -> None:
    doubts = {2: {"5": 0.6, "6": 0.4}, 5: {"7": 0.5, "1": 0.5}}
    found = blindly([strip("89571139", what=Print.PASSCODE, doubts=doubts)], known("89631139", "89571739"))
    assert found.fits[0].text == "89571739"


def test_a_digit_that_two_passcodes_could_have_is_not_read() -> None:
    found = blindly(
        [strip("89631139", what=Print.PASSCODE, doubts={7: {"9": 0.6, "8": 0.4}})], known("89631139", "89631138")
    )
    assert found.fits[0].text == "89631139" and not is_read(found)
