"""What the strip below the matches says: which printing, or why it cannot be said and what would help."""

from __future__ import annotations

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


def said(
    answer: PrintingAnswer, *, names: NamedCards | None = None, agrees: bool = False, is_sure: bool = False
) -> PrintWords:
    found = DeskPrint({FIRST.card: answer}, print_says=PrintSays.AGREES if agrees else None)
    return print_words(found, answer, keys=KEYS, names=names, is_sure=is_sure)


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


def test_rarities_are_said_where_a_code_has_several() -> None:
    several = RankedCode("ABC-EN000", "en", 0.8, ("Rare", "Secret Rare"))
    words = said(PrintingAnswer(PrintingVerdict.LIKELY, (several, RankedCode("ABC-EN001", "en", 0.1, ("Rare",)))))
    assert [cell.rarities for cell in words.cells] == [("Rare", "Secret Rare"), ()]


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


def test_the_first_is_offered_however_improbable() -> None:
    assert offered(PrintingAnswer(PrintingVerdict.LIKELY, ranked(0.001, 0.0005))) == ranked(0.001)


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


@pytest.mark.parametrize(
    ("reason", "why", "what_helps"),
    [
        (Illegible.SMALL, "Too small", "closer"),
        (Illegible.BLURRED, "Blurred", "sharper"),
        (Illegible.COVERED, "Covered", "without glare"),
    ],
)
def test_of_what_cannot_be_read_it_says_why_and_what_would_help(reason: Illegible, why: str, what_helps: str) -> None:
    words = said(PrintingAnswer(PrintingVerdict.ILLEGIBLE, reason=reason))
    assert words.title == "Printing: not legible"
    assert words.note.startswith(why) and what_helps in words.note
    assert not words.cells and words.only_card is None


def test_a_contradiction_names_both_cards() -> None:
    names = NamedCards("Ojama Red", "Ojama Blue")
    words = said(PrintingAnswer(PrintingVerdict.ILLEGIBLE, reason=Illegible.BLURRED), names=names)
    assert words.note == "The picture says Ojama Red, the printed number says Ojama Blue."
    assert words.role is Role.DOUBT
    assert words.named is not None and (words.named.key, words.named.code) == ("J", "Ojama Blue")


def test_it_says_whether_it_is_the_name_or_the_number_that_contradicts() -> None:
    words = said(PrintingAnswer(PrintingVerdict.LIKELY), names=NamedCards("Ojama Red", "Ojama Blue", by_name=True))
    assert words.note == "The picture says Ojama Red, the printed name says Ojama Blue."


def test_a_contradicted_card_has_no_printing_to_take() -> None:
    answer = PrintingAnswer(PrintingVerdict.LIKELY, ranked(0.9))
    words = said(answer, names=NamedCards("Ojama Red", "Ojama Blue"))
    assert not words.cells and words.only_card is None


def test_of_the_card_that_the_print_names_nothing_contradictory_is_said() -> None:
    answer = PrintingAnswer(PrintingVerdict.READ, ranked(0.99), MadeOut("ABC-EN000", "12345678"))
    found = DeskPrint({FIRST.card: answer}, print_says=PrintSays.CONTRADICTS, named=CardOfPrint(FIRST.card, "First"))
    words = print_words(found, answer, keys=KEYS, names=None, is_sure=True)
    assert (words.note, words.role) == ("passcode 12345678", Role.GOOD) and words.cells


def test_a_number_of_nobody_in_the_catalogue_is_said_too() -> None:
    answer = PrintingAnswer(PrintingVerdict.ILLEGIBLE, reason=Illegible.BLURRED)
    words = print_words(
        DeskPrint({FIRST.card: answer}, print_says=PrintSays.CONTRADICTS), answer, keys=KEYS, names=None, is_sure=True
    )
    assert (words.note, words.role) == ("The print does not agree with the picture.", Role.DOUBT)


def test_what_is_legible_and_none_of_the_cards_is_shown() -> None:
    words = said(PrintingAnswer(PrintingVerdict.OTHER, read=MadeOut(set_code="XYZ-EN009")))
    assert (words.title, words.note) == ("Printing: not known", "Read: XYZ-EN009")


@pytest.mark.parametrize(
    ("is_sure", "note"), [(False, "agrees with the picture · passcode 12345678"), (True, "passcode 12345678")]
)
def test_agreement_is_said_where_the_picture_alone_is_not_sure(note: str, *, is_sure: bool) -> None:
    answer = PrintingAnswer(PrintingVerdict.READ, ranked(0.99), MadeOut("ABC-EN000", "12345678"))
    assert said(answer, agrees=True, is_sure=is_sure).note == note
