"""The window: arranges the panels, and joins them with those who fill them and with what their commands do."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QCloseEvent, QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QMainWindow, QSplitter, QVBoxLayout, QWidget

from karuta.gui.desk.compare_presenter import ComparePresenter
from karuta.gui.desk.desk_panel import DeskPanel
from karuta.gui.desk.desk_presenter import DeskPresenter
from karuta.gui.desk.empty_desk_presenter import EmptyDeskPresenter
from karuta.gui.desk.match_panel import MatchPanel
from karuta.gui.desk.notice_presenter import NoticePresenter
from karuta.gui.desk.undo_state import UndoState
from karuta.gui.desk.verdict_presenter import VerdictPresenter
from karuta.gui.intake.dropped import may_be_dropped
from karuta.gui.intake.import_progress import ImportProgress
from karuta.gui.kit.action_button import ActionButton
from karuta.gui.kit.ask import Ask
from karuta.gui.kit.commands import Commands
from karuta.gui.kit.dialog_host import DialogHost
from karuta.gui.kit.icons import Icons
from karuta.gui.kit.retranslating import Retranslating
from karuta.gui.kit.task_bar import TaskBar
from karuta.gui.kit.theme import GRID, Theme
from karuta.gui.queue.find_batch import FindBatch
from karuta.gui.queue.queue_panel import QueuePanel
from karuta.gui.shell.closing import Closing
from karuta.gui.shell.command_table import WindowCommands
from karuta.gui.shell.composition import Composition
from karuta.gui.shell.desk_commands import deciding_doings, looking_doings, walking_doings
from karuta.gui.shell.preferences import Preferences
from karuta.gui.shell.status_line import StatusLine

_BUTTONS = ("unknown", "unreadable", "no-card", "skip", "search", "undo")
_SIZE = (160 * GRID, 100 * GRID)


class Window(Retranslating, QMainWindow):
    """One library. `closed` once its lanes have ended."""

    closed = Signal()

    def __init__(self, work: Composition, theme: Theme, icons: Icons) -> None:
        super().__init__()
        self.work = work
        self._theme = theme
        self.ask = Ask(self)
        self.dialogs = DialogHost(self)
        self.queue = QueuePanel(work.queue, work.arrangement, theme, icons, self)
        self.desk = DeskPanel(theme, icons, self)
        self.matches = MatchPanel(work.matches, theme, icons, self)
        self.chores = TaskBar(self)
        self.arrivals = TaskBar(self)
        self.columns = QSplitter(Qt.Orientation.Horizontal, self)
        self.errands = WindowCommands(
            work, self.ask, self.dialogs, selected=lambda: self.queue.selected, theme=theme, icons=icons, window=self
        )
        self.housekeeping = Preferences(work, theme, icons, self, self.dialogs.show)
        self.comparing = ComparePresenter(work, self.desk)
        self.commands = Commands(self, icons, self._doings())
        self.housekeeping.take(self.commands)
        self._leaving = Closing(work, self.ask, self.dialogs, self.errands.training)
        self._arrange()
        self._notices = NoticePresenter(work, self.commands, self.desk, self.ask)
        self._showing = DeskPresenter(work, self.commands, self.desk, self.matches, self.queue)
        self._headline = VerdictPresenter(work, self.commands, self.matches)
        self._empty_desk = EmptyDeskPresenter(work, self.commands, self.desk, self._notices)
        self._journal_ends = UndoState(work, self.commands)
        StatusLine(work, self.commands, self.statusBar())
        ImportProgress(work, self.arrivals)
        self._join()
        self.built()

    def start(self, photos: Sequence[Path]) -> None:
        self.work.start(photos)

    @property
    def is_settled(self) -> bool:
        """Whether everything that this screen shows has come."""
        return self.work.is_settled and self.comparing.is_idle

    def retranslate(self) -> None:
        name = self.work.session.library.root.name
        self.setWindowTitle(self.tr("Karuta: {library}").format(library=name))
        self.commands.retranslate()
        self._notices.retranslate()
        self._showing.retranslate()
        self._headline.retranslate()
        self._empty_desk.say()

    def retint(self) -> None:
        self.commands.retint()
        self._empty_desk.say()

    # Qt's side

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:  # noqa: N802
        if may_be_dropped(event.mimeData()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:  # noqa: N802
        if self.errands.photos.take(event.mimeData()):
            event.acceptProposedAction()

    def closeEvent(self, event: QCloseEvent) -> None:  # noqa: N802
        if not self._leaving.is_agreed():
            event.ignore()
            return
        self._leaving.leave()
        event.accept()
        self.closed.emit()

    # Inside

    def _doings(self) -> dict[str, Callable[[], object]]:
        own: dict[str, Callable[[], object]] = {
            "quit": self.close,
            "next-control": self.focusNextChild,
            "previous-control": self.focusPreviousChild,
        }
        at_the_desk = deciding_doings(self.work, self.queue) | walking_doings(self.work, self.queue)
        looking = looking_doings(self.desk, self.comparing)
        return own | at_the_desk | looking | self.errands.doings() | self.housekeeping.doings()

    def _arrange(self) -> None:
        self.setWindowFilePath("")
        self.setAcceptDrops(True)
        self.commands.fill(self.menuBar())
        self.queue.offer(self.commands["show-all"])
        columns = self.columns
        columns.setObjectName("columns")
        columns.setChildrenCollapsible(False)
        columns.setHandleWidth(1)
        for panel, grows in ((self.queue, 0), (self.desk, 1), (self.matches, 0)):
            columns.addWidget(panel)
            columns.setStretchFactor(columns.count() - 1, grows)
        columns.setSizes([34 * GRID, 82 * GRID, 44 * GRID])
        self.matches.set_buttons([ActionButton(self.commands[id], self._theme, self.matches) for id in _BUTTONS])
        whole = QWidget(self)
        layout = QVBoxLayout(whole)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(columns, 1)
        layout.addWidget(self.arrivals)
        layout.addWidget(self.chores)
        self.setCentralWidget(whole)
        self.queue.list.setFocus()
        self.resize(*_SIZE)

    def _join(self) -> None:
        """What a person does in a panel goes to who deals with it."""
        work, editor = self.work, self.desk.view.editor
        self.queue.picked.connect(work.desk.put)
        self.queue.filters.batch_wanted.connect(FindBatch(work.arrangement, self, self.dialogs.show).among)
        work.counted.connect(lambda now: self.queue.set_progress(now, work.queue.arriving, work.progress.pace))
        self.matches.picked.connect(work.desk.choose_match)
        self.matches.taken.connect(work.deciding.confirm_match)
        self.desk.view.sighting_clicked.connect(work.desk.choose_sighting)
        editor.applied.connect(lambda corners, is_new: work.corners.set(corners, is_new=is_new))
        work.corners.unsaved.connect(editor.restore)
        self.housekeeping.settings_changed.connect(self._journal_ends.ask)
        self.chores.stopped.connect(work.chores.stop)
        self.chores.stopped.connect(self.chores.stopping)
        work.chores.began.connect(lambda title: self.chores.begin(title, can_stop=True))
        work.chores.told.connect(self.chores.tell)
        work.chores.ended.connect(self.chores.end)
