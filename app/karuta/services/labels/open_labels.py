"""Opens a library's label file; every other label service takes what this gives."""

from __future__ import annotations

import getpass
import platform

from karuta.domain.label import Origin, Source, annotator_name
from karuta.paths import LibraryFolder

# Passed on by name: rooms above take what `labels_for_writing` gives and do not know the store.
from karuta.store.label_file import LabelFile as LabelFile
from karuta.store.label_file import has_labels


def labels_for_reading(library: LibraryFolder) -> LabelFile:
    """Use it as `with labels_for_reading(...) as file`. Raises `LibraryError` if there is none, or an older one."""
    return LabelFile.open_reading(library)


def labels_for_writing(library: LibraryFolder, *, make: bool = True) -> LabelFile:
    """The same, migrated as needed, and created unless `make` is false. Raises `LibraryError`.

    One connection, for the thread that opened it.
    """
    if not make and not has_labels(library):
        return LabelFile.open_reading(library)  # says which command makes one
    return LabelFile.open_writing(library)


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
