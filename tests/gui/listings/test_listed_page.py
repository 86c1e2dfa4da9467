"""The page *Supply and demand* with real keys in a real window: counts, rules, cards, packs, tables."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from tests.window import Hand, Steps, walked, window_with

from karuta.domain.card import CardKey
from karuta.gui.kit.theme import Theme
from karuta.listings.gui.listed.demand_table import DemandModel, DemandRow, DemandTable
from karuta.listings.gui.listed.listed_dialog import ListedDialog
from karuta.paths import LibraryFolder

CTRL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier


@pytest.fixture
def tables(tmp_path: Path) -> tuple[Path, Path]:
    """Shape 3 is listed often and looked for once, Shape 4 is looked for and never listed."""
    listings, searches = tmp_path / "offers.csv", tmp_path / "queries.csv"
    listings.write_text("title\n" + "Shape 3 SHP-EN003\n" * 4 + "Shape 5\nhm\n", encoding="utf-8")
    searches.write_text("query,count\nShape 3,1\nShape 4,8\n", encoding="utf-8")
    return listings, searches


def page(hand: Hand) -> ListedDialog:
    return hand.dialog(ListedDialog)


def opened(hand: Hand) -> Steps:
    hand.press(Qt.Key.Key_K, CTRL | SHIFT)
    yield lambda: page(hand).popularity is not None


def press(hand: Hand, key: Qt.Key, modifiers: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    QTest.keyClick(QApplication.focusWidget() or page(hand), key, modifiers)


def cell(dialog: ListedDialog, row: int, column: int) -> str:
    return str(dialog.table.model().index(row, column).data())


@pytest.mark.long
@window_with(3)
def test_without_tables_it_says_what_to_do_and_counts_the_librarys_labels(hand: Hand) -> Steps:
    hand.window.commands["listed"].trigger()
    assert page(hand).start.text() == "Counting…" == page(hand).note.text()
    yield lambda: page(hand).popularity is not None
    assert page(hand).start.text().startswith("Nothing has been counted.")
    assert page(hand).tables.currentWidget() is page(hand).start and not page(hand).save.isEnabled()
    yield from hand.closes()
    hand.type("1")
    yield lambda: hand.work.desk.label is not None
    yield from opened(hand)
    dialog = page(hand)
    assert dialog.table is dialog.cards and cell(dialog, 0, 1) == "Shape 3" and cell(dialog, 0, 3) == "1"
    assert "Looked for: labels (1)." in dialog.figures.text()
    yield from hand.closes()


@pytest.mark.long
def test_tables_are_counted_and_rows_stand_by_rules(library: LibraryFolder, tables: tuple[Path, Path]) -> None:
    out = tables[0].with_name("out.csv")

    def walk(hand: Hand) -> Steps:
        yield from opened(hand)
        dialog = page(hand)
        hand.chooses(tables[0])
        press(hand, Qt.Key.Key_O, CTRL)
        yield lambda: dialog.popularity is not None and dialog.popularity.listings == 5
        assert "1 row belongs to no card; offers.csv line 7" in dialog.note.text()
        # What a dropped table is of is told by its first line.
        hand.drop(tables[1], on=dialog)
        yield lambda: dialog.popularity is not None and dialog.popularity.looked_for.total == 9
        assert dialog.listed_by.currentText() == "Listed: in tables"
        assert dialog.sought_by.currentText() == "Looked for: searches"
        assert [cell(dialog, row, 1) for row in range(2)] == ["Shape 4", "Shape 5"]
        assert cell(dialog, 0, 5) == "Looked for often, hardly listed"
        assert cell(dialog, 1, 5) == "Listed, but a search misses it"
        # Another sort of looks: none of them is added to the other.
        dialog.sought_by.setCurrentIndex(dialog.sought_by.findData("labels"))
        dialog.sought_by.activated.emit(0)
        yield lambda: dialog.popularity is not None and dialog.popularity.looked_for.total == 0
        assert dialog.popularity is not None and dialog.popularity.listings == 5
        hand.chooses(out)
        dialog.save.click()
        yield out.is_file
        yield from hand.closes()
        # The tables are named still.
        yield from opened(hand)
        assert page(hand).popularity.listings == 5  # type: ignore[union-attr]
        yield from hand.closes()

    walked(library, walk)
    rows = list(csv.DictReader(out.read_text(encoding="utf-8-sig").splitlines()))
    assert rows[0]["place"] == "1" and {row["name"] for row in rows} >= {"Shape 3", "Shape 4"}


def test_a_head_orders_by_its_column_both_ways_and_then_by_the_rules(qapp: QApplication) -> None:
    """The marked row stays marked, also where a filter comes and goes."""
    parent = QWidget()
    model = DemandModel([("Card", ""), ("Listed", "")], Theme(dark=False), parent)
    table = DemandTable(model, "Cards", stretched=(0,), parent=parent)
    model.fill(DemandRow((name, count), name, CardKey("g", name)) for name, count in (("b", 2), ("a", 9), ("c", 2)))
    assert table.key == CardKey("g", "b")
    table.choose(2)

    def names() -> str:
        return "".join(str(model.index(row, 0).data()) for row in range(model.rowCount()))

    seen, head = [names()], table.horizontalHeader()
    for column in (1, 1, 1, 0, 0):
        where = QPoint(head.sectionViewportPosition(column) + head.sectionSize(column) // 2, head.height() // 2)
        QTest.mouseClick(head.viewport(), Qt.MouseButton.LeftButton, pos=where)
        seen.append(names())
        assert table.key == CardKey("g", "c")
    assert seen == ["bac", "abc", "bca", "bac", "abc", "cba"]
    model.narrow("C")
    assert names() == "c" and table.key == CardKey("g", "c")
    model.narrow("")
    assert model.row_of(CardKey("g", "a")) == 2 and model.row_of(CardKey("g", "z")) is None
    assert table.key == CardKey("g", "c")
