"""Notices what is written into the library: here at once, by other processes by checking now and then.

Whatever was written is read here once and handed round from here. Changes nothing.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace
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
    stamp: Stamps | None


class OutsideChanges(QObject):
    """`changed`: `Changes`, written by anybody (including this window). `labelled`, `looked`: of which photos, where
    decisions or looks are among them.

    `catalogue_changed`: other cards, another model answers, or the catalogue has tested itself. `replaced`, once: why
    nothing can be read or saved any more; then it stops checking.
    """

    changed = Signal(object)
    labelled = Signal(object)
    looked = Signal(object)
    catalogue_changed = Signal()
    replaced = Signal(str)

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self._session = session
        self._mark: Watermark | None = None
        self._written: set[str] = set()
        # Taken before the engine is opened: what changes meanwhile counts as a change.
        self._stamp: Stamps = _stamp(session.library)
        self._settling: Stamps | None = None
        self._timer = QTimer(self, interval=EVERY_MS)
        self._timer.timeout.connect(self.look)

    def start(self) -> None:
        self._look("watch", Urgency.NOW)
        self._timer.start()

    def stop(self) -> None:
        self._timer.stop()

    def tell(self, photos: Collection[str]) -> None:
        """This window has written something about these photos."""
        self._written.update(photos)
        self._look("written", Urgency.SOON)

    def look(self) -> None:
        self._look("watch", Urgency.LATER)

    def _look(self, key: str, urgency: Urgency) -> None:
        """The catalogue is stable where it is the same at two looks that are a second apart: at a `watch`."""
        mark, library = self._mark, self._session.library
        self._session.store_lane.submit(
            lambda file, token: _Seen(_changes(file, mark), _stamp(library) if key == "watch" else None),
            done=self._seen,
            failed=self._failed,
            key=key,
            urgency=urgency,
        )

    def _failed(self, error: Known) -> None:
        """The next check will see what was busy."""
        if isinstance(error, LibraryReplaced) and self._timer.isActive():
            self.stop()
            self.replaced.emit(sentence(error))

    def _seen(self, seen: _Seen) -> None:
        before, now = self._mark, seen.changes.watermark
        photos, self._mark, self._written = seen.changes.photos | self._written, now, set()
        if photos:
            self.changed.emit(replace(seen.changes, photos=photos))
            if before is None or before.events != now.events:
                self.labelled.emit(photos)
            if before is None or before.lookups != now.lookups:
                self.looked.emit(photos)
        if seen.stamp is not None:
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
