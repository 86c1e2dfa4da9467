"""A script that fails ends its window at once, whatever lies over it, and says what was there."""

from __future__ import annotations

import threading
from collections.abc import Callable, Generator
from pathlib import Path

import pytest
import tests.window
from PySide6.QtCore import QPoint, Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QMenu
from tests.window import Condition, Hand, photograph, play

from karuta.paths import LibraryFolder

Steps = Generator[Condition, None, None]


def a_dialog(hand: Hand) -> Condition:
    hand.press(Qt.Key.Key_Question)
    return lambda: hand.window.dialogs.current is not None


def a_question(hand: Hand) -> Condition:
    QTimer.singleShot(0, lambda: hand.window.ask.agrees("Planted", "A question that nobody answers.", deed="Do it"))
    return lambda: QApplication.activeModalWidget() is not None


def a_menu(hand: Hand) -> Condition:
    menu = QMenu(hand.window)
    menu.addAction("Nothing")
    QTimer.singleShot(0, lambda: menu.exec(QPoint(10, 10)))
    return menu.isVisible


@pytest.mark.long
@pytest.mark.parametrize("put", [a_dialog, a_question, a_menu])
def test_a_script_that_fails_leaves_no_window_and_no_lane(
    library: LibraryFolder, tmp_path: Path, put: Callable[[Hand], Condition]
) -> None:
    def walk(hand: Hand) -> Steps:
        yield hand.shows("p.png")
        yield put(hand)
        raise AssertionError("planted")

    with pytest.raises(AssertionError, match="planted"):
        play(["--library", library.root, "gui", photograph(tmp_path / "p.png", 3)], walk)
    assert not [widget for widget in QApplication.topLevelWidgets() if widget.isVisible()]
    assert not [thread.name for thread in threading.enumerate() if thread.name.startswith("karuta-")]


def test_a_script_that_waits_in_vain_says_what_is_there(
    library: LibraryFolder, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def walk(hand: Hand) -> Steps:
        yield hand.shows("p.png")
        monkeypatch.setattr(tests.window, "PATIENCE_TURNS", 50)
        yield a_dialog(hand)
        yield lambda: False

    with pytest.raises(AssertionError, match=r"in vain at walk line \d+; there are .*KeysDialog.*on the desk is p.png"):
        play(["--library", library.root, "gui", photograph(tmp_path / "p.png", 3)], walk)


@pytest.mark.long
@pytest.mark.parametrize("ends", ["at a wait", "with steps to come", "with its last step"])
def test_a_window_that_ends_before_its_script_is_a_failure(library: LibraryFolder, ends: str) -> None:
    def walk(hand: Hand) -> Steps:
        yield lambda: hand.is_settled
        hand.close()
        yield lambda: ends != "at a wait"
        if ends == "with steps to come":
            yield lambda: True

    if ends == "with its last step":
        assert play(["--library", library.root, "gui"], walk) == 0
        return
    with pytest.raises(AssertionError, match=r"the window was closed (while|before) .*walk line \d+"):
        play(["--library", library.root, "gui"], walk)


@pytest.mark.long
@pytest.mark.parametrize("bound", ["PATIENCE_TURNS", "MOST_TURNS"])
def test_a_script_that_asks_the_disk_for_ever_waits_in_vain(
    library: LibraryFolder, monkeypatch: pytest.MonkeyPatch, bound: str
) -> None:
    other = {"PATIENCE_TURNS": "MOST_TURNS", "MOST_TURNS": "PATIENCE_TURNS"}[bound]

    def never() -> bool:
        return sum(path.stat().st_size for _ in range(200) for path in library.root.iterdir()) < 0

    def walk(hand: Hand) -> Steps:
        yield lambda: hand.is_settled
        monkeypatch.setattr(tests.window, bound, 100)
        monkeypatch.setattr(tests.window, other, 10**9)
        yield never

    with pytest.raises(AssertionError, match=r"in vain at walk line \d+"):
        play(["--library", library.root, "gui"], walk)


@pytest.mark.long
def test_it_says_so_where_the_labels_are_lost_and_there_is_no_desk(
    library: LibraryFolder, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def label(hand: Hand) -> Steps:
        yield hand.shows("p.png")
        hand.press(Qt.Key.Key_1)
        yield lambda: hand.work.counts.done == 1

    def walk(hand: Hand) -> Steps:
        monkeypatch.setattr(tests.window, "PATIENCE_TURNS", 50)
        yield lambda: True
        yield lambda: False

    assert play(["--library", library.root, "gui", photograph(tmp_path / "p.png", 3)], label) == 0
    library.labels_db.unlink()
    with pytest.raises(AssertionError, match=r"in vain .*LostWindow.*on the desk is nothing"):
        play(["--library", library.root, "gui"], walk)


@pytest.mark.long
def test_an_open_menu_has_the_keys_when_a_dialog_has_closed_below_it(library: LibraryFolder) -> None:
    """No window may be active then, and a hand that waits for one would stand still."""

    def walk(hand: Hand) -> Steps:
        yield lambda: hand.is_settled
        hand.opens("keys", QDialog)
        menu = QMenu(hand.window)
        menu.addAction("one")
        menu.popup(QPoint(10, 10))
        hand.window.dialogs.current.reject()
        yield lambda: hand.window.dialogs.current is None
        assert QApplication.activePopupWidget() is menu
        QTest.keyClick(menu, Qt.Key.Key_Escape)
        yield lambda: not menu.isVisible()
        assert hand.window.isActiveWindow()

    assert play(["--library", library.root, "gui"], walk) == 0
