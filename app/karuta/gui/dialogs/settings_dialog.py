"""The settings as a form, made from their table; gives back the new values and stores nothing."""

from __future__ import annotations

from dataclasses import asdict

from PySide6.QtCore import QCoreApplication
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QComboBox, QDialog, QDialogButtonBox, QFormLayout, QLabel, QLineEdit, QVBoxLayout, QWidget

from karuta.domain.errors import KarutaError
from karuta.domain.label import annotator_name
from karuta.gui.marked import QT_TRANSLATE_NOOP
from karuta.gui.theme import GRID
from karuta.services.open_labels import login_name
from karuta.settings import TABLE, Settings

_TEXTS = {
    "annotator": QT_TRANSLATE_NOOP("Settings", "Annotator"),
    "language": QT_TRANSLATE_NOOP("Settings", "Language"),
    "theme": QT_TRANSLATE_NOOP("Settings", "Look"),
}
_CHOICES = {
    ("language", "auto"): QT_TRANSLATE_NOOP("Settings", "As the system"),
    ("language", "en"): "English",
    ("language", "ja"): "日本語",
    ("theme", "auto"): QT_TRANSLATE_NOOP("Settings", "As the system"),
    ("theme", "light"): QT_TRANSLATE_NOOP("Settings", "Light"),
    ("theme", "dark"): QT_TRANSLATE_NOOP("Settings", "Dark"),
}


class SettingsDialog(QDialog):
    """`settings` are those of the form."""

    def __init__(self, settings: Settings, parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Settings"))
        self._fields: dict[str, QLineEdit | QComboBox] = {}
        form = QFormLayout()
        form.setVerticalSpacing(GRID)
        form.setHorizontalSpacing(2 * GRID)
        values = asdict(settings)
        for setting in TABLE:
            text = QCoreApplication.translate("Settings", _TEXTS[setting.name])
            field = self._field(setting.name, setting.choices, values[setting.name])
            field.setAccessibleName(text)
            self._fields[setting.name] = field
            form.addRow(text, field)
        self._note = QLabel(self.tr("Language and look change when the window is opened again."), self)
        self._note.setWordWrap(True)
        self.buttons = QDialogButtonBox(
            QDialogButtonBox.StandardButton.Ok | QDialogButtonBox.StandardButton.Cancel, parent=self
        )
        self.buttons.button(QDialogButtonBox.StandardButton.Ok).setText(self.tr("Keep"))
        self.buttons.button(QDialogButtonBox.StandardButton.Cancel).setText(self.tr("Cancel"))
        for button in self.buttons.buttons():
            button.setIcon(QIcon())
        self.buttons.accepted.connect(self._keep)
        self.buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(3 * GRID, 3 * GRID, 3 * GRID, 2 * GRID)
        layout.setSpacing(2 * GRID)
        layout.addLayout(form)
        layout.addWidget(self._note)
        layout.addWidget(self.buttons)
        self.setMinimumWidth(52 * GRID)

    @property
    def settings(self) -> Settings:
        return Settings(**{name: _value(field) for name, field in self._fields.items()})

    def _field(self, name: str, choices: tuple[str, ...], value: str) -> QLineEdit | QComboBox:
        if not choices:
            line = QLineEdit(value, self)
            line.setPlaceholderText(login_name())
            return line
        box = QComboBox(self)
        for choice in choices:
            box.addItem(QCoreApplication.translate("Settings", _CHOICES[name, choice]), choice)
        box.setCurrentIndex(choices.index(value))
        return box

    def _keep(self) -> None:
        name = self.settings.annotator
        try:
            if name:
                annotator_name(name)
        except KarutaError:
            self._note.setText(self.tr("This cannot be a name: it holds characters that cannot be seen."))
            return
        self.accept()


def _value(field: QLineEdit | QComboBox) -> str:
    return field.text().strip() if isinstance(field, QLineEdit) else str(field.currentData())
