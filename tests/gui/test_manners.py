"""How the window behaves towards the one in front of it: language, look, keys, help, names for all, and its memory."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractSpinBox,
    QApplication,
    QComboBox,
    QDialog,
    QLineEdit,
    QTextEdit,
    QWidget,
)
from pytestqt.qtbot import QtBot
from tests.clipped import unplaced
from tests.spoken import keys_of, unspoken
from tests.window import Hand, Steps, play, window_with

from karuta.gui.features.add_cards.add_cards_dialog import AddCardsDialog
from karuta.gui.features.fetch import FetchDialog
from karuta.gui.kit.action_button import ActionButton
from karuta.gui.kit.command_table import COMMANDS
from karuta.gui.kit.dialog import FindDialog, FindRow
from karuta.gui.kit.search_field import SearchField
from karuta.gui.kit.theme import Theme
from karuta.gui.shell.help_window import AboutDialog, HelpWindow, pages
from karuta.gui.shell.key_sheet import KeysDialog
from karuta.gui.shell.window import BUTTONS
from karuta.paths import LibraryFolder, resources_folder
from karuta.services.library.describe_program import describe_program
from karuta.settings import Settings, read_settings, write_settings

CONTROLS = (*(QAbstractButton, QAbstractItemView, QLineEdit, QComboBox, QTextEdit, QAbstractSpinBox),)
ROOT = Path(__file__).resolve().parents[2]


def set_in_dialog(hand: Hand, **values: str | bool) -> None:
    """Fill the settings form in, and keep it."""
    dialog = hand.window.dialogs.current
    for name, value in values.items():
        field = dialog.fields[name]
        if isinstance(field, QLineEdit):
            field.setText(str(value))
        elif isinstance(field, QComboBox):
            field.setCurrentIndex(field.findData(value))
        else:
            field.setChecked(bool(value))
    dialog.buttons.accepted.emit()


@pytest.mark.long
@window_with(p=3)
def test_the_language_changes_under_an_open_window_and_back(hand: Hand, tmp_path: Path) -> Steps:
    english = words_on(hand.window)
    hand.opens("settings", QDialog)
    set_in_dialog(hand, language="ja")
    yield lambda: hand.window.commands["undo"].text() == "元に戻す"
    japanese = words_on(hand.window)
    assert not english & japanese - {"p.png"}, english & japanese
    # Every word with letters that is not a name is Japanese.
    assert not [text for text in japanese if not re.search(r"[぀-ヿ一-鿿]", text) and text != "p.png"]
    hand.opens("settings", QDialog)
    set_in_dialog(hand, language="en")
    yield lambda: hand.window.commands["undo"].text() == "Undo"
    assert words_on(hand.window) == english
    yield hand.ended
    assert read_settings(tmp_path / "settings.json").language == "en"


def text_on(widget: QWidget) -> object:
    """Qt's own widgets have a method, ours a property."""
    found = getattr(widget, "text", "")
    return found() if callable(found) else found


def words_on(window: QWidget) -> set[str]:
    """The texts of the window that hold words: menus, labels, buttons, names for those who do not see."""
    texts = {action.text() for action in window.actions()}
    for child in window.findChildren(QWidget):
        if child.isVisible():
            texts.add(text_on(child))
            texts.add(child.accessibleName())
    return {text for text in texts if isinstance(text, str) and re.search(r"[A-Za-z぀-ヿ一-鿿]{3}", text)}


def test_the_look_changes_under_an_open_window(library: LibraryFolder, tmp_path: Path) -> None:
    write_settings(tmp_path / "settings.json", Settings(theme="light"))

    def walk(hand: Hand) -> Steps:
        yield lambda: hand.is_settled
        light = hand.window.grab().toImage().pixelColor(20, 200).lightness()
        icon = hand.window.commands["undo"].icon().pixmap(16).toImage()
        hand.opens("settings", QDialog)
        set_in_dialog(hand, theme="dark")
        yield lambda: hand.window.palette().window().color().lightness() < 60
        assert hand.window.grab().toImage().pixelColor(20, 200).lightness() < light - 100
        assert hand.window.commands["undo"].icon().pixmap(16).toImage() != icon

    assert play(["--library", library.root, "gui"], walk) == 0
    assert read_settings(tmp_path / "settings.json").theme == "dark"


@pytest.mark.long
@window_with(3, 4)
def test_without_advance_the_photo_stays_until_one_goes_on(hand: Hand) -> Steps:
    hand.press(Qt.Key.Key_A)
    yield lambda: not hand.work.session.settings.advance
    assert not hand.window.commands["advance"].isChecked()
    hand.type("1")
    yield lambda: hand.work.desk.label is not None and hand.is_settled
    assert hand.on_desk == "3.png"
    hand.press(Qt.Key.Key_A)
    yield lambda: hand.work.session.settings.advance
    hand.type("1")
    yield hand.shows("4.png")


