"""Opens a library's label file, and reads of it what the window shows; other label services take what this gives."""

from __future__ import annotations

import getpass
import platform
from collections.abc import Callable, Iterator, Set
from itertools import groupby

from karuta.domain.cancel import CancelToken
from karuta.domain.errors import LibraryReadOnly
from karuta.domain.label import Label, LabelledPhoto, Origin, Source, annotator_name
from karuta.paths import LibraryFolder
from karuta.store.backups import complaint_of_copy
from karuta.store.current_labels import confirmed_last as recent_cards
from karuta.store.current_labels import labels_of
from karuta.store.label_counts import counted_further
from karuta.store.label_counts import label_counts as count_labels
from karuta.store.label_counts import labelled_photos as hashes_of_labelled
from karuta.store.label_file import CHECKED_AT_OPENING_BYTES, has_labels
from karuta.store.label_file import LabelFile as LabelFile
from karuta.store.label_guard import damaged
from karuta.store.labels_schema import SCHEMA
from karuta.store.photos import photo_sizes
from karuta.store.rechecks import count_disputed

__all__ = ["count_disputed", "count_labels", "counted_further", "recent_cards"]


def labels_for_reading(library: LibraryFolder) -> LabelFile:
    """Use it as `with labels_for_reading(...) as file`. Raises `LibraryError` if there is none, or an older one."""
    return LabelFile.open_reading(library)


def labels_for_writing(library: LibraryFolder, *, make: bool = True) -> LabelFile:
    """Open it for writing, migrated as needed, and created unless `make` is false. Raises `LibraryError`.

    One connection, for the thread that opened it.
    """
    if not make and not has_labels(library):
        return LabelFile.open_reading(library)  # says which command makes one
    return LabelFile.open_writing(library)


def labels_at_hand(library: LibraryFolder) -> LabelFile:
    """For writing; of a library that cannot be written a copy, which takes no event. Raises `LibraryError`."""
    try:
        return LabelFile.open_writing(library)
    except LibraryReadOnly as error:
        return LabelFile.open_to_look(library, error)


def origin_of(annotator: str | None, source: Source) -> Origin:
    """Who acts: the given annotator, else the login name, on this device. Raises `LabelError` for an empty name."""
    return Origin(annotator_name(annotator if annotator is not None else login_name()), device_name(), source)


def login_name() -> str:
    """The login name; `annotator` if the system does not tell (a container's user without a name)."""
    try:
        return getpass.getuser() or "annotator"
    except (OSError, KeyError, ImportError):
        return "annotator"


def device_name() -> str:
    return platform.node() or "unknown"


_COPY = ".looked-over.part"


def look_labels_over(library: LibraryFolder, *, least_bytes: int = CHECKED_AT_OPENING_BYTES) -> bool:
    """Whether it was checked; a smaller file was checked at opening. Takes some seconds per gigabyte.

    A copy is checked, because reading the file itself would block labels all that time. Raises `LabelsAstray` if SQLite
    finds the file damaged, with what to do.
    """
    path = library.labels_db
    if not path.is_file() or path.stat().st_size <= least_bytes:
        return False
    if complaint := complaint_of_copy(path, library.backups / _COPY, SCHEMA.noun):
        raise damaged(library, complaint)
    return True


PHOTOS_AT_ONCE = 500

Told = Callable[[int, int], None]
"""Called with (photos done, photos with a label)."""


def labels_in_portions(
    file: LabelFile, cancel: CancelToken, told: Told | None, *, without: Set[str] = frozenset(), game: str = ""
) -> Iterator[list[Label]]:
    """A few photos at a time, each a short read, because a long one would block writers. `game`: its labels alone."""
    photos = [photo for photo in hashes_of_labelled(file) if photo not in without]
    for at in range(0, len(photos), PHOTOS_AT_ONCE):
        cancel.check()
        labels = labels_of(file, photos[at : at + PHOTOS_AT_ONCE])
        yield [label for label in labels if game in ("", label.card.game if label.card else label.game)]
        if told:
            told(min(len(photos), at + PHOTOS_AT_ONCE), len(photos))


def labelled_photos(
    file: LabelFile,
    cancel: CancelToken,
    told: Told | None = None,
    *,
    without: Set[str] = frozenset(),
    game: str = "",
) -> list[LabelledPhoto]:
    """All of them, in the order in which they arrived. `file` is the last known name."""
    labelled: list[LabelledPhoto] = []
    for labels in labels_in_portions(file, cancel, told, without=without, game=game):
        grouped = [(photo, tuple(some)) for photo, some in groupby(labels, key=lambda label: label.photo_sha256)]
        sizes = photo_sizes(file, [photo for photo, _ in grouped])
        labelled += [LabelledPhoto(photo, own[0].photo, sizes.get(photo), own) for photo, own in grouped]
    return labelled
