"""Asks in which format labels are exported and whether the photos go with them; writes nothing."""

from __future__ import annotations

from PySide6.QtGui import QIcon, QPalette
from PySide6.QtWidgets import (
    QButtonGroup,
    QCheckBox,
    QDialog,
    QDialogButtonBox,
    QGridLayout,
    QLabel,
    QRadioButton,
    QVBoxLayout,
    QWidget,
)

from karuta.gui.kit.theme import GRID
from karuta.gui.kit.translate import words_of
from karuta.services.exports.export_sets import ExportRequest
from karuta.services.exports.formats import ExportFormat


class ExportDialog(QDialog):
    """`wish` is what the form says."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Export labels"))
        self._group = QButtonGroup(self)
        self._forms = list(ExportFormat)
        grid = QGridLayout()
        grid.setHorizontalSpacing(3 * GRID)
        grid.setVerticalSpacing(GRID)
        grid.setColumnStretch(1, 1)
        for row, form in enumerate(self._forms):
            button = QRadioButton(words_of(form.value.title), self)
            note = QLabel(words_of(form.value.about), self)
            note.setForegroundRole(QPalette.ColorRole.PlaceholderText)
            button.setAccessibleDescription(note.text())
            self._group.addButton(button, row)
            grid.addWidget(button, row, 0)
            grid.addWidget(note, row, 1)
        self._group.button(0).setChecked(True)
        self.photos = QCheckBox(self.tr("With the photos, in a folder"), self)
        self.exif = QCheckBox(self.tr("Keep what cameras write into photos, such as the place (EXIF)"), self)
        self.exif.setEnabled(False)
        self.photos.toggled.connect(self.exif.setEnabled)
        self._buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel, parent=self)
        self._buttons.button(QDialogButtonBox.StandardButton.Cancel).setText(self.tr("Cancel"))
        go_on = self._buttons.addButton(self.tr("Save as…"), QDialogButtonBox.ButtonRole.AcceptRole)
        go_on.setDefault(True)
        for one in self._buttons.buttons():
            one.setIcon(QIcon())
        self._buttons.accepted.connect(self.accept)
        self._buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(3 * GRID, 3 * GRID, 3 * GRID, 2 * GRID)
        layout.setSpacing(GRID)
        layout.addLayout(grid)
        layout.addSpacing(2 * GRID)
        layout.addWidget(self.photos)
        layout.addWidget(self.exif)
        layout.addSpacing(2 * GRID)
        layout.addWidget(self._buttons)
        self.setMinimumWidth(60 * GRID)

    @property
    def wish(self) -> ExportRequest:
        photos = self.photos.isChecked()
        return ExportRequest(
            self._forms[self._group.checkedId()], photos=photos, keep_exif=photos and self.exif.isChecked()
        )

    def choose(self, form: ExportFormat) -> None:
        self._group.button(self._forms.index(form)).setChecked(True)