def named(widget: QWidget) -> bool:
    return bool(widget.accessibleName() or text_on(widget))


def nameless(window: QWidget) -> list[QWidget]:
    """Controls that say nothing to those who do not see them; Qt's own parts of a control are the control's."""
    return [
        child
        for kind in CONTROLS
        for child in window.findChildren(kind)
        if child.isVisibleTo(window)
        and not named(child)
        and not child.objectName().startswith("qt_")
        and not isinstance(child.parentWidget(), QComboBox | QLineEdit | QAbstractItemView)
    ]


OPENING = (
    *("settings", "keys", "about", "export", "train"),
    *("history", "consistency", "backups", "packs"),
    *("add-catalogue", "doctor", "browse", "listed", "inventory"),
)


@window_with(3, 4)
def test_every_control_of_the_window_and_of_every_dialog_has_a_name_and_keys_reach_it(hand: Hand) -> Steps:
    opened: list[str] = []

    def looked_at(dialog: QWidget) -> Steps:
        assert dialog.windowTitle()
        # Some say their texts once they have read what they show.
        yield lambda: nameless(dialog) == []
        assert unplaced(dialog) == []
        assert has_keys(dialog), type(dialog).__name__
        if isinstance(dialog, QDialog):
            opened.append(type(dialog).__name__)

    hand.type("1")
    yield hand.shows("4.png")
    assert nameless(hand.window) == []
    assert unplaced(hand.window) == []
    assert unspoken(hand.window, keys_of(hand.window.commands, [*BUTTONS, "show-all"])) == []
    hand.press(Qt.Key.Key_W)
    yield lambda: hand.composition.bulk.grid.is_seen
    assert nameless(hand.window) == []
    hand.press(Qt.Key.Key_Escape)
    for id in OPENING:
        hand.window.commands[id].trigger()
        yield lambda: hand.window.dialogs.current is not None
        dialog = hand.window.dialogs.current
        yield from looked_at(dialog)
        assert hears_question(dialog), f"? shows no keys over {type(dialog).__name__}"
        # Esc closes each of them.
        QTest.keyClick(dialog, Qt.Key.Key_Escape)
        yield lambda: hand.window.dialogs.current is None
    hand.window.commands["add-catalogue"].trigger()
    yield lambda: isinstance(hand.window.dialogs.current, AddCardsDialog)
    hand.window.dialogs.current.download.click()  # type: ignore[union-attr]
    yield lambda: isinstance(hand.window.dialogs.current, FetchDialog)
    yield from looked_at(hand.window.dialogs.current)
    QTest.keyClick(hand.window.dialogs.current, Qt.Key.Key_Escape)
    yield lambda: hand.window.dialogs.current is None
    find = FindDialog([FindRow("monday", "monday")], title="Find", name="What to find", parent=hand.window)
    hand.window.dialogs.show(find)
    yield from looked_at(find)
    QTest.keyClick(find, Qt.Key.Key_Escape)
    yield lambda: hand.window.dialogs.current is None
    hand.window.commands["check-listings"].trigger()
    yield lambda: hand.is_settled and nameless(hand.window) == []
    assert unplaced(hand.window) == []
    hand.press(Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    yield lambda: hand.window.dialogs.current is not None
    yield from looked_at(hand.window.dialogs.current)
    QTest.keyClick(hand.window.dialogs.current, Qt.Key.Key_Escape)
    yield lambda: hand.window.dialogs.current is None
    hand.work.arrangement.show_all()
    yield lambda: hand.is_settled
    yield from hand.over_the_stage(hand.photos[0], looked_at)
    hand.press(Qt.Key.Key_F1)
    yield lambda: hand.composition.preferences.help_window is not None
    yield from looked_at(hand.composition.preferences.help_window)
    assert hears_question(hand.composition.preferences.help_window)
    hand.composition.preferences.help_window.close()
    yield hand.ended
    modules = (ROOT / "app" / "karuta").rglob("*.py")
    derived = re.compile(r"^class (\w+)\((?:.*Dialog|(?:.*, )?Page)\):", re.MULTILINE)
    declared = {found for path in modules for found in derived.findall(path.read_text())}
    declared -= {"Dialog", "ListDialog", "ManyDialog", "Page"}  # what others derive from
    assert declared == set(opened), "a dialog that no test opens"


def hears_question(dialog: QWidget) -> bool:
    """The sheet of keys comes over it, unless it is one, or has its own."""
    own = isinstance(dialog, KeysDialog) or getattr(dialog, "has_own_keys", False)
    question = QKeySequence("?")
    return own or any(question in list(shortcut.keys()) for shortcut in dialog.findChildren(QShortcut))


def has_keys(dialog: QWidget) -> bool:
    """Tab leads to its controls, or keys of its own do what it is for."""
    controls = dialog.findChildren(QWidget)
    by_tab = any(child.focusPolicy() & Qt.FocusPolicy.TabFocus for child in controls)
    own = [shortcut for shortcut in dialog.findChildren(QShortcut) if shortcut.key() != QKeySequence("?")]
    return by_tab or bool(own or dialog.actions() or "keyPressEvent" in vars(type(dialog)))


@window_with(p=3)
def test_f6_walks_the_parts_of_the_window_and_no_button(hand: Hand) -> Steps:
    window = hand.window
    queue, view, matches = window.queue_panel.list, window.desk_panel.view, window.match_panel.list
    assert QApplication.focusWidget() is queue
    seen: list[QWidget | None] = []
    for _ in range(4):
        hand.press(Qt.Key.Key_F6)
        seen.append(QApplication.focusWidget())
    assert seen == [view, matches, queue, view]
    hand.press(Qt.Key.Key_F6, Qt.KeyboardModifier.ShiftModifier)
    assert QApplication.focusWidget() is queue
    # From a button the next part is the one after the button's own.
    window.commands["compare"].trigger()
    yield lambda: hand.is_settled
    window.match_panel.findChildren(ActionButton)[0].setFocus()
    hand.press(Qt.Key.Key_F6)
    assert QApplication.focusWidget() is queue
    hand.press(Qt.Key.Key_F6)
    assert QApplication.focusWidget() is window.desk_panel.compare
    # A line of text keeps letters for itself, and no function key.
    window.queue_panel.text.open()
    assert isinstance(QApplication.focusWidget(), SearchField)
    hand.press(Qt.Key.Key_F6)
    assert QApplication.focusWidget() is window.desk_panel.compare
    # Wherever they are, the keys of the table work.
    hand.press(Qt.Key.Key_1)
    yield lambda: hand.work.desk.label is not None


@pytest.mark.parametrize("language", ["en", "ja"])
def test_the_pages_of_help_have_titles_and_their_links_lead_somewhere(language: str) -> None:
    found = pages(resources_folder() / "help", language)
    assert [page.path.name for page in found] == [page.path.name for page in pages(resources_folder() / "help", "en")]
    for page in found:
        assert page.title and page.path.parent.name == language
        for link in re.findall(r"\]\(([^)]+)\)", page.text):
            assert (page.path.parent / link).is_file(), f"{page.path.name}: {link}"


def test_a_link_in_a_page_of_help_opens_that_page(qtbot: QtBot) -> None:
    parent = QWidget()
    qtbot.addWidget(parent)
    shown = HelpWindow(resources_folder() / "help", Theme(dark=False), parent)
    row = shown.list.currentRow()
    shown.text.anchorClicked.emit(QUrl("2-labelling.md"))
    assert shown.list.currentRow() not in (-1, row)


def test_help_names_the_keys_of_the_table_and_the_readme_leads_to_it() -> None:
    text = (resources_folder() / "help" / "en" / "2-labelling.md").read_text(encoding="utf-8")
    by_id = {command.id: command.keys[0] for command in COMMANDS if command.keys}
    for id in ("unknown", "unreadable", "no-card", "skip", "search", "advance", "keys", "next-control", "copy"):
        assert by_id[id] in text, id
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    for page in pages(resources_folder() / "help", "en"):
        assert f"resources/help/en/{page.path.name}" in readme


@pytest.mark.long
def test_about_names_every_dependency_with_its_licence(library: LibraryFolder) -> None:
    """Those of the table in packaging/README.md."""
    table = (ROOT / "packaging" / "README.md").read_text(encoding="utf-8").partition("## Dependencies")[2]
    wanted = re.findall(r"^\| `([\w.-]+)` \|", table, re.M)
    program = describe_program(resources_folder())
    licences = {part.name.replace("_", "-").casefold(): part.licence for part in program.parts}
    assert wanted
    for name in wanted:
        if name != "annoy-mm" or name in licences:  # where it has wheels
            assert licences[name] not in ("", "?"), name
    assert licences["lucide"] == "ISC"

    def walk(hand: Hand) -> Steps:
        yield lambda: hand.is_settled
        hand.window.commands["about"].trigger()
        yield lambda: isinstance(hand.window.dialogs.current, AboutDialog)
        dialog: QDialog = hand.window.dialogs.current
        yield lambda: dialog.parts.topLevelItemCount() == len(program.parts)  # type: ignore[attr-defined]
        dialog.reject()
        yield lambda: hand.window.dialogs.current is None

    assert play(["--library", library.root, "gui"], walk) == 0
