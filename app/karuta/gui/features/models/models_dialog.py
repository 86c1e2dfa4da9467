"""Which models a library can answer with, and the buttons to change to another or back; changes nothing itself."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import (
    QAbstractItemView,
    QDialog,
    QFrame,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QPushButton,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from karuta.gui.kit.theme import GRID
from karuta.services.models.list_models import ListedModel

_NAME = Qt.ItemDataRole.UserRole


class ModelsDialog(QDialog):
    """`promote_wanted`: the model of this name is to answer. `rollback_wanted`: the one before it is."""

    promote_wanted = Signal(str)
    rollback_wanted = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Models"))
        self._models: dict[str, ListedModel] = {}
        intro = QLabel(
            self.tr(
                "A model turns pictures into what is compared. Another one answers only after it was measured: it must "
                "lose nothing on simulated photos and be better on your own labels. Labels stay as they are."
            ),
            self,
        )
        intro.setWordWrap(True)
        self.list = QTreeWidget(self)
        self.list.setHeaderLabels([self.tr("Model"), self.tr("Made"), self.tr("Embedded"), self.tr("State")])
        self.list.setRootIsDecorated(False)
        self.list.setFrameShape(QFrame.Shape.NoFrame)
        self.list.setUniformRowHeights(True)
        self.list.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.list.setAccessibleName(self.tr("Models"))
        self.list.currentItemChanged.connect(lambda now, before: self._enable())
        self.note = QLabel(self)
        self.note.setWordWrap(True)
        self.note.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.promote = QPushButton(self.tr("Measure and promote"), self)
        self.promote.clicked.connect(self._promote)
        self.rollback = QPushButton(self.tr("Roll back"), self)
        self.rollback.clicked.connect(self._roll_back)
        close = QPushButton(self.tr("Close"), self)
        close.clicked.connect(self.reject)
        buttons = QHBoxLayout()
        buttons.setSpacing(GRID)
        for button in (self.promote, self.rollback):
            buttons.addWidget(button)
            button.setEnabled(False)
        buttons.addStretch(1)
        buttons.addWidget(close)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(3 * GRID, 3 * GRID, 3 * GRID, 2 * GRID)
        layout.setSpacing(2 * GRID)
        layout.addWidget(intro)
        layout.addWidget(self.list, 1)
        layout.addWidget(self.note)
        layout.addLayout(buttons)
        self.resize(104 * GRID, 48 * GRID)

    def set_models(self, models: Sequence[ListedModel], *, earlier: str | None) -> None:
        """`earlier`: the name of the model to which a way back leads, None without one."""
        self._models = {model.name: model for model in models}
        self.list.clear()
        for model in models:
            embedded = f"{model.embedded:,} / {model.pictures:,}"
            item = QTreeWidgetItem([model.name, model.made or "", embedded, self._state(model)])
            item.setData(0, _NAME, model.name)
            # The hint decides the column's width too.
            item.setSizeHint(0, QSize(self.fontMetrics().horizontalAdvance(model.name) + 3 * GRID, 3 * GRID))
            self.list.addTopLevelItem(item)
        header = self.list.header()
        header.setStretchLastSection(True)
        for column in range(3):
            header.setSectionResizeMode(column, QHeaderView.ResizeMode.ResizeToContents)
        if (first := self.list.topLevelItem(0)) is not None:
            self.list.setCurrentItem(first)
        self.rollback.setEnabled(earlier is not None)
        if earlier is not None:
            self.rollback.setToolTip(self.tr("{name} answers again, within a second").format(name=earlier))
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

    def _state(self, model: ListedModel) -> str:
        if model.fault is not None:
            return self.tr("not usable")
        if model.active:
            return self.tr("Active")
        return self.tr("new in this release") if model.shipped else self.tr("candidate")

    def _enable(self) -> None:
        model = self.chosen
        self.promote.setEnabled(model is not None and not model.active and model.fault is None)
        if model is None:
            self.note.clear()
        elif model.fault is not None:
            self.note.setText(f"{model.fault}.")
        else:
            said = [model.title or ""]
            for switch in model.switches[-1:]:
                said.append(self.tr("Active since {time}").format(time=switch.time[:16].replace("T", " ")))
                said.extend(switch.found)
            self.note.setText(" · ".join(said))

    def _promote(self) -> None:
        if self.chosen is not None:
            self.promote_wanted.emit(self.chosen.name)
            self.accept()

    def _roll_back(self) -> None:
        self.rollback_wanted.emit()
        self.accept()
