"""A page of rows to choose from, with one long task that can be stopped. Knows neither the rows nor the task."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from karuta.gui.kit.dialog import Dialog
from karuta.gui.kit.lists import Columns
from karuta.gui.kit.prose import Prose, selectable
from karuta.gui.kit.task_bar import ThinBar


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
        """What is said of the chosen row, and what can be done with it."""
        raise NotImplementedError

    def _pressed(self) -> None:
        if self.is_running:
            self.stop_wanted.emit()
        else:
            self.begin_task()
