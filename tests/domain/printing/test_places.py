"""Where small print stands: rows of one table, asked by game and type line."""

from __future__ import annotations

import re

import pytest

from karuta.domain.printing.places import Print, PrintPlace
from karuta.domain.printing.verifying import is_readable
from karuta.print_table import print_table

TABLE = print_table()


@pytest.mark.parametrize(
    ("type_line", "frame"),
    [
        ("Dragon / Normal", "standard"),
        ("", "standard"),
        ("Cyberse / Link / Effect", "link"),
        ("Wyrm / Pendulum", "pendulum"),
    ],
)
def test_a_type_line_says_which_frame_a_card_has(type_line: str, frame: str) -> None:
    assert {place.frame for place in TABLE.of("yugioh").places_of(Print.CODE, type_line=type_line)} == {frame}


@pytest.mark.parametrize("game", ["Flesh and Blood", "fab", "One Piece", "Magic: The Gathering", "yugioh"])
def test_a_game_has_its_row_however_a_catalogue_writes_it(game: str) -> None:
    assert TABLE.has(game)


def test_no_code_is_looked_for_among_a_cards_rules_unless_nothing_may_stand_in_front_of_it() -> None:
    """Only under the picture of a Yu-Gi-Oh card, which has them lower down, and along the lower edge."""
    codes = [place for place in TABLE.places if place.what is Print.CODE and not place.ruled]
    assert {(place.game, place.frame) for place in codes if place.highest < 0.9} == {
        ("yugioh", "standard"),
        ("yugioh", "link"),
    }


@pytest.mark.parametrize("place", TABLE.places, ids=lambda one: f"{one.game}-{one.frame}-{one.what}")
def test_every_place_lies_on_its_card_and_fits_a_strip_or_two(place: PrintPlace) -> None:
    assert 0 <= place.left < place.right <= 1
    assert place.capitals < place.highest < place.lowest < 1 - place.capitals
    across = place.capitals / 15 / 1.25 / place.shape
    assert (place.right - place.left) / across < (300 if place.lines == 1 else 400)


@pytest.mark.parametrize(
    ("game", "code"),
    [
        *(("yugioh", code) for code in ("LOB-EN005", "PE-04", "LOB-G020", "SDK-001", "DP1-DEE05", "306-020", "G4-B2")),
        ("kazeyomi", "KZF-EN001"),
        ("magic", "123/287"),
        ("pokemon", "123/165"),
        ("onepiece", "OP01-001"),
        ("digimon", "BT1-001"),
        ("fab", "WTR001"),
        ("lorcana", "1/204"),
    ],
)
def test_codes_of_each_game_are_of_its_pattern_and_readable(game: str, code: str) -> None:
    assert re.fullmatch(TABLE.of(game).pattern, code) and is_readable(code)
    assert not re.fullmatch(TABLE.of(game).pattern, "KAZUKI")
