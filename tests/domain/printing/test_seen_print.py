"""All print of one sighting, and what it says of the cards that it may be."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from tests.printed import strip

from karuta.domain.card import Card, CardKey, Printing
from karuta.domain.match import Match, Verdict
from karuta.domain.printing.answer import PrintingVerdict
from karuta.domain.printing.evidence import joined
from karuta.domain.printing.places import Print
from karuta.domain.printing.seen_print import KnownPasscodes, SeenPrint, parts_of
from karuta.domain.printing.verifying import BLANK, numbers_of
from karuta.print_table import print_table

RED = Card(CardKey("yugioh", "1"), {"en": "Red"}, codes={"passcode": "37132349"}, printings=(Printing("SDK-001"),))
BLUE = Card(CardKey("yugioh", "2"), {"en": "Blue"}, codes={"passcode": "64163367"}, printings=(Printing("LOB-002"),))
NEW = Card(CardKey("yugioh", "3"), {"en": "New"}, codes={"passcode": "50319138"}, printings=(Printing("NEW-EN003"),))
ROW = print_table().of("yugioh")
KNOWN = KnownPasscodes({str(card.codes["passcode"]): (card.key,) for card in (RED, BLUE, NEW)})


def seen(*, code: str = "", passcode: str = "", edition: str = "") -> SeenPrint:
    strips = {
        Print.CODE: [strip(code)],
        Print.PASSCODE: [strip(passcode, what=Print.PASSCODE)],
        Print.EDITION: [strip(edition, what=Print.EDITION)],
    }
    return SeenPrint.of(strips, [RED, BLUE], KNOWN, row=ROW)


def test_everything_that_was_made_out_is_told() -> None:
    read = seen(code="SDK-001", passcode="37132349", edition="1STEDITION").printing(RED).read
    assert (read.set_code, read.passcode, read.edition) == ("SDK-001", "37132349", "first")


def of_1999(*, code: str, passcode: str) -> SeenPrint:
    """The number stands higher, as on the first Japanese cards."""
    higher = next(place for place in ROW.places if place.codeless)
    strips = {
        Print.CODE: [strip(code), strip("")],
        Print.PASSCODE: [strip("", what=Print.PASSCODE), replace(strip(passcode), place=higher)],
        Print.EDITION: [strip("", what=Print.EDITION)],
    }
    return SeenPrint.of(strips, [RED, BLUE], KNOWN, row=ROW)


def test_a_card_of_the_first_japanese_series_has_no_code() -> None:
    answer = of_1999(code="", passcode="37132349").printing(RED)
    assert (answer.verdict, answer.reason, answer.read.passcode) == (PrintingVerdict.NONE, None, "37132349")


@pytest.mark.parametrize(
    ("said", "verdict"),
    [
        (of_1999(code="", passcode=""), PrintingVerdict.ILLEGIBLE),
        (of_1999(code="SDK-001", passcode="37132349"), PrintingVerdict.READ),
        (of_1999(code="XYZW", passcode="37132349"), PrintingVerdict.ILLEGIBLE),
        (seen(code="", passcode="37132349"), PrintingVerdict.ILLEGIBLE),
    ],
    ids=["its number is not legible", "it has a code", "letters are in sight", "its number stands where later ones do"],
)
def test_no_other_card_is_said_to_have_none(said: SeenPrint, verdict: PrintingVerdict) -> None:
    assert said.printing(RED).verdict is verdict


def test_code_and_passcode_speak_for_the_card_that_has_them() -> None:
    said = seen(code="LOB-002", passcode="64163367")
    for witness in (said.by_code([RED, BLUE]), said.by_passcode):
        assert witness.ratios[BLUE.key] > -1 and witness.ratios[RED.key] < -8
        assert witness.weight(BLUE.key) > 4 and witness.weight(RED.key) == 0


def test_a_number_of_a_card_that_is_no_match_speaks_for_elsewhere_and_names_it() -> None:
    said = seen(passcode="50319138")
    assert said.by_passcode.weight_elsewhere > 4
    assert list(said.owners_elsewhere()) == [NEW.key]
    assert not seen(passcode="37132349").owners_elsewhere()


def test_a_clear_number_that_no_card_has_speaks_for_elsewhere() -> None:
    assert seen(passcode="99999999").by_passcode.weight_elsewhere > 4
    assert seen(passcode="").by_passcode.weight_elsewhere == 0


def test_a_clear_code_that_no_match_has_speaks_for_elsewhere_but_less() -> None:
    said = seen(code="XYZ-EN001").by_code([RED, BLUE])
    assert 0 < said.weight_elsewhere < seen(passcode="99999999").by_passcode.weight_elsewhere
    assert seen(code="NEW-EN003").by_code([RED, BLUE, NEW]).weight_elsewhere > 5


@pytest.mark.parametrize(("passcode", "verdict"), [("", Verdict.SURE), ("99999999", Verdict.UNSURE)])
def test_a_code_that_the_catalogue_lacks_takes_sure_away_only_with_a_number_that_it_lacks(
    passcode: str, verdict: Verdict
) -> None:
    """Many a card is printed in a language whose codes a list does not have."""
    print_of = seen(code="XYZ-EN001", passcode=passcode)
    sure = [Match(RED.key, "Red", "a.webp", "0" * 64, 0.9, 0.99, exemplar=False)]
    found = joined(sure, Verdict.SURE, [print_of.by_code([RED, BLUE]), print_of.by_passcode])
    assert found.verdict is verdict


def test_words_beside_a_code_are_parted_from_it() -> None:
    """`SVI EN 012/198`: spaces are wider than steps within words; behind a stroke a total may stand."""
    line = strip("SVIEN012/198")
    logs = np.full_like(line.logs, -30.0)
    logs[:, BLANK] = 0.0
    for at, letter in zip((6, 9, 12, 19, 22, 29, 32, 35, 38, 41, 44, 47), "SVIEN012/198", strict=True):
        logs[at, BLANK], logs[at, numbers_of(letter)[0]] = -30.0, 0.0
    found = {part.free.text for part in parts_of([replace(line, logs=logs)])}
    assert {"SVIEN012/198", "012/198", "012/", "SVI", "SVIEN"} <= found
    assert not {"12/198", "VIEN", "012/1"} & found


def test_a_word_at_a_strips_edge_may_go_on_beyond_it() -> None:
    """`123/165` that is cut before its second digit is no `23/165`."""
    line = strip("23/165")
    inside, cut = (np.roll(line.logs, by, axis=0) for by in (6, -1))
    assert "23/165" in {part.free.text for part in parts_of([replace(line, logs=inside, shown=70)])}
    assert "23/165" not in {part.free.text for part in parts_of([replace(line, logs=cut, shown=70)])}
