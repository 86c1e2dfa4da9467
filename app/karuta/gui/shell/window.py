"""The window: arranges the panels, keeps its place, and asks before it closes about what is not saved.

The composition connects the panels' content and their commands.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from functools import partial
from pathlib import Path
from typing import Protocol

from PySide6.QtCore import QByteArray, QEvent, QMimeData, QObject, Qt, Signal
from PySide6.QtGui import QCloseEvent, QDragEnterEvent, QDropEvent, QKeyEvent
from PySide6.QtWidgets import QMainWindow, QSplitter, QStackedWidget, QVBoxLayout, QWidget

from karuta.files import make_folder, write_whole
from karuta.gui.desk.decisions import Decisions
from karuta.gui.desk.desk_panel import DeskPanel
from karuta.gui.desk.match_model import MatchModel
from karuta.gui.desk.match_panel import MatchPanel
from karuta.gui.intake.dropped import accept_a_copy, may_be_dropped
from karuta.gui.kit.action_button import ActionButton
from karuta.gui.kit.ask import Ask
from karuta.gui.kit.commands import CommandActions, Commands
from karuta.gui.kit.dialog_kit import DialogHost, DialogKit
from karuta.gui.kit.failures import ignored_if_known
from karuta.gui.kit.fitted import clamp, toggle_full_screen
from karuta.gui.kit.icons import Icons
from karuta.gui.kit.parts import Part, Parts
from karuta.gui.kit.retranslating import Retranslating
from karuta.gui.kit.task_bar import TaskBar
from karuta.gui.kit.theme import GRID, Theme
from karuta.gui.library.session import Session
from karuta.gui.queue.arrangement import QueueArrangement
from karuta.gui.queue.queue_model import QueueModel
from karuta.gui.queue.queue_panel import LIST_WIDTH, GridSwitch, QueuePanel
from karuta.json_files import read_kept

FILE = "window.json"
_WIDEST = 100_000


@dataclass(frozen=True)
class QueueForm:
    """A list or a grid with cells of a size. `other_width`: of the other one, in pixels; 0: it was never shown."""

    is_grid: bool = False
    step: int = 1
    other_width: int = 0


@dataclass(frozen=True)
class WindowLayout:
    """`place`: a window's geometry in Qt's form, in base 64. `columns`: the sizes within each splitter, by its name.

    `folders`: where files were chosen last, by purpose.
    """

    place: str = ""
    columns: Mapping[str, tuple[int, ...]] = field(default_factory=dict)
    folders: Mapping[str, str] = field(default_factory=dict)
    queue: QueueForm = field(default_factory=QueueForm)

    def __post_init__(self) -> None:
        widths = (*(size for sizes in self.columns.values() for size in sizes), self.queue.other_width)
        if any(not 0 <= width <= _WIDEST for width in widths):
            raise ValueError("no column is so wide")


def read_layout(path: Path) -> WindowLayout:
    """What is missing or damaged has its defaults."""
    return read_kept(path, WindowLayout, instead=WindowLayout()).value


def write_layout(path: Path, layout: WindowLayout) -> None:
    make_folder(path.parent)
    write_whole(path, lambda beside: beside.write_text(json.dumps(asdict(layout)), encoding="utf-8"))


class LayoutKeeper(QObject):
    """Restores and keeps a window's place; splitters without a name are not kept."""

    def __init__(self, window: Window, session: Session, path: Path) -> None:
        super().__init__(window)
        self._window = window
        self._session = session
        self._path = path
        layout = read_layout(path)
        window.ask.folders = dict(layout.folders)
        if layout.place:
            window.restoreGeometry(QByteArray.fromBase64(layout.place.encode("ascii", "replace")))
            # Full screen is temporary; a new start has its title and frame again.
            window.setWindowState(window.windowState() & ~Qt.WindowState.WindowFullScreen)
        # Its screen may be another one by now, or gone.
        clamp(window)
        for splitter in self._splitters():
            sizes = layout.columns.get(splitter.objectName(), ())
            if len(sizes) == splitter.count():
                # Of a wider window, each has the same share: else the middle one would lose all that is lacking.
                narrower = min(1.0, window.width() / max(1, sum(sizes)))
                splitter.setSizes([round(size * narrower) for size in sizes])
        window.grid_switch.other_width = layout.queue.other_width
        window.queue_panel.shape(is_grid=layout.queue.is_grid, step=layout.queue.step)
        window.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802
        if watched is self._window and event.type() == QEvent.Type.Close:
            self._keep()
        return super().eventFilter(watched, event)

    def _keep(self) -> None:
        path, layout = self._path, self._now()
        self._session.files_lane.submit(
            lambda library, token: write_layout(path, layout),
            done=lambda _: None,
            failed=ignored_if_known(),  # then it opens as it did the last time
            keep=True,
        )

    def _now(self) -> WindowLayout:
        place = bytes(self._window.saveGeometry().toBase64().data()).decode("ascii")
        columns = {one.objectName(): tuple(one.sizes()) for one in self._splitters()}
        panel = self._window.queue_panel
        queue = QueueForm(panel.is_grid, panel.step, self._window.grid_switch.other_width)
        return WindowLayout(place, columns, dict(self._window.ask.folders), queue)

    def _splitters(self) -> list[QSplitter]:
        return [one for one in self._window.findChildren(QSplitter) if one.objectName()]


