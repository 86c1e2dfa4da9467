"""The menu's automatic confirming and its page: shows the outlook, keeps the rule, runs it, takes it back."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QCheckBox, QComboBox, QFormLayout, QPushButton

from karuta.domain.auto_confirm import fewest_labels
from karuta.domain.cancel import CancelToken
from karuta.domain.errors import Known
from karuta.domain.journal import Action
from karuta.gui.features.feature import Feature, Page, WindowParts
from karuta.gui.kit.commands import CommandActions
from karuta.gui.kit.failures import told
from karuta.gui.kit.lay import Stretch, row
from karuta.gui.kit.prose import Prose
from karuta.gui.kit.theme import GRID
from karuta.gui.kit.translate import together
from karuta.services.labels.auto_confirm import (
    RATES,
    Outlook,
    Rule,
    auto_confirm,
    outlook,
    read_rule,
    take_back,
    write_rule,
)
from karuta.services.library.open_library import OpenLibrary


class AutoConfirmDialog(Page):
    """`run`: confirm now by this rule. `take_back`: the last run."""

    def __init__(self, parts: WindowParts, *, run: Callable[[Rule], None], take_back: Callable[[], None]) -> None:
        super().__init__(self.tr("Automatic confirmation"), parts)
        self.switch = QCheckBox(self.tr("Auto-confirm near-certain cards"), self)
        self.rate = QComboBox(self)
        for rate in RATES:
            self.rate.addItem(self.tr("{percent} %").format(percent=f"{100 * rate:g}"), rate)
        self.rate.setAccessibleName(self.tr("Maximum error rate"))
        self.says = Prose(self.tr("Counting…"), self)
        note = Prose(
            self.tr(
                "Auto-confirmed cards are marked and count for nothing until a person confirms them. One in ten goes "
                "to blind review. One undo takes back the whole run."
            ),
            self,
        )
        self.run = QPushButton(self.tr("Confirm now"), self)
        self.run.clicked.connect(lambda: run(self.rule))
        self.back = QPushButton(self.tr("Undo last run"), self)
        self.back.clicked.connect(take_back)
        for button in (self.run, self.back):
            button.clicked.connect(self.accept)
        for part in (self.run, self.back, self.switch, self.rate):
            part.setEnabled(False)
        form = QFormLayout(horizontalSpacing=2 * GRID)
        form.addRow(self.tr("Maximum error rate"), self.rate)
        buttons = row(self.run, self.back, Stretch(), self.close_button())
        self.lay(self.switch, form, self.says, note, buttons, least_width=72)
        self.ask(self._session.files_lane, lambda library, token: read_rule(library), self._begin)

    def _begin(self, rule: Rule) -> None:
        """With the rule that is in force."""
        self.switch.setChecked(rule.on)
        self.rate.setCurrentIndex(RATES.index(rule.error_rate) if rule.error_rate in RATES else 1)
        self.switch.toggled.connect(lambda _: self._changed())
        self.rate.currentIndexChanged.connect(lambda _: self._changed())
        for part in (self.switch, self.rate):
            part.setEnabled(True)
        if self._parts.catalogue_status.has_cards is False:
            self.say(self.tr("This library has no cards yet. Add some with Cards > Add cards."))
        else:
            self._look(rule)

    @property
    def rule(self) -> Rule:
        return Rule(on=self.switch.isChecked(), error_rate=float(self.rate.currentData()))

    def set_outlook(self, found: Outlook) -> None:
        """An outlook that was computed for another rule than the chosen one is ignored."""
        if found.rule != self.rule:
            return
        self.says.setText(together([self._right(found), *self._checked(found), *self._left_to_do(found)]))
        self.run.setEnabled(self.rule.on and bool(found.waiting))
        self.back.setEnabled(found.standing > 0)

    def say(self, text: str) -> None:
        self.says.setText(text)

    def _right(self, found: Outlook) -> str:
        least = fewest_labels(found.rule.error_rate)
        if found.bound is None and found.labels >= least:
            text = self.tr(
                "Labels that test this model's suggestions: {labels}; wrong suggestions among them: {wrong}. That is "
                "too many for this error rate."
            )
            return text.format(labels=f"{found.labels:,}", wrong=f"{found.wrong:,}")
        if found.bound is None:
            text = self.tr(
                "Labels that test this model's suggestions: {labels}. This error rate takes at least {least}, almost "
                "all of them correct."
            )
            return text.format(labels=f"{found.labels:,}", least=f"{least:,}")
        bound = found.bound
        text = self.tr(
            "At a certainty of {threshold} or more, {wrong} of {n} suggestions were wrong: at most {upper} % with 95 % "
            "confidence. Cards waiting with that certainty: {waiting}."
        )
        return text.format(
            threshold=f"{bound.threshold:.3f}",
            wrong=f"{bound.wrong:,}",
            n=f"{bound.n:,}",
            upper=f"{100 * bound.upper:.2f}",
            waiting=f"{len(found.waiting):,}",
        )

    def _checked(self, found: Outlook) -> list[str]:
        if found.checked is None:
            return []
        text = self.tr("Automatic labels checked by a person: {n}, wrong: {k}.")
        said = text.format(n=f"{found.checked.n:,}", k=f"{found.checked.k:,}")
        broken = self.tr("That is too many, so automatic confirmation has stopped.")
        return [said, broken] if found.broken else [said]

    def _left_to_do(self, found: Outlook) -> list[str]:
        """Sentences for what a person still has to do before cards can be confirmed."""
        if self.rule.on or not found.waiting:
            return []
        return [self.tr("Switch it on above to confirm them.")]

    def _changed(self) -> None:
        rule = self.rule
        self.run.setEnabled(False)
        lane = self._session.files_lane
        self.ask(
            lane, lambda library, token: write_rule(library, rule), lambda _: self._look(rule), key=_KEY, keep=True
        )

    def _look(self, rule: Rule) -> None:
        def of(model: str) -> None:
            lane = self._session.store_lane
            self.ask(lane, lambda file, token: outlook(file, rule, model_hash=model), self.set_outlook, key=_KEY)

        self.ask(self._session.engine_lane, _answering_model, of)


def _answering_model(opened: OpenLibrary, token: CancelToken) -> str:
    del token
    return opened.recogniser.model.hash


_FAILED, _RUN, _KEY = "automatic confirmation", "what it confirmed last", "auto-confirm"


class AutoConfirmCommands(Feature):
    """Off until a person switches it on."""

    def command_actions(self) -> CommandActions:
        """The actions of this subject's commands."""
        return {"auto-confirm": self.open}

    def open(self) -> None:
        self._voice.over.emit(_FAILED)
        self._kit.show(AutoConfirmDialog(self._parts, run=self._run, take_back=self._take_back))

    def _run(self, rule: Rule) -> None:
        def of(model: str) -> None:
            self._session.store_lane.submit(
                lambda file, token: auto_confirm(file, rule, model_hash=model, cancel=token),
                done=self._confirmed,
                failed=self._failed,
            )

        self._session.engine_lane.submit(_answering_model, done=of, failed=self._failed)

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
