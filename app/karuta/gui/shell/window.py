"""The window: arranges the panels. The composition connects their content and their commands."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Protocol

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QCloseEvent, QDropEvent, QKeyEvent
from PySide6.QtWidgets import QMainWindow, QWidget

from karuta.gui.desk.desk_panel import DeskPanel
from karuta.gui.desk.match_model import MatchModel
from karuta.gui.desk.match_panel import MatchPanel
from karuta.gui.kit.action_button import ActionButton
from karuta.gui.kit.commands import CommandActions, Commands
from karuta.gui.kit.dialog_kit import Ask, DialogHost
from karuta.gui.kit.dropped import Dropped, TakesDrops
from karuta.gui.kit.fitted import toggle_full_screen
from karuta.gui.kit.lay import column
from karuta.gui.kit.notice import TaskBar
from karuta.gui.kit.parts import Part, Parts
from karuta.gui.kit.retranslating import Retranslating
from karuta.gui.kit.theme import GRID, Icons, Theme
from karuta.gui.queue.arrangement import QueueArrangement
from karuta.gui.queue.queue_model import QueueModel
from karuta.gui.queue.queue_panel import QueuePanel
from karuta.gui.shell.library_commands import Closing
from karuta.gui.shell.window_columns import WindowColumns

BUTTONS = ("unknown", "unreadable", "no-card", "skip", "search", "undo")
_SIZE = (160 * GRID, 100 * GRID)


class Speakers(Protocol):
    """Those who write and draw in its panels."""

    def retranslate(self) -> None: ...

    def retint(self) -> None: ...


class Window(TakesDrops, Retranslating, QMainWindow):
    """`library`: the name in the title. `closed`: closing was agreed and is under way."""

    closed = Signal()

    def __init__(
        self,
        *,
        queue_model: QueueModel,
        arrangement: QueueArrangement,
        match_model: MatchModel,
        theme: Theme,
        icons: Icons,
        library: str,
    ) -> None:
        super().__init__()
        self._theme = theme
        self._library = library
        self.ask = Ask(self)
        self.dialogs = DialogHost(self)
        self.queue_panel = QueuePanel(queue_model, arrangement, theme, icons, self)
        self.desk_panel = DeskPanel(theme, icons, self)
        self.match_panel = MatchPanel(match_model, theme, icons, self)
        self.columns = WindowColumns(self.queue_panel, self.desk_panel, self.match_panel, self)
        self.task_bar = TaskBar(self)
        self.import_bar = TaskBar(self)
        self.training_bar = TaskBar(self)
        self.fetch_bar = TaskBar(self)
        self.parts = Parts(
            self,
            theme,
            (
                Part(self.queue_panel, lambda: self.queue_panel.list),
                Part(self.desk_panel, self.desk_panel.takes_keys),
                Part(self.columns.panel, self.columns.takes_keys_beside),
            ),
        )

    def take(
        self, commands: Commands, closing: Closing, take_in: Callable[[Dropped], bool], *, speakers: Speakers
    ) -> None:
        """Take what it offers in menus and buttons, whom it asks before it closes, who takes what is dropped, and who
        writes and draws in its panels.
        """
        self.commands = commands
        self._speakers = speakers
        self._closing = closing
        self._take_in = take_in
        self.queue_panel.reshaped.connect(commands["grid"].setChecked)
        self.queue_panel.reshaped.connect(lambda is_grid: commands.know({"grid": is_grid}))
        commands.know({"grid": False})
        self._arrange()
        self.built()

    def command_actions(self) -> CommandActions:
        """The actions of these commands."""
        return {
            "quit": self.close,
            "full-screen": partial(toggle_full_screen, self),
            "grid": self.columns.toggle_grid,
            "larger": partial(self.queue_panel.resize_cells, 1),
            "smaller": partial(self.queue_panel.resize_cells, -1),
            "next-control": partial(self.parts.step, 1),
            "previous-control": partial(self.parts.step, -1),
        }

    def retranslate(self) -> None:
        self.setWindowTitle(self.tr("Karuta: {library}").format(library=self._library))
        self.commands.retranslate()
        self._speakers.retranslate()

    def retint(self) -> None:
        self.commands.retint()
        self._speakers.retint()

    # Qt's side

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802
        super().changeEvent(event)
        if event.type() is QEvent.Type.WindowStateChange:
            # The system's own keys may have changed it.
            self.commands["full-screen"].setChecked(self.isFullScreen())

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        """A key that no widget nearby took."""
        if event.key() == Qt.Key.Key_Escape and self.isFullScreen():
            toggle_full_screen(self)
        else:
            super().keyPressEvent(event)

    def take_drop(self, dropped: Dropped, event: QDropEvent) -> bool:
        return self._take_in(dropped)

    def closeEvent(self, event: QCloseEvent) -> None:  # noqa: N802
        if not self._closing.is_agreed():
            event.ignore()
            return
        self._closing.leave()
        event.accept()
        self.closed.emit()

    # Inside

    def _arrange(self) -> None:
        self.setWindowFilePath("")
        self.setAcceptDrops(True)
        self.commands.fill(self.menuBar())
        self.queue_panel.offer(self.commands["show-all"], self.commands["queue"])
        self.match_panel.set_buttons([ActionButton(self.commands[id], self._theme, self.match_panel) for id in BUTTONS])
        bars = (self.import_bar, self.task_bar, self.training_bar, self.fetch_bar)
        whole = QWidget(self)
        whole.setLayout(column((self.columns, 1), *bars, spacing=0))
        self.setCentralWidget(whole)
        home = self.queue_panel.list
        for bar in (self.desk_panel.notice, self.desk_panel.welcome, *bars):
            bar.home = home
        self.desk_panel.view.home = home
        home.setFocus()
        self.resize(*_SIZE)
