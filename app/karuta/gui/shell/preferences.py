"""Preferences of a person: settings as a form made from their table, keys, and the help pages."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import asdict, replace
from typing import Any

from PySide6.QtCore import QCoreApplication, Qt, QUrl, Signal
from PySide6.QtGui import QDesktopServices, QGuiApplication, QKeySequence, QPalette, QShortcut
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDialog,
    QFormLayout,
    QLabel,
    QLineEdit,
    QWidget,
)

from karuta.domain.errors import KarutaError, Known
from karuta.domain.label import annotator_name
from karuta.domain.sentence import listed
from karuta.gui.desk.decisions import DecisionOutcome
from karuta.gui.features.feature import Feature, WindowParts
from karuta.gui.features.fetch import title_of
from karuta.gui.kit.command_table import COMMANDS, MENUS
from karuta.gui.kit.commands import CommandActions, key_map
from karuta.gui.kit.dialog import Dialog, FindDialog
from karuta.gui.kit.failures import report_to
from karuta.gui.kit.fitted import clamp
from karuta.gui.kit.prose import Prose
from karuta.gui.kit.theme import GRID
from karuta.gui.kit.translate import QT_TRANSLATE_NOOP, together, words_of
from karuta.gui.shell.help_window import AboutDialog, HelpWindow
from karuta.gui.shell.key_file import FILE, KeptKeys, key_file_text, make_key_file, read_keys
from karuta.gui.shell.key_sheet import KeysDialog
from karuta.jobs.lane import Urgency
from karuta.services.labels.open_labels import login_name
from karuta.services.library.describe_program import describe_program
from karuta.settings import TABLE, Setting, SettingKind, Settings, write_settings

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
    ("index", "annoy"): QT_TRANSLATE_NOOP("Settings", "Fast"),
    ("index", "exact"): QT_TRANSLATE_NOOP("Settings", "Exact"),
}
_SWITCHES = {
    "advance": QT_TRANSLATE_NOOP("Settings", "Advance automatically"),
    "lens": QT_TRANSLATE_NOOP("Settings", "Show where the first two differ"),
    "wall_first": QT_TRANSLATE_NOOP("Settings", "Begin with the grid if several cards are sure"),
    "batch_set": QT_TRANSLATE_NOOP("Settings", "Put the set of most cards in a batch first"),
    "sheet_titles": QT_TRANSLATE_NOOP("Settings", "Name the titles of other sales"),
}
_NOTES = {"annotator": QT_TRANSLATE_NOOP("Settings", "Saved with every label.")}
Field = QLineEdit | QComboBox | QCheckBox


class SettingsDialog(Dialog):
    """`settings` are those of the form."""

    def __init__(self, settings: Settings, parent: QWidget) -> None:
        super().__init__(self.tr("Settings"), parent)
        self._before = settings
        self.fields: dict[str, Field] = {}
        self._note = Prose(parent=self)
        self._note.hide()
        form = QFormLayout(verticalSpacing=GRID, horizontalSpacing=2 * GRID)
        values = asdict(settings)
        for setting in TABLE:
            if setting.kind in (SettingKind.KEYS, SettingKind.FOLDER):
                continue  # they are set elsewhere
            text = _translated(_TEXTS[setting.name])
            field = self._field(setting, values[setting.name])
            field.setAccessibleName(text)
            self.fields[setting.name] = field
            form.addRow(self._label(text, field), field)
            if setting.name in _NOTES:
                note = QLabel(_translated(_NOTES[setting.name]), self)
                note.setForegroundRole(QPalette.ColorRole.PlaceholderText)
                form.addRow("", note)
        self.buttons, keep = self.agree_or_cancel(self.tr("Save"))
        self.lay(form, self._note, self.buttons, least_width=52)
        # Not the first field: keys that were meant for the desk would become the name that signs every label.
        keep.setFocus()

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
            line = QLineEdit(value, self, placeholderText=login_name())
            line.textChanged.connect(lambda _: self._note.hide())
            return line
        box = QComboBox(self)
        for choice in setting.choices:
            box.addItem(_translated(_CHOICES[setting.name, choice]), choice)
        box.setCurrentIndex(setting.choices.index(value))
        return box

    def _allowed(self, names: tuple[str, ...]) -> QCheckBox:
        """A box by which a person can only take back what they agreed to elsewhere."""
        check = QCheckBox(self.tr("Allowed from {names}").format(names=words_of(listed([*map(title_of, names)]))), self)
        if not names:
            check.setText(self.tr("None allowed; Add cards will ask"))
        check.setChecked(bool(names))
        check.setEnabled(bool(names))
        return check

    def accept(self) -> None:
        name = self.settings.annotator
        try:
            if name:
                annotator_name(name)
        except KarutaError:
            self._note.setText(self.tr("This name contains invisible characters."))
            self._note.show()
            return
        super().accept()


def _translated(text: str) -> str:
    return QCoreApplication.translate("Settings", text)


def _value(field: Field) -> str | bool:
    if isinstance(field, QCheckBox):
        return field.isChecked()
    return field.text().strip() if isinstance(field, QLineEdit) else str(field.currentData())


_UNSAVED, _RENAMED, _WRONG_KEYS = "settings that are not saved", "another annotator", "wrong lines in the file of keys"
_MOST_WRONG = 3


class Preferences(Feature):
    """`settings_changed`: the settings are different, and on the disk."""

    settings_changed = Signal(object)

    def __init__(self, parts: WindowParts) -> None:
        super().__init__(parts)
        self._commands = parts.commands
        self._key_path = self._session.context.settings_file.with_name(FILE)
        self._wrong: tuple[str, ...] = ()
        self.help_window: HelpWindow | None = None
        parts.decisions.over.connect(self._decided)
        # From the first key on they are those of the file.
        with suppress(OSError):  # it is told below
            self._use_keys(read_keys(self._key_path))
        self._read_keys(Qt.ApplicationState.ApplicationActive)
        application = QGuiApplication.instance()
        assert isinstance(application, QGuiApplication)
        application.applicationStateChanged.connect(self._read_keys)
        self._kit.host.opening.append(self._offer_keys)
        self._follow(self._session.settings)

    def _decided(self, outcome: DecisionOutcome) -> None:
        if outcome.labels:
            self._voice.finished.emit(_RENAMED)

    def command_actions(self) -> CommandActions:
        """The actions of these commands."""
        return {
            "settings": self.settings,
            "advance": self.toggle_advance,
            "help": self.help,
            "find-command": self.find_command,
            "keys": self.keys,
            "change-keys": self.change_keys,
            "about": self.about,
        }

    def settings(self) -> None:
        dialog = SettingsDialog(self._session.settings, self._kit.window)
        dialog.accepted.connect(lambda: self.set(dialog.settings))
        self._kit.show(dialog)

    def toggle_advance(self) -> None:
        settings = self._session.settings
        self.set(replace(settings, advance=not settings.advance))

    def find_command(self) -> None:
        """Every command, those of the menus first, found by its words in English and in the window's language."""
        usable = [command for command in COMMANDS if self._commands[command.id].isVisible()]
        listed = [command for menu in (*MENUS, "") for command in usable if command.menu == menu]
        dialog = FindDialog(
            [self._commands.row(command) for command in listed],
            title=self.tr("Find a command"),
            name=self.tr("Command to find"),
            parent=self._kit.window,
        )
        dialog.chosen.connect(lambda at: self._commands[listed[at].id].trigger())
        self._kit.show(dialog)

    def keys(self, over: QWidget | None = None) -> None:
        """`over`: a dialog that has the keys, else the window."""
        parent = over or self._kit.window
        self._kit.show(KeysDialog(self._commands, self._kit.theme, parent, change=self.change_keys))

    def change_keys(self) -> None:
        """In the text editor of the desktop."""
        path, text = self._key_path, key_file_text(self._commands.keys)
        self._session.files_lane.submit(
            lambda library, token: make_key_file(path, text),
            done=lambda _: self._edit_keys(),
            failed=report_to(lambda why: self._voice.persistent.emit(_WRONG_KEYS, why)),
        )

    def _edit_keys(self) -> None:
        if not QDesktopServices.openUrl(QUrl.fromLocalFile(str(self._key_path))):
            self._voice.info.emit(self.tr("Open {file} in a text editor").format(file=self._key_path))

    def _offer_keys(self, dialog: QDialog) -> None:
        """The sheet over a dialog too, which lets the window have no keys; unless it is one, or has its own."""
        if isinstance(dialog, KeysDialog) or (isinstance(dialog, Dialog) and dialog.has_own_keys):
            return
        shortcut = QShortcut(dialog)
        shortcut.setKeys([QKeySequence(key) for key in self._commands.keys["keys"]])
        shortcut.setAutoRepeat(False)
        shortcut.activated.connect(lambda: self.keys(dialog))

    def _read_keys(self, state: Qt.ApplicationState) -> None:
        """Whenever somebody comes back to the program, from the text editor perhaps."""
        if state is not Qt.ApplicationState.ApplicationActive:
            return
        path = self._key_path
        self._session.files_lane.submit(
            lambda library, token: read_keys(path),
            done=self._keys_came,
            failed=report_to(lambda why: self._say_wrong((why,))),
            key="keys",
            urgency=Urgency.NOW,
        )

    def _keys_came(self, kept: KeptKeys | None) -> None:
        self._use_keys(kept)
        self._say_wrong(tuple(map(words_of, kept.wrong)) if kept is not None else ())

    def _use_keys(self, kept: KeptKeys | None) -> None:
        """Without a file, those that settings of an earlier version have, which could not be moved."""
        changes = self._session.settings.keys if kept is None else kept.changes
        if key_map(changes).changes != self._commands.keys.changes:
            self._commands.set_keys(changes)

    def _say_wrong(self, lines: tuple[str, ...]) -> None:
        """Once, until they are other ones."""
        if lines == self._wrong:
            return
        self._wrong = lines
        if lines:
            text = self.tr("In {file}, some lines were skipped. {lines}")
            self._voice.persistent.emit(_WRONG_KEYS, text.format(file=FILE, lines=together(lines[:_MOST_WRONG])))
        else:
            self._voice.finished.emit(_WRONG_KEYS)

    def help(self, page: str = "") -> None:
        """A window of its own, beside the desk: it stays open during work. `page`: the one to show."""
        if self.help_window is None:
            self.help_window = HelpWindow(self._session.resources / "help", self._kit.theme, self._kit.window)
            self._offer_keys(self.help_window)
        if page:
            self.help_window.show_page(page)
        clamp(self.help_window)
        self.help_window.show()
        self.help_window.raise_()
        self.help_window.activateWindow()

    def about(self) -> None:
        dialog = AboutDialog(self._kit.theme, self._kit.window)
        resources = self._session.resources
        tell, lane = self._voice.trouble.emit, self._session.files_lane
        dialog.ask(
            lane, lambda library, token: describe_program(resources), dialog.show_parts, refuse=tell, key="about"
        )
        self._kit.show(dialog)

    def set(self, settings: Settings) -> None:
        """Applied once it is on the disk."""
        path = self._session.context.settings_file

        def done(_: None) -> None:
            before, self._session.settings = self._session.settings, settings
            if (settings.exemplars, settings.index) != (before.exemplars, before.index):
                self._session.engine_lane.reopen()
            self._voice.finished.emit(_UNSAVED)
            self._follow(settings)
            if settings.annotator != before.annotator:
                self._say_renamed(before)
            self.settings_changed.emit(settings)

        def failed(error: Known) -> None:
            self._follow(self._session.settings)
            report_to(lambda text: self._voice.persistent.emit(_UNSAVED, text))(error)

        self._session.files_lane.submit(lambda library, token: write_settings(path, settings), done=done, failed=failed)

    def _say_renamed(self, before: Settings) -> None:
        """Until the next label, which has the name: whoever typed it by mistake can have the former one back."""
        signs, signed = (settings.annotator or login_name() for settings in (self._session.settings, before))
        text = self.tr("Labels will be signed “{name}” from now on; before: “{former}”")
        text = text.format(name=signs, former=signed)
        back = replace(self._session.settings, annotator=before.annotator)
        self._voice.offer.emit(_RENAMED, text, self.tr("Change back"), lambda: self.set(back))

    def _follow(self, settings: Settings) -> None:
        self._commands["advance"].setChecked(settings.advance)
