"""Watches one folder for new pictures and passes them on once they no longer change.

A library goes on with its folder after a restart. Opens no picture and adds none itself.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any, Protocol

from PySide6.QtCore import QFileSystemWatcher, QObject, QTimer, Signal

from karuta.domain.errors import Cancelled, Known
from karuta.domain.photo import Arrival, Resting
from karuta.gui.kit.failures import report_to
from karuta.gui.kit.while_alive import while_alive
from karuta.gui.library.session import Session
from karuta.jobs.lane import Urgency
from karuta.services.library.kept_files import (
    Listing,
    Watched,
    begin_watching,
    dealt_with,
    end_watching,
    list_folder,
    watched_folder,
)

# If two scans this far apart find the same size, the file is complete. A network folder may not report changes, so it
# is scanned now and then.
RESTS_MS = 1000
NOW_AND_THEN_MS = 15_000
_SOON_MS = 200
_MOST_FOLDERS = 200


class SaysTrouble(Protocol):
    """Tells a person what is wrong with the folder, and that it is well again."""

    def say(self, text: str, /) -> None: ...

    def over(self) -> None: ...


class FolderWatch(QObject):
    """`appeared`: hears of new pictures. `trouble`: says a sentence, which holds until it is over."""

    def __init__(
        self, session: Session, parent: QObject, *, appeared: Callable[[list[Arrival]], object], trouble: SaysTrouble
    ) -> None:
        super().__init__(parent)
        self._session = session
        self._appeared, self._trouble = appeared, trouble
        self.folder: Path | None = None
        self._resting: Resting | None = None
        self._is_missing = False
        self._watcher = QFileSystemWatcher(self)
        self._watcher.directoryChanged.connect(lambda _: self._look_in(_SOON_MS))
        self._timer = QTimer(self, singleShot=True)
        self._timer.timeout.connect(self._look)

    def begin(self, folder: Path) -> None:
        """Every picture that is in it appears at once, and each new one as it comes."""
        self._set(folder)
        self._list(folder, lambda listing: self._begun(folder, listing))

    def end(self) -> None:
        """Nothing appears any more."""
        self._set(None)

    def _begun(self, folder: Path, listing: Listing) -> None:
        if folder == self.folder:
            self._resting = Resting(listing.pictures)
            self._appeared(list(listing.pictures.values()))
            self._see(folder, listing)

    def _set(self, folder: Path | None) -> None:
        self._timer.stop()
        self._resting = None
        self._is_missing = False
        self._trouble.over()
        if self._watcher.directories():
            self._watcher.removePaths(self._watcher.directories())
        self.folder = folder

    def _look_in(self, ms: int) -> None:
        if self._resting is not None and (not self._timer.isActive() or self._timer.remainingTime() > ms):
            self._timer.start(ms)

    def _look(self) -> None:
        folder = self.folder
        if folder is not None:
            self._list(folder, lambda listing: self._see(folder, listing))

    def _list(self, folder: Path, hear: Callable[[Listing], None]) -> None:
        self._ask(lambda library, token: list_folder(folder, library, token), hear)

    def _see(self, folder: Path, listing: Listing) -> None:
        if folder != self.folder or self._resting is None:
            return
        if listing.is_there:
            self._trouble.over()
            self._follow(listing.folders)
            rested = self._resting.see(listing.stamps)
            if rested:
                self._appeared([listing.pictures[path] for path in rested])
        elif not self._is_missing:
            self._trouble.say(self.tr("The watched folder {folder} cannot be found.").format(folder=folder))
        self._is_missing = not listing.is_there
        self._look_in(RESTS_MS if self._resting.is_waiting else NOW_AND_THEN_MS)

    def _follow(self, folders: tuple[Path, ...]) -> None:
        """New sub-folders are watched too; beyond a limit, the rest is scanned now and then."""
        watched = set(self._watcher.directories())
        new = [str(folder) for folder in folders[:_MOST_FOLDERS] if str(folder) not in watched]
        if new:
            self._watcher.addPaths(new)

    def _ask(self, work: Callable[..., Any], hear: Callable[[Any], None]) -> None:
        # One key: choosing another folder cancels the scan of the previous one.
        self._session.files_lane.submit(
            work,
            done=while_alive(self, hear),
            failed=while_alive(self, self._failed),
            key=("watched", id(self)),
            urgency=Urgency.LATER,
        )

    def _failed(self, error: Known) -> None:
        if not isinstance(error, Cancelled):
            report_to(self._trouble.say)(error)
            self._look_in(NOW_AND_THEN_MS)


class WatchedFolder(FolderWatch):
    """The library's. `changed`: another folder is watched, or none."""

    changed = Signal()

    def __init__(self, session: Session, *, appeared: Callable[[list[Arrival]], object], trouble: SaysTrouble) -> None:
        super().__init__(session, session, appeared=appeared, trouble=trouble)

    def start(self) -> None:
        """Go on with the folder that was watched when the window was closed."""
        self._ask(lambda library, token: watched_folder(library), self._resume)

    def watch(self, folder: Path) -> None:
        self._ask(lambda library, token: begin_watching(library, folder, token), self._resume)

    def stop(self) -> None:
        """Watch no longer; what has come stays."""
        self._ask(lambda library, token: end_watching(library), lambda _: self._set(None))

    def _resume(self, watched: Watched | None) -> None:
        if watched is not None:
            self._set(watched.folder)
            self._list(watched.folder, lambda listing: self._sift(watched, listing))

    def _set(self, folder: Path | None) -> None:
        super()._set(folder)
        self.changed.emit()

    def _sift(self, watched: Watched, listing: Listing) -> None:
        """Take what came while the window was closed as new; what was there from the beginning is not."""
        paths = list(listing.pictures)

        def start(dealt: list[Path]) -> None:
            if watched.folder == self.folder:
                self._resting = Resting(dealt)
                self._see(watched.folder, listing)

        self._session.store_lane.submit(
            lambda file, token: dealt_with(file, watched, paths),
            done=start,
            failed=self._failed,
            key="watched",
            urgency=Urgency.LATER,
        )
