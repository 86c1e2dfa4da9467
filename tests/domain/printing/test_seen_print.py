"""All print of one sighting, and what it says of the cards that it may be."""

from __future__ import annotations

from tests.printed import murk, strip

from karuta.domain.card import Card, CardKey, Printing
from karuta.domain.printing.passcodes import KnownPasscodes
from karuta.domain.printing.places import Print
from karuta.domain.printing.seen_print import SeenPrint

RED = Card(CardKey("yugioh", "1"), {"en": "Red"}, codes={"passcode": "37132349"}, printings=(Printing("SDK-001"),))
BLUE = Card(CardKey("yugioh", "2"), {"en": "Blue"}, codes={"passcode": "64163367"}, printings=(Printing("LOB-002"),))
NEW = Card(CardKey("yugioh", "3"), {"en": "New"}, codes={"passcode": "50319138"}, printings=(Printing("NEW-EN003"),))
KNOWN = KnownPasscodes({str(card.codes["passcode"]): (card.key,) for card in (RED, BLUE, NEW)})


def seen(*, code: str = "", passcode: str = "", edition: str = "") -> SeenPrint:
    strips = {
        Print.CODE: [strip(code)],
        Print.PASSCODE: [strip(passcode, what=Print.PASSCODE)],
        Print.EDITION: [strip(edition, what=Print.EDITION)],
    }
    return SeenPrint.of(strips, [RED, BLUE], KNOWN)


def test_everything_that_was_made_out_is_told() -> None:
    read = seen(code="SDK-001", passcode="37132349", edition="1STEDITION").printing(RED).read
    assert (read.set_code, read.passcode, read.edition) == ("SDK-001", "37132349", "first")


def test_code_and_passcode_speak_for_the_card_that_has_them() -> None:
    said = seen(code="LOB-002", passcode="64163367")
    for witness in (said.by_code([RED, BLUE]), said.by_passcode):
        assert witness.ratios[BLUE.key] > -1 and witness.ratios[RED.key] < -8
        assert witness.weight(BLUE.key) > 4 and witness.weight(RED.key) == 0


def test_a_number_of_a_card_that_is_no_match_speaks_for_elsewhere_and_names_it() -> None:
    said = seen(passcode="50319138")
    assert said.by_passcode.weight_elsewhere > 4
    assert said.named_elsewhere(frozenset()) == [NEW.key]
    assert said.named_elsewhere(frozenset({NEW.key})) == []
    assert seen(passcode="37132349").named_elsewhere(frozenset()) == []


def test_a_clear_number_that_no_card_has_speaks_for_elsewhere() -> None:
    assert seen(passcode="99999999").by_passcode.weight_elsewhere > 4
    assert seen(passcode="").by_passcode.weight_elsewhere == 0


def test_a_clear_code_that_no_match_has_speaks_for_elsewhere_but_less() -> None:
    said = seen(code="XYZ-EN001").by_code([RED, BLUE])
    assert 0 < said.weight_elsewhere < seen(passcode="99999999").by_passcode.weight_elsewhere
    assert seen(code="NEW-EN003").by_code([RED, BLUE, NEW]).weight_elsewhere > 5


def test_only_what_is_lacking_is_looked_for_in_rare_places() -> None:
    assert seen(code="SDK-001", passcode="37132349", edition="1STEDITION").lacking(RED) == []
    strips = {what: [murk()] for what in Print}
    assert SeenPrint.of(strips, [RED], KNOWN).lacking(RED) == list(Print)
