"""The menu's training: opens its page, and says when a training is over. Trains nothing itself."""

from __future__ import annotations

from karuta.gui.features.feature import Feature, WindowParts
from karuta.gui.features.training.training import Training
from karuta.gui.features.training.training_dialog import TrainingDialog, reached
from karuta.gui.kit.commands import CommandActions
from karuta.gui.kit.failures import ignored_if_known
from karuta.gui.kit.notice import TaskBar
from karuta.gui.kit.translate import words_of
from karuta.services.models.retrain import unfinished_training

_PAUSED = "a training is paused"


class TrainingCommands(Feature):
    """A training goes on while its page is closed, and says when it is over."""

    def __init__(self, parts: WindowParts, *, training: Training, bar: TaskBar) -> None:
        super().__init__(parts)
        self._training = training
        self._bar = bar
        training.changed.connect(self._show_in_bar)
        training.ended.connect(self._trained)
        bar.opened.connect(self.train)
        bar.stopped.connect(training.stop)
        self._session.files_lane.submit(
            lambda library, token: unfinished_training(library),
            done=training.find_unfinished,
            failed=ignored_if_known(),  # then it offers to train, which goes on all the same
        )

    def command_actions(self) -> CommandActions:
        """The actions of this subject's commands."""
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
            self._voice.over.emit(_PAUSED)
            self._bar.begin("", can_stop=True, can_open=True, stop=self.tr("Pause"))
        if self._training.stopping:
            self._bar.stopping()
        now = reached(self._training)
        self._bar.say(self.tr("Training: {reached}").format(reached=now.words))
        self._bar.tell(now.done, now.total)

    def _trained(self) -> None:
        self._show_in_bar()
        course = self._training.course
        name = course.finished.model if course.finished else ""
        if self._training.is_paused:
            self._voice.offered.emit(_PAUSED, self.tr("Training paused."), self.tr("Resume"), self._training.start)
            return
        self._voice.said.emit(self.tr("{model} is ready").format(model=name) if name else words_of(course.trouble))
