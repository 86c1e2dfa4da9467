"""What is asked before something cannot be taken back: words on the buttons, and nothing happens by a hasty key."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QMessageBox, QWidget
from pytestqt.qtbot import QtBot

from karuta.gui.kit.ask import Ask


def box(window: QWidget) -> QMessageBox | None:
    return next((one for one in window.findChildren(QMessageBox) if one.isVisible()), None)


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
