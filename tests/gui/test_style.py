"""The look's own controls: flat, in the theme's colours, with scroll bars whose handle can be found and dragged."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QFontInfo, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QCheckBox, QProgressBar, QPushButton, QScrollBar, QWidget
from pytestqt.qtbot import QtBot

from karuta.gui.kit.style import FlatStyle
from karuta.gui.kit.theme import Role, Theme, base_font


@pytest.fixture
def theme(qapp: QApplication) -> Theme:
    return Theme(dark=True)


def picture(widget: QWidget, theme: Theme) -> QImage:
    style = FlatStyle(theme)
    style.setParent(widget)
    widget.setStyle(style)
    widget.setPalette(theme.palette())
    return widget.grab().toImage()


def test_a_button_and_a_bar_are_of_one_colour_from_top_to_bottom(qtbot: QtBot, theme: Theme) -> None:
    button, bar = QPushButton(), QProgressBar()
    bar.setValue(100)
    for widget in (button, bar):
        qtbot.addWidget(widget)
        widget.resize(120, 30)
        image = picture(widget, theme)
        middle = {image.pixelColor(60, y).name() for y in range(13, 18)}
        assert len(middle) == 1
    assert middle == {theme.colour(Role.ACCENT).name()}


def test_an_empty_check_box_can_be_seen_on_a_dark_ground(qtbot: QtBot, theme: Theme) -> None:
    box = QCheckBox()
    qtbot.addWidget(box)
    box.resize(30, 30)
    image = picture(box, theme)
    seen = {image.pixelColor(x, 15).lightness() for x in range(16)}
    assert max(seen) - min(seen) > 80


def test_a_scroll_bar_has_no_arrows_and_its_handle_is_dragged_from_end_to_end(qtbot: QtBot, theme: Theme) -> None:
    bar = QScrollBar(Qt.Orientation.Vertical)
    qtbot.addWidget(bar)
    bar.setRange(0, 5_600_000)
    bar.setPageStep(800)
    bar.resize(12, 400)
    picture(bar, theme)
    bar.show()
    QTest.mousePress(bar, Qt.MouseButton.LeftButton, pos=QPoint(6, 4))
    QTest.mouseMove(bar, QPoint(6, 399))
    QTest.mouseRelease(bar, Qt.MouseButton.LeftButton, pos=QPoint(6, 399))
    assert bar.value() == bar.maximum()


def test_latin_letters_come_from_the_systems_font(qapp: QApplication) -> None:
    assert base_font(qapp.font()).families()[0] == QFontInfo(qapp.font()).family()