class BesideWindow(Protocol):
    """What runs in a process of its own for this window, and keeps what it has come to."""

    def close(self) -> None: ...


class Closing(QObject):
    """A dialog that is open is given up; a training or a download keeps what it has come to."""

    def __init__(
        self,
        *,
        decisions: Decisions,
        programs: Sequence[BesideWindow],
        close_library: Callable[[], None],
        kit: DialogKit,
    ) -> None:
        super().__init__(kit.window)
        self._decisions = decisions
        self._close_library = close_library
        self._kit = kit
        self._programs = programs

    def is_agreed(self) -> bool:
        unsaved = len(self._decisions.unsaved)
        if not unsaved:
            return True
        text = self.tr("{count} decisions are not saved and would be lost.", "", unsaved)
        return self._kit.ask.agrees(self.tr("Not saved"), text.format(count=f"{unsaved:,}"), deed=self.tr("Close"))

    def leave(self) -> None:
        if self._kit.host.current is not None:
            self._kit.host.current.reject()
        for one in self._programs:
            one.close()
        self._close_library()


_BUTTONS = ("unknown", "unreadable", "no-card", "skip", "search", "undo")
_SIZE = (160 * GRID, 100 * GRID)


class Window(Retranslating, QMainWindow):
    """`library`: the name in the title. `closed`: closing was agreed and is under way. `filled`: full screen, or not.

    `retranslated`, `retinted`: the language or the colours changed, for those who write or draw in its panels.
    """

    closed = Signal()
    filled = Signal(bool)
    retranslated = Signal()
    retinted = Signal()

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
        self.side = QStackedWidget(self)
        self.side.addWidget(self.match_panel)
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
                Part(self.match_panel, lambda: self.match_panel.list),
            ),
        )
        self.columns = QSplitter(Qt.Orientation.Horizontal, self)
        self.grid_switch = GridSwitch(self.queue_panel, self.columns)

    def take(self, commands: Commands, closing: Closing, take_in: Callable[[QMimeData], bool]) -> None:
        """What it offers in menus and buttons, whom it asks before it closes, and who takes what is dropped."""
        self.commands = commands
        self._closing = closing
        self._take_in = take_in
        self.filled.connect(commands["full-screen"].setChecked)
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
            "grid": self.grid_switch.toggle,
            "larger": partial(self.queue_panel.resize_cells, 1),
            "smaller": partial(self.queue_panel.resize_cells, -1),
            "next-control": partial(self.parts.step, 1),
            "previous-control": partial(self.parts.step, -1),
        }

    def retranslate(self) -> None:
        self.setWindowTitle(self.tr("Karuta: {library}").format(library=self._library))
        self.commands.retranslate()
        self.retranslated.emit()

    def retint(self) -> None:
        self.commands.retint()
        self.retinted.emit()

    # Qt's side

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802
        super().changeEvent(event)
        if event.type() is QEvent.Type.WindowStateChange:
            # The system's own keys may have changed it.
            self.filled.emit(self.isFullScreen())

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        """A key that no widget nearby took."""
        if event.key() == Qt.Key.Key_Escape and self.isFullScreen():
            toggle_full_screen(self)
        else:
            super().keyPressEvent(event)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:  # noqa: N802
        if may_be_dropped(event.mimeData()):
            accept_a_copy(event)

    def dropEvent(self, event: QDropEvent) -> None:  # noqa: N802
        if self._take_in(event.mimeData()):
            accept_a_copy(event)

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
        self.queue_panel.offer(self.commands["show-all"])
        columns = self.columns
        columns.setObjectName("columns")
        columns.setChildrenCollapsible(False)
        columns.setHandleWidth(1)
        for panel, grows in ((self.queue_panel, 0), (self.desk_panel, 1), (self.side, 0)):
            columns.addWidget(panel)
            columns.setStretchFactor(columns.count() - 1, grows)
        columns.setSizes([LIST_WIDTH, 82 * GRID, 44 * GRID])
        self.match_panel.set_buttons(
            [ActionButton(self.commands[id], self._theme, self.match_panel) for id in _BUTTONS]
        )
        whole = QWidget(self)
        layout = QVBoxLayout(whole)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(columns, 1)
        layout.addWidget(self.import_bar)
        layout.addWidget(self.task_bar)
        layout.addWidget(self.training_bar)
        layout.addWidget(self.fetch_bar)
        self.setCentralWidget(whole)
        home = self.queue_panel.list
        bars = (self.import_bar, self.task_bar, self.training_bar, self.fetch_bar)
        for bar in (self.desk_panel.notice, self.desk_panel.unsaved, self.desk_panel.welcome, *bars):
            bar.home = home
        self.desk_panel.view.home = home
        home.setFocus()
        self.resize(*_SIZE)
