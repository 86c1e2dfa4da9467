"""What the menu does about models: lists them, has one measured and promoted, goes back; decides nothing itself."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QObject

from karuta.domain.cancel import CancelToken
from karuta.gui.features.models.models_dialog import ModelsDialog
from karuta.gui.kit.commands import CommandActions
from karuta.gui.kit.dialog_kit import DialogKit
from karuta.gui.kit.translate import words_of
from karuta.gui.kit.voice import Voice
from karuta.gui.kit.while_alive import while_alive
from karuta.gui.library.catalogue_status import CatalogueStatus
from karuta.gui.library.session import Session, sentence
from karuta.gui.library.tasks import Tasks, Tell
from karuta.paths import LibraryFolder
from karuta.services.models.active_model import active_model
from karuta.services.models.list_models import ListedModel, list_models
from karuta.services.models.promote_model import Promotion, PromotionRequest, promote_model
from karuta.services.models.roll_back_model import RolledBack, earlier_model, roll_back_model


@dataclass(frozen=True)
class _Listed:
    models: tuple[ListedModel, ...]
    earlier: str | None


class ModelCommands(QObject):
    """`catalogue_changed`: told when another model answers."""

    def __init__(
        self,
        *,
        session: Session,
        voice: Voice,
        catalogue_status: CatalogueStatus,
        tasks: Tasks,
        catalogue_changed: Callable[[], None],
        kit: DialogKit,
    ) -> None:
        super().__init__(kit.window)
        self._kit = kit
        self._voice = voice
        self._catalogue_status = catalogue_status
        self._tasks = tasks
        self._catalogue_changed = catalogue_changed
        self._session = session

    def command_actions(self) -> CommandActions:
        """What the commands of the table do that are done here."""
        return {"models": self.models}

    def models(self) -> None:
        dialog = ModelsDialog(self._kit.window)
        dialog.promote_wanted.connect(self.promote)
        dialog.rollback_wanted.connect(self.roll_back)
        self._kit.show(dialog)
        if self._catalogue_status.has_cards is False:
            dialog.say(self.tr("This library has no cards yet. Add a catalogue with the File menu."))
            return
        resources = self._session.resources
        job = self._session.cards_lane.submit(
            lambda library, token: _listed(library, resources),
            done=while_alive(dialog, lambda listed: dialog.set_models(listed.models, earlier=listed.earlier)),
            failed=while_alive(dialog, lambda error: dialog.say(sentence(error))),
        )
        dialog.finished.connect(lambda _: job.drop())

    def promote(self, name: str) -> None:
        self._promote(PromotionRequest(name))

    def roll_back(self) -> None:
        def work(library: LibraryFolder, token: CancelToken, tell: Tell) -> RolledBack:
            return roll_back_model(library, cancel=token, told=lambda step, done, total: tell(done, total))

        def done(back: RolledBack) -> None:
            self._catalogue_changed()
            self._voice.said.emit(self.tr("{name} answers again").format(name=back.model))

        self._tasks.start(self.tr("Going back to the model before"), work, done)

    def _promote(self, wish: PromotionRequest) -> None:
        resources = self._session.resources

        def work(library: LibraryFolder, token: CancelToken, tell: Tell) -> Promotion:
            return promote_model(
                library, resources, wish, cancel=token, told=lambda step, done, total: tell(done, total)
            )

        title = self.tr("Measuring {name} before it answers").format(name=wish.name)
        self._tasks.start(title, work, lambda done: self._measured(wish, done))

    def _measured(self, wish: PromotionRequest, done: Promotion) -> None:
        if done.promoted:
            self._catalogue_changed()
            self._voice.said.emit(self.tr("{name} answers now").format(name=done.model))
            return
        ruling = done.gate.ruling
        found = [words_of(one) for one in [*ruling.worse, *filter(None, [ruling.untold])]]
        reasons = ". ".join(one[:1].upper() + one[1:] for one in found)
        if ruling.worse:
            text = self.tr("{name} was not promoted. {reasons}.").format(name=done.model, reasons=reasons)
            self._voice.trouble.emit(text)
        elif self._kit.ask.agrees(
            self.tr("Too few labels to tell"),
            self.tr(
                "{name}: {reasons}. Let it answer all the same? It stays marked so, and there is a way back."
            ).format(name=done.model, reasons=reasons),
            deed=self.tr("Let it answer"),
        ):
            self._promote(PromotionRequest(wish.name, few_labels=True))


def _listed(library: LibraryFolder, resources: Path) -> _Listed:
    active = active_model(library)
    return _Listed(list_models(library, resources), earlier_model(active) if active else None)
