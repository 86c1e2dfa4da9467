"""Who made what: the program's version and licence, and those of all its parts. Looks nothing up itself."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import (
    QAbstractItemView,
    QDialog,
    QHeaderView,
    QLabel,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from karuta import __version__
from karuta.gui.kit.dialog import close_only
from karuta.gui.kit.prose import Prose
from karuta.gui.kit.theme import GRID, Theme
from karuta.services.library.describe_program import ProgramFacts


class AboutDialog(QDialog):
    """Open at once; the parts come with `say`."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("About Karuta"))
        title = QLabel(self.tr("Karuta {version}").format(version=__version__), self)
        title.setFont(theme.large(self.font()))
        words = Prose(self.tr("Recognises trading cards in photos. Nothing you show it leaves this computer."), self)
        licence = Prose(
            self.tr(
                "Karuta is licensed under the Apache License 2.0. It uses these components, each under its own licence:"
            ),
            self,
        )
        licence.setForegroundRole(QPalette.ColorRole.PlaceholderText)
        self.parts = QTreeWidget(self)
        self.parts.setAccessibleName(self.tr("Components and licences"))
        self.parts.setColumnCount(3)
        self.parts.setHeaderLabels([self.tr("Component"), self.tr("Version"), self.tr("Licence")])
        self.parts.setRootIsDecorated(False)
        self.parts.setUniformRowHeights(True)
        self.parts.setFrameShape(QTreeWidget.Shape.NoFrame)
        self.parts.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        header = self.parts.header()
        header.setSectionResizeMode(0, QHeaderView.ResizeMode.ResizeToContents)
        header.setSectionResizeMode(1, QHeaderView.ResizeMode.ResizeToContents)
        buttons = close_only(self)
        buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(3 * GRID, 3 * GRID, 3 * GRID, 2 * GRID)
        layout.setSpacing(GRID)
        layout.addWidget(title)
        layout.addWidget(words)
        layout.addSpacing(GRID)
        layout.addWidget(licence)
        layout.addWidget(self.parts, 1)
        layout.addWidget(buttons)
        self.resize(72 * GRID, 64 * GRID)

    def say(self, program: ProgramFacts) -> None:
        self.parts.clear()
        for part in program.parts:
            item = QTreeWidgetItem(self.parts, [part.name, part.version, part.licence])
            item.setToolTip(0, part.address)
            item.setToolTip(2, part.licence)
        if (first := self.parts.topLevelItem(0)) is not None:
            self.parts.setCurrentItem(first)
        self.parts.setFocus(Qt.FocusReason.OtherFocusReason)
