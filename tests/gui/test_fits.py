"""The window and every dialog fit the screens that people have, and no word on them is cut."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QRect, Qt
from PySide6.QtGui import QAction
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QLabel, QPushButton, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot
from tests.clipped import clipped
from tests.gui.test_learn import listed
from tests.gui.test_manners import OPENING
from tests.gui.test_review import ComingCards, ComingPictures
from tests.judged import match
from tests.window import Hand, Steps, window_with

from karuta.domain.gate import RARE_CARDS, WHOLE, Comparison, Paired
from karuta.domain.sentence import Sentence
from karuta.domain.statistics import Gain, wilson
from karuta.domain.training_progress import Begun, Judged
from karuta.gui.desk.match_model import MatchModel
from karuta.gui.desk.match_panel import MatchPanel
from karuta.gui.features.learn.learn_dialog import LearnDialog, LibraryModels
from karuta.gui.kit import fitted
from karuta.gui.kit.action_button import ActionButton
from karuta.gui.kit.command_table import COMMANDS, DAILY
from karuta.gui.kit.commands import Commands, key_map
from karuta.gui.kit.dialog import FindDialog, FindRow
from karuta.gui.kit.fitted import ScrollPage
from karuta.gui.kit.keys import KeyCaps, on_the_cap
from karuta.gui.kit.notice import Weight
from karuta.gui.kit.theme import Icons, Theme, base_font
from karuta.gui.queue.queues import ALL
from karuta.gui.shell.key_sheet import KeysDialog
from karuta.gui.shell.window import BUTTONS
from karuta.paths import resources_folder
from karuta.services.models.measurements import Measurement
from karuta.settings import Keys, Settings, write_settings

# 1366 x 768, and 1920 x 1080 at 150 %, each without a bar of 40 pixels at the bottom.
SCREENS = (QRect(0, 0, 1366, 728), QRect(0, 0, 1280, 680))

LONG = "A photo that could not be read, and a sentence about it that is as long as any sentence of ours can be."


def outside(window: QWidget) -> list[str]:
    whole, screen = window.frameGeometry(), fitted.room(window)
    fits = whole.width() <= screen.width() and whole.height() <= screen.height()
    return [] if fits else [f"{whole.size().toTuple()} on {screen.size().toTuple()}"]


def fill(dialog: QDialog) -> None:
    """With the longest that some of them say."""
    if isinstance(dialog, LearnDialog):
        begun = Begun("lite0-head-1", "lite0@1", "c" * 64, 12_345, 6_789, 1_234, steps=2_000, resumed_at=0)
        judged = Judged(0, dict.fromkeys(("other_photos", "new_cards", "simulated"), wilson(900, 1_000)))
        dialog.training._training._heard_so_far[:] = [begun, judged]
        dialog.training.refresh()
        whole = Paired(12_345, 12, 345, 6_789, cards=999, by_card=Gain(-0.1, -0.2, 0.1))
        names = ("standard test", "held-out labels", "labels")
        sets = tuple(Comparison(name, {WHOLE: whole, RARE_CARDS: whole}, {}) for name in names)
        ruled = Measurement((Sentence(LONG),), model="new@1", instead_of="old@1", time="", sets=sets)
        measured = {"new": ruled}
        dialog.show_models(LibraryModels([listed("old", active=True), listed("new")], "older", measured))
        dialog.list.choose("new")
        dialog.begin()


@pytest.mark.long
@pytest.mark.parametrize("language", ["en", "ja"])
@window_with(3, 4, before=True)
def test_every_dialog_fits_small_screens_and_cuts_no_word(
    hand: Hand, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, language: str
) -> Steps:
    write_settings(tmp_path / "settings.json", Settings(language=language))
    table = tmp_path / "listings.csv"
    table.write_text("listing_id,title,photos\nL1,Shape 3 NM 1st edition x3,3.png|4.png\nL2,Shape 9,4.png\n")
    screen = SCREENS[0]
    monkeypatch.setattr(fitted, "room", lambda window: screen)
    found: list[str] = []

    def look(hand: Hand, name: str, window: QWidget) -> Steps:
        session = hand.work.session
        yield lambda: session.store_lane.is_idle and session.files_lane.is_idle and session.task_lane.is_idle
        # What has just been said is laid out when the loop comes round; what stays cut after so many rounds is cut.
        lines: list[str] = []
        for _ in range(60):
            yield lambda: True
            lines = [*outside(window), *clipped(window)]
            if not lines:
                return
        found.extend(f"{screen.width()} {name}: {line}" for line in lines)

    def busy(hand: Hand) -> Steps:
        """Everything that comes and goes at once."""
        window, panel = hand.window, hand.window.desk_panel
        window.commands["compare"].trigger()
        yield lambda: hand.is_settled
        button = window.commands["retry"].text()
        panel.notice.say(f"{tmp_path}: {LONG}", Weight.TROUBLE, button=button, do=lambda: None)
        for bar in (window.task_bar, window.import_bar, window.training_bar):
            bar.begin(window.commands["add-catalogue"].text())
        yield from look(hand, "busy", window)
        for item in (panel.notice, window.task_bar, window.import_bar, window.training_bar):
            item.hide()
        window.commands["compare"].trigger()

    def dialogs(hand: Hand) -> Steps:
        for id in OPENING:
            hand.window.commands[id].trigger()
            yield lambda: hand.window.dialogs.current is not None
            dialog = hand.window.dialogs.current
            assert dialog is not None
            fill(dialog)
            yield from look(hand, id, dialog)
            QTest.keyClick(dialog, Qt.Key.Key_Escape)
            yield lambda: hand.window.dialogs.current is None
        find = FindDialog([FindRow("monday › listing 1   3", "")], title="Find", name="Find", parent=hand.window)
        hand.window.dialogs.show(find)
        yield from look(hand, "find", find)
        QTest.keyClick(find, Qt.Key.Key_Escape)
        yield lambda: hand.window.dialogs.current is None
        yield from queues(hand)
        yield from hand.over_the_stage(hand.photos[0], lambda shown: look(hand, type(shown).__name__, shown))

    def queues(hand: Hand) -> Steps:
        """The name of each with many photos in it."""
        button = hand.window.queue_panel.queue
        for queue in hand.work.arrangement.queues:
            hand.work.arrangement.choose_queue(queue)
            yield lambda: hand.is_settled
            button.setText(button.text().replace("0", "12,345"))
            if button.sizeHint().width() > button.width():
                found.append(f"{screen.width()} {queue.id}: {button.text()!r} is cut")
        hand.window.commands["check-listings"].trigger()
        hand.window.ask.file = lambda title, kinds: table  # type: ignore[method-assign]
        hand.window.commands["open"].trigger()
        yield lambda: hand.is_settled and hand.window.queue_panel.queue.text().count("2")
        yield from look(hand, "listings", hand.window)
        keys = hand.opens("keys", QDialog)
        yield from look(hand, "keys of listings", keys)
        QTest.keyClick(keys, Qt.Key.Key_Escape)
        yield lambda: hand.window.dialogs.current is None
        hand.work.arrangement.choose_queue(ALL)
        yield lambda: hand.is_settled

    yield
    yield hand.shows("3.png")
    hand.type("1")
    yield hand.shows("4.png")
    for wanted in SCREENS:
        screen = wanted
        fitted.clamp(hand.window)
        yield from look(hand, "window", hand.window)
        yield from busy(hand)
        yield from dialogs(hand)
    yield hand.ended
    assert found == [], "\n".join(found)


@pytest.mark.long
@pytest.mark.parametrize("language", ["en", "ja"])
@window_with(before=True, of="empty_library")
def test_the_first_start_cuts_no_word(hand: Hand, monkeypatch: pytest.MonkeyPatch, language: str) -> Steps:
    write_settings(hand.folder / "settings.json", Settings(language=language))
    monkeypatch.setattr(fitted, "room", lambda window: SCREENS[1])
    yield
    yield lambda: hand.is_settled and hand.window.desk_panel.welcome.steps.isVisible()
    yield lambda: [*outside(hand.window), *clipped(hand.window)] == []
    # The filled button is the one that Enter presses.
    buttons = hand.window.desk_panel.welcome.findChildren(QPushButton)
    assert [button for button in buttons if button.isDefault()] == [hand.window.focusWidget()]


@window_with()
def test_a_window_comes_back_onto_the_screen_that_there_is(hand: Hand, monkeypatch: pytest.MonkeyPatch) -> Steps:
    hand.window.setGeometry(300, 250, 1280, 740)
    yield lambda: hand.window.height() == 740
    yield hand.ended
    monkeypatch.setattr(fitted, "room", lambda window: SCREENS[1])
    yield
    yield lambda: hand.is_settled
    assert outside(hand.window) == []
    assert SCREENS[1].contains(hand.window.frameGeometry())


@pytest.mark.parametrize("language", ["en", "ja"])
def test_at_200_percent_four_matches_are_seen_and_no_button_is_cut(
    qtbot: QtBot, qapp: QApplication, speak: Callable[[str], object], language: str
) -> None:
    """960 x 540 without the bars of desktop and menus leaves the panel 464."""
    qapp.setFont(base_font(qapp.font()))
    speak(language)
    theme, window = Theme(dark=False), QWidget()
    qtbot.addWidget(window)
    model = MatchModel(ComingCards(), ComingPictures())  # type: ignore[arg-type]
    icons = Icons(resources_folder() / "icons", theme)
    panel = MatchPanel(model, theme, icons, window)
    commands = Commands(window, icons)
    panel.set_buttons([ActionButton(commands[id], theme, panel) for id in BUTTONS])
    model.set_matches([match(str(number)) for number in range(9)], None)
    panel.print_strip.show()
    panel.resize(panel.minimumSizeHint().width(), 464)
    window.resize(960, 464)
    window.show()
    qtbot.waitUntil(panel.list.isVisible)
    rows = [panel.list.visualRect(model.index(row)) for row in range(4)]
    assert all(panel.list.viewport().rect().contains(row) for row in rows)
    assert clipped(window) == []
    assert panel.print_strip.height() < 4 * panel.fontMetrics().height()


class AtTheDesk:
    """The commands of a window as its sheet of keys asks for them: each means there what it means everywhere."""

    def __init__(self, changes: Keys) -> None:
        self.keys = key_map(changes)
        self.daily = DAILY
        self._texts = {command.id: QCoreApplication.translate("Commands", command.text) for command in COMMANDS}

    def __getitem__(self, id: str) -> QAction:
        return QAction(self._texts[id])

    def is_off(self, id: str) -> bool:
        return False

    def means_other(self, id: str) -> bool:
        return False


def sheet_of_keys(changes: Keys) -> KeysDialog:
    return KeysDialog(AtTheDesk(changes), Theme(dark=False), None, change=lambda: None)  # type: ignore[arg-type]


@pytest.mark.parametrize("language", ["en", "ja"])
@pytest.mark.parametrize(("size", "most"), [((1366, 728), 0), ((960, 492), 640)])
def test_the_keys_fit_one_screen_and_scroll_at_200_percent_alone(
    qtbot: QtBot,
    qapp: QApplication,
    monkeypatch: pytest.MonkeyPatch,
    speak: Callable[[str], object],
    language: str,
    size: tuple[int, int],
    most: int,
) -> None:
    qapp.setFont(base_font(qapp.font()))
    monkeypatch.setattr(fitted, "room", lambda window: QRect(0, 0, *size))
    speak(language)
    dialog = sheet_of_keys({})
    qtbot.addWidget(dialog)
    fitted.Fitted(dialog)
    dialog.show()
    qtbot.waitUntil(lambda: dialog.isVisible() and [*outside(dialog), *clipped(dialog)] == [])
    assert dialog.sheet.verticalScrollBar().maximum() <= most


@pytest.mark.parametrize("changes", [{}, {"confirm-3": ("F9",), "next": (), "skip": (), "models": ("F8",)}])
def test_every_key_is_on_the_sheet_and_those_of_every_day_are_large(qtbot: QtBot, changes: Keys) -> None:
    dialog = sheet_of_keys(changes)
    qtbot.addWidget(dialog)
    keys, shown = key_map(changes), dialog.findChildren(KeyCaps)
    words = ", ".join(caps.accessibleName() for caps in shown).split(", ")
    folded = {f"confirm-{number}" for number in range(2, 9)} if not changes else set()
    expected = [
        on_the_cap(keys[command.id][0]) for command in COMMANDS if keys[command.id] and command.id not in folded
    ]
    assert [key for key in expected if key not in words] == []
    large = [caps for caps in shown if caps.height() > 30]
    assert len(large) == len([id for id in DAILY if keys[id]])


def test_a_dialog_that_needs_more_than_the_screen_scrolls(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fitted, "room", lambda window: QRect(0, 0, 640, 400))
    dialog = QDialog()
    qtbot.addWidget(dialog)
    layout = QVBoxLayout(dialog)
    labels = [QLabel(f"{number} {LONG}") for number in range(20)]
    for label in labels:
        label.setWordWrap(True)
        layout.addWidget(label)
    fitted.Fitted(dialog)
    dialog.show()
    qtbot.waitUntil(lambda: dialog.isVisible() and outside(dialog) == [] and clipped(dialog) == [])
    area = dialog.findChild(ScrollPage)
    assert isinstance(area, ScrollPage) and area.verticalScrollBar().maximum() > 0
