"""The search for a card on top of a dialog, where there is no room beside a photo."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QDialog, QVBoxLayout, QWidget

from karuta.domain.label import ChosenCard
from karuta.gui.features.cards.search_panel import SearchPanel
from karuta.gui.kit.theme import GRID, Theme
from karuta.gui.library.pictures import Pictures
from karuta.gui.library.session import Session


class SearchDialog(QDialog):
    """`chosen`: the card that a person took."""

    chosen = Signal(object)

    def __init__(self, session: Session, pictures: Pictures, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Find a card"))
        self.panel = SearchPanel(session, pictures, theme, self)
        self.panel.chosen.connect(self._take)
        self.panel.left.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(GRID, GRID, GRID, GRID)
        layout.addWidget(self.panel)
        self.resize(64 * GRID, 68 * GRID)

    def showEvent(self, event: QShowEvent) -> None:  # noqa: N802
        super().showEvent(event)
        self.panel.begin(anew=True)

    def _take(self, card: ChosenCard) -> None:
        self.chosen.emit(card)
        self.accept()
