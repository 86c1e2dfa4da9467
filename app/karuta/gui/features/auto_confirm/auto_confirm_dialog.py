"""What a machine may confirm by itself, and on what grounds. Shows and changes the rule; the rest is done elsewhere."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QComboBox, QDialog, QFormLayout, QHBoxLayout, QPushButton, QVBoxLayout
from PySide6.QtWidgets import QWidget as Widget

from karuta.domain.auto_confirm import fewest_labels
from karuta.gui.kit.prose import Prose
from karuta.gui.kit.theme import GRID
from karuta.gui.kit.translate import together
from karuta.services.labels.auto_confirm import RATES, Outlook, Rule


class AutoConfirmDialog(QDialog):
    """`rule_changed`: a person chose. `run_wanted`: confirm now. `back_wanted`: take the last run back."""

    rule_changed = Signal(object)
    run_wanted = Signal()
    back_wanted = Signal()

    def __init__(self, rule: Rule, parent: Widget) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Automatic confirmation"))
        self.switch = QCheckBox(self.tr("Auto-confirm near-certain cards"), self)
        self.switch.setChecked(rule.on)
        self.rate = QComboBox(self)
        for rate in RATES:
            self.rate.addItem(self.tr("{percent} %").format(percent=f"{100 * rate:g}"), rate)
        self.rate.setCurrentIndex(RATES.index(rule.error_rate) if rule.error_rate in RATES else 1)
        self.rate.setAccessibleName(self.tr("Maximum error rate"))
        self.switch.toggled.connect(lambda _: self._changed())
        self.rate.currentIndexChanged.connect(lambda _: self._changed())
        self.says = Prose(self.tr("Counting…"), self)
        note = Prose(
            self.tr(
                "Auto-confirmed cards are marked and count for nothing until a person confirms them. One in ten goes "
                "to blind review. One undo takes back the whole run."
            ),
            self,
        )
        self.run = QPushButton(self.tr("Confirm now"), self)
        self.run.clicked.connect(self._run)
        self.back = QPushButton(self.tr("Undo last run"), self)
        self.back.clicked.connect(self._take_back)
        close = QPushButton(self.tr("Close"), self)
        close.clicked.connect(self.reject)
        for button in (self.run, self.back):
            button.setEnabled(False)
        form = QFormLayout()
        form.setHorizontalSpacing(2 * GRID)
        form.addRow(self.tr("Maximum error rate"), self.rate)
        buttons = QHBoxLayout()
        buttons.setSpacing(GRID)
        buttons.addWidget(self.run)
        buttons.addWidget(self.back)
        buttons.addStretch(1)
        buttons.addWidget(close)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(3 * GRID, 3 * GRID, 3 * GRID, 2 * GRID)
        layout.setSpacing(2 * GRID)
        layout.addWidget(self.switch)
        layout.addLayout(form)
        layout.addWidget(self.says)
        layout.addWidget(note)
        layout.addLayout(buttons)
        self.setMinimumWidth(72 * GRID)

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
        """What a person still has to do before cards can be confirmed."""
        if self.rule.on or not found.waiting:
            return []
        return [self.tr("Switch it on above to confirm them.")]

    def _changed(self) -> None:
        self.run.setEnabled(False)
        self.rule_changed.emit(self.rule)

    def _run(self) -> None:
        self.run_wanted.emit()
        self.accept()

    def _take_back(self) -> None:
        self.back_wanted.emit()
        self.accept()
