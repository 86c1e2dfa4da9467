"""The settings as a form, made from their table; gives back the new values and stores nothing."""

from __future__ import annotations

from dataclasses import asdict, replace
from typing import Any

from PySide6.QtCore import QCoreApplication, Signal
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDialog,
    QFormLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from karuta.domain.errors import KarutaError
from karuta.domain.label import annotator_name
from karuta.domain.sentence import listed
from karuta.gui.features.fetch.fetch_dialog import title_of
from karuta.gui.kit.dialog import keep_or_cancel
from karuta.gui.kit.noop import QT_TRANSLATE_NOOP
from karuta.gui.kit.prose import Prose
from karuta.gui.kit.theme import GRID
from karuta.gui.kit.translate import words_of
from karuta.services.labels.open_labels import login_name
from karuta.settings import TABLE, Setting, SettingKind, Settings

_TEXTS = {
    "annotator": QT_TRANSLATE_NOOP("Settings", "Annotator"),
    "language": QT_TRANSLATE_NOOP("Settings", "Language"),
    "theme": QT_TRANSLATE_NOOP("Settings", "Appearance"),
    "advance": QT_TRANSLATE_NOOP("Settings", "After a decision"),
    "exemplars": QT_TRANSLATE_NOOP("Settings", "Confirmed crops"),
    "lens": QT_TRANSLATE_NOOP("Settings", "Close matches"),
    "index": QT_TRANSLATE_NOOP("Settings", "Search"),
    "wall_first": QT_TRANSLATE_NOOP("Settings", "At the start"),
    "batch_set": QT_TRANSLATE_NOOP("Settings", "Printings"),
    "sheet_titles": QT_TRANSLATE_NOOP("Settings", "Evidence sheets"),
    "downloads": QT_TRANSLATE_NOOP("Settings", "Downloads"),
}
_CHOICES = {
    ("language", "auto"): QT_TRANSLATE_NOOP("Settings", "Match system"),
    ("language", "en"): "English",
    ("language", "ja"): "日本語",
    ("theme", "auto"): QT_TRANSLATE_NOOP("Settings", "Match system"),
    ("theme", "light"): QT_TRANSLATE_NOOP("Settings", "Light"),
    ("theme", "dark"): QT_TRANSLATE_NOOP("Settings", "Dark"),
    ("exemplars", "on"): QT_TRANSLATE_NOOP("Settings", "Improve matching immediately"),
    ("exemplars", "off"): QT_TRANSLATE_NOOP("Settings", "Not used for matching"),
    ("index", "annoy"): QT_TRANSLATE_NOOP("Settings", "Fast (Annoy)"),
    ("index", "exact"): QT_TRANSLATE_NOOP("Settings", "Exact"),
}
_SWITCHES = {
    "advance": QT_TRANSLATE_NOOP("Settings", "Advance automatically"),
    "lens": QT_TRANSLATE_NOOP("Settings", "Show where the first two differ"),
    "wall_first": QT_TRANSLATE_NOOP("Settings", "Begin with Confirm in bulk if several cards are sure"),
    "batch_set": QT_TRANSLATE_NOOP("Settings", "The set of most cards of a batch comes first"),
    "sheet_titles": QT_TRANSLATE_NOOP("Settings", "Name the titles of other sales"),
}
_NOTES = {
    "annotator": QT_TRANSLATE_NOOP("Settings", "Saved with every label."),
}
Field = QLineEdit | QComboBox | QCheckBox


class SettingsDialog(QDialog):
    """`settings` are those of the form. `keys_wanted`: the keys are to be chosen, in their own dialog."""

    keys_wanted = Signal()

    def __init__(self, settings: Settings, parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Settings"))
        self._before = settings
        self.fields: dict[str, Field] = {}
        self._note = Prose(parent=self)
        self._note.hide()
        form = QFormLayout()
        form.setVerticalSpacing(GRID)
        form.setHorizontalSpacing(2 * GRID)
        values = asdict(settings)
        for setting in TABLE:
            if setting.kind in (SettingKind.KEYS, SettingKind.FOLDER):
                continue  # they have dialogs of their own
            text = _translated(_TEXTS[setting.name])
            field = self._field(setting, values[setting.name])
            field.setAccessibleName(text)
            self.fields[setting.name] = field
            form.addRow(self._label(text, field), field)
            if setting.name in _NOTES:
                note = QLabel(_translated(_NOTES[setting.name]), self)
                note.setForegroundRole(QPalette.ColorRole.PlaceholderText)
                form.addRow("", note)
        keys = QPushButton(self.tr("Change keys…"), self)
        keys.setAutoDefault(False)
        keys.clicked.connect(self.keys_wanted)
        form.addRow(self._label(self.tr("Keys"), keys), keys)
        self.buttons = keep_or_cancel(self)
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
        values: dict[str, Any] = {name: _value(field) for name, field in self.fields.items()}
        values["downloads"] = self._before.downloads if values["downloads"] else ()
        return replace(self._before, **values)

    def _label(self, text: str, field: QWidget) -> QLabel:
        label = QLabel(text, self)
        label.setBuddy(field)
        label.setMinimumHeight(field.sizeHint().height())
        return label

    def _field(self, setting: Setting, value: Any) -> Field:
        if setting.kind is SettingKind.SWITCH:
            check = QCheckBox(_translated(_SWITCHES[setting.name]), self)
            check.setChecked(value)
            return check
        if setting.kind is SettingKind.NAMES:
            return self._allowed(value)
        if setting.kind is SettingKind.TEXT:
            line = QLineEdit(value, self)
            line.setPlaceholderText(login_name())
            line.textChanged.connect(lambda _: self._note.hide())
            return line
        box = QComboBox(self)
        for choice in setting.choices:
            box.addItem(_translated(_CHOICES[setting.name, choice]), choice)
        box.setCurrentIndex(setting.choices.index(value))
        return box

    def _allowed(self, names: tuple[str, ...]) -> QCheckBox:
        """What a person agreed to elsewhere can only be taken back here."""
        check = QCheckBox(self.tr("Allowed from {names}").format(names=words_of(listed([*map(title_of, names)]))), self)
        if not names:
            check.setText(self.tr("None allowed; Add cards will ask"))
        check.setChecked(bool(names))
        check.setEnabled(bool(names))
        return check

    def _keep(self) -> None:
        name = self.settings.annotator
        try:
            if name:
                annotator_name(name)
        except KarutaError:
            self._note.setText(self.tr("This name contains invisible characters."))
            self._note.show()
            return
        self.accept()


def _translated(text: str) -> str:
    return QCoreApplication.translate("Settings", text)


def _value(field: Field) -> str | bool:
    if isinstance(field, QCheckBox):
        return field.isChecked()
    return field.text().strip() if isinstance(field, QLineEdit) else str(field.currentData())
