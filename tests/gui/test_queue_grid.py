"""The queue as a grid: marks and keys as in the list, each cell in its place, and only those in sight are asked for."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QAccessible, QKeyEvent, QPaintEvent, QRegion
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot
from tests.gui.test_models import kept, row
from tests.window import Hand, Steps, lit, photograph, window_with

from karuta.domain.queue import PhotoState
from karuta.gui.library.card_facts import FetchedCards
from karuta.gui.library.pictures import Pictures
from karuta.gui.library.session import Session
from karuta.gui.queue.queue_list import QueueDelegate, QueueList
from karuta.gui.queue.queue_model import QueueModel, QueueRows

NONE, SHIFT, CTRL = (
    Qt.KeyboardModifier.NoModifier,
    Qt.KeyboardModifier.ShiftModifier,
    Qt.KeyboardModifier.ControlModifier,
)
SIDE = 96
Key = Qt.Key


def grid(session: Session, qtbot: QtBot, *, photos: int, columns: int = 4) -> QueueList:
    """Of photos that are called 0, 1, ...; three lines and a part of the fourth are in sight."""
    model = QueueModel(Pictures(session), FetchedCards(session))
    delegate = lit(QueueDelegate, model)
    view = QueueList(model, delegate)
    qtbot.addWidget(view)
    view.show_grid(SIDE)
    cell = delegate.cell(view.font())
    bar = view.verticalScrollBar().sizeHint().width()
    view.resize(columns * cell.width() + bar + 9, round(3.3 * cell.height()))
    view.show()
    model.set_photos([str(at) for at in range(photos)])
    qtbot.waitExposed(view)
    assert view.columns == columns
    return view


def press(view: QueueList, *keys: Key, modifier: Qt.KeyboardModifier = NONE) -> list[int]:
    for key in keys:
        QTest.keyClick(view, key, modifier)
    return sorted(index.row() for index in view.selectionModel().selectedRows())


def click(view: QueueList, place: int, modifier: Qt.KeyboardModifier = NONE) -> list[int]:
    at = view.visualRect(view.model().index(place, 0)).center()
    QTest.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, modifier, at)
    return sorted(index.row() for index in view.selectionModel().selectedRows())


def test_cells_stand_beside_each_other_and_each_point_of_one_is_of_it(session: Session, qtbot: QtBot) -> None:
    view = grid(session, qtbot, photos=10)
    model, width = view.model(), view.viewport().width()
    for direction in (Qt.LayoutDirection.LeftToRight, Qt.LayoutDirection.RightToLeft):
        view.setLayoutDirection(direction)
        cells = [view.visualRect(model.index(place, 0)) for place in range(10)]
        assert len({(cell.x(), cell.y()) for cell in cells}) == 10
        assert sum(cell.width() for cell in cells[:4]) == width, "nothing is left over beside them"
        for place, cell in enumerate(cells):
            for corner in (cell.topLeft(), cell.topRight(), cell.bottomLeft(), cell.bottomRight()):
                assert view.indexAt(corner).row() == place
        assert (cells[0].x() == 0) == (direction is Qt.LayoutDirection.LeftToRight)
        after = cells[9].translated(cells[1].topLeft() - cells[0].topLeft())
        assert not view.indexAt(after.center()).isValid(), "the place after the last photo"


def test_arrows_walk_the_grid_and_pages_and_ends_do_too(session: Session, qtbot: QtBot) -> None:
    view = grid(session, qtbot, photos=30)
    came: list[str] = []
    view.moved.connect(came.append)
    assert click(view, 1) == [1]
    assert press(view, Key.Key_Down) == [5]
    assert press(view, Key.Key_Right, Key.Key_Right, Key.Key_Right) == [8], "the next line goes on"
    assert press(view, Key.Key_Left) == [7]
    assert press(view, Key.Key_Up, Key.Key_Up) == [3], "none stands above the first line"
    assert press(view, Key.Key_PageDown) == [15]
    assert press(view, Key.Key_End) == [29]
    assert press(view, Key.Key_Down) == [29]
    assert press(view, Key.Key_Up, Key.Key_Right, Key.Key_Right, Key.Key_Down) == [29], "of a line that is not full"
    assert press(view, Key.Key_PageUp, Key.Key_PageUp) == [5]
    assert press(view, Key.Key_Home) == [0]
    assert came[-1] == "0" and came[:3] == ["1", "5", "6"]


def test_shift_and_ctrl_mark_runs_and_single_photos(session: Session, qtbot: QtBot) -> None:
    view = grid(session, qtbot, photos=30)
    click(view, 6)
    assert click(view, 9, SHIFT) == [6, 7, 8, 9]
    assert click(view, 2, SHIFT) == [2, 3, 4, 5, 6], "before it, and further to the right or left"
    assert click(view, 11, CTRL) == [2, 3, 4, 5, 6, 11]
    assert click(view, 4, CTRL) == [2, 3, 5, 6, 11]
    click(view, 1)
    assert press(view, Key.Key_Down, modifier=SHIFT) == [1, 2, 3, 4, 5]
    assert press(view, Key.Key_Left, modifier=SHIFT) == [1, 2, 3, 4]
    assert press(view, Key.Key_A, modifier=CTRL) == list(range(30))


def test_only_up_and_down_alone_are_no_commands_of_the_window(session: Session, qtbot: QtBot) -> None:
    view = grid(session, qtbot, photos=3)

    def takes(key: Key, modifier: Qt.KeyboardModifier = NONE) -> bool:
        asked = QKeyEvent(QEvent.Type.ShortcutOverride, key, modifier)
        asked.ignore()
        QApplication.sendEvent(view, asked)
        return asked.isAccepted()

    assert takes(Key.Key_Down) and takes(Key.Key_Up)
    assert not takes(Key.Key_Down, CTRL) and not takes(Key.Key_Return) and not takes(Key.Key_1)
    assert not takes(Key.Key_Left), "the photo before, in a grid too"
    view.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
    assert takes(Key.Key_Left), "it points to the next photo"
    view.show_grid(None)
    assert not takes(Key.Key_Down), "beside a list it walks the matches"


def test_of_a_hundred_thousand_photos_only_those_in_sight_are_asked_for(session: Session, qtbot: QtBot) -> None:
    view = grid(session, qtbot, photos=100_000)
    model, asked = view.model(), set[str]()
    model.rows_wanted.connect(asked.update)
    view.viewport().repaint()
    qtbot.waitUntil(lambda: bool(asked))
    assert asked == {str(place) for place in range(16)}
    assert view.in_sight() == [str(place) for place in range(16)]
    view.scrollTo(model.index(99_999))
    assert view.in_sight()[-1] == "99999"
    asked.clear()
    view.viewport().repaint()
    qtbot.waitUntil(lambda: "99999" in asked)
    assert len(asked) <= 20


def test_a_screen_reader_is_told_of_each_cell_and_where_it_is(session: Session, qtbot: QtBot) -> None:
    view = grid(session, qtbot, photos=0)
    model = view.model()
    model.arrived([kept("a"), kept("b")])
    model.set_rows(["a", "b"], [row("a"), row("b", PhotoState.DONE)])
    told = QAccessible.queryAccessibleInterface(view)
    cells = [cell for at in range(told.childCount()) if (cell := told.child(at)) is not None]
    (second,) = (cell for cell in cells if cell.text(QAccessible.Text.Name) == "b.png, decided")
    assert second.rect().topLeft() == view.viewport().mapToGlobal(view.visualRect(model.index(1)).topLeft())


@pytest.mark.long
@window_with(before=True)
def test_the_grid_is_the_queue_in_another_form_and_stays_over_a_restart(hand: Hand, tmp_path: Path) -> Steps:
    for number in range(1, 9):
        photograph(tmp_path / "in" / f"{number}.png", number)
    sizes: list[list[int]] = []
    yield
    yield lambda: hand.work.is_ready
    hand.drop(tmp_path / "in")
    yield hand.looked_up(8)
    yield hand.shows("1.png")
    window, view = hand.window, hand.window.queue_panel.list
    narrow = window.columns.sizes()[0]
    assert not window.commands["larger"].isEnabled()
    hand.press(Key.Key_G, CTRL)
    assert window.commands["grid"].isChecked() and view.hasFocus() and view.columns > 2
    assert window.desk_panel.view.isVisible(), "what keys are about is beside it"
    # Up and Down are the grid's own; the desk follows, and Enter is about what it shows.
    hand.press(Key.Key_Down)
    yield hand.shows(f"{1 + view.columns}.png")
    hand.press(Key.Key_Right)
    yield hand.shows(f"{2 + view.columns}.png")
    hand.press(Key.Key_Return)
    yield lambda: hand.work.counts is not None and hand.work.counts.decided == 1
    # Several are decided together, as in the list.
    click(view, 0)
    yield hand.shows("1.png")
    click(view, 1, SHIFT)
    hand.press(Key.Key_U)
    yield lambda: hand.composition.bulk.grid.is_open
    hand.press(Key.Key_Escape)
    yield lambda: not hand.composition.bulk.grid.is_open
    columns = view.columns
    hand.press(Key.Key_Less)
    assert view.columns > columns
    hand.press(Key.Key_G, CTRL)
    assert view.columns == 1 and window.columns.sizes()[0] == narrow
    hand.press(Key.Key_G, CTRL)
    sizes.append(window.columns.sizes())
    yield
    yield lambda: hand.work.is_ready and hand.work.queue_model.rowCount() == 8
    window, view = hand.window, hand.window.queue_panel.list
    assert window.commands["grid"].isChecked() and window.commands["smaller"].isEnabled()
    assert view.columns > 2 and window.queue_panel.step == 0
    assert window.columns.sizes() == sizes[0]
    hand.press(Key.Key_G, CTRL)
    assert view.columns == 1 and window.columns.sizes()[0] < sizes[0][0]


def test_a_photo_that_was_gone_when_it_was_asked_for_is_asked_for_again_once_it_is_drawn(qtbot: QtBot) -> None:
    """Taken out and put back by an undo: the answer may be older than the undo, and nothing draws the row again."""
    owner = QObject()
    wanted: list[list[str]] = []
    rows = QueueRows(owner, wanted.append)
    assert rows.row("a") is None
    qtbot.waitUntil(lambda: wanted == [["a"]])
    assert rows.row("a") is None
    qtbot.wait(50)
    assert wanted == [["a"]]
    rows.set(["a"], [])
    qtbot.waitUntil(lambda: wanted == [["a"], ["a"]])
    # Who has left the list for good is not asked for again and again.
    rows.set(["a"], [])
    qtbot.wait(50)
    assert len(wanted) == 2
    rows.row("a")
    qtbot.waitUntil(lambda: len(wanted) == 3)
    rows.set(["a"], [row("a")])
    found = rows.row("a")
    assert found is not None and found.name == "a.png"


class _Painted(QObject):
    """What part of a widget is painted from now on."""

    def __init__(self, widget: QWidget) -> None:
        super().__init__(widget)
        self.region = QRegion()
        widget.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802
        if isinstance(event, QPaintEvent):
            self.region += event.region()
        return super().eventFilter(watched, event)


@pytest.mark.parametrize("side", [None, SIDE], ids=["rows", "grid"])
def test_all_that_is_in_sight_is_painted_anew_when_more_is_known_of_the_rows(
    session: Session, qtbot: QtBot, side: int | None
) -> None:
    view = grid(session, qtbot, photos=20)
    view.show_grid(side)
    qtbot.wait(1)
    painted = _Painted(view.viewport())
    view.model().redraw()
    qtbot.waitUntil(lambda: not painted.region.isEmpty())
    assert painted.region.boundingRect() == view.viewport().rect()
