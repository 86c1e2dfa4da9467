"""The models that a library can answer with, and buttons to change to another or back. Changes nothing itself."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from PySide6.QtCore import QSize, Qt, Signal, SignalInstance
from PySide6.QtWidgets import (
    QAbstractItemView,
    QDialog,
    QFrame,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QProgressBar,
    QPushButton,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from karuta.domain.sentence import Sentence
from karuta.gui.features.models.measured_table import MeasuredTable
from karuta.gui.kit.prose import Prose
from karuta.gui.kit.theme import GRID
from karuta.gui.kit.translate import words_of
from karuta.services.models.list_models import ListedModel
from karuta.services.models.measurements import Measurement

_NAME = Qt.ItemDataRole.UserRole


class ModelsDialog(QDialog):
    """`measure_wanted`: the model of this name is to be measured. `promote_wanted`: it is also to answer if it passes.

    `force_wanted`: it is to answer although the gate refused it. `rollback_wanted`: the previous one is to answer
    again. `stop_wanted`: stop measuring.
    """

    measure_wanted = Signal(str)
    promote_wanted = Signal(str)
    force_wanted = Signal(str)
    rollback_wanted = Signal()
    stop_wanted = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Models"))
        self._models: dict[str, ListedModel] = {}
        self._measured: Mapping[str, Measurement] = {}
        self.intro = Prose(
            self.tr(
                "A model turns pictures into numbers that are compared. Another one becomes active only after an "
                "evaluation: it must not be worse on simulated photos, and must be better on your own labels. Labels "
                "stay as they are."
            ),
            self,
        )
        self.list = QTreeWidget(self)
        self.note = QLabel(self)
        self.table = MeasuredTable(self)
        self.bar = QProgressBar(self)
        self.measure = QPushButton(self.tr("Evaluate"), self)
        self.promote = QPushButton(self.tr("Promote"), self)
        self.force = QPushButton(self.tr("Promote anyway…"), self)
        self.force.hide()  # until something was refused
        self.rollback = QPushButton(self.tr("Roll back"), self)
        self._set_up()
        self._arrange()

    def set_models(
        self, models: Sequence[ListedModel], *, earlier: str | None, measured: Mapping[str, Measurement]
    ) -> None:
        """`earlier`: the name of the model that a rollback restores, None if there is none. `measured`: by name."""
        before = self.chosen.name if self.chosen else None
        self._models = {model.name: model for model in models}
        self._measured = measured
        self.list.clear()
        for model in models:
            embedded = f"{model.embedded:,} / {model.pictures:,}"
            item = QTreeWidgetItem([model.name, model.made or "", embedded, self._state(model)])
            item.setData(0, _NAME, model.name)
            # The hint also determines the column's width.
            item.setSizeHint(0, QSize(self.fontMetrics().horizontalAdvance(model.name) + 3 * GRID, 3 * GRID))
            self.list.addTopLevelItem(item)
        if (first := self.list.topLevelItem(0)) is not None:
            self.list.setCurrentItem(first)
        if before is not None:
            self.choose(before)
        self.rollback.setEnabled(earlier is not None)
        if earlier is not None:
            self.rollback.setToolTip(self.tr("{name} becomes active again within a second").format(name=earlier))
        self._enable()

    def say(self, text: str) -> None:
        self.note.setText(text)

    def choose(self, name: str) -> None:
        """Select the model of this name."""
        for row in range(self.list.topLevelItemCount()):
            item = self.list.topLevelItem(row)
            if item is not None and item.data(0, _NAME) == name:
                self.list.setCurrentItem(item)

    @property
    def chosen(self) -> ListedModel | None:
        item = self.list.currentItem()
        return None if item is None else self._models.get(item.data(0, _NAME))

    @property
    def measurement(self) -> Measurement | None:
        """The measurement of the chosen model, if its files and those of the answering model are unchanged."""
        model = self.chosen
        found = self._measured.get(model.name) if model is not None else None
        active = next((one.title for one in self._models.values() if one.active), None)
        fits = found is not None and model is not None and (found.model, found.instead_of) == (model.title, active)
        return found if fits else None

    def begin_measuring(self) -> None:
        self.bar.setRange(0, 0)
        self.bar.show()
        self.measure.setText(self.tr("Stop"))
        self._enable()

    def tell(self, done: int, total: int) -> None:
        self.bar.setRange(0, total)
        self.bar.setValue(done)

    def end_measuring(self) -> None:
        self.bar.hide()
        self.measure.setText(self.tr("Evaluate"))
        self._enable()

    # Inside

    def _set_up(self) -> None:
        self.list.setHeaderLabels([self.tr("Model"), self.tr("Created"), self.tr("Pictures ready"), self.tr("State")])
        header = self.list.header()
        header.setStretchLastSection(True)
        for column in range(3):
            header.setSectionResizeMode(column, QHeaderView.ResizeMode.ResizeToContents)
        self.list.setRootIsDecorated(False)
        self.list.setFrameShape(QFrame.Shape.NoFrame)
        self.list.setUniformRowHeights(True)
        self.list.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.list.setAccessibleName(self.tr("Models"))
        self.list.currentItemChanged.connect(lambda now, before: self._enable())
        self.note.setWordWrap(True)
        self.note.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.bar.setTextVisible(False)
        self.bar.setMaximumHeight(GRID)
        self.bar.setAccessibleName(self.tr("Progress of the evaluation"))
        self.bar.hide()
        self.table.hide()
        self.measure.setToolTip(self.tr("Compares it with the active model on the same crops. Changes nothing."))
        self.promote.setToolTip(self.tr("Evaluated once more; it becomes active only if it passes."))
        self.measure.clicked.connect(self._measure)
        self.promote.clicked.connect(lambda: self._wish(self.promote_wanted))
        self.force.clicked.connect(lambda: self._wish(self.force_wanted))
        self.rollback.clicked.connect(self._roll_back)

    def _arrange(self) -> None:
        close = QPushButton(self.tr("Close"), self)
        close.clicked.connect(self.reject)
        buttons = QHBoxLayout()
        buttons.setSpacing(GRID)
        for button in (self.measure, self.promote, self.force, self.rollback):
            buttons.addWidget(button)
            button.setEnabled(False)
            button.setAutoDefault(False)
        buttons.addStretch(1)
        buttons.addWidget(close)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(3 * GRID, 3 * GRID, 3 * GRID, 2 * GRID)
        layout.setSpacing(2 * GRID)
        layout.addWidget(self.intro)
        layout.addWidget(self.list, 2)
        layout.addWidget(self.bar)
        layout.addWidget(self.note)
        layout.addWidget(self.table, 3)
        layout.addLayout(buttons)
        self.resize(104 * GRID, 56 * GRID)

    def _state(self, model: ListedModel) -> str:
        if model.fault is not None:
            return self.tr("Unusable")
        if model.active:
            return self.tr("Active")
        return self.tr("New in this release") if model.shipped else self.tr("Candidate")

    def _enable(self) -> None:
        model, found, measuring = self.chosen, self.measurement, self.bar.isVisibleTo(self)
        usable = model is not None and not model.active and model.fault is None
        refused = found is not None and not found.passes
        self.measure.setEnabled(measuring or usable)
        self.promote.setEnabled(usable and not measuring and not refused)
        self.force.setVisible(refused and usable)
        self.force.setEnabled(not measuring)
        self.table.show_measurement(found)
        self.table.setVisible(found is not None)
        if model is None:
            self.note.clear()
        elif model.fault is not None:
            self.note.setText(f"{model.fault}.")
        else:
            self.note.setText("\n".join(filter(None, (self._about(model), self._ruling(found)))))

    def _about(self, model: ListedModel) -> str:
        said = [model.title or ""]
        for switch in model.switches[-1:]:
            said.append(self.tr("Active since {time}").format(time=switch.time[:16].replace("T", " ")))
            said.extend(switch.found)
        return " · ".join(said)

    def _ruling(self, found: Measurement | None) -> str:
        if found is None:
            return ""
        time = found.time[:16].replace("T", " ")
        if found.passes:
            return self.tr("Evaluated {time}: it passes.").format(time=time)
        text = self.tr("Evaluated {time}: it does not pass. {reasons}.")
        return text.format(time=time, reasons=reasons_words(found.reasons))

    def _measure(self) -> None:
        if self.bar.isVisibleTo(self):
            self.stop_wanted.emit()
        elif self.chosen is not None:
            self.measure_wanted.emit(self.chosen.name)

    def _wish(self, wanted: SignalInstance) -> None:
        if self.chosen is not None:
            wanted.emit(self.chosen.name)
            self.accept()

    def _roll_back(self) -> None:
        self.rollback_wanted.emit()
        self.accept()


def reasons_words(reasons: Iterable[Sentence]) -> str:
    """Each a sentence of its own, in the window's language."""
    found = [words_of(one) for one in reasons]
    return ". ".join(one[:1].upper() + one[1:] for one in found)
