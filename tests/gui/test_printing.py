"""Below the matches stands which printing the card is. Nothing waits for it, and nothing else changes by it."""

from __future__ import annotations

import json
import shutil
import threading
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from tests.gui.test_trust import seen_as
from tests.labelling import stored
from tests.window import Hand, Steps, window_with

from karuta import paths
from karuta.domain.card import CardKey
from karuta.domain.desk import LiveSighting
from karuta.domain.finish import FINISHES
from karuta.domain.label import ChosenCard, Decision, Kind, Origin, Source, Subject
from karuta.domain.match import Verdict
from karuta.domain.printing.answer import Illegible, PrintingAnswer, PrintingVerdict, RankedCode
from karuta.domain.printing.evidence import PrintSays
from karuta.gui.desk.print_strip import PrintStrip
from karuta.gui.kit.command_table import PRINTING_KEYS
from karuta.gui.kit.seen import Seen
from karuta.gui.shell.desk_commands import Sight
from karuta.paths import LibraryFolder
from karuta.services.labels.open_labels import labels_for_writing
from karuta.services.lookups.read_desk_print import CardOfPrint, DeskPrint, DeskPrintReader
from karuta.settings import Settings, write_settings
from karuta.store.events import append

PHOTO = paths.resources_folder() / "demo" / "photos" / "02-tilted.jpg"
CARD, CODE, NUMBER = "K051", "KZF-EN051", "03965233"


@pytest.fixture
def demo(copied_demo: Callable[[Path], LibraryFolder], tmp_path: Path) -> LibraryFolder:
    """The demo's cards, whose small print can be read."""
    return copied_demo(tmp_path / "demo")


def strip_of(hand: Hand) -> PrintStrip:
    return hand.window.match_panel.print_strip


def reads(monkeypatch: pytest.MonkeyPatch, says: Callable[[DeskPrint, LiveSighting], DeskPrint]) -> None:
    """Another reading than that of the photo."""
    read = DeskPrintReader.read

    def changed(self: DeskPrintReader, photo: Path, size: tuple[int, int], sighting: LiveSighting) -> DeskPrint | None:
        found = read(self, photo, size, sighting)
        return None if found is None else says(found, sighting)

    monkeypatch.setattr(DeskPrintReader, "read", changed)


def answering(answer: PrintingAnswer) -> Callable[[DeskPrint, LiveSighting], DeskPrint]:
    """The same of each match."""
    return lambda found, _: replace(found, printings=dict.fromkeys(found.printings, answer))


def labels_in(library: LibraryFolder) -> list[tuple[Any, ...]]:
    return stored(library, "SELECT card_id, printing, print_read FROM current_labels ORDER BY id")


@pytest.mark.long
@pytest.mark.parametrize("way", ["its key", "a double click", "Enter, which says nothing of the printing"])
@window_with(PHOTO, of="demo")
def test_one_key_confirms_the_card_with_the_printing_that_was_read(hand: Hand, demo: LibraryFolder, way: str) -> Steps:
    expected = None if way.startswith("Enter") else CODE
    said = strip_of(hand).words
    assert said.cells[0].code == CODE and NUMBER in said.note
    assert strip_of(hand).cutout is not None
    notices: list[str] = []
    hand.work.voice.info.connect(notices.append)
    assert strip_of(hand).words.only_card is not None and strip_of(hand).place_of(1) is None
    if way == "a double click":
        QTest.mouseDClick(strip_of(hand), Qt.MouseButton.LeftButton, pos=strip_of(hand).place_of(0).center())
    else:
        # What is said of the finish goes into the label, whichever key confirms the card.
        hand.press(Qt.Key.Key_Y, Qt.KeyboardModifier.ShiftModifier)
        yield lambda: hand.is_settled
        hand.press(Qt.Key.Key_G if way == "its key" else Qt.Key.Key_Return)
    yield lambda: hand.work.desk.label is not None
    assert (CODE in hand.window.match_panel.head.words[1]) is bool(expected)
    assert any(CODE in notice and PHOTO.name in notice for notice in notices) is bool(expected)
    ((card, printing, kept),) = labels_in(demo)
    assert (card, printing) == (CARD, expected)
    ((finish,),) = stored(demo, "SELECT finish FROM current_labels")
    assert (finish in FINISHES) is (way != "a double click")
    read = json.loads(kept)
    assert (read["verdict"], read["read"]["set_code"], read["read"]["passcode"]) == ("read", CODE, NUMBER)
    assert read["codes"][0]["set_code"] == CODE and 0.9 < read["codes"][0]["probability"] <= 1


