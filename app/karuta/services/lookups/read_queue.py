"""What the window reads of a label file: the queue, one photo's desk, what changed. Writes nothing."""

from __future__ import annotations

from pathlib import Path

from karuta.domain.desk import DeskPhoto
from karuta.paths import LibraryFolder
from karuta.store.current_labels import history, on_the_desk
from karuta.store.label_file import LabelFile
from karuta.store.photos import PhotoMark, photo_mark
from karuta.store.picture_files import crop_at_hand, sound_thumbnail
from karuta.store.queue import (
    batches,
    changes_since,
    first_open,
    kinds_of_photos,
    next_open,
    open_among,
    photos_with,
    queue_counts,
    queue_ids,
    queue_in_portions,
    queue_page,
    queue_rows,
    watermark,
)
from karuta.store.refusals import whole_history
from karuta.store.stale_looks import needing_look, needing_look_among

__all__ = [
    "PhotoMark",
    "batches",
    "changes_since",
    "crop_path",
    "desk",
    "first_open",
    "history",
    "kinds_of_photos",
    "needing_look",
    "needing_look_among",
    "next_open",
    "open_among",
    "photo_mark",
    "photos_with",
    "queue_counts",
    "queue_ids",
    "queue_in_portions",
    "queue_page",
    "queue_rows",
    "thumbnail_path",
    "watermark",
    "whole_history",
]


def desk(file: LabelFile, photo_sha256: str) -> DeskPhoto | None:
    """One photo with its live sightings and labels; None where the library does not know it."""
    found = on_the_desk(file, [photo_sha256])
    return found[0] if found else None


def crop_path(library: LibraryFolder, crop_sha256: str) -> Path | None:
    """The file of a crop or its stand-in, if it exists. Called while painting, so its bytes are not read."""
    return crop_at_hand(library, crop_sha256)


def thumbnail_path(library: LibraryFolder, photo_sha256: str) -> Path | None:
    """The file of a photo's thumbnail, if it is there and sound."""
    return sound_thumbnail(library, photo_sha256)
