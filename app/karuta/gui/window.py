"""The window: arranges the panels, joins commands with what they do, and takes what is dropped on it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QCloseEvent, QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QLabel, QMainWindow, QSplitter, QVBoxLayout, QWidget

from karuta.domain.label import Kind
from karuta.domain.photo import Refused
from karuta.domain.queue import QueueCounts
from karuta.gui.arrivals import Arrivals
from karuta.gui.commands import MATCH_KEYS, Commands
from karuta.gui.comparing import Comparing
from karuta.gui.dialogs.ask import Ask
from karuta.gui.dropped import may_be_dropped
from karuta.gui.errands import Errands
from karuta.gui.housekeeping import Housekeeping
from karuta.gui.icons import Icons
from karuta.gui.panels.action_button import ActionButton
from karuta.gui.panels.chore_bar import ChoreBar
from karuta.gui.panels.desk_panel import DeskPanel
from karuta.gui.panels.match_panel import MatchPanel
from karuta.gui.panels.notice import Weight
from karuta.gui.panels.queue_panel import QueuePanel
from karuta.gui.review import Review
from karuta.gui.showing import Showing
from karuta.gui.theme import GRID, Theme
from karuta.gui.translate import words_of
from karuta.gui.worded import Worded
from karuta.gui.work import Work

_SAID_MS = 6000
_BUTTONS = ("unknown", "unreadable", "no-card", "skip", "search", "undo")
_SIZE = (160 * GRID, 100 * GRID)


class Window(Worded, QMainWindow):
    """One library. `closed` once its lanes have ended."""

    closed = Signal()

    def __init__(self, work: Work, theme: Theme, icons: Icons) -> None:
        super().__init__()
        self.work = work
        self._theme = theme
        self._icons = icons
        self.ask = Ask(self)
        self.errands = Errands(work, self.ask, theme, icons, self)
        self.review = Review(work, self.errands, theme, icons, self)
        self.queue = QueuePanel(work.queue, work.arrangement, theme, icons, self)
        self.desk = DeskPanel(theme, icons, self)
        self.matches = MatchPanel(work.matches, theme, icons, self)
        self.chores = ChoreBar(self)
        self.arrivals = ChoreBar(self)
        self.columns = QSplitter(Qt.Orientation.Horizontal, self)
        self._ahead = QLabel(self)
        self.housekeeping = Housekeeping(work, theme, icons, self, self.errands.show)
        self.comparing = Comparing(work, self.desk)
        self.commands = Commands(self, icons, self._doings() | self.housekeeping.doings())
        self.housekeeping.take(self.commands)
        self._watched = QLabel(self)
        self.showing = Showing(work, self.commands, self.desk, self.matches, self.queue)
        self._arrange()
        self._join()

    def start(self, photos: Sequence[Path]) -> None:
        self.work.start(photos)

    @property
    def is_settled(self) -> bool:
        """Whether everything that this screen shows has come."""
        return self.showing.is_settled and self.comparing.is_idle

    def retranslate(self) -> None:
        name = self.work.session.library.root.name
        self.setWindowTitle(self.tr("Karuta: {library}").format(library=name))
        self.commands.retranslate()
        self.showing.retranslate()

    def retint(self) -> None:
        self.commands.retint()
        self.showing.retint()

    # Qt's side

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:  # noqa: N802
        if may_be_dropped(event.mimeData()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:  # noqa: N802
        if self.errands.take(event.mimeData()):
            event.acceptProposedAction()

    def closeEvent(self, event: QCloseEvent) -> None:  # noqa: N802
        unsaved = len(self.work.deciding.unsaved)
        if unsaved and not self.ask.agrees(
            self.tr("Not saved"),
            self.tr("{count} decisions are not saved and will be lost. Close anyway?").format(count=unsaved),
        ):
            event.ignore()
            return
        if self.errands.dialog is not None:
            self.errands.dialog.reject()
        self.errands.training.close()
        self.work.close()
        event.accept()
        self.closed.emit()

    # Inside

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
        self._ahead.setContentsMargins(0, 0, GRID + GRID // 2, 0)
        self._watched.setContentsMargins(0, 0, GRID + GRID // 2, 0)
        self.statusBar().addPermanentWidget(self._watched)
        self.statusBar().addPermanentWidget(self._ahead)
        self.statusBar().setSizeGripEnabled(False)
        self.queue.list.setFocus()
        self.resize(*_SIZE)
        self.built()

    def _join(self) -> None:
        work = self.work
        Arrivals(work, self.arrivals)
        self.queue.picked.connect(work.desk.put)
        self.matches.picked.connect(work.desk.choose_match)
        self.matches.taken.connect(work.deciding.confirm_match)
        self.desk.view.sighting_clicked.connect(work.desk.choose_sighting)
        self.desk.view.editor.applied.connect(lambda corners, is_new: work.corners.set(corners, is_new=is_new))
        work.corners.unsaved.connect(self.desk.view.editor.restore)
        self.chores.stopped.connect(work.chores.stop)
        self.chores.stopped.connect(self.chores.stopping)
        work.chores.began.connect(lambda title: self.chores.begin(title, can_stop=True))
        work.chores.told.connect(self.chores.tell)
        work.chores.ended.connect(self.chores.end)
        work.said.connect(self._say)
        work.ways_in.refused.connect(self._refused)
        work.counted.connect(self._counted)
        work.look_ahead.progress.connect(self._looking)
        work.watched.changed.connect(self._watching)
        self._watching()

    def _doings(self) -> dict[str, Callable[[], object]]:
        """What each command of the table does."""
        desk, deciding, errands, review = self.work.desk, self.work.deciding, self.errands, self.review
        view, panel = self.desk.view, self.desk
        labels: dict[str, Callable[[], object]] = {
            id: partial(deciding.confirm_match, place) for place, id in enumerate(MATCH_KEYS)
        }
        return labels | {
            "open": errands.open_photos,
            "open-folder": errands.open_folder,
            "watch-folder": errands.watch_folder,
            "stop-watching": self.work.watched.stop,
            "paste": errands.paste,
            "look-only": errands.look_only,
            "open-library": errands.open_library,
            "new-library": errands.new_library,
            "open-demo": errands.open_demo,
            "add-catalogue": errands.add_catalogue,
            "export": errands.export,
            "locate": errands.locate,
            "models": errands.learning.models,
            "train": errands.train,
            "bias": errands.bias.open,
            "auto-confirm": errands.auto_confirming.open,
            "quit": self.close,
            "undo": deciding.undo,
            "redo": deciding.redo,
            "confirm": lambda: deciding.confirm_match(desk.place_of_match),
            "unknown": partial(deciding.decide, Kind.UNKNOWN),
            "unreadable": partial(deciding.decide, Kind.UNREADABLE),
            "no-card": partial(deciding.decide, Kind.NO_CARD),
            "skip": deciding.skip,
            "search": errands.search,
            "copy": errands.copy,
            "history": review.history,
            "second-look": review.second_look,
            "agreement": review.agreement,
            "retry": deciding.retry,
            "next": partial(self.work.ways_in.step, 1),
            "previous": partial(self.work.ways_in.step, -1),
            "next-of-shot": errands.next_of_shot,
            "select-shot": lambda: self.queue.select(self.work.queue.of_shot(desk.photo_id)),
            "next-sighting": lambda: desk.choose_sighting(desk.place_of_sighting + 1),
            "previous-sighting": lambda: desk.choose_sighting(desk.place_of_sighting - 1),
            "next-match": lambda: desk.choose_match(desk.place_of_match + 1),
            "previous-match": lambda: desk.choose_match(desk.place_of_match - 1),
            "remove": lambda: deciding.remove(self.queue.selected),
            "reveal": errands.reveal,
            "zoom-in": partial(panel.zoom, 1),
            "zoom-out": partial(panel.zoom, -1),
            "zoom-fit": panel.show_all,
            "zoom-card": view.show_sighting,
            "corners": partial(panel.by_hand, new=False),
            "draw": partial(panel.by_hand, new=True),
            "turn": self.work.corners.turn,
            "compare": self.comparing.toggle,
            "blink": self.comparing.blink,
            "wall": lambda: errands.wall(self.queue.selected),
            "show": self.queue.filters.open_show,
            "batch": self.queue.filters.open_batches,
            "order": self.queue.filters.open_orders,
            "show-all": self.work.arrangement.show_all,
            "next-control": self.focusNextChild,
            "previous-control": self.focusPreviousChild,
        }

    def _say(self, text: str) -> None:
        self.statusBar().showMessage(text, _SAID_MS)

    def _looking(self, count: int) -> None:
        self._ahead.setText(self.tr("{count} to be looked up").format(count=count) if count else "")

    def _watching(self) -> None:
        folder = self.work.watched.folder
        self.commands.enable({"stop-watching": folder is not None})
        self._watched.setText(self.tr("Watching {folder}").format(folder=folder.name) if folder else "")
        self._watched.setToolTip(str(folder) if folder else "")

    def _counted(self, counts: QueueCounts | None) -> None:
        self.queue.set_progress(counts, self.work.queue.arriving, self.work.progress.pace)

    def _refused(self, refused: list[Refused]) -> None:
        if not refused:
            self.desk.notice.say(self.tr("No photos were found there."), Weight.NOTE)
            return
        lines = "\n".join(f"{one.path.name}: {words_of(one.message)}" for one in refused[:20])
        if len(refused) == 1:
            self.desk.notice.say(words_of(refused[0].message), Weight.TROUBLE)
            return
        self.desk.notice.say(
            self.tr("{count} files are not pictures that can be opened.").format(count=len(refused)),
            Weight.TROUBLE,
            button=self.tr("Which?"),
            do=lambda: self.ask.tell(self.tr("Not added"), self.tr("These files were not added."), more=lines),
        )
