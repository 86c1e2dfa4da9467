"""The page *List for a shop*: what is unsure on top, one key each, a decision taken back, a total that follows."""

from __future__ import annotations

from dataclasses import replace
from types import SimpleNamespace

import numpy as np
import pytest
from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from karuta.domain.card import Card, CardKey
from karuta.listings.domain.inventory import CONFIRMED, InventoryRow
from karuta.listings.gui.inventory.inventory_dialog import InventoryDialog
from karuta.listings.services.inventory.make_inventory import shop_formats
from karuta.paths import resources_folder


class Beside(QObject):
    """In place of tasks, facts of cards and pictures."""

    told, known, small_ready = Signal(int, int), Signal(), Signal()

    def stop(self) -> None:
        """Nothing runs."""

    def picture(self, card: CardKey, sha256: str) -> None:
        """There is none."""


def seen(number: int, *, settled: bool = True, card: bool = True, photo: str = "a.jpg") -> InventoryRow:
    key = CardKey("g", str(number))
    row = InventoryRow(photo, number, "sure" if settled else "unsure", is_settled=settled, places=((photo, number),))
    return replace(row, card=Card(key, {"en": f"Card {number}"}), name=f"Card {number}") if card else row


@pytest.fixture
def dialog(qtbot: QtBot) -> InventoryDialog:
    parent = QWidget()
    qtbot.addWidget(parent)
    beside, kit = Beside(parent), SimpleNamespace(window=parent)
    session = SimpleNamespace(resources=resources_folder())
    parts = SimpleNamespace(kit=kit, session=session, tasks=beside, card_facts=beside, pictures=beside)
    dialog = InventoryDialog(parts)  # type: ignore[arg-type]
    dialog.show()
    return dialog


def told(dialog: InventoryDialog) -> list[tuple[str, str, str]]:
    return [(item.text(0), item.text(1), item.text(3)) for item in dialog.list.items]


def test_while_photos_are_looked_up_it_says_how_many_are_left(dialog: InventoryDialog) -> None:
    dialog.begin()
    dialog.tell(7, 60)
    assert dialog.note.text() == "Photos looked up: 7 of 60"


def test_what_is_unsure_stands_on_top_and_one_key_settles_or_drops_it(dialog: InventoryDialog) -> None:
    rows = [seen(1), seen(1, photo="b.jpg"), seen(2, settled=False), seen(3, settled=False, card=False)]
    dialog.show_list(rows, {("a.jpg", 2): np.zeros((8, 6, 3), np.uint8)})
    assert told(dialog) == [("1", "Card 2", "Check it"), ("1", "", "No card of the catalogue"), ("2", "Card 1", "")]
    assert dialog.note.text() == "Cards in the list: 2, rows: 1. To be checked: 2"
    assert not dialog.crop.pixmap().isNull()
    QTest.keyClick(dialog.list, Qt.Key.Key_Return)
    assert dialog.note.text() == "Cards in the list: 3, rows: 2. To be checked: 1"
    assert [row.verdict for row in dialog.rows if row.name == "Card 2"] == [CONFIRMED]
    QTest.keyClick(dialog.list, Qt.Key.Key_Return)  # no card: nothing to say yes to
    assert dialog.note.text() == "Cards in the list: 3, rows: 2. To be checked: 1"
    QTest.keyClick(dialog.list, Qt.Key.Key_Delete)
    assert dialog.note.text() == "Cards in the list: 3, rows: 2. To be checked: 0"
    QTest.keyClick(dialog.list, Qt.Key.Key_Delete)  # a settled row stays
    assert dialog.note.text() == "Cards in the list: 3, rows: 2. To be checked: 0"
    dialog.undo()
    dialog.undo()
    assert dialog.note.text() == "Cards in the list: 2, rows: 1. To be checked: 2" and not dialog.back.isEnabled()


def test_the_condition_is_said_of_all_and_nothing_is_saved_of_nothing(dialog: InventoryDialog) -> None:
    assert not dialog.save.isEnabled() and dialog.rows == []
    dialog.show_list([seen(1), seen(2, settled=False)], {})
    dialog.condition.setCurrentIndex(dialog.condition.findData("good"))
    assert [row.condition for row in dialog.rows] == ["good", "good"] and dialog.save.isEnabled()
    assert [dialog.shop.itemData(at) for at in range(dialog.shop.count())] == list(shop_formats(resources_folder()))


def test_with_nothing_to_look_at_the_list_has_the_whole_width(dialog: InventoryDialog) -> None:
    assert not dialog.crop.isVisible() and not dialog.yes.isVisible()
    dialog.show_list([seen(1), seen(2, settled=False)], {})
    assert dialog.crop.isVisible() and dialog.yes.isVisible()
    QTest.keyClick(dialog.list, Qt.Key.Key_Return)
    assert dialog.back.isVisible()  # a decision can be taken back
    dialog.show_list([seen(1)], {})
    assert not dialog.crop.isVisible() and not dialog.back.isVisible()
