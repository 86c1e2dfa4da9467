"""The look's own controls: flat, in the theme's colours, with scroll bars whose handle can be found and dragged."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QAction, QColor, QFontInfo, QImage, QPalette
from PySide6.QtWidgets import (
    QApplication,
    QCheckBox,
    QComboBox,
    QLineEdit,
    QMenu,
    QPushButton,
    QStyle,
    QToolButton,
    QWidget,
)
from pytestqt.qtbot import QtBot
from tests.window import lit

from karuta.gui.desk.match_panel import VerdictHead
from karuta.gui.kit import fitted
from karuta.gui.kit.action_button import ActionButton
from karuta.gui.kit.style import FlatStyle
from karuta.gui.kit.theme import Role, Theme, base_font
from karuta.gui.shell.appearance import Appearance
from karuta.paths import resources_folder
from karuta.settings import Settings


@pytest.fixture
def theme(qapp: QApplication) -> Theme:
    return Theme(dark=True)


def picture(widget: QWidget, theme: Theme) -> QImage:
    style = FlatStyle(theme)
    style.setParent(widget)
    widget.setStyle(style)
    widget.setPalette(theme.palette())
    return widget.grab().toImage()


def luminance(colour: QColor) -> float:
    """Relative luminance as WCAG 2 defines it."""
    parts = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in colour.getRgbF()[:3])
    return sum(weight * part for weight, part in zip((0.2126, 0.7152, 0.0722), parts, strict=True))


def contrast(one: QColor, other: QColor) -> float:
    lighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


GROUNDS = (Role.WINDOW, Role.SURFACE)
WORDS = (Role.MUTED, Role.ACCENT, Role.GOOD, Role.DOUBT, Role.BAD)


@pytest.mark.parametrize("dark", [False, True])
@pytest.mark.parametrize(
    ("high", "least"),
    [
        (False, {Role.TEXT: 7, Role.EDGE: 3, **dict.fromkeys(WORDS, 4.5)}),
        (True, {Role.TEXT: 15, Role.EDGE: 7, Role.LINE: 7, **dict.fromkeys(WORDS, 7)}),
    ],
)
def test_words_and_edges_stand_out_from_their_grounds(*, dark: bool, high: bool, least: dict[Role, float]) -> None:
    theme = Theme(dark, contrast=high)
    for role, ratio in least.items():
        for ground in GROUNDS:
            assert contrast(theme.colour(role), theme.colour(ground)) >= ratio, (role, ground)
    assert contrast(theme.colour(Role.ON_ACCENT), theme.colour(Role.ACCENT)) >= least[Role.ACCENT]


def test_the_systems_higher_contrast_is_followed_while_it_runs(
    qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, qapp: QApplication
) -> None:
    look = Appearance(qapp, resources_folder(), Settings())
    try:
        before = look.theme.colour(Role.EDGE)
        monkeypatch.setattr("karuta.gui.kit.theme.wants_contrast", lambda: True)
        hints = qapp.styleHints()
        hints.accessibility().contrastPreferenceChanged.emit(Qt.ContrastPreference.HighContrast)
        assert look.theme.colour(Role.EDGE) != before
        assert qapp.palette().color(QPalette.ColorRole.WindowText) == look.theme.colour(Role.TEXT)
    finally:
        look.release()


def test_the_button_that_enter_presses_is_filled_and_its_words_can_be_read_on_it(qtbot: QtBot, theme: Theme) -> None:
    button = QPushButton("Confirm", default=True)
    qtbot.addWidget(button)
    button.resize(120, 30)
    image = picture(button, theme)
    seen = {image.pixelColor(x, y).name() for x in range(120) for y in range(30)}
    assert {theme.colour(Role.ACCENT).name(), theme.colour(Role.ON_ACCENT).name()} <= seen
    button.setEnabled(False)
    assert theme.colour(Role.ACCENT).name() != picture(button, theme).pixelColor(10, 15).name()


def test_the_longest_menu_fits_a_screen_at_200_percent(
    qtbot: QtBot, theme: Theme, monkeypatch: pytest.MonkeyPatch
) -> None:
    def height() -> int:
        menu = QMenu()
        qtbot.addWidget(menu)
        style = FlatStyle(theme)
        style.setParent(menu)
        menu.setStyle(style)
        for number in range(21):
            menu.addAction(f"Command {number}")
        assert style.styleHint(QStyle.StyleHint.SH_Menu_Scrollable, None, menu)
        return menu.sizeHint().height()

    assert height() > 540
    monkeypatch.setattr(fitted, "room", lambda window: QRect(0, 0, 960, 492))
    assert height() <= 492


def test_an_empty_check_box_can_be_seen_on_a_dark_ground(qtbot: QtBot, theme: Theme) -> None:
    box = QCheckBox()
    qtbot.addWidget(box)
    box.resize(30, 30)
    image = picture(box, theme)
    seen = {image.pixelColor(x, 15).lightness() for x in range(16)}
    assert max(seen) - min(seen) > 80


def test_latin_letters_come_from_the_systems_font(qapp: QApplication) -> None:
    assert base_font(qapp.font()).families()[0] == QFontInfo(qapp.font()).family()


class FlatButton(QPushButton):
    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent, flat=True)


@pytest.mark.parametrize("dark", [False, True])
@pytest.mark.parametrize("kind", [QPushButton, FlatButton, QToolButton, QComboBox, QCheckBox, QLineEdit, ActionButton])
def test_who_has_the_keys_is_told_from_what_the_mouse_is_over(qtbot: QtBot, kind: type[QWidget], *, dark: bool) -> None:
    """By a line of two pixels in the accent's colour, all around."""
    theme = Theme(dark=dark)
    windows = QWidget(), QWidget()
    over, focused = (_control(window, kind, theme) for window in windows)
    for window in windows:
        qtbot.addWidget(window)
    over.setAttribute(Qt.WidgetAttribute.WA_UnderMouse)
    focused.window().show()
    focused.window().activateWindow()
    focused.setFocus()
    qtbot.waitUntil(focused.hasFocus)
    line = theme.colour(Role.ACCENT).name()
    hovered, marked = picture(over, theme), picture(focused, theme)

    def in_line(image: QImage) -> int:
        pixels = ((x, y) for x in range(image.width()) for y in range(image.height()))
        return sum(image.pixelColor(x, y).name() == line for x, y in pixels)

    # A check box has its line around its words, or around itself.
    assert in_line(marked) - in_line(hovered) > 1.2 * (focused.height() + focused.width())


def _control(window: QWidget, kind: type[QWidget], theme: Theme) -> QWidget:
    if kind is ActionButton:
        made: QWidget = ActionButton(QAction("Confirm", window), theme, window)
    else:
        made = kind(window)
        if isinstance(made, QPushButton | QToolButton | QCheckBox):
            made.setText("Confirm")
    made.resize(100, 30)
    return made


def test_what_became_of_a_key_stands_at_the_verdict_and_a_refusal_takes_no_saved_away(qtbot: QtBot) -> None:
    head = lit(VerdictHead)
    qtbot.addWidget(head)
    head.say("check", "Sure", "Enter confirms", None)
    head.answer("Too quick", role=Role.DOUBT)
    head.answer("Saved: p.png", role=Role.GOOD, stored="Saved")
    assert head.answered == "Saved: p.png"
    head.answer("Too quick", role=Role.DOUBT)
    assert head.answered == "Saved · Too quick"
    qtbot.waitUntil(lambda: head.answered == "")
    head.answer("Too quick", role=Role.DOUBT)
    assert head.answered == "Too quick"
