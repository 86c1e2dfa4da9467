"""Asks in which format labels are exported and whether the photos go with them. Writes nothing."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import Signal
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

from karuta.gui.features.export.words import count_words
from karuta.gui.kit.prose import Prose
from karuta.gui.kit.theme import GRID
from karuta.gui.kit.translate import words_of
from karuta.services.exports.count_export import ExportCount
from karuta.services.exports.export_sets import ExportRequest
from karuta.services.exports.formats import ExportFormat


class ExportDialog(QDialog):
    """`wish`: what the form says; if `is_training`, a training set is to be written instead.

    `training_chosen`: its labels are to be counted, which takes a while.
    """

    training_chosen = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._counts: Mapping[ExportFormat, ExportCount] | None = None
        self._training_count: ExportCount | str | None = None
        self.setWindowTitle(self.tr("Export labels"))
        self._group = QButtonGroup(self)
        self._forms = list(ExportFormat)
        grid = QGridLayout()
        grid.setHorizontalSpacing(3 * GRID)
        grid.setVerticalSpacing(GRID)
        grid.setColumnStretch(1, 1)
        rows = [(words_of(form.value.title), words_of(form.value.about)) for form in self._forms]
        rows.append((self.tr("Training set"), self.tr("Crops, artworks and a split, for training a model")))
        for row, (title, about) in enumerate(rows):
            button = QRadioButton(title, self)
            note = QLabel(about, self)
            note.setForegroundRole(QPalette.ColorRole.PlaceholderText)
            button.setAccessibleDescription(note.text())
            self._group.addButton(button, row)
            grid.addWidget(button, row, 0)
            grid.addWidget(note, row, 1)
        self._group.button(0).setChecked(True)
        self.count = Prose(self.tr("Counting…"), self)
        self.photos = QCheckBox(self.tr("Include photos (as a folder)"), self)
        self.exif = QCheckBox(self.tr("Keep camera data such as location (EXIF)"), self)
        self.exif.setEnabled(False)
        self.photos.toggled.connect(lambda _: self._follow())
        self._group.idToggled.connect(lambda _, on: self._follow() if on else None)
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
        layout.addSpacing(GRID)
        layout.addWidget(self.count)
        layout.addSpacing(GRID)
        layout.addWidget(self.photos)
        layout.addWidget(self.exif)
        layout.addSpacing(2 * GRID)
        layout.addWidget(self._buttons)
        self.setMinimumWidth(60 * GRID)

    @property
    def wish(self) -> ExportRequest:
        photos = self.photos.isChecked()
        form = ExportFormat.FOLDERS if self.is_training else self._forms[self._group.checkedId()]
        return ExportRequest(form, photos=photos, keep_exif=photos and self.exif.isChecked())

    @property
    def is_training(self) -> bool:
        return self._group.checkedId() == len(self._forms)

    def choose_training(self) -> None:
        self._group.button(len(self._forms)).setChecked(True)

    def set_counts(self, counts: Mapping[ExportFormat, ExportCount]) -> None:
        self._counts = counts
        self._follow()

    def set_training_count(self, count: ExportCount | str) -> None:
        """Or why there can be none."""
        self._training_count = count
        self._follow()

    def _follow(self) -> None:
        """Shows what goes with the choice, and how many labels it holds."""
        training = self.is_training
        self.photos.setEnabled(not training)
        self.exif.setEnabled(not training and self.photos.isChecked())
        if training and self._training_count is None:
            self.training_chosen.emit()
        counts = self._counts
        found = self._training_count if training else counts and counts[self._forms[self._group.checkedId()]]
        self.count.setText(found if isinstance(found, str) else count_words(found) if found else self.tr("Counting…"))

    def choose(self, form: ExportFormat) -> None:
        self._group.button(self._forms.index(form)).setChecked(True)
