"""What the menu does about models: lists them, has one measured and promoted, goes back; decides nothing itself."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QDialog, QWidget

from karuta.domain.cancel import CancelToken
from karuta.gui.features.models.models_dialog import ModelsDialog
from karuta.gui.kit.ask import Ask
from karuta.gui.kit.translate import words_of
from karuta.gui.kit.while_alive import while_alive
from karuta.gui.library.session import sentence
from karuta.gui.library.tasks import Tell
from karuta.gui.shell.composition import Composition
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
    """`show` puts a dialog over the window."""

    def __init__(self, work: Composition, ask: Ask, window: QWidget, show: Callable[[QDialog], None]) -> None:
        super().__init__(window)
        self._work = work
        self._session = work.session
        self.ask = ask
        self._window = window
        self._show = show

    def models(self) -> None:
        dialog = ModelsDialog(self._window)
        dialog.promote_wanted.connect(self.promote)
        dialog.rollback_wanted.connect(self.roll_back)
        self._show(dialog)
        if self._work.stock.has_cards is False:
            dialog.say(self.tr("This library has no cards yet. Add a catalogue with the File menu."))
            return
        resources = self._session.resources
        job = self._session.cards.submit(
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
            self._work.catalogue_changed()
            self._work.said.emit(self.tr("{name} answers again").format(name=back.model))

        self._work.chores.start(self.tr("Going back to the model before"), work, done)

    def _promote(self, wish: PromotionRequest) -> None:
        resources = self._session.resources

        def work(library: LibraryFolder, token: CancelToken, tell: Tell) -> Promotion:
            return promote_model(
                library, resources, wish, cancel=token, told=lambda step, done, total: tell(done, total)
            )

        title = self.tr("Measuring {name} before it answers").format(name=wish.name)
        self._work.chores.start(title, work, lambda done: self._measured(wish, done))

    def _measured(self, wish: PromotionRequest, done: Promotion) -> None:
        if done.promoted:
            self._work.catalogue_changed()
            self._work.said.emit(self.tr("{name} answers now").format(name=done.model))
            return
        ruling = done.gate.ruling
        found = [words_of(one) for one in [*ruling.worse, *filter(None, [ruling.untold])]]
        reasons = ". ".join(one[:1].upper() + one[1:] for one in found)
        if ruling.worse:
            text = self.tr("{name} was not promoted. {reasons}.").format(name=done.model, reasons=reasons)
            self._work.trouble.emit(text)
        elif self.ask.agrees(
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
