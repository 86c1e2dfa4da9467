"""The frame of a dialog, a page of rows with one long task, and finding one of many rows. Decides nothing."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass
from typing import TypeVar

from PySide6.QtCore import QCoreApplication, QItemSelectionModel, QStringListModel, Qt, Signal, SignalInstance
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QFrame, QLabel, QListView, QPushButton, QWidget

from karuta.domain.cancel import CancelToken
from karuta.gui.kit.lay import Laid, column
from karuta.gui.kit.lists import Columns
from karuta.gui.kit.notice import ThinBar
from karuta.gui.kit.prose import Prose, selectable
from karuta.gui.kit.search_field import SearchField
from karuta.gui.kit.seen import pressed
from karuta.gui.kit.theme import GRID
from karuta.gui.kit.translate import QT_TRANSLATE_NOOP, error_words
from karuta.gui.kit.while_alive import while_alive
from karuta.jobs.lane import Job, Lane, Urgency

Resource = TypeVar("Resource")
Value = TypeVar("Value")

_CANCEL = QT_TRANSLATE_NOOP("Buttons", "Cancel")
_CLOSE = QT_TRANSLATE_NOOP("Buttons", "Close")

PAGE = (3, 3, 3, 2)
"""Margins of a dialog that is read; of one that is full of rows and pictures: `FULL`."""
FULL = (2, 2, 2, 2)


class Dialog(QDialog):
    """Says only what is in it: its parts from top to bottom, and how large it is. Esc closes.

    `has_own_keys`: it has a sheet of its own keys.
    """

    has_own_keys = False

    def __init__(self, title: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle(title)
        self._asked: dict[Hashable, Job] = {}
        self._is_over = False
        self.finished.connect(self._ask_no_more)
        pressed().opens(self)

    def done(self, result: int) -> None:
        """Once only: a second key may still be on its way to a dialog that has closed."""
        if not self._is_over:
            self._is_over = True
            super().done(result)

    def say(self, text: str) -> None:
        """Put a sentence in its place for one."""
        raise NotImplementedError

    def ask(
        self,
        lane: Lane[Resource],
        work: Callable[[Resource, CancelToken], Value],
        show: Callable[[Value], object],
        *,
        refuse: Callable[[str], object] | None = None,
        key: Hashable = None,
        urgency: Urgency = Urgency.SOON,
        keep: bool = False,
        yields: bool = False,
    ) -> None:
        """Have this done in a lane: `show` hears what comes of it, `refuse` (else `say`) why nothing does.

        Once the dialog is closed nobody hears, and it is not done any more; with `keep` it is. The rest as in
        `Lane.submit`.
        """
        tell = refuse or self.say
        job = lane.submit(
            work,
            done=while_alive(self, show),
            failed=while_alive(self, lambda error: tell(error_words(error))),
            key=key,
            urgency=urgency,
            keep=keep,
            yields=yields,
        )
        if not keep:
            self._asked[key or id(job)] = job

    def ask_no_more(self, key: Hashable) -> None:
        """What was asked under this key: nobody waits for it any more."""
        job = self._asked.pop(key, None)
        if job is not None:
            job.drop()

    def _ask_no_more(self) -> None:
        for job in self._asked.values():
            job.drop()

    def lay(
        self,
        *parts: Laid,
        spacing: float = 2,
        margins: Sequence[float] = PAGE,
        size: tuple[int, int] | None = None,
        least_width: int = 0,
    ) -> None:
        """All lengths in units of the grid. `size`: as it opens, else as small as its parts allow."""
        self.setLayout(column(*parts, spacing=spacing, margins=margins))
        self.setMinimumWidth(least_width * GRID)
        if size is not None:
            self.resize(size[0] * GRID, size[1] * GRID)

    def make_button(
        self, text: str, does: Callable[..., object] | SignalInstance, *, tip: str = "", name: str = ""
    ) -> QPushButton:
        """One that Return does not press unless it has the focus. `name`: for those who do not see, if not `text`."""
        button = QPushButton(text, self, autoDefault=False)
        button.setToolTip(tip)
        button.setAccessibleName(name)
        button.clicked.connect(does)
        return button

    def close_button(self, *, by_return: bool = True) -> QPushButton:
        """`by_return`: Return presses it too."""
        button = self.make_button(QCoreApplication.translate("Buttons", _CLOSE), self.reject)
        button.setAutoDefault(by_return)
        return button

    def action_box(self, *actions: QPushButton) -> QDialogButtonBox:
        """These and *Close*, in the order of the system."""
        box = QDialogButtonBox(self)
        for button in actions:
            box.addButton(button, QDialogButtonBox.ButtonRole.ActionRole)
        box.addButton(self.close_button(), QDialogButtonBox.ButtonRole.RejectRole)
        return box

    def agree_or_cancel(self, text: str) -> tuple[QDialogButtonBox, QPushButton]:
        """The box, and in it the button with this text, which accepts."""
        box = QDialogButtonBox(self)
        cancel = QCoreApplication.translate("Buttons", _CANCEL)
        box.addButton(cancel, QDialogButtonBox.ButtonRole.RejectRole)
        agree = box.addButton(text, QDialogButtonBox.ButtonRole.AcceptRole)
        box.accepted.connect(self.accept)
        box.rejected.connect(self.reject)
        return box, agree


class ListDialog(Dialog):
    """`stop_wanted`: the task's button was pressed while it runs.

    A derived class says what the task is (`begin_task`), and shows what is chosen (`show_chosen`).
    """

    stop_wanted = Signal()

    def __init__(
        self, title: str, parent: QWidget, *, intro: str, heads: Sequence[str], task: str, stop: str, progress: str
    ) -> None:
        """`task`, `stop`: the texts of the task's button. `progress`: what its bar measures."""
        super().__init__(title, parent)
        self._task_words, self._stop_words = task, stop
        self.intro = Prose(intro, self)
        self.list = Columns(title, heads, self)
        self.list.currentItemChanged.connect(lambda now, before: self.show_chosen())
        self.note = selectable(self)
        self.bar = ThinBar(progress, self)
        self.task = self.make_button(task, self._pressed)

    @property
    def is_running(self) -> bool:
        return self.bar.isVisibleTo(self)

    def say(self, text: str) -> None:
        self.note.setText(text)

    def begin(self) -> None:
        """The task runs."""
        self.bar.begin()
        self.task.setText(self._stop_words)
        self.show_chosen()

    def tell(self, done: int, total: int) -> None:
        self.bar.tell(done, total)

    def end(self) -> None:
        self.bar.hide()
        self.task.setText(self._task_words)
        self.show_chosen()

    def begin_task(self) -> None:
        """A person wants it."""
        raise NotImplementedError

    def show_chosen(self) -> None:
        """Say what there is to say of the chosen row, and what can be done with it."""
        raise NotImplementedError

    def _pressed(self) -> None:
        if self.is_running:
            self.stop_wanted.emit()
        else:
            self.begin_task()


