"""The queue at the window's side: filters, the photos as a list or a grid, progress. Does not move by itself."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import QItemSelectionModel, QModelIndex, QSize, Qt, Signal
from PySide6.QtGui import QAction, QPalette
from PySide6.QtWidgets import QPushButton, QStackedWidget, QWidget

from karuta.domain.pace import Pace
from karuta.domain.queue import QueueCounts
from karuta.gui.kit.action_button import say_key
from karuta.gui.kit.lay import column
from karuta.gui.kit.notice import ThinBar
from karuta.gui.kit.prose import Prose
from karuta.gui.kit.retranslating import Retranslating
from karuta.gui.kit.row_paint import QuietLine
from karuta.gui.kit.theme import GRID, Icons, Theme
from karuta.gui.queue.arrangement import QueueArrangement
from karuta.gui.queue.items import Items
from karuta.gui.queue.queue_button import QueueButton
from karuta.gui.queue.queue_list import QueueDelegate, QueueList
from karuta.gui.queue.queue_model import QueueModel
from karuta.gui.queue.search_box import SearchBox

LIST_WIDTH = 34 * GRID
_BAR = 6
_SIDES = (96, 128, 160)
"""Of the pictures in a grid, by its step."""


class QueuePanel(Retranslating, QWidget):
    """`picked`: a photo that a person chose in the list. `marked`: how many photos are marked now.

    `is_grid`, `step`: the photos are cells of a grid, with pictures of this size, in a queue that has one. `reshaped`:
    one of the two changed.
    """

    picked = Signal(str)
    marked = Signal(int)
    reshaped = Signal(bool)

    def __init__(
        self,
        model: QueueModel,
        arrangement: QueueArrangement,
        theme: Theme,
        icons: Icons,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._model = model
        self._shown: str | None = None
        self._arrangement = arrangement
        self.setBackgroundRole(QPalette.ColorRole.Base)
        self.setAutoFillBackground(True)
        self.queue = QueueButton(arrangement, model, theme, icons, self)
        self.progress = QuietLine(theme, self)
        self._bar = ThinBar("", self, height=_BAR)
        self.text = SearchBox(arrangement, self)
        self.note = Prose(parent=self)
        self.note.hide()
        self.text.typed.connect(self._stay_here)
        self.text.entered.connect(self._to_list)
        self.text.left.connect(self._leave_text)
        self.text.told.connect(self._say)
        arrangement.changed.connect(self._entered)
        self.is_grid, self.step = False, 1
        self.list = QueueList(model, QueueDelegate(model, theme, icons), self)
        self.list.resized.connect(self.resize_cells)
        self.list.moved.connect(self.picked)
        self.list.marks_dropped.connect(self._mark_shown)
        self.text.finished.connect(self.list.setFocus)
        self._goes_to_first = False
        arrangement.awaited.changed.connect(self._await_list)
        arrangement.awaited.overtaken.connect(self._stay_here)
        # A list that is read anew loses its marks without a word.
        for signal in (self.list.selectionModel().selectionChanged, model.modelReset):
            signal.connect(lambda: self.marked.emit(self.marked_count))
        self._empty = QWidget(self)
        self._empty_words = Prose(parent=self._empty)
        self._show_all = QPushButton(self._empty)
        self._arrange()
        for signal in (model.modelReset, model.rowsInserted, model.rowsRemoved, arrangement.changed, arrangement.shown):
            signal.connect(self._say_empty)
        self._say_empty()
        self._last_progress: tuple[QueueCounts | None, int, Pace, int] = (None, 0, Pace(), 0)
        self.built()

    def _arrange(self) -> None:
        line = column(self.progress, self._bar, spacing=0.5, margins=(1, 0, 0, 0))
        head = column(self.queue, line, spacing=0.5, margins=(0.5, 1, 1, 0.5))
        narrowing = column(self.text, self.note, spacing=0.5, margins=(0.5, 0, 0.5, 0.5))
        nothing = column(self._empty_words, self._show_all, margins=(1.5, 1, 1, 1))
        nothing.setAlignment(self._show_all, Qt.AlignmentFlag.AlignLeft)
        self._empty.setLayout(nothing)
        photos = QWidget(self)
        photos.setLayout(column(narrowing, self._empty, (self.list, 1), spacing=0))
        self._shows = QStackedWidget(self)
        self._shows.addWidget(photos)
        self.setLayout(column(head, (self._shows, 1), spacing=0))
        self.setMinimumWidth(24 * GRID)

    def retranslate(self) -> None:
        self.list.setAccessibleName(self.tr("Photos in the queue"))
        self._bar.setAccessibleName(self.tr("Photos decided"))
        self._say_empty()
        self.set_progress(*self._last_progress)

    def sizeHint(self) -> QSize:  # noqa: N802
        return QSize(34 * GRID, 80 * GRID)

    def offer(self, show_all: QAction, change: QAction) -> None:
        """Offer the one if the filter leaves nothing; the other's key is that of the queue's button."""
        say_key(self.queue, change)
        say_key(self._show_all, show_all)
        self._show_all.setText(show_all.text())
        show_all.changed.connect(lambda: self._show_all.setText(show_all.text()))
        self._show_all.clicked.connect(show_all.trigger)

    def set_progress(self, counts: QueueCounts | None, arriving: int, pace: Pace, today: int = 0) -> None:
        """`today`: how many decisions were made today."""
        self._last_progress = (counts, arriving, pace, today)
        self.queue.retranslate()
        if (items := self._arrangement.queue.items) is not None:
            self._count_items(items)
            return
        coming = [self.tr("adding {count}").format(count=f"{arriving:,}")] if arriving else []
        has_photos = counts is not None and counts.photos > 0
        self._bar.setVisible(has_photos)
        if counts is None or not has_photos:
            self.progress.say(coming)
            return
        self._bar.tell(counts.done, counts.photos)
        text = self.tr("{done} of {photos} decided")
        decided = [text.format(done=f"{counts.done:,}", photos=f"{counts.photos:,}")]
        # One more would tell that an answer in a blind review was another one than before.
        if counts.disputed and not self._arrangement.queue.is_blind:
            decided.append(self.tr("{count} disputed").format(count=f"{counts.disputed:,}"))
        parts = [self.tr("{count} today").format(count=f"{today:,}")] if today else []
        texts = [[*decided, *parts, *coming], [*decided, *coming], decided]
        if pace.a_minute is not None and counts.undecided:
            speed = [self.tr("{count} per minute").format(count=round(pace.a_minute))]
            to_go = [self._duration(pace.minutes_for(counts.undecided) or 0)]
            texts[:0] = [[*decided, *speed, *to_go, *parts, *coming], [*decided, *to_go, *coming]]
        self.progress.say([" · ".join(text) for text in texts])
        self._bar.setAccessibleDescription(" · ".join(decided))

    def show_items(self, items: Items | None) -> None:
        """What a queue of other items lists, in place of the photos; these again without one."""
        if items is not None and self._shows.indexOf(items.list) < 0:
            self._shows.addWidget(items.list)
        self._shows.setCurrentIndex(0 if items is None else self._shows.indexOf(items.list))
        # Whoever gives the focus back to the list gives it to the one that is there.
        home = None if items is None else items.list.focusProxy() or items.list
        self.list.setFocusProxy(home)  # type: ignore[arg-type] # Qt takes None
        self.set_progress(*self._last_progress)

    def count_items(self) -> None:
        if self._arrangement.queue.items is not None:
            self.set_progress(*self._last_progress)

    def _count_items(self, items: Items) -> None:
        count = items.count
        self._bar.setVisible(count.items > 0)
        self._bar.tell(count.done, count.items)
        decided = count.words
        if not decided:
            decided = self.tr("{done} of {items} decided").format(done=f"{count.done:,}", items=f"{count.items:,}")
        self.progress.say([" · ".join(filter(None, (decided, count.more))), decided] if count.items else [])

    def _duration(self, minutes: float) -> str:
        if minutes < 1:
            return self.tr("less than a minute to go")
        if minutes < 90:
            return self.tr("{count} min to go").format(count=round(minutes))
        return self.tr("{count} h to go").format(count=round(minutes / 60))

    def shape(self, *, is_grid: bool, step: int) -> None:
        """As a grid or a list; a step beyond the last is the last."""
        self.is_grid, self.step = is_grid, min(max(0, step), len(_SIDES) - 1)
        has_grid = self._arrangement.queue.has_grid
        self.list.show_grid(_SIDES[self.step] if is_grid and has_grid else None)
        self.list.mark_several(may=has_grid)
        self.reshaped.emit(self.list.is_grid)

    def _entered(self) -> None:
        """A queue without a grid is a list in which one photo is marked."""
        if self._arrangement.queue.has_grid is not self.list.marks_several:
            self.shape(is_grid=self.is_grid, step=self.step)

    def resize_cells(self, steps: int) -> None:
        self.shape(is_grid=self.is_grid, step=self.step + steps)

    def show_photo(self, photo: str | None, *, scroll: bool = True, awaits_other: bool = False) -> None:
        """Mark the photo on the desk; a selection of several stays. `awaits_other`: the marked one is being read."""
        index = self._model.index_of(photo) if photo else QModelIndex()
        selection = self.list.selectionModel()
        stays = awaits_other or self.marked_count > 1 or selection.isSelected(index)
        if photo is not None and photo == self._shown and selection.hasSelection() and stays:
            return
        is_new = photo != self._shown
        self._shown = photo if index.isValid() else None
        if not index.isValid():
            selection.clearSelection()
            return
        is_chosen_here = selection.isSelected(index)
        if not is_chosen_here:
            selection.setCurrentIndex(index, QItemSelectionModel.SelectionFlag.ClearAndSelect)
        # A list that came after its photo is scrolled to it; one that is only read again stays in place.
        scrolls = scroll or is_new
        if scrolls and is_chosen_here:
            # What was clicked stays under the mouse.
            self.list.scrollTo(index)
        elif scrolls:
            self.list.bring_to_middle(index)

    def _mark_shown(self) -> None:
        """The photo on the desk alone; none if the list does not have it."""
        self.list.selectionModel().clearSelection()
        self.show_photo(self._shown, scroll=False)

    def agrees(self, photo: str | None) -> bool:
        """Whether no photo other than the one on the desk is marked; if not, the mark returns to it.

        Nor is it the one on the desk that is meant while Enter waits for the photos that were found.
        """
        if self._goes_to_first:
            return False
        if self.list.selected_count != 1 or self.list.selected() == [photo]:
            return True
        self.show_photo(photo)
        return False

    def select(self, photos: Iterable[str]) -> None:
        """Mark these photos, so that commands act on all of them."""
        selection = self.list.selectionModel()
        selection.clearSelection()
        for photo in photos:
            index = self._model.index_of(photo)
            if index.isValid():
                selection.select(index, QItemSelectionModel.SelectionFlag.Select)

    @property
    def selected(self) -> list[str]:
        """The marked photos, in the order of the list."""
        return self.list.selected()

    @property
    def marked_count(self) -> int:
        return self.list.selected_count

    def _say(self, text: str) -> None:
        self.note.setText(text)
        self.note.setVisible(bool(text))

    def _await_list(self, awaited: bool) -> None:  # noqa: FBT001 - a signal says so
        self.list.await_other(awaited)
        if not awaited and self._goes_to_first:
            self._goes_to_first = False
            self._pick_first()

    def _stay_here(self) -> None:
        self._goes_to_first = False

    def _to_list(self) -> None:
        """Goes to what was found: if the photo on the desk is not among it, the first found one comes there."""
        self.list.setFocus()
        self._goes_to_first = self._arrangement.awaited.is_awaited
        if not self._goes_to_first:
            self._pick_first()

    def _pick_first(self) -> None:
        """The focus alone makes the first row Qt's current one, so what counts is the photo on the desk."""
        first = self._model.photo(0) if self._model.rowCount() else None
        if first and not (self._shown and self._model.index_of(self._shown).isValid()):
            self.picked.emit(first)

    def _leave_text(self) -> None:
        self.text.leave()
        self.list.setFocus()

    def _say_empty(self) -> None:
        none, narrowed = self._arrangement.is_shown and not self._model.rowCount(), self._arrangement.is_narrowed
        words = self.tr("No photo matches the filter.")
        if not narrowed:
            words = self.tr("No photos yet. Drop some on the window, or add a folder with the File menu.")
        self._empty_words.setText(words)
        self._empty.setVisible(none)
        self._show_all.setVisible(none and narrowed)
