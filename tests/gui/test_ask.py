"""What is asked before something cannot be taken back: words on the buttons, and nothing happens by a hasty key."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QDir, QFileInfo, Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QFileDialog,
    QFileIconProvider,
    QLabel,
    QMessageBox,
    QWidget,
)
from pytestqt.qtbot import QtBot

from karuta.gui.kit.dialog_kit import Ask


def test_qts_own_file_dialog_is_all_in_japanese(speak: Callable[[str], object]) -> None:
    """Without a desktop's own dialog it is Qt's, whose Japanese has gaps."""
    speak("ja")
    dialog = QFileDialog(None, "開く")
    dialog.setOption(QFileDialog.Option.DontUseNativeDialog)
    dialog.show()
    words = [child.text() for kind in (QLabel, QAbstractButton) for child in dialog.findChildren(kind)]
    words.append(QFileIconProvider().type(QFileInfo(QDir.tempPath())))
    dialog.close()
    assert "場所(&I):" in words
    english = re.compile(r"[A-Za-z]{2}")
    assert [text for text in words if english.search(text)] == []


def test_no_file_of_a_library_is_saved_over(
    qapp: QApplication, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    told: list[str] = []
    ask = Ask(QWidget())
    monkeypatch.setattr(ask, "tell", lambda title, text: told.append(text))
    (tmp_path / "labels.db").touch()
    for name in ("labels.db", "new.csv"):
        monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_, name=name: (str(tmp_path / name), ""))
        assert ask.new_file("Save", "labels.csv", "") == (tmp_path / name if name == "new.csv" else None)
    (said,) = told
    assert "belongs to the library" in said


def box(window: QWidget) -> QMessageBox | None:
    return next((box for box in window.findChildren(QMessageBox) if box.isVisible()), None)


@pytest.mark.parametrize(
    ("key", "agreed"),
    [(Qt.Key.Key_Return, False), (Qt.Key.Key_Escape, False), ("Promote anyway", True), ("Cancel", False)],
)
def test_only_the_button_with_the_deed_agrees(qtbot: QtBot, *, key: Qt.Key | str, agreed: bool) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    window.show()
    seen: list[list[str]] = []

    def answer() -> None:
        shown = box(window)
        if shown is None:
            return
        timer.stop()
        seen.append([button.text() for button in shown.buttons()])
        if isinstance(key, str):
            next(button for button in shown.buttons() if button.text() == key).click()
        else:
            QTest.keyClick(shown, key)

    timer = QTimer()
    timer.timeout.connect(answer)
    timer.start(5)
    assert Ask(window).agrees("A title", "All the same?", deed="Promote anyway") is agreed
    assert [sorted(texts) for texts in seen] == [["Cancel", "Promote anyway"]]
