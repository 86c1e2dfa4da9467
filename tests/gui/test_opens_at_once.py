"""Whatever a command opens is there at once, and until it is on the screen no key counts: for the table of commands."""

from __future__ import annotations

import time
from collections.abc import Generator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QGuiApplication, QKeyEvent, QWindow
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog, QPushButton, QWidget
from pytestqt.qtbot import QtBot
from tests.window import Condition, Hand, Steps, photograph, play

from karuta.gui.desk.decisions import Decisions
from karuta.gui.kit import seen
from karuta.gui.kit.command_table import COMMANDS, MATCH_KEYS, PRINTING_KEYS
from karuta.gui.kit.dialog_kit import Ask
from karuta.gui.kit.seen import OPENING_SECONDS, pressed
from karuta.gui.queue.queues import ALL
from karuta.paths import LibraryFolder

IS_RIPE = seen.Seen.is_ripe
DECIDING = frozenset(
    (
        *MATCH_KEYS,
        *PRINTING_KEYS,
        *("confirm", "unknown", "unreadable", "no-card", "back", "confirm-page", "retry", "undo", "redo", "skip"),
    )
)
# They end the window, or put another one in its place.
ENDING = frozenset(("quit", "open-demo"))
# Enter in the one opens the library anew, if nothing is lost by it; from the other this hand takes the keys back.
LEADING_AWAY = frozenset(("backups", "help"))
DELAYS_MS = (25, 200, 0, 50, 100)


def opened(hand: Hand) -> set[str]:
    """What stands over the desk, or beside it, and takes keys."""
    parts = hand.composition
    popup, dialog, help_window = (
        QApplication.activePopupWidget(),
        hand.window.dialogs.current,
        parts.preferences.help_window,
    )
    over = {type(widget).__name__ for widget in (popup, dialog, hand.stage) if widget is not None}
    beside = {"search": parts.search.is_open, "note": parts._remarks.is_open}
    beside["grid"] = parts.bulk.grid.is_open
    beside["search box"] = hand.window.queue_panel.text.offers.isVisible()
    beside["help"] = help_window is not None and help_window.isVisible()
    return over | {name for name, is_open in beside.items() if is_open}


def close_all(hand: Hand) -> Generator[Condition, None, None]:
    while opened(hand):
        if (popup := QApplication.activePopupWidget()) is not None:
            popup.close()
        if (dialog := hand.window.dialogs.current) is not None:
            dialog.reject()
        if (stage := hand.stage) is not None:
            stage.leave(stage.left)
        if (help_window := hand.composition.preferences.help_window) is not None:
            help_window.close()
        hand.composition.search.panel.text.clear()  # else it is there again, with its cards
        hand.composition.search.close()
        hand.composition._remarks._leave()
        hand.composition.bulk.grid.close_grid()
        hand.window.queue_panel.list.setFocus()
        yield lambda: True
    if hand.work.arrangement.queue is not ALL:
        # Another queue was opened, which has none of these photos.
        hand.work.arrangement.show_all()
        yield lambda: hand.work.desk.photo is not None
    yield lambda: hand.is_settled and hand.work.session.store_lane.is_idle


def strike(key: Qt.Key) -> None:
    """As the system does: to the window that has the focus."""
    window = QGuiApplication.focusWindow()
    if window is not None:
        QTest.keyClick(window, key)


@pytest.fixture
def nobody_chooses_files(monkeypatch: pytest.MonkeyPatch) -> None:
    """A person presses Esc in whatever the system asks."""
    for name in ("getOpenFileNames", "getOpenFileName", "getSaveFileName"):
        monkeypatch.setattr(QFileDialog, name, lambda *_: ("", ""))
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_: "")
    monkeypatch.setattr(Ask, "chosen", lambda self, title, text, *deeds: None)
    monkeypatch.setattr(Ask, "tell", lambda self, title, text, *, more="": None)


