"""The menu's models and training: opens their page, has models measured, promoted and rolled back. Decides nothing."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from karuta.domain.cancel import CancelToken
from karuta.domain.training_progress import Finished
from karuta.gui.features.feature import WindowParts
from karuta.gui.features.learn.learn_dialog import LabelsSoFar, LearnDialog, LibraryModels, reasons_words
from karuta.gui.features.learn.training import Training
from karuta.gui.features.program_run import ProgramCommands
from karuta.gui.kit.commands import CommandActions
from karuta.gui.kit.notice import TaskBar
from karuta.gui.kit.translate import words_of
from karuta.gui.library.session import Tell
from karuta.paths import LibraryFolder
from karuta.services.labels.describe_bias import accepted_by_model
from karuta.services.labels.open_labels import count_labels, labels_for_reading
from karuta.services.models.active_model import active_model
from karuta.services.models.contender import Told
from karuta.services.models.list_models import list_models
from karuta.services.models.measurements import Measurement, kept_measurement
from karuta.services.models.promote_model import (
    PromotionRequest,
    RolledBack,
    earlier_model,
    promote_model,
    roll_back_model,
)
from karuta.services.models.retrain import unfinished_training

_REFUSED = "a model that was not promoted"
_PAUSED = "a training is paused"

Result = TypeVar("Result")
Work = Callable[[LibraryFolder, CancelToken, Told], Result]
Heard = Callable[[Result], object]


class LearnCommands(ProgramCommands):
    """A training and an evaluation go on while the page is closed, and say when they are over."""

    def __init__(self, parts: WindowParts, *, training: Training, bar: TaskBar) -> None:
        super().__init__(parts, training, bar, title=self.tr("Training: {reached}"), stop=self.tr("Pause"))
        self._training = training
        # The title of the evaluation, promotion or rollback that runs.
        self._doing = ""
        parts.tasks.failed.connect(self._failed)
        # If it fails, it offers to train, which goes on all the same.
        self._quietly(self._session.files_lane, unfinished_training, training.find_unfinished)

    def command_actions(self) -> CommandActions:
        """The actions of this subject's commands."""
        return {"train": self.open}

    def open(self) -> None:
        dialog = LearnDialog(self._training, self._kit.theme, self._kit.window)
        dialog.promotion_wanted.connect(lambda wish: self.promote(wish, dialog.measurement))
        dialog.rollback_wanted.connect(self.roll_back)
        dialog.stop_wanted.connect(self._parts.tasks.stop)
        self._parts.tasks.told.connect(dialog.tell)
        self._kit.show(dialog)
        if self._parts.catalogue_status.has_cards is False:
            dialog.say(self.tr("This library has no cards yet. Add some with Cards > Add cards."))
        else:
            dialog.say(self.tr("Reading the models…"))
            if self._doing:
                dialog.begin()
            self._list()
            dialog.ask(self._session.task_lane, lambda library, token: _labels(library), dialog.show_labels)
        dialog.training.take_focus()

    def promote(self, wish: PromotionRequest, measurement: Measurement | None) -> None:
        """`measurement`: the last one of this model; where that refused it, a person must agree."""
        title = self.tr("Promote anyway")
        if not wish.force:
            self._promote(wish)
        elif measurement is not None and self._agrees(title, measurement.model, reasons_words(measurement.reasons)):
            self._promote(PromotionRequest(wish.name, force=bool(measurement.worse), few_labels=not measurement.worse))

    def roll_back(self) -> None:
        def done(back: RolledBack) -> None:
            self._parts.catalogue_changed()
            self._voice.info.emit(self.tr("{name} is active again").format(name=back.model))

        title = self.tr("Rolling back")
        self._do(title, lambda library, token, told: roll_back_model(library, cancel=token, told=told), done)

    # Inside

    @property
    def _dialog(self) -> LearnDialog | None:
        shown = self._kit.host.current
        return shown if isinstance(shown, LearnDialog) else None

    def _list(self) -> None:
        resources, dialog = self._session.resources, self._dialog
        if dialog is not None:
            dialog.ask(self._session.cards_lane, lambda library, token: _listed(library, resources), dialog.show_models)

    def _do(self, title: str, work: Work[Result], done: Heard[Result]) -> None:
        """Start what changes the models, or measures them: one at a time. The page may be closed meanwhile."""

        def run(library: LibraryFolder, token: CancelToken, tell: Tell) -> Result:
            return work(library, token, lambda step, at, total: tell(at, total))

        def over(result: Result) -> None:
            self._end()
            self._list()
            done(result)

        self._voice.finished.emit(_REFUSED)
        self._doing = title
        if self._dialog is not None:
            self._dialog.begin()
        self._parts.tasks.start(title, run, over, undone=self._end)

    def _end(self) -> None:
        if self._doing and self._dialog is not None:
            self._dialog.end()
        self._doing = ""

    def _failed(self, title: str, why: str) -> None:
        if title == self._doing and self._dialog is not None:
            self._end()
            self._dialog.say(why)

    def _promote(self, wish: PromotionRequest) -> None:
        resources = self._session.resources
        self._do(
            self.tr("Evaluating {name}").format(name=wish.name),
            lambda library, token, told: promote_model(library, resources, wish, cancel=token, told=told),
            lambda measurement: self._ruled(wish, measurement),
        )

    def _ruled(self, wish: PromotionRequest, measurement: Measurement) -> None:
        reasons = reasons_words(measurement.reasons)
        if wish.only_measure:
            text = self.tr("{name} was evaluated and passes; see Models and training")
            if measurement.reasons:
                text = self.tr("{name} was evaluated and does not pass; see Models and training")
            self._voice.info.emit(text.format(name=measurement.model))
        elif measurement.passes_by(few_labels=wish.few_labels, force=wish.force):
            self._parts.catalogue_changed()
            self._voice.info.emit(self.tr("{name} is now active").format(name=measurement.model))
        elif measurement.worse:
            text = self.tr("{name} was not promoted. {reasons}. See Models and training for the evaluation.")
            self._voice.persistent.emit(_REFUSED, text.format(name=measurement.model, reasons=reasons))
        elif self._agrees(self.tr("Too few labels to tell"), measurement.model, reasons):
            self._promote(PromotionRequest(wish.name, few_labels=True))

    def _agrees(self, title: str, model: str, reasons: str) -> bool:
        """Return and Escape say no."""
        text = self.tr("{name}: {reasons}. Promote it anyway? This is recorded, and you can roll back.")
        return self._kit.ask.agrees(title, text.format(name=model, reasons=reasons), deed=self.tr("Promote anyway"))

    def begun(self) -> None:
        self._voice.finished.emit(_PAUSED)

    def over(self) -> None:
        training, made = self._training, self._training.last(Finished)
        if training.is_paused:
            self._voice.offer.emit(_PAUSED, self.tr("Training paused."), self.tr("Resume"), training.start)
        elif made is None:
            self._voice.info.emit(words_of(training.trouble))
        else:
            self._list()
            self._voice.info.emit(self.tr("{model} is ready").format(model=made.model))


def _listed(library: LibraryFolder, resources: Path) -> LibraryModels:
    active, models = active_model(library), list_models(library, resources)
    kept = {model.name: kept_measurement(library, model.name) for model in models}
    measured = {name: measurement for name, measurement in kept.items() if measurement is not None}
    return LibraryModels(models, earlier_model(active) if active else None, measured)


def _labels(library: LibraryFolder) -> LabelsSoFar:
    with labels_for_reading(library) as file:
        return LabelsSoFar(count_labels(file).by_kind.get("confirm", 0), accepted_by_model(file))