@pytest.mark.long
@window_with(PHOTO, before=True, of="demo")
def test_nothing_waits_for_the_reading_and_nothing_moves_when_it_comes(
    hand: Hand, monkeypatch: pytest.MonkeyPatch
) -> Steps:
    may_read, asked, read = threading.Event(), threading.Event(), DeskPrintReader.read

    def held(self: DeskPrintReader, *arguments: Any) -> Any:
        asked.set()
        assert may_read.wait(600)
        return read(self, *arguments)

    monkeypatch.setattr(DeskPrintReader, "read", held)
    yield
    desk, panel = hand.work.desk, hand.window.match_panel
    try:
        yield lambda: asked.is_set() and hand.work.is_settled
        before = (desk.matches, desk.sighting.verdict, desk.return_key, panel.head.words)
        places = [item.geometry() for item in (panel.head, panel.list, panel.print_strip)]
        assert desk.sighting.verdict is Verdict.SURE and not strip_of(hand).words.cells
        hand.press(Qt.Key.Key_G)
    finally:
        may_read.set()
    yield lambda: strip_of(hand).words.cells
    # The key came before there was a printing: it does nothing, then or now.
    assert desk.label is None
    assert before == (desk.matches, desk.sighting.verdict, desk.return_key, panel.head.words)
    assert places == [item.geometry() for item in (panel.head, panel.list, panel.print_strip)]


@pytest.mark.long
@window_with(PHOTO, of="demo")
def test_a_printing_that_nobody_can_have_seen_yet_is_not_taken(
    hand: Hand, demo: LibraryFolder, monkeypatch: pytest.MonkeyPatch
) -> Steps:
    """The list was on the screen for long enough, the printing was not."""
    monkeypatch.setattr(Seen, "is_ripe", property(lambda self: isinstance(self, Sight)))
    said = hand.hears()
    hand.press(Qt.Key.Key_G)
    yield lambda: said
    assert said == ["Too quick: press again"] and hand.work.desk.label is None
    yield hand.ended
    assert labels_in(demo) == []


@pytest.mark.long
@pytest.mark.parametrize("language", ["en", "ja"])
@window_with(PHOTO, before=True, of="demo")
def test_the_printings_are_those_of_the_marked_match(hand: Hand, tmp_path: Path, language: str) -> Steps:
    write_settings(tmp_path / "settings.json", Settings(language=language))
    yield
    yield hand.shows(PHOTO.name)
    hand.press(Qt.Key.Key_Down)
    yield lambda: hand.work.desk.place_of_match == 1
    said = strip_of(hand).words
    assert CODE not in [cell.code for cell in said.cells]
    # What was read is no less legible beside another card.
    assert strip_of(hand).is_title_whole and CODE in said.note
    hand.press(Qt.Key.Key_Up)
    yield lambda: CODE in [cell.code for cell in strip_of(hand).words.cells]
    yield hand.ended
    assert labels_in(hand.library) == []


@pytest.mark.long
@window_with(PHOTO, before=True, of="demo")
def test_three_printings_have_keys_and_whole_codes_and_one_that_is_not_on_the_screen_comes_there_first(
    hand: Hand, demo: LibraryFolder, monkeypatch: pytest.MonkeyPatch
) -> Steps:
    codes = ("MAMO-EN001", "MAMO-DE001", "MAMO-FR001", "MAMO-JP001")
    ranked = tuple(RankedCode(code, None, 0.24) for code in codes)
    reads(monkeypatch, answering(PrintingAnswer(PrintingVerdict.LIKELY, ranked)))
    yield
    hand.window.columns.setSizes([300, 900, 288])
    yield hand.shows(PHOTO.name)
    strip, matches = strip_of(hand), hand.window.match_panel
    assert [cell.code for cell in strip.words.cells] == list(codes[:3])
    assert strip.place_of(1) is None
    # What the key is about comes first.
    hand.press(Qt.Key.Key_2, Qt.KeyboardModifier.ControlModifier)
    yield lambda: strip.place_of(1) is not None and matches.isVisible()
    assert hand.work.desk.label is None and hand.work.desk.takes_keys
    for _ in range(2):
        hand.press(Qt.Key.Key_Y)
        assert strip.place_of(0) is None
    yield lambda: strip.is_open and strip.place_of(2) is not None
    for place, code in enumerate(codes[:3]):
        where = strip.place_of(place)
        assert where is not None and where.width() > strip.fontMetrics().horizontalAdvance(code)
    assert strip.place_of(3) is None
    hand.press(Qt.Key.Key_2, Qt.KeyboardModifier.ControlModifier)
    yield lambda: hand.work.desk.label is not None
    assert [label[:2] for label in labels_in(demo)] == [(CARD, codes[1])]


@pytest.mark.long
@window_with(PHOTO, before=True, of="demo")
def test_a_print_of_another_match_goes_there_with_a_key_and_decides_nothing(
    hand: Hand, demo: LibraryFolder, monkeypatch: pytest.MonkeyPatch
) -> Steps:
    named: list[CardOfPrint] = []

    def second(found: DeskPrint, sighting: LiveSighting) -> DeskPrint:
        named.append(CardOfPrint(sighting.matches[1].card, sighting.matches[1].name))
        return replace(found, print_says=PrintSays.CONTRADICTS, named=named[0])

    reads(monkeypatch, second)
    yield
    desk = hand.work.desk
    yield hand.shows(PHOTO.name)
    before = desk.matches
    words = strip_of(hand).words
    assert words.named is not None and (words.named.key, words.named.code) == ("J", named[0].name)
    # A card that the print contradicts has no printing to take.
    hand.press(Qt.Key.Key_G)
    assert not words.cells and desk.place_of_match == 0
    hand.press(Qt.Key.Key_J)
    yield lambda: desk.place_of_match == 1
    assert desk.label is None and desk.matches == before
    yield lambda: strip_of(hand).words.named is None
    hand.press(Qt.Key.Key_Return)
    yield lambda: desk.label is not None
    assert desk.label.card == named[0].key
    assert [label[:2] for label in labels_in(demo)] == [(named[0].key.card_id, None)]


