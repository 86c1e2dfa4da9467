"""The menu's models: lists them, has one measured and promoted, goes back. Decides nothing itself."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from karuta.domain.cancel import CancelToken
from karuta.gui.features.feature import Feature, WindowParts
from karuta.gui.features.models.models_dialog import ModelsDialog, reasons_words
from karuta.gui.kit.commands import CommandActions
from karuta.gui.kit.while_alive import while_alive
from karuta.gui.library.session import sentence
from karuta.gui.library.tasks import Tell
from karuta.paths import LibraryFolder
from karuta.services.models.active_model import active_model
from karuta.services.models.list_models import ListedModel, list_models
from karuta.services.models.measurements import Measurement, kept_measurement
from karuta.services.models.promote_model import (
    Promotion,
    PromotionRequest,
    RolledBack,
    earlier_model,
    promote_model,
    roll_back_model,
)

_REFUSED = "a model that was not promoted"


@dataclass(frozen=True)
class _Listed:
    models: tuple[ListedModel, ...]
    earlier: str | None
    measured: Mapping[str, Measurement]


class ModelCommands(Feature):
    """`catalogue_changed`: called when another model answers."""

    def __init__(self, parts: WindowParts) -> None:
        super().__init__(parts)
        self._dialog: ModelsDialog | None = None
        self._is_measuring = False

    def command_actions(self) -> CommandActions:
        """The actions of this subject's commands."""
        return {"models": self.models}

    def models(self) -> None:
        dialog = ModelsDialog(self._kit.window)
        dialog.measure_wanted.connect(self.measure)
        dialog.promote_wanted.connect(self.promote)
        dialog.force_wanted.connect(lambda name: self._promote_anyway(name, dialog.measurement))
        dialog.rollback_wanted.connect(self.roll_back)
        dialog.stop_wanted.connect(self._parts.tasks.stop)
        self._parts.tasks.told.connect(dialog.tell)
        dialog.finished.connect(self._closed)
        self._dialog = dialog
        self._kit.show(dialog)
        if self._parts.catalogue_status.has_cards is False:
            dialog.say(self.tr("This library has no cards yet. Add some with Cards > Add cards."))
            return
        dialog.say(self.tr("Reading the models…"))
        self._show_measuring()
        self._list_in(dialog)

    def measure(self, name: str) -> None:
        """The dialog may be closed meanwhile; the result is in it when it is opened again."""
        wish = PromotionRequest(name, only_measure=True)
        self._voice.over.emit(_REFUSED)

        def done(found: Promotion) -> None:
            self._measured()
            text = self.tr("{name} was evaluated and passes; see Models")
            if not found.gate.ruling.passes():
                text = self.tr("{name} was evaluated and does not pass; see Models")
            self._voice.said.emit(text.format(name=found.model))

        self._is_measuring = True
        self._show_measuring()
        title = self.tr("Evaluating {name}").format(name=name)
        self._parts.tasks.start(title, _promotion(self._session.resources, wish), done, undone=self._measured)

    def promote(self, name: str) -> None:
        self._promote(PromotionRequest(name))

    def roll_back(self) -> None:
        def work(library: LibraryFolder, token: CancelToken, tell: Tell) -> RolledBack:
            return roll_back_model(library, cancel=token, told=lambda step, done, total: tell(done, total))

        def done(back: RolledBack) -> None:
            self._parts.catalogue_changed()
            self._voice.said.emit(self.tr("{name} is active again").format(name=back.model))

        self._parts.tasks.start(self.tr("Rolling back"), work, done)

    # Inside

    def _closed(self) -> None:
        self._dialog = None

    def _show_measuring(self) -> None:
        if self._dialog is not None and self._is_measuring:
            self._dialog.begin()

    def _measured(self) -> None:
        self._is_measuring = False
        if self._dialog is not None:
            self._dialog.end()
            self._list_in(self._dialog)

    def _list_in(self, dialog: ModelsDialog) -> None:
        resources = self._session.resources
        job = self._session.cards_lane.submit(
            lambda library, token: _listed(library, resources),
            done=while_alive(
                dialog,
                lambda listed: dialog.set_models(listed.models, earlier=listed.earlier, measured=listed.measured),
            ),
            failed=while_alive(dialog, lambda error: dialog.say(sentence(error))),
        )
        dialog.finished.connect(lambda _: job.drop())

    def _promote(self, wish: PromotionRequest) -> None:
        title = self.tr("Evaluating {name}").format(name=wish.name)
        work = _promotion(self._session.resources, wish)
        self._voice.over.emit(_REFUSED)
        self._parts.tasks.start(title, work, lambda done: self._ruled(wish, done))

    def _ruled(self, wish: PromotionRequest, done: Promotion) -> None:
        if done.promoted:
            self._parts.catalogue_changed()
            self._voice.said.emit(self.tr("{name} is now active").format(name=done.model))
            return
        ruling = done.gate.ruling
        reasons = reasons_words([*ruling.worse, *filter(None, [ruling.untold])])
        if ruling.worse:
            text = self.tr("{name} was not promoted. {reasons}. See Models for the evaluation.")
            self._voice.held.emit(_REFUSED, text.format(name=done.model, reasons=reasons))
        elif self._kit.ask.agrees(
            self.tr("Too few labels to tell"),
            self.tr("{name}: {reasons}. Promote it anyway? This is recorded, and you can roll back.").format(
                name=done.model, reasons=reasons
            ),
            deed=self.tr("Promote anyway"),
        ):
            self._promote(PromotionRequest(wish.name, few_labels=True))

    def _promote_anyway(self, name: str, found: Measurement | None) -> None:
        """A model that the gate refused. Return and Escape say no."""
        if found is None or not self._kit.ask.agrees(
            self.tr("Promote anyway"),
            self.tr("{name}: {reasons}. Promote it anyway? This is recorded, and you can roll back.").format(
                name=found.model, reasons=reasons_words(found.reasons)
            ),
            deed=self.tr("Promote anyway"),
        ):
            return
        self._promote(PromotionRequest(name, force=bool(found.worse), few_labels=not found.worse))


def _promotion(resources: Path, wish: PromotionRequest) -> Callable[[LibraryFolder, CancelToken, Tell], Promotion]:
    return lambda library, token, tell: promote_model(
        library, resources, wish, cancel=token, told=lambda step, done, total: tell(done, total)
    )


def _listed(library: LibraryFolder, resources: Path) -> _Listed:
    active, models = active_model(library), list_models(library, resources)
    measured = {one.name: found for one in models if (found := kept_measurement(library, one.name)) is not None}
    return _Listed(models, earlier_model(active) if active else None, measured)
