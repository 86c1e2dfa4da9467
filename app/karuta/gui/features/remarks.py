"""Flags the photo on the desk, or all marked photos, and takes a note about them. Draws nothing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QApplication, QWidget

from karuta.domain.journal import Action
from karuta.domain.label import Kind
from karuta.gui.desk.decisions import Decisions
from karuta.gui.desk.desk import Desk
from karuta.gui.desk.desk_panel import NoteEditor
from karuta.gui.kit.commands import CommandActions
from karuta.gui.kit.held_keys import HeldKeys
from karuta.gui.queue.queue_panel import QueuePanel
from karuta.services.labels.undo import flag, flag_all, write_note


@dataclass(frozen=True)
class _Unfinished:
    """A text that was typed about these photos, and not stored."""

    photos: Sequence[str]
    text: str


class RemarkCommands(QObject):
    """A note is about the photos for which its line was opened; it closes when others are on the screen.

    What was typed by then is there again when the line is next opened for them. Esc drops it.
    """

    def __init__(
        self, *, desk: Desk, decisions: Decisions, queue: QueuePanel, editor: NoteEditor, held_keys: HeldKeys
    ) -> None:
        super().__init__(editor)
        self._desk = desk
        self._decisions = decisions
        self._queue = queue
        self._editor = editor
        self._held_keys = held_keys
        self._about: Sequence[str] = ()
        self._unfinished = _Unfinished((), "")
        editor.home = queue.list
        # What it does not see, it could not tell from a key that is held down.
        editor.field.installEventFilter(held_keys)
        editor.field.entered.connect(self._entered)
        editor.field.left.connect(self._leave)
        decisions.saved.connect(self._saved)
        desk.photo_shown.connect(self._follow)
        queue.marked.connect(self._follow)
        application = QApplication.instance()
        assert isinstance(application, QApplication)
        application.focusChanged.connect(self._focus_changed)

    def command_actions(self) -> CommandActions:
        """The actions of this subject's commands."""
        return {"flag": self.flag, "note": self.note}

    def flag(self) -> None:
        """Flag what is on the screen, or take the flag away; of several those that have none, if there are such."""
        photos, photo = self._photos(), self._desk.photo
        if photo is None or not self._desk.takes_keys or not self._decisions.may_decide():
            self._decisions.too_quick()
        elif len(photos) > 1:
            self._decisions.remark(lambda file, origin: flag_all(file, photos, origin))
        else:
            on = not photo.remarks.is_flagged
            self._decisions.remark(lambda file, origin: flag(file, photos, origin, on=on))

    def note(self) -> None:
        """Open the line for a note, with the one that the photo has."""
        photos, photo = self._photos(), self._desk.photo
        if self.is_open:
            self._editor.field.setFocus()
            return
        if photo is None or not self._desk.takes_keys:
            self._decisions.too_quick()
            return
        again, self._about = self._unfinished.photos == photos, photos
        text = "" if len(photos) > 1 else photo.remarks.note or ""
        self._editor.begin(self._unfinished.text if again else text, photos=len(photos), is_unfinished=again)

    @property
    def is_open(self) -> bool:
        return bool(self._about)

    def _photos(self) -> Sequence[str]:
        """All marked photos, or the one on the desk."""
        marked = self._queue.selected
        return marked if len(marked) > 1 else [self._desk.photo_id] if self._desk.photo_id else []

    def _entered(self) -> None:
        """A line in which nothing was typed stores nothing: of several photos it does not know the notes."""
        if self._desk.is_held:
            return
        photos, text, is_typed = self._about, self._editor.field.text(), self._editor.field.isModified()
        self._put_away()
        # Whoever presses Enter twice does not mean the matches.
        self._held_keys.spend(self._held_keys.key)
        if is_typed:
            self._decisions.remark(lambda file, origin: write_note(file, photos, text, origin))

    def _leave(self) -> None:
        self._put_away()
        self._unfinished = _Unfinished((), "")

    def _put_away(self) -> None:
        if self._editor.field.isModified():
            self._unfinished = _Unfinished(self._about, self._editor.field.text())
        self._about = ()
        self._editor.hide()

    def _saved(self, action: Action) -> None:
        """Only then nothing is left unfinished: it may not have been possible to store it."""
        if action.kind is Kind.NOTE:
            self._unfinished = _Unfinished((), "")

    def _follow(self) -> None:
        """Other photos are on the screen, or marked."""
        if self.is_open and self._photos() != self._about:
            self._put_away()

    def _focus_changed(self, old: QWidget | None, now: QWidget | None) -> None:
        """A menu takes the focus for a moment; another part of the window takes it for good."""
        if not self.is_open or now is None or now.window() is not self._editor.window():
            return
        if not self._editor.isAncestorOf(now):
            self._put_away()
