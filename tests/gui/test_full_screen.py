"""Full screen: F11 and back, Esc back, and nothing else about the keys is another."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from tests.window import Hand, Steps, window_with


@pytest.mark.long
@window_with(p=3)
def test_f11_goes_there_and_back_and_esc_back(hand: Hand) -> Steps:
    window, switch = hand.window, hand.window.commands["full-screen"]
    for leave in (Qt.Key.Key_F11, Qt.Key.Key_Escape):
        hand.press(Qt.Key.Key_F11)
        yield lambda: window.isFullScreen() and switch.isChecked()
        hand.press(leave)
        yield lambda: not window.isFullScreen() and not switch.isChecked()
    hand.press(Qt.Key.Key_Escape)
    yield lambda: hand.is_settled
    assert not window.isFullScreen() and hand.work.desk.label is None
    window.showMaximized()
    yield window.isMaximized
    for _ in range(2):
        hand.press(Qt.Key.Key_F11)
        yield lambda: hand.is_settled
    yield lambda: window.isMaximized() and not window.isFullScreen()
    window.showNormal()
    yield lambda: not window.isMaximized()
    # Esc ends what is nearer first.
    hand.press(Qt.Key.Key_F11)
    yield window.isFullScreen
    hand.press(Qt.Key.Key_E)
    yield lambda: window.desk_panel.view.editor.takes_keys
    hand.press(Qt.Key.Key_Escape)
    yield lambda: not window.desk_panel.view.editor.takes_keys
    assert window.isFullScreen()
    hand.press(Qt.Key.Key_Question)
    yield lambda: window.dialogs.current is not None
    hand.press(Qt.Key.Key_Escape)
    yield lambda: window.dialogs.current is None
    assert window.isFullScreen()
    window.queue_panel.text.setFocus()
    hand.type("abc")
    hand.press(Qt.Key.Key_Escape)
    assert window.isFullScreen() and not window.queue_panel.text.text()
    window.queue_panel.text.setFocus()
    hand.press(Qt.Key.Key_Escape)
    yield lambda: not window.isFullScreen()
