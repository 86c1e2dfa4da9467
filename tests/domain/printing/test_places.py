"""Where small print stands: rows of one table, asked by game and type line."""

from __future__ import annotations

import pytest

from karuta.domain.printing.places import (
    PATTERNS,
    PLACES,
    PRINTED_AS_LISTED,
    Print,
    PrintPlace,
    has_reader,
    places_of,
    shape_of,
)
from karuta.domain.printing.verifying import is_readable


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
    assert {one.frame for one in places_of("yugioh", Print.CODE, type_line=type_line)} == {frame}


def test_rare_places_are_asked_for_apart() -> None:
    assert [one.frame for one in places_of("yugioh", Print.CODE, type_line="", rare=True)] == ["series 2"]


def test_only_games_with_a_row_have_a_reader() -> None:
    assert has_reader("yugioh") and has_reader("kazeyomi") and not has_reader("ohajiki")
    assert {one.game for one in PLACES if one.what is Print.CODE} >= PRINTED_AS_LISTED


@pytest.mark.parametrize("game", ["magic", "pokemon"])
def test_a_game_whose_lists_write_other_codes_than_its_cards_is_not_read(game: str) -> None:
    """`008/281` would be no printing of a card that is listed as `LAN-8`."""
    assert not has_reader(game) and any(one.game == game for one in PLACES)


@pytest.mark.parametrize("place", PLACES, ids=lambda one: f"{one.game}-{one.frame}-{one.what}")
def test_every_place_lies_on_its_card_and_fits_a_strip(place: PrintPlace) -> None:
    assert 0 <= place.left < place.right <= 1
    assert place.capitals < place.highest < place.lowest < 1 - place.capitals
    across = place.capitals / 15 / 1.25 / shape_of(place.game)
    assert (place.right - place.left) / across < 300


@pytest.mark.parametrize(
    ("game", "code"),
    [
        *(("yugioh", code) for code in ("LOB-EN005", "PE-04", "LOB-G020", "SDK-001", "DP1-DEE05", "306-020", "G4-B2")),
        ("kazeyomi", "KZF-EN001"),
        ("magic", "0123"),
        ("magic", "123/287"),
        ("pokemon", "123/165"),
        ("onepiece", "OP01-001"),
    ],
)
def test_codes_of_each_game_are_of_its_pattern_and_readable(game: str, code: str) -> None:
    assert PATTERNS[game].fullmatch(code) and is_readable(code)
    assert not PATTERNS[game].fullmatch("KAZUKI")
