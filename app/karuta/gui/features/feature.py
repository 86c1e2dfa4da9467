"""A feature of the window: one class in a folder of its own, one row in `gui/shell/features.py`; and its pages."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QDialog

from karuta.domain.queue import EVERYTHING
from karuta.gui.desk.library_parts import LibraryParts
from karuta.gui.intake.intake import Intake
from karuta.gui.kit.commands import CommandActions
from karuta.gui.kit.dialog import Dialog
from karuta.gui.kit.dialog_kit import DialogKit
from karuta.gui.kit.held_keys import HeldKeys
from karuta.services.labels.refusals import Shots
from karuta.settings import Settings


class WindowParts(LibraryParts):
    """The parts of the window that stand below the features; none of them is a feature. The composition sets these.

    `selected`: the photos that are marked in the list. `set_settings`: keeps what a person agreed to. `help_over`:
    shows a page of help over a dialog.
    """

    intake: Intake
    kit: DialogKit
    held_keys: HeldKeys
    selected: Callable[[], Sequence[str]]
    set_settings: Callable[[Settings], None]
    help_over: Callable[[QDialog, str], None]

    def catalogue_changed(self) -> None:
        """Called when cards, pictures or the model are other ones."""
        raise NotImplementedError

    def shots_of(self, photos: Sequence[str]) -> Shots:
        """Photos of one press of a camera's button with these."""
        return self.same_shots.of(photos)

    def put_on_desk(self, photo: str) -> None:
        """On the desk, and marked in the queue: where a filter hides it, all photos are shown."""
        if not self.queue_model.index_of(photo).isValid():
            self.arrangement.choose(wanted=EVERYTHING)
        self.desk.put(photo)


class Feature(QObject):
    """The commands of one subject."""

    def __init__(self, parts: WindowParts) -> None:
        super().__init__(parts.kit.window)
        self._parts = parts
        self._kit = parts.kit
        self._session = parts.session
        self._voice = parts.voice

    def command_actions(self) -> CommandActions:
        """Actions of its commands, by the command's id in `kit/command_table`."""
        return {}


class Page(Dialog):
    """A dialog of a feature, which asks the window's parts itself."""

    def __init__(self, title: str, parts: WindowParts) -> None:
        super().__init__(title, parts.kit.window)
        self._parts = parts
        self._kit = parts.kit
        self._session = parts.session
        self._voice = parts.voice
