"""What the menu does about training: opens its page, and says when a training is over; trains nothing itself."""

from __future__ import annotations

from PySide6.QtCore import QObject

from karuta.gui.features.training.training import Training
from karuta.gui.features.training.training_dialog import TrainingDialog
from karuta.gui.features.training.words import reached
from karuta.gui.kit.commands import CommandActions
from karuta.gui.kit.dialog_kit import DialogKit
from karuta.gui.kit.task_bar import TaskBar
from karuta.gui.kit.translate import words_of
from karuta.gui.kit.voice import Voice


class TrainingCommands(QObject):
    """A training goes on while its page is closed, and says when it is over."""

    def __init__(self, *, voice: Voice, training: Training, bar: TaskBar, kit: DialogKit) -> None:
        super().__init__(kit.window)
        self._kit = kit
        self._voice = voice
        self._training = training
        self._bar = bar
        training.changed.connect(self._show_in_bar)
        training.ended.connect(self._trained)
        bar.opened.connect(self.train)
        bar.stopped.connect(training.stop)
        bar.stopped.connect(bar.stopping)

    def command_actions(self) -> CommandActions:
        """What the commands of the table do that are done here."""
        return {
            "train": self.train,
        }

    def train(self) -> None:
        self._kit.show(TrainingDialog(self._training, self._kit.theme, self._kit.window))

    def _show_in_bar(self) -> None:
        if not self._training.is_running:
            self._bar.end()
            return
        if self._bar.isHidden():
            self._bar.begin("", can_stop=True, can_open=True, stop=self.tr("Pause"))
        now = reached(self._training)
        self._bar.say(self.tr("Training: {reached}").format(reached=now.words))
        self._bar.tell(now.done, now.total)

    def _trained(self) -> None:
        self._show_in_bar()
        course = self._training.course
        name = course.finished.model if course.finished else ""
        if self._training.is_paused:
            self._voice.said.emit(self.tr("Training paused; resume it with Learn > Train on labels"))
            return
        self._voice.said.emit(self.tr("{model} is ready").format(model=name) if name else words_of(course.trouble))