def in_a_batch_of(library: LibraryFolder, folder: Path) -> Path:
    """A folder of photos, of which five others of the same set are decided; returns the one that is not."""
    folder.mkdir()
    shutil.copyfile(PHOTO, folder / PHOTO.name)
    with labels_for_writing(library) as file:
        for number in range(5):
            card = ChosenCard(CardKey("kazeyomi", f"K00{number + 1}"), "Another", f"KZT-EN00{number + 1}")
            of = Subject(str(number) * 64, f"{number}.jpg", batch=folder.name)
            append(file, [Decision(Kind.CONFIRM, of, card)], Origin("anna", "desk", Source.COMMAND))
    return folder


@pytest.mark.long
@pytest.mark.parametrize("is_wanted", [True, False])
@window_with(before=True, of="demo")
def test_of_an_illegible_code_the_set_of_its_batch_is_shown_and_said_and_no_key_takes_it(
    hand: Hand, demo: LibraryFolder, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, *, is_wanted: bool
) -> Steps:
    write_settings(tmp_path / "settings.json", Settings(language="en", batch_set=is_wanted))
    reads(monkeypatch, answering(PrintingAnswer(PrintingVerdict.ILLEGIBLE, reason=Illegible.BLURRED)))
    hand.photos = [in_a_batch_of(demo, tmp_path / "box")]
    yield
    yield hand.shows(PHOTO.name)
    said = strip_of(hand).words
    assert said.title == "Printing: not legible"
    if not is_wanted:
        assert not said.cells and "sharper" in said.note
        return
    assert [(cell.key, cell.code, cell.share) for cell in said.cells] == [("", "KZT-EN012", "")]
    assert said.note == "By this batch: 5 of 5 codes are KZT."
    # It is shown as a guess: no key takes it.
    hand.press(Qt.Key.Key_G)
    assert hand.work.desk.takes_keys
    hand.press(Qt.Key.Key_Return)
    yield lambda: hand.work.desk.label is not None
    # Return confirms the card alone, whatever the batch is.
    assert [label[:2] for label in labels_in(demo) if label[0] == CARD] == [(CARD, None)]


CTRL = Qt.KeyboardModifier.ControlModifier
PRINTING_PRESSES = ((Qt.Key.Key_G, Qt.KeyboardModifier.NoModifier), *((Qt.Key[f"Key_{n}"], CTRL) for n in (1, 2, 3)))


@pytest.mark.long
@window_with(PHOTO, before=True, of="demo")
def test_on_an_unknown_no_key_takes_a_printing_until_a_match_is_marked_whose_printing_is_read_or_likely(
    hand: Hand, demo: LibraryFolder, monkeypatch: pytest.MonkeyPatch
) -> Steps:
    codes = ("MAMO-EN001", "MAMO-DE001", "MAMO-FR001")
    ranked = tuple(RankedCode(code, None, 0.3) for code in codes)
    reads(monkeypatch, answering(PrintingAnswer(PrintingVerdict.LIKELY, ranked)))
    yield
    desk, commands = hand.work.desk, hand.window.commands
    yield hand.shows(PHOTO.name)
    yield seen_as(hand, Verdict.UNKNOWN)
    yield lambda: hand.is_settled
    assert desk.return_key.place is None
    yield lambda: [cell.code for cell in strip_of(hand).words.cells] == list(codes)
    hand.press(Qt.Key.Key_Y)
    yield lambda: strip_of(hand).place_of(2) is not None
    assert not any(commands[id].isEnabled() for id in PRINTING_KEYS)
    for press in PRINTING_PRESSES:
        hand.press(*press)
    where = strip_of(hand).place_of(0)
    QTest.mouseDClick(strip_of(hand), Qt.MouseButton.LeftButton, pos=where.center())
    assert desk.takes_keys and desk.label is None, "nothing is on its way to the disk"
    hand.press(Qt.Key.Key_Down)
    yield lambda: desk.is_match_marked and hand.is_settled
    assert all(commands[id].isEnabled() for id in PRINTING_KEYS)
    hand.press(*PRINTING_PRESSES[2])
    yield lambda: desk.label is not None
    assert [label[:2] for label in labels_in(demo)] == [(CARD, codes[1])]


@pytest.mark.long
@window_with(p=3)
def test_a_game_without_a_reader_has_no_place_for_printings(hand: Hand) -> None:
    assert not strip_of(hand).isVisible()
