"""The menu's automatic confirming: shows the outlook, keeps the rule, runs it, takes it back."""

from __future__ import annotations

from collections.abc import Callable

from karuta.domain.errors import Known
from karuta.domain.journal import Action
from karuta.gui.features.auto_confirm.auto_confirm_dialog import AutoConfirmDialog
from karuta.gui.features.feature import Feature
from karuta.gui.kit.commands import CommandActions
from karuta.gui.kit.failures import told
from karuta.gui.kit.while_alive import while_alive
from karuta.gui.library.session import sentence
from karuta.jobs.lane import Failed
from karuta.services.labels.auto_confirm import Rule, auto_confirm, outlook, read_rule, take_back, write_rule

_FAILED, _RUN = "automatic confirmation", "what it confirmed last"


class AutoConfirmCommands(Feature):
    """Off until a person switches it on."""

    def command_actions(self) -> CommandActions:
        """The actions of this subject's commands."""
        return {"auto-confirm": self.open}

    def open(self) -> None:
        self._voice.over.emit(_FAILED)
        self._session.files_lane.submit(
            lambda library, token: read_rule(library),
            done=self._opened,
            failed=self._failed,
        )

    def _opened(self, rule: Rule) -> None:
        dialog = AutoConfirmDialog(rule, self._kit.window)
        dialog.rule_changed.connect(lambda chosen: self._keep(chosen, dialog))
        dialog.run_wanted.connect(lambda: self._run(dialog.rule))
        dialog.back_wanted.connect(self._take_back)
        self._kit.show(dialog)
        if self._parts.catalogue_status.has_cards is False:
            dialog.say(self.tr("This library has no cards yet. Add some with Cards > Add cards."))
        else:
            self._look(rule, dialog)

    def _keep(self, rule: Rule, dialog: AutoConfirmDialog) -> None:
        self._session.files_lane.submit(
            lambda library, token: write_rule(library, rule),
            done=while_alive(dialog, lambda _: self._look(rule, dialog)),
            failed=while_alive(dialog, lambda error: dialog.say(sentence(error))),
            key="auto-confirm",
        )

    def _look(self, rule: Rule, dialog: AutoConfirmDialog) -> None:
        def of(model_hash: str) -> None:
            job = self._session.store_lane.submit(
                lambda file, token: outlook(file, rule, model_hash=model_hash),
                done=while_alive(dialog, dialog.set_outlook),
                failed=while_alive(dialog, lambda error: dialog.say(sentence(error))),
                key="auto-confirm",
            )
            dialog.finished.connect(lambda _: job.drop())

        self._with_model(while_alive(dialog, of), while_alive(dialog, lambda error: dialog.say(sentence(error))))

    def _run(self, rule: Rule) -> None:
        def of(model_hash: str) -> None:
            self._session.store_lane.submit(
                lambda file, token: auto_confirm(file, rule, model_hash=model_hash, cancel=token),
                done=self._confirmed,
                failed=self._failed,
            )

        self._with_model(of, self._failed)

    def _take_back(self) -> None:
        self._session.store_lane.submit(lambda file, token: take_back(file), done=self._taken_back, failed=self._failed)

    def _confirmed(self, action: Action | None) -> None:
        count = action.events if action is not None else 0
        text = self.tr("Karuta confirmed {count} cards", "", count).format(count=f"{count:,}")
        if action is None:
            self._voice.said.emit(text)
        else:
            of = action.action_id
            self._voice.offered.emit(_RUN, text, self.tr("Review"), lambda: self._parts.arrangement.show_action(of))
        self._refresh()

    def _taken_back(self, action: Action) -> None:
        count = action.events
        self._voice.over.emit(_RUN)
        self._voice.said.emit(self.tr("{count} automatic labels undone", "", count).format(count=f"{count:,}"))
        self._refresh()

    def _refresh(self) -> None:
        self._parts.arrangement.reload()
        self._parts.progress.recount()
        self._parts.desk.refresh()

    def _failed(self, error: Known) -> None:
        told(lambda text: self._voice.held.emit(_FAILED, text))(error)

    def _with_model(self, done: Callable[[str], None], failed: Failed) -> None:
        """The hash of the model that answers."""
        self._session.engine_lane.submit(lambda opened, token: opened.recogniser.model.hash, done=done, failed=failed)
