"""What the menu does about training: opens its page, and says when a training is over; trains nothing itself."""

from __future__ import annotations

from PySide6.QtCore import QObject

from karuta.gui.features.training.training import Training
from karuta.gui.features.training.training_dialog import TrainingDialog
from karuta.gui.kit.commands import CommandActions
from karuta.gui.kit.dialog_kit import DialogKit
from karuta.gui.kit.translate import words_of
from karuta.gui.kit.voice import Voice


class TrainingCommands(QObject):
    """A training goes on while its page is closed, and says when it is over."""

    def __init__(self, *, voice: Voice, training: Training, kit: DialogKit) -> None:
        super().__init__(kit.window)
        self._kit = kit
        self._voice = voice
        self._training = training
        training.ended.connect(self._trained)

    def command_actions(self) -> CommandActions:
        """What the commands of the table do that are done here."""
        return {
            "train": self.train,
        }

    def train(self) -> None:
        self._kit.show(TrainingDialog(self._training, self._kit.theme, self._kit.window))

    def _trained(self) -> None:
        course = self._training.course
        name = course.finished.model if course.finished else ""
        self._voice.said.emit(self.tr("{model} is ready").format(model=name) if name else words_of(course.trouble))