LIMIT = 300


@dataclass(frozen=True)
class FindRow:
    """`shown`: as it stands in the list. `words`: what it is found by."""

    shown: str
    words: str


class FindDialog(Dialog):
    """`chosen`: the place of a row in `rows`, once the dialog is closed. `name`: what is looked for."""

    chosen = Signal(int)

    def __init__(self, rows: Sequence[FindRow], *, title: str, name: str, parent: QWidget) -> None:
        super().__init__(title, parent)
        self._rows = rows
        self._shown_places: list[int] = []
        self.text = SearchField(self)
        self.text.setPlaceholderText(self.tr("Part of its name"))
        self.text.setAccessibleName(name)
        self._model = QStringListModel(self)
        self.list = QListView(self)
        self.list.setModel(self._model)
        self.list.setUniformItemSizes(True)
        self.list.setFrameShape(QFrame.Shape.NoFrame)
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.list.setEditTriggers(QListView.EditTrigger.NoEditTriggers)
        self.list.setAccessibleName(title)
        self.list.clicked.connect(lambda index: self._take(index.row()))
        self.note = QLabel(self)
        self.lay(self.text, (self.list, 1), self.note, spacing=1, margins=FULL, size=(56, 60))
        self.text.textChanged.connect(lambda _: self._search())
        self.text.list = self.list
        self.text.entered.connect(lambda: self._take(self.list.currentIndex().row()))
        self.text.left.connect(self.reject)
        self._search()

    def _search(self) -> None:
        parts = self.text.text().casefold().split()
        matching = (at for at, row in enumerate(self._rows) if all(part in row.words.casefold() for part in parts))
        self._shown_places = list(matching)[:LIMIT]
        self._model.setStringList([self._rows[at].shown for at in self._shown_places])
        if self._shown_places:
            flag = QItemSelectionModel.SelectionFlag.ClearAndSelect
            self.list.selectionModel().setCurrentIndex(self._model.index(0), flag)
            self.note.setText(self.tr("Enter selects · Esc goes back"))
        else:
            self.note.setText(self.tr("Nothing matches these words"))

    def _take(self, place: int) -> None:
        if 0 <= place < len(self._shown_places):
            chosen = self._shown_places[place]
            self.accept()
            self.chosen.emit(chosen)
