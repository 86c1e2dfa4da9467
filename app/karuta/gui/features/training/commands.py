"""What the menus do with labels: export them, have a model learn from them; writes and trains nothing."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from karuta.gui.features.export.commands import ExportCommands
from karuta.gui.features.export.export_dialog import ExportDialog
from karuta.gui.features.training.training import Training
from karuta.gui.features.training.training_dialog import TrainingDialog
from karuta.gui.kit.ask import Ask
from karuta.gui.kit.dialog_host import DialogHost
from karuta.gui.kit.theme import Theme
from karuta.gui.kit.translate import words_of
from karuta.gui.shell.composition import Composition


class TrainingCommands(QObject):
    """A training goes on while its page is closed, and says when it is over."""

    def __init__(
        self, work: Composition, ask: Ask, dialogs: DialogHost, training: Training, *, theme: Theme, window: QWidget
    ) -> None:
        super().__init__(window)
        self._work = work
        self._dialogs = dialogs
        self._training = training
        self._theme = theme
        self._window = window
        self._exporting = ExportCommands(work, ask, self)
        training.ended.connect(self._trained)

    def doings(self) -> dict[str, Callable[[], object]]:
        """What the commands of the table do that are done here."""
        return {
            "export": self.export,
            "train": self.train,
        }

    def export(self) -> None:
        dialog = ExportDialog(self._window)
        dialog.accepted.connect(lambda: self._exporting.export(dialog.wish))
        self._dialogs.show(dialog)

    def train(self) -> None:
        self._dialogs.show(TrainingDialog(self._training, self._theme, self._window))

    def _trained(self) -> None:
        course = self._training.course
        name = course.finished.model if course.finished else ""
        self._work.said.emit(self.tr("{model} is ready").format(model=name) if name else words_of(course.trouble))
