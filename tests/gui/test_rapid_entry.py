"""Rapid entry with the real main: sixty numbers of three sets, keys counted, a summary, undo, a kill in the midst."""

from __future__ import annotations

import random
import shutil
from collections import Counter
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from tests.packs import card, library_with, write_pack
from tests.window import Hand, Steps, has_the_ring, play

from karuta.gui.kit.dialog import FindDialog
from karuta.listings.gui.inventory.entry_items import EntryItems
from karuta.listings.gui.inventory.inventory_dialog import InventoryDialog
from karuta.listings.services.inventory.entries import entries_in_force
from karuta.paths import LibraryFolder
from karuta.services.labels.open_labels import labels_for_reading

CTRL, PAD = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.KeypadModifier
SETS = ("LOB", "MRD", "SRL")
MOST_KEYS = 4.5
# Of a set of 126 cards, as they lie in a stack; some are there twice.
DICE = random.Random(53)
STACK = {of: [DICE.randrange(1, 127) for _ in range(20)] for of in SETS}


def code(of: str, number: int) -> str:
    return f"{of}-EN{number:03}"


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> LibraryFolder:
    place = tmp_path_factory.mktemp("sets")
    cards = [
        card(f"{of}{n}", f"Card {of} {n}", game="yugioh", printings=[{"set_code": code(of, n), "lang": "en"}])
        for of in SETS
        for n in range(1, 127)
    ]
    cards.append(card("a", "Card with a letter", game="yugioh", printings=[{"set_code": "LOB-EN005a", "lang": "en"}]))
    return library_with(place, write_pack(place / "pack", cards, drawn={"LOB5": 5}))


@pytest.fixture
def sets(made: LibraryFolder, tmp_path: Path) -> LibraryFolder:
    return LibraryFolder(Path(shutil.copytree(made.root, tmp_path / "library")))


class Typist:
    """Counts the keys."""

    def __init__(self, hand: Hand) -> None:
        self.hand, self.keys = hand, 0
        hand.window.commands["rapid-entry"].trigger()
        items = hand.work.arrangement.queue.items
        assert isinstance(items, EntryItems)
        self.items = items

    def press(self, key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        self.keys += 1
        self.hand.press(key, modifier)

    def type(self, text: str) -> None:
        for letter in text:
            self.press(Qt.Key(ord(letter.upper())), PAD if letter.isdigit() else Qt.KeyboardModifier.NoModifier)

    def chooses(self, of: str) -> Steps:
        yield lambda: self.items._sets
        self.press(Qt.Key.Key_Slash)
        dialog = self.hand.dialog(FindDialog)
        yield lambda: has_the_ring(dialog.text) and dialog.isActiveWindow()
        self.keys += len(of) + 1
        self.hand.type(of.lower())
        self.hand.press(Qt.Key.Key_Return)
        yield lambda: self.hand.window.dialogs.current is None and self.items._pinned is not None

    @property
    def listed(self) -> list[str]:
        return [kept.entry.set_code for kept in reversed(self.items._model.rows)]


def kept(library: LibraryFolder) -> list[str]:
    with labels_for_reading(library) as file:
        return [one.entry.set_code for one in entries_in_force(file)]


def types_the_stack(typist: Typist) -> Steps:
    """The second set is foil, and in German; of the third, which is not foil, there are two each."""
    for of in SETS:
        yield from typist.chooses(of)
        if of == "MRD":
            typist.type("FLLL")
        if of == "SRL":
            typist.type("FFF")
            typist.press(Qt.Key.Key_Plus)
        for number in STACK[of]:
            typist.type(str(number))
            typist.press(Qt.Key.Key_Enter, PAD)
            yield lambda: True


def test_sixty_numbers_of_three_sets_cost_few_keys_and_the_summary_is_right(sets: LibraryFolder) -> None:
    wanted = [code(of, number) for of in SETS for number in STACK[of]]
    counted: list[int] = []

    def walk(hand: Hand) -> Steps:
        typist = Typist(hand)
        yield from types_the_stack(typist)
        counted.append(typist.keys)
        yield lambda: len(typist.listed) == len(wanted)
        assert typist.listed == wanted and typist.items.count.words == "80 cards entered"
        hand.press(Qt.Key.Key_E, CTRL)
        dialog = hand.dialog(InventoryDialog)
        yield lambda: dialog.rows
        assert dialog.note.text().startswith("By set: LOB 20, MRD 20, SRL 40. Cards in the list: 80, rows: ")
        by_code = Counter[tuple[str, str | None, str | None]]()
        for row in dialog.rows:
            by_code[row.set_code or "", row.finish, row.language] += row.count
        assert by_code == {
            **Counter((code("LOB", number), None, "en") for number in STACK["LOB"]),
            **Counter((code("MRD", number), "foil", "de") for number in STACK["MRD"]),
            **Counter((code("SRL", number), None, "de") for number in 2 * STACK["SRL"]),
        }
        dialog.end_session.click()
        yield lambda: hand.window.dialogs.current is None and not typist.listed
        typist.type("1")
        typist.press(Qt.Key.Key_Enter, PAD)
        yield lambda: typist.listed == [code("SRL", 1)]

    assert play(["--library", sets.root, "gui"], walk) == 0
    assert kept(sets) == [*wanted, code("SRL", 1)]
    assert counted[0] / len(wanted) <= MOST_KEYS, counted


def test_what_is_typed_is_seen_stepped_through_taken_back_and_there_after_a_restart(sets: LibraryFolder) -> None:
    told: list[str] = []

    def walk(hand: Hand) -> Steps:
        hand.work.voice.info.connect(told.append)
        typist, desk = Typist(hand), hand.work.desk
        yield from typist.chooses("LOB")
        typist.type("50")
        typist.press(Qt.Key.Key_Backspace)
        yield lambda: desk.photo is not None and desk.photo.photo.name == "Card LOB 5" and hand.is_settled
        assert typist.items.head.words[0] == "5  Card LOB 5" and "1 of 2" in typist.items.head.words[1]
        typist.press(Qt.Key.Key_Down)
        assert typist.items.head.words[0] == "5  Card with a letter" and desk.photo is None, "no other card's picture"
        typist.press(Qt.Key.Key_Enter, PAD)
        typist.type("999")
        typist.press(Qt.Key.Key_Enter, PAD)
        assert "no such number" in typist.items.head.words[1]
        for _ in range(3):
            typist.press(Qt.Key.Key_Backspace)
        typist.type("7")
        typist.press(Qt.Key.Key_Return)
        yield lambda: typist.listed == ["LOB-EN005a", "LOB-EN007"]
        hand.press(Qt.Key.Key_Z, CTRL)
        yield lambda: typist.listed == ["LOB-EN005a"] and told[-1] == "Taken back: 1 × Card LOB 7"
        hand.press(Qt.Key.Key_Y, CTRL)
        yield lambda: typist.listed == ["LOB-EN005a", "LOB-EN007"]

    def again(hand: Hand) -> Steps:
        typist = Typist(hand)
        yield lambda: typist.listed == ["LOB-EN005a", "LOB-EN007"] and typist.items._pinned is not None
        typist.type("8")
        typist.press(Qt.Key.Key_Enter, PAD)
        yield lambda: len(typist.listed) == 3
        for count in (2, 1, 0):
            hand.press(Qt.Key.Key_Z, CTRL)
            yield lambda count=count: len(typist.listed) == count

    assert play(["--library", sets.root, "gui"], walk) == 0
    assert kept(sets) == ["LOB-EN005a", "LOB-EN007"]
    assert play(["--library", sets.root, "gui"], again) == 0
    assert kept(sets) == []
