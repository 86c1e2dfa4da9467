"""A script that fails ends its window at once, whatever lies over it, and says what was there."""

from __future__ import annotations

import threading
from collections.abc import Callable, Generator
from pathlib import Path

import pytest
import tests.window
from PySide6.QtCore import QPoint, Qt, QTimer
from PySide6.QtWidgets import QApplication, QMenu
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
