"""What a catalogue's codes look like on cards of each game, and what is *read* of them."""

from __future__ import annotations

from typing import Any

import pytest
from tests.printed import strip

from karuta.domain.card import Card, CardKey, Printing
from karuta.domain.printing.answer import PrintingAnswer, PrintingVerdict
from karuta.domain.printing.judging import judged
from karuta.domain.printing.spelling import SpelledCode, spelled_codes
from karuta.print_table import print_table


def card(game: str, *codes: str, number: str = "") -> Card:
    said: dict[str, Any] = {"number": number} if number else {}
    return Card(CardKey(game, "1"), {"en": "One"}, codes=said, printings=tuple(Printing(code) for code in codes))


def spelled(game: str, code: str, *, number: str = "") -> SpelledCode:
    return spelled_codes(card(game, code, number=number), print_table().of(game))[code.upper()]


def answer(game: str, *codes: str, seen: tuple[str, ...], number: str = "") -> PrintingAnswer:
    lines = [strip(text, game=game) for text in seen]
    return judged(lines, card(game, *codes, number=number), row=print_table().of(game))


@pytest.mark.parametrize(
    ("game", "code", "number", "wholes", "numbers", "sets"),
    [
        ("magic", "DSK-12", "", {"DSK012", "DSK0012", "DSK-12"}, {"012", "0012", "012/", "12/"}, {"DSK", "DSKEN"}),
        ("magic", "dsk-12★", "", {"DSK012"}, {"012", "0012"}, {"DSK"}),
        ("magic", "DSK-12a", "", {"DSK012", "DSK012A"}, {"012", "012A"}, {"DSK"}),
        ("pokemon", "BS-4", "4/102", {"4/102", "004/102"}, {"004"}, set()),
        ("pokemon", "SVI-12", "7/198", {"SVI012"}, {"012/"}, {"SVI"}),
        ("pokemon", "012/198", "", {"12/198", "012/198"}, {"012"}, set()),
        ("pokemon", "SWSH001", "", {"SWSH001"}, set(), set()),
        ("onepiece", "OP01-001_p1", "", {"OP01-001"}, set(), set()),
        ("fab", "WTR001", "", {"WTR001", "U-WTR001"}, set(), set()),
        ("lorcana", "1/204", "", {"1/204"}, {"1/"}, set()),
        ("ohajiki", "KX-12", "", {"KX-12", "KX12", "KX012"}, {"012"}, set()),
    ],
)
def test_a_code_is_written_as_its_game_prints_it(
    game: str, code: str, number: str, wholes: set[str], numbers: set[str], sets: set[str]
) -> None:
    found = spelled(game, code, number=number)
    assert wholes <= set(found.wholes) and numbers <= set(found.numbers) and sets <= set(found.sets)
    assert not any(text.isdigit() for text in found.wholes)


@pytest.mark.parametrize("code", ["MAMO-EN???", "Base Set", ""])
def test_what_no_card_says_is_no_code(code: str) -> None:
    assert not spelled_codes(card("ohajiki", code), print_table().of("ohajiki"))


@pytest.mark.parametrize("seen", [("DSK0123",), ("0123", "DSKEN"), ("123/", "DSK")], ids=["one line", "two", "a total"])
def test_number_and_set_are_read_on_one_line_or_two(seen: tuple[str, ...]) -> None:
    found = answer("magic", "DSK-123", "NEO-45", "DSK-323", seen=seen)
    assert (found.verdict, found.read.set_code) == (PrintingVerdict.READ, "DSK-123")


def test_a_number_beside_a_symbol_is_likely_and_never_read() -> None:
    """Another set's card, which the catalogue may lack, has the same number."""
    found = answer("magic", "DSK-123", "NEO-45", seen=("0123", "KAZUKI"))
    assert (found.verdict, found.codes[0].set_code) == (PrintingVerdict.LIKELY, "DSK-123")


def test_the_same_number_of_another_set_is_not_read() -> None:
    assert answer("magic", "NEO-123", "LAN-45", seen=("0123", "DSKEN")).verdict is not PrintingVerdict.READ


def test_two_printings_that_say_the_same_are_never_read() -> None:
    found = answer("magic", "DSK-123", "DSK-123★", seen=("DSK0123",))
    assert found.verdict is PrintingVerdict.LIKELY
    assert {code.set_code for code in found.codes} == {
        "DSK-123",
        "DSK-123★",
    }


@pytest.mark.parametrize(("seen", "verdict"), [("004/102", PrintingVerdict.READ), ("014/102", PrintingVerdict.OTHER)])
def test_a_total_among_the_cards_codes_makes_its_number_whole(seen: str, verdict: PrintingVerdict) -> None:
    assert answer("pokemon", "BS-4", number="4/102", seen=(seen,)).verdict is verdict
