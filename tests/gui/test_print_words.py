"""What the strip below the matches says: which printing, or why it cannot be said and what would help."""

from __future__ import annotations

import re
from typing import Any

import pytest
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QFont, QFontMetrics, QPainter
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot
from tests.judged import match

from karuta.domain.printing.answer import Illegible, MadeOut, PrintingAnswer, PrintingVerdict, RankedCode
from karuta.domain.printing.evidence import PrintSays
from karuta.gui.desk.print_presenter import NamedCards, StripKeys, offered, print_words, taken
from karuta.gui.desk.print_strip import PrintStrip, PrintWords
from karuta.gui.kit import paint
from karuta.gui.kit.theme import Role, Theme
from karuta.services.lookups.read_desk_print import CardOfPrint, DeskPrint

FIRST = match("a")
KEYS = StripKeys(("G", "Ctrl+2", "Ctrl+3"), "Enter", "J", "Y")
NO_KEYS = StripKeys(("", "", ""), "", "J", "Y")


def ranked(*shares: float) -> tuple[RankedCode, ...]:
    return tuple(RankedCode(f"ABC-EN00{place}", "en", share) for place, share in enumerate(shares))


def said(answer: PrintingAnswer, *, is_sure: bool = False, names: NamedCards | None = None, **found: Any) -> PrintWords:
    return print_words(DeskPrint({FIRST.card: answer}, **found), answer, keys=KEYS, names=names, is_sure=is_sure)


@pytest.fixture
def drawn(monkeypatch: pytest.MonkeyPatch) -> dict[str, bool]:
    """Each text that is painted from now on, and whether it has room for all of itself."""
    texts: dict[str, bool] = {}

    def words(painter: QPainter, text: str, place: QRect, font: QFont, theme: Theme, **how: object) -> None:
        texts[text] = QFontMetrics(font).horizontalAdvance(text) <= place.width()

    monkeypatch.setattr(paint, "words", words)
    return texts


def test_printings_stand_with_their_keys_and_how_probable_they_are() -> None:
    words = said(PrintingAnswer(PrintingVerdict.LIKELY, ranked(0.81, 0.17, 0.004)))
    assert [(cell.key, cell.code, cell.share) for cell in words.cells] == [
        ("G", "ABC-EN000", "81 %"),
        ("Ctrl+2", "ABC-EN001", "17 %"),
    ]
    assert words.only_card is not None and words.only_card.key == "Enter"
    # Rarities, where a code has several.
    several = RankedCode("ABC-EN000", "en", 0.8, ("Rare", "Secret Rare"))
    words = said(PrintingAnswer(PrintingVerdict.LIKELY, (several, RankedCode("ABC-EN001", "en", 0.1, ("Rare",)))))
    assert [cell.rarities for cell in words.cells] == [("Rare", "Secret Rare"), ()]
    # The first is offered however improbable.
    assert offered(PrintingAnswer(PrintingVerdict.LIKELY, ranked(0.001, 0.0005))) == ranked(0.001)


