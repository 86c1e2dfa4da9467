"""Notices what other processes wrote into the library, by checking now and then. Changes nothing."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QObject, QTimer, Signal

from karuta.domain.errors import Known, LibraryReplaced
from karuta.domain.queue import Changes, Watermark
from karuta.gui.library.session import Session, sentence
from karuta.jobs.lane import Urgency
from karuta.paths import LibraryFolder
from karuta.services.catalogue.tested import finished_self_tests
from karuta.services.labels.open_labels import LabelFile
from karuta.services.lookups.read_queue import changes_since, watermark
from karuta.services.models.active_model import ACTIVE

EVERY_MS = 1000
Stamp = tuple[int, int]
Stamps = tuple[Stamp, ...]


@dataclass(frozen=True)
class _Seen:
    """The result of one check. `stamp`: of the catalogue's file, its tests, the indexes, and which model answers."""

    changes: Changes
    stamp: Stamps


class OutsideChanges(QObject):
    """`changed`: `Changes`, written by anybody (including this window).

    `catalogue_changed`: other cards, another model answers, or the catalogue has tested itself. `replaced`, once: why
    nothing can be read or saved any more; then it stops checking.
    """

    changed = Signal(object)
    catalogue_changed = Signal()
    replaced = Signal(str)

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self._session = session
        self._mark: Watermark | None = None
        # Taken before the engine is opened: what changes meanwhile counts as a change.
        self._stamp: Stamps = _stamp(session.library)
        self._settling: Stamps | None = None
        self._timer = QTimer(self)
        self._timer.setInterval(EVERY_MS)
        self._timer.timeout.connect(self.look)

    def start(self) -> None:
        self.look()
        self._timer.start()

    def stop(self) -> None:
        self._timer.stop()

    def look(self) -> None:
        mark, library = self._mark, self._session.library
        self._session.store_lane.submit(
            lambda file, token: _Seen(_changes(file, mark), _stamp(library)),
            done=self._seen,
            failed=self._failed,
            key="watch",
            urgency=Urgency.LATER,
        )

    def _failed(self, error: Known) -> None:
        """The next check will see what was busy."""
        if isinstance(error, LibraryReplaced) and self._timer.isActive():
            self.stop()
            self.replaced.emit(sentence(error))

    def _seen(self, seen: _Seen) -> None:
        first, self._mark = self._mark is None, seen.changes.watermark
        if not first and seen.changes.photos:
            self.changed.emit(seen.changes)
        self._compare(seen.stamp)

    def _compare(self, stamp: Stamps) -> None:
        """A catalogue that is being added to changes again and again: wait until it is stable."""
        if stamp == self._stamp:
            self._settling = None
        elif stamp == self._settling:
            self._stamp, self._settling = stamp, None
            self.catalogue_changed.emit()
        else:
            self._settling = stamp


def _changes(file: LabelFile, mark: Watermark | None) -> Changes:
    file.check_place()
    return Changes(frozenset(), watermark(file)) if mark is None else changes_since(file, mark)


def _stamp(library: LibraryFolder) -> Stamps:
    def of(path: Path) -> Stamp:
        try:
            status = path.stat()
        except OSError:
            return (0, 0)
        return (status.st_mtime_ns, status.st_size)

    # A promoted model has an index of its own within the folder; a finished test of the catalogue, a file of its own.
    apart = [*sorted(library.index.glob("*/")), *finished_self_tests(library)]
    watched = [library.catalogue_db, library.index, library.models / ACTIVE, *apart]
    return tuple(of(path) for path in watched)
