"""What a person arranges for themselves: settings, keys, and the help pages. None of it is about cards."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QDialog

from karuta.domain.errors import Known
from karuta.gui.kit.command_table import COMMANDS, MENUS
from karuta.gui.kit.commands import CommandActions, Commands
from karuta.gui.kit.dialog_kit import DialogKit
from karuta.gui.kit.failures import told
from karuta.gui.kit.find_dialog import FindDialog
from karuta.gui.kit.fitted import clamp
from karuta.gui.kit.notice import Remark
from karuta.gui.kit.voice import Voice
from karuta.gui.kit.while_alive import while_alive
from karuta.gui.library.session import Session
from karuta.gui.shell.about_dialog import AboutDialog
from karuta.gui.shell.help_window import HelpWindow
from karuta.gui.shell.key_editor import KeyEditor
from karuta.gui.shell.keys_dialog import KeysDialog
from karuta.gui.shell.settings_dialog import SettingsDialog
from karuta.services.library.describe_program import describe_program
from karuta.settings import Settings, write_settings

_UNSAVED = "settings that are not saved"


class Preferences(QObject):
    """`settings_changed`: the settings are different, and on the disk."""

    settings_changed = Signal(object)

    def __init__(self, *, session: Session, voice: Voice, kit: DialogKit) -> None:
        super().__init__(kit.window)
        self._kit = kit
        self._voice = voice
        self._session = session
        self._commands: Commands | None = None
        self.help_window: HelpWindow | None = None

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

    def take(self, commands: Commands) -> None:
        """The commands whose keys are chosen here."""
        self._commands = commands
        self._follow(self._session.settings)

    @property
    def commands(self) -> Commands:
        assert self._commands is not None
        return self._commands

    def settings(self) -> None:
        dialog = SettingsDialog(self._session.settings, self._kit.window)
        dialog.accepted.connect(lambda: self.set(dialog.settings))
        # One dialog at a time: changes made so far are kept.
        dialog.keys_wanted.connect(dialog.buttons.accepted)
        dialog.keys_wanted.connect(self.change_keys)
        self._kit.show(dialog)

    def toggle_advance(self) -> None:
        settings = self._session.settings
        self.set(replace(settings, advance=not settings.advance))

    def find_command(self) -> None:
        """Every command of the menus, found by its words in English and in the window's language."""
        listed = [command for menu in MENUS for command in COMMANDS if command.menu == menu]
        dialog = FindDialog(
            [self.commands.row(command) for command in listed],
            title=self.tr("Find a command"),
            name=self.tr("Command to find"),
            parent=self._kit.window,
        )
        dialog.chosen.connect(lambda at: self.commands[listed[at].id].trigger())
        self._kit.show(dialog)

    def keys(self) -> None:
        dialog = KeysDialog(self.commands, self._kit.theme, self._kit.window)
        dialog.change_wanted.connect(dialog.accept)
        dialog.change_wanted.connect(self.change_keys)
        self._kit.show(dialog)

    def change_keys(self) -> None:
        remark = Remark(self._kit.theme, self._kit.icons)
        dialog = KeyEditor(self.commands.keys, self._kit.theme, remark, self._kit.window)
        dialog.accepted.connect(lambda: self.set(replace(self._session.settings, keys=dialog.changes)))
        self._kit.show(dialog)

    def help(self) -> None:
        """A window of its own, beside the desk: it stays open during work."""
        if self.help_window is None:
            self.help_window = HelpWindow(self._session.resources / "help", self._kit.theme, self._kit.window)
        clamp(self.help_window)
        self.help_window.show()
        self.help_window.raise_()
        self.help_window.activateWindow()

    def help_over(self, dialog: QDialog, page: str) -> None:
        """One page of help over a dialog, which lets no other window have the keys."""
        window = HelpWindow(self._session.resources / "help", self._kit.theme, dialog)
        window.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        window.show_page(page)
        clamp(window)
        window.show()

    def about(self) -> None:
        dialog = AboutDialog(self._kit.theme, self._kit.window)
        resources = self._session.resources
        job = self._session.files_lane.submit(
            lambda library, token: describe_program(resources),
            done=while_alive(dialog, dialog.say),
            failed=told(self._voice.trouble.emit),
            key="about",
        )
        dialog.finished.connect(lambda _: job.drop())
        self._kit.show(dialog)

    def set(self, settings: Settings) -> None:
        """Applied once it is on the disk."""
        path = self._session.context.settings_file

        def done(_: None) -> None:
            before, self._session.settings = self._session.settings, settings
            if (settings.exemplars, settings.index) != (before.exemplars, before.index):
                self._session.engine_lane.reopen()
            self._voice.over.emit(_UNSAVED)
            self._follow(settings)
            self.settings_changed.emit(settings)

        def failed(error: Known) -> None:
            self._follow(self._session.settings)
            told(lambda text: self._voice.held.emit(_UNSAVED, text))(error)

        self._session.files_lane.submit(lambda library, token: write_settings(path, settings), done=done, failed=failed)

    def _follow(self, settings: Settings) -> None:
        self.commands["advance"].setChecked(settings.advance)
        if self.commands.keys.changes != settings.keys:
            self.commands.set_keys(settings.keys)
