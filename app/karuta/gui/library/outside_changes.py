"""Notices what is written into the library: here at once, by other processes by checking now and then.

Whatever was written is read here once, with all that the views need anew because of it, and handed round from here as
one value. Changes nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from PySide6.QtCore import QObject, QTimer, Signal

from karuta.domain.errors import Known, LibraryReplaced
from karuta.domain.queue import Changes, QueueRow, Watermark
from karuta.domain.recognition import Provenance
from karuta.gui.library.session import Session, sentence
from karuta.jobs.lane import Urgency
from karuta.paths import LibraryFolder
from karuta.services.catalogue.tested import finished_self_tests
from karuta.services.labels.open_labels import LabelFile
from karuta.services.labels.refusals import Shots, rows_with_doubts
from karuta.services.labels.undo import Left, what_is_left
from karuta.services.lookups.exemplars import Asking, PhotoExemplars, read_exemplars
from karuta.services.lookups.read_queue import changes_since, needing_look_among, watermark
from karuta.services.models.active_model import ACTIVE

EVERY_MS = 1000
Stamp = tuple[int, int]
Stamps = tuple[Stamp, ...]


@dataclass(frozen=True)
class Viewed:
    """What the views go by now, so that what they need anew can be read with a change.

    `listed`: photos whose rows the list has, None where it wants those of all changed ones. `shots_of`: photos of one
    shot with these; asked in the lane. `provenance`, `asking`: of the recogniser, as far as it is known.
    """

    annotator: str = ""
    listed: Collection[str] | None = ()
    shots_of: Callable[[Sequence[str]], Shots] = lambda photos: {}
    provenance: Provenance | None = None
    asking: Asking | None = None


@dataclass(frozen=True)
class Changed:
    """What is different in the library, and what the views need to know of it.

    `photos`: those that something was written about; `labels`, `looks`: whether decisions or looks are among that;
    `reorders`: as in `Changes`. `rows`: those of `read` that are in the queue, as they are now. `stale`: photos that
    need another look. `journal`: what an undo and a redo would find, `exemplars`: what the recogniser learns, where
    labels changed. `cards`: other cards, another model answers, or the catalogue has tested itself. `replaced`, once:
    why nothing can be read or saved any more; nothing is looked at after that.
    """

    photos: frozenset[str] = frozenset()
    labels: bool = False
    looks: bool = False
    reorders: bool = False
    read: tuple[str, ...] = ()
    rows: tuple[QueueRow, ...] = ()
    stale: tuple[str, ...] = ()
    journal: Left | None = None
    exemplars: PhotoExemplars | None = None
    cards: bool = False
    replaced: str = ""


@dataclass(frozen=True)
class _Seen:
    """The result of one check. `stamp`: of the catalogue's file, its tests, the indexes, and which model answers."""

    changed: Changed
    mark: Watermark
    stamp: Stamps | None


class OutsideChanges(QObject):
    """`changed`: a `Changed`, written by anybody (including this window)."""

    changed = Signal(object)

    def __init__(self, session: Session, viewed: Callable[[], Viewed] = Viewed) -> None:
        super().__init__(session)
        self._session = session
        self._viewed = viewed
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
        mark, library, viewed, written = self._mark, self._session.library, self._viewed(), frozenset(self._written)

        def work(file: LabelFile) -> _Seen:
            changes = _changes(file, mark)
            stamp = _stamp(library) if key == "watch" else None
            return _Seen(_read(file, mark, changes, written, viewed), changes.watermark, stamp)

        self._session.store_lane.submit(
            lambda file, token: work(file), done=self._seen, failed=self._failed, key=key, urgency=urgency, yields=True
        )

    def _failed(self, error: Known) -> None:
        """The next check will see what was busy."""
        if isinstance(error, LibraryReplaced) and self._timer.isActive():
            self.stop()
            self.changed.emit(Changed(replaced=sentence(error)))

    def _seen(self, seen: _Seen) -> None:
        before, self._mark = self._mark, seen.mark
        self._written -= seen.changed.photos
        # Another look may have told of the same by now.
        changed = replace(
            seen.changed,
            labels=seen.changed.labels and (before is None or before.events != seen.mark.events),
            looks=seen.changed.looks and (before is None or before.lookups != seen.mark.lookups),
            cards=seen.stamp is not None and self._is_other(seen.stamp),
        )
        if changed.photos or changed.cards:
            self.changed.emit(changed)

    def _is_other(self, stamp: Stamps) -> bool:
        """A catalogue that is being added to changes again and again: wait until it is stable."""
        is_stable, self._settling = stamp == self._settling, None if stamp == self._stamp else stamp
        if self._settling is None or not is_stable:
            return False
        self._stamp, self._settling = stamp, None
        return True


def _read(
    file: LabelFile, mark: Watermark | None, changes: Changes, written: frozenset[str], viewed: Viewed
) -> Changed:
    """In the lane. `written`: photos of which this window knows that something was written about them."""
    now, photos = changes.watermark, changes.photos | written
    if not photos:
        return Changed()
    some, labels = sorted(photos), mark is None or mark.events != now.events
    read = some if viewed.listed is None else [photo for photo in some if photo in viewed.listed]
    return Changed(
        photos,
        labels=labels,
        looks=mark is None or mark.lookups != now.lookups,
        reorders=changes.reorders,
        read=tuple(read),
        rows=tuple(rows_with_doubts(file, read, viewed.shots_of(read))) if read else (),
        stale=tuple(needing_look_among(file, viewed.provenance, some)) if viewed.provenance else (),
        journal=what_is_left(file, viewed.annotator) if labels and viewed.annotator else None,
        exemplars=read_exemplars(file, some, viewed.asking) if labels and viewed.asking else None,
    )


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