@pytest.mark.long
@pytest.mark.usefixtures("nobody_chooses_files")
def test_nothing_opens_late_and_no_key_after_it_labels_what_lies_beneath(
    library: LibraryFolder, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    photos = [photograph(tmp_path / "monday" / f"{seed}.png", seed) for seed in (1, 2, 3)]
    monkeypatch.setattr(seen.Seen, "is_ripe", IS_RIPE)
    stored: list[Any] = []
    late: dict[str, set[str]] = {}
    opening: list[str] = []

    def walk(hand: Hand) -> Steps:
        yield hand.looked_up(3)
        QGuiApplication.clipboard().setText("no picture")
        commands = [command.id for command in COMMANDS if command.id not in DECIDING | ENDING]
        for id in commands:
            yield from close_all(hand)
            yield hand.has_keys
            hand.window.commands[id].trigger()
            at_once = opened(hand)
            yield lambda: hand.work.session.store_lane.is_idle and hand.work.session.files_lane.is_idle
            yield lambda: hand.is_settled or bool(opened(hand))
            if opened(hand) - at_once:
                late[id] = opened(hand) - at_once
            if at_once:
                opening.append(id)
        yield from close_all(hand)
        monkeypatch.setattr(Decisions, "_store", lambda self, choices: stored.append((tried, choices)))
        for id in (id for id in opening if id not in LEADING_AWAY):
            for delay in DELAYS_MS:
                yield from close_all(hand)
                yield hand.has_keys
                tried = f"{id} after {delay} ms"
                print(tried, flush=True)
                hand.window.commands[id].trigger()
                until = time.monotonic() + delay / 1000
                yield lambda until=until: time.monotonic() >= until
                for key in (Qt.Key.Key_Down, Qt.Key.Key_3, Qt.Key.Key_Return):
                    strike(key)
        yield from close_all(hand)

    assert play(["--library", library.root, "gui", photos[0].parent], walk) == 0
    assert not late
    assert {"show", "batch", "order", "wall", "history", "queue", "search", "help", "settings"} <= set(opening)
    assert not stored


class _Screen(QObject):
    """Shows a cover when it is told so, and a key is as old as it is told."""

    def __init__(self, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
        super().__init__()
        self.now = 50.0
        self.ago = 0.0
        monkeypatch.setattr(seen, "clock", lambda: self.now)
        self.pressed = pressed()
        monkeypatch.setattr(self.pressed, "_opening", None)
        monkeypatch.setattr(self.pressed, "_events", SimpleNamespace(age=lambda stamp, now: self.ago))
        self.cover = QPushButton("a cover")
        self.heard: list[Qt.Key] = []
        self.dropped = 0
        self.pressed.too_early.connect(self._count)
        qtbot.addWidget(self.cover)
        self.cover.installEventFilter(self)
        self.pressed.opens(self.cover)

    def _count(self) -> None:
        self.dropped += 1

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802
        if event.type() is QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            self.heard.append(Qt.Key(event.key()))
        return False

    def strike(self, key: Qt.Key, *, at: float) -> None:
        """A key that was pressed then and comes now."""
        self.ago = self.now - at
        QTest.keyClick(self.cover.windowHandle(), key)


@pytest.fixture
def screen(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> _Screen:
    return _Screen(qtbot, monkeypatch)


def test_a_key_from_before_the_cover_was_on_the_screen_is_dropped_and_said(screen: _Screen, qtbot: QtBot) -> None:
    screen.cover.show()
    screen.cover.activateWindow()
    qtbot.waitUntil(screen.cover.windowHandle().isActive)
    screen.now = 50.5
    screen.strike(Qt.Key.Key_3, at=49.95)
    screen.strike(Qt.Key.Key_Shift, at=49.96)
    assert (screen.heard, screen.dropped) == ([], 1), "Shift alone asks for nothing"
    screen.strike(Qt.Key.Key_4, at=50.3)
    screen.strike(Qt.Key.Key_5, at=50.4)
    assert (screen.heard, screen.dropped) == ([Qt.Key.Key_4, Qt.Key.Key_5], 1)


def test_what_does_not_come_gives_the_keys_back(screen: _Screen, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(QWindow, "isExposed", lambda self: False)  # the system never shows it
    screen.cover.show()
    screen.now += OPENING_SECONDS
    screen.strike(Qt.Key.Key_3, at=screen.now - 0.05)
    assert (screen.heard, screen.dropped) == ([], 1)
    screen.strike(Qt.Key.Key_4, at=screen.now)
    assert (screen.heard, screen.dropped) == ([Qt.Key.Key_4], 1)


def test_a_window_that_is_shown_and_has_not_the_keys_yet_is_not_there(
    screen: _Screen, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = QWidget()
    qtbot.addWidget(other)
    other.show()
    screen.pressed.listen(other.windowHandle())
    monkeypatch.setattr(QWindow, "isActive", lambda self: False)
    screen.cover.show()
    qtbot.waitUntil(screen.cover.windowHandle().isExposed)
    screen.now += 1
    QTest.keyClick(other.windowHandle(), Qt.Key.Key_3)
    assert screen.dropped == 1