@pytest.mark.parametrize("wide", range(288, 440, 8))
def test_closed_it_is_one_line_with_a_whole_code_and_how_many_others_there_are(
    qtbot: QtBot, drawn: dict[str, bool], wide: int
) -> None:
    strip = PrintStrip(Theme(dark=False))
    qtbot.addWidget(strip)
    strip.resize(wide, strip.height())
    strip.say(said(PrintingAnswer(PrintingVerdict.LIKELY, ranked(0.5, 0.3, 0.2))), None)
    strip.grab()
    assert drawn["ABC-EN000"] and drawn["+2"] and "ABC-EN001" not in drawn
    assert [text for text, is_whole in drawn.items() if not is_whole] == []
    first = strip.place_of(0)
    assert first is not None and strip.place_of(1) is None
    # On the code a click is half a double click; beside it, it opens.
    QTest.mouseClick(strip, Qt.MouseButton.LeftButton, pos=first.center())
    assert not strip.is_open
    QTest.mouseClick(strip, Qt.MouseButton.LeftButton, pos=strip.rect().center() + QPoint(strip.width() // 2 - 6, 0))
    assert strip.is_open and strip.place_of(0) is None
    strip.grab()
    assert strip.place_of(2) is not None


@pytest.mark.parametrize("is_marked", [True, False])
@pytest.mark.parametrize("verdict", PrintingVerdict)
def test_a_key_takes_a_printing_that_is_read_or_likely_of_the_marked_match_alone(
    verdict: PrintingVerdict, *, is_marked: bool
) -> None:
    codes = ranked(0.9, 0.05)
    has_key = is_marked and verdict in (PrintingVerdict.READ, PrintingVerdict.LIKELY)
    answer = PrintingAnswer(verdict, codes)
    assert taken(answer, is_marked=is_marked) == (codes if has_key else ())
    assert taken(None, is_marked=is_marked) == ()
    # What no key takes is shown all the same.
    assert offered(answer) == codes
    words = print_words(
        DeskPrint({FIRST.card: answer}), answer, keys=KEYS if has_key else NO_KEYS, names=None, is_sure=True
    )
    assert [(cell.key, cell.code) for cell in words.cells] == [
        ("G" if has_key else "", "ABC-EN000"),
        ("Ctrl+2" if has_key else "", "ABC-EN001"),
    ]
    assert (words.only_card is not None) is has_key


def unread(reason: Illegible) -> PrintingAnswer:
    return PrintingAnswer(PrintingVerdict.ILLEGIBLE, reason=reason)


BLURRED, LIKELY = unread(Illegible.BLURRED), PrintingAnswer(PrintingVerdict.LIKELY, ranked(0.9))
WHOLE = PrintingAnswer(PrintingVerdict.READ, ranked(0.99), MadeOut("ABC-EN000", "12345678"))
OTHER = PrintingAnswer(PrintingVerdict.OTHER, read=MadeOut(set_code="XYZ-EN009"))
NUMBER, NAME = (NamedCards("Ojama Red", "Ojama Blue", by_name=by_name) for by_name in (False, True))
FIRST_NAMED = {"print_says": PrintSays.CONTRADICTS, "named": CardOfPrint(FIRST.card, "First"), "is_sure": True}


@pytest.mark.parametrize(
    ("answer", "beside", "note", "title", "role"),
    [
        # Why it cannot be read, and what would help.
        (unread(Illegible.SMALL), {}, "Too small.*closer.*", "Printing: not legible", None),
        (BLURRED, {}, "Blurred.*sharper.*", "Printing: not legible", None),
        (unread(Illegible.COVERED), {}, "Covered.*without glare.*", "Printing: not legible", None),
        # Of a contradiction both cards, and by what; such a card has no printing to take.
        (
            BLURRED,
            {"names": NUMBER},
            "The picture says Ojama Red, the printed number says Ojama Blue.",
            "",
            Role.DOUBT,
        ),
        (LIKELY, {"names": NAME}, "The picture says Ojama Red, the printed name says Ojama Blue.", "", Role.DOUBT),
        # A number of nobody's in the catalogue; and of the card that the print names nothing contradictory.
        (BLURRED, {"print_says": PrintSays.CONTRADICTS}, "The print does not agree with the picture.", "", Role.DOUBT),
        (WHOLE, FIRST_NAMED, "passcode 12345678", "", Role.GOOD),
        # What is legible and of none of the cards.
        (OTHER, {}, "Read: XYZ-EN009", "Printing: not known", None),
        # That it agrees, where the picture alone is not sure.
        (WHOLE, {"print_says": PrintSays.AGREES}, "agrees with the picture · passcode 12345678", "", Role.GOOD),
        (WHOLE, {"print_says": PrintSays.AGREES, "is_sure": True}, "passcode 12345678", "", Role.GOOD),
    ],
)
def test_the_note_says_what_was_read_or_why_not_and_only_what_is_read_can_be_taken(
    answer: PrintingAnswer, beside: dict[str, Any], note: str, title: str, role: Role | None
) -> None:
    words = said(answer, **beside)
    assert re.fullmatch(note, words.note) and title in words.title and role in (None, words.role)
    assert bool(words.cells) is (words.only_card is not None) is (answer is WHOLE)
    if "names" in beside:
        assert words.named is not None and (words.named.key, words.named.code) == ("J", "Ojama Blue")
