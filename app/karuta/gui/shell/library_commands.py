"""The menus' library commands: open another, begin one, make the demo's; and leaving one. Switches nothing itself."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Protocol

from PySide6.QtCore import QObject, Signal

from karuta.domain.cancel import CancelToken
from karuta.gui.desk.decisions import Decisions
from karuta.gui.features.add_cards.add_cards_dialog import AddProgress
from karuta.gui.features.feature import Feature
from karuta.gui.kit.commands import CommandActions
from karuta.gui.kit.dialog import FindDialog, FindRow
from karuta.gui.kit.dialog_kit import DialogKit
from karuta.gui.library.session import Tell
from karuta.paths import LibraryFolder, is_library
from karuta.services.library.demo import demo_photos, is_demo_ready, ready_demo
from karuta.services.library.move_library import Move, begin_move

_NO_LIBRARY = "a folder that is no library"


class LibraryCommands(Feature):
    """`library_wanted`: another library is to be opened, with these photos. `reopened`: this one is, again.

    `moved`: this library was copied to where it shall be. `recent`: libraries that were open before, the last one
    first.
    """

    library_wanted = Signal(object, object)
    reopened = Signal()
    moved = Signal(object)

    recent: Sequence[Path] = ()

    def command_actions(self) -> CommandActions:
        """The actions of these commands."""
        return {
            "open-library": self.open_library,
            "new-library": self.new_library,
            "move-library": self.move_library,
            "open-demo": self.open_demo,
        }

    def open_library(self) -> None:
        """One that was open before, or another folder; a folder at once where none was."""
        self._voice.finished.emit(_NO_LIBRARY)
        others = [folder for folder in self.recent if folder != self._session.library.root and folder.is_dir()]
        if not others:
            self._open_folder(self.tr("Open a library"))
            return
        rows = [FindRow(f"{folder.name}    {folder.parent}", str(folder)) for folder in others]
        rows.append(FindRow(self.tr("Another folder…"), self.tr("Another folder…")))
        title = self.tr("Open a library")
        dialog = FindDialog(rows, title=title, name=self.tr("Library"), parent=self._kit.window)
        dialog.chosen.connect(lambda at: self._open(others[at]) if at < len(others) else self._open_folder(title))
        self._kit.show(dialog)

    def new_library(self) -> None:
        self._voice.finished.emit(_NO_LIBRARY)
        self._open_folder(self.tr("Choose an empty folder for the new library"))

    def move_library(self) -> None:
        """Copied while it is open; the window opens it in its new place then."""
        self._voice.finished.emit(_NO_LIBRARY)
        if self._session.is_demo:
            self._voice.persistent.emit(
                _NO_LIBRARY, self.tr("The demo library is made where it is; it cannot be moved.")
            )
            return
        folder = self._kit.ask.about("library").folder(self.tr("Choose an empty folder to move the library to"))
        if folder is None:
            return

        def work(library: LibraryFolder, token: CancelToken, tell: Tell) -> Move:
            return begin_move(library, folder, cancel=token, tell=tell)

        self._parts.tasks.start(self.tr("Moving the library"), work, self.moved.emit)

    def open_demo(self) -> None:
        """Its own window makes it, if that is still to be done."""
        self.make_demo()
        self.library_wanted.emit(self._session.context.demo_library, demo_photos(self._session.resources))

    def make_demo(self) -> None:
        """If this is the demo library and not ready, make it.

        Its photos are there meanwhile, and wait for its cards.
        """
        own, resources = self._session.library, self._session.resources
        if not self._session.is_demo or self._parts.lookup_queue.is_waiting or is_demo_ready(own, resources):
            return

        box, doing = self._session.box, self.tr("Preparing the demo's cards")
        progress = AddProgress(doing, self._parts.tasks.rename, self)

        def work(library: LibraryFolder, token: CancelToken, tell: Tell) -> bool:
            return ready_demo(library, resources, cancel=token, progress=progress.through(box, tell))

        changed = self._parts.catalogue_changed
        self._parts.lookup_queue.wait()
        self._parts.tasks.start(doing, work, lambda _: changed(), undone=changed, adds_cards=True)

    # Inside

    def _open_folder(self, title: str) -> None:
        folder = self._kit.ask.about("library").folder(title)
        if folder is not None:
            self._open(folder.absolute())

    def _open(self, folder: Path) -> None:
        """An empty folder becomes a library."""
        try:
            can_be_opened = is_library(folder) or not any(folder.iterdir())
        except OSError:
            can_be_opened = False
        if can_be_opened:
            self.library_wanted.emit(LibraryFolder(folder), [])
            return
        text = self.tr("{folder} is not a library, and not an empty folder for a new one.")
        self._voice.persistent.emit(_NO_LIBRARY, text.format(folder=folder))


class OtherWindow(Protocol):
    """A run in a process of its own for this window, which keeps what it has come to."""

    def close(self) -> None: ...


class Closing(QObject):
    """A dialog that is open is given up; a training or a download keeps what it has come to.

    `asks`: whether somebody is there to answer.
    """

    def __init__(
        self,
        *,
        decisions: Decisions,
        programs: Sequence[OtherWindow],
        close_library: Callable[[], None],
        kit: DialogKit,
    ) -> None:
        super().__init__(kit.window)
        self._decisions = decisions
        self._close_library = close_library
        self._kit = kit
        self._programs = programs
        self.asks = True

    def is_agreed(self) -> bool:
        unsaved = len(self._decisions.unsaved)
        if not unsaved or not self.asks:
            return True
        text = self.tr("{count} decisions are not saved and would be lost.", "", unsaved)
        return self._kit.ask.agrees(self.tr("Not saved"), text.format(count=f"{unsaved:,}"), deed=self.tr("Close"))

    def leave(self) -> None:
        if self._kit.host.current is not None:
            self._kit.host.current.reject()
        for program in self._programs:
            program.close()
        self._close_library()
