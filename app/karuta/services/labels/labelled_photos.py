"""Reads the photos that have a label, with labels and sizes, a few at a time. Changes nothing."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Set
from itertools import groupby

from karuta.domain.cancel import CancelToken
from karuta.domain.label import Label, LabelledPhoto
from karuta.store.current_labels import labels_of
from karuta.store.label_file import LabelFile
from karuta.store.photo_facts import photo_sizes
from karuta.store.standing import labelled_photos as hashes_of_labelled

PHOTOS_AT_ONCE = 500

Told = Callable[[int, int], None]
"""Called with (photos done, photos with a label)."""


def labels_in_portions(
    file: LabelFile, cancel: CancelToken, told: Told | None, *, without: Set[str] = frozenset()
) -> Iterator[list[Label]]:
    """A few photos at a time, each a short read, because a long one would block writers."""
    photos = [photo for photo in hashes_of_labelled(file) if photo not in without]
    for at in range(0, len(photos), PHOTOS_AT_ONCE):
        cancel.check()
        yield labels_of(file, photos[at : at + PHOTOS_AT_ONCE])
        if told:
            told(min(len(photos), at + PHOTOS_AT_ONCE), len(photos))


def labelled_photos(
    file: LabelFile, cancel: CancelToken, told: Told | None = None, *, without: Set[str] = frozenset()
) -> list[LabelledPhoto]:
    """All of them, in the order in which they arrived. `file` is the last known name."""
    found: list[LabelledPhoto] = []
    for labels in labels_in_portions(file, cancel, told, without=without):
        grouped = [(photo, tuple(some)) for photo, some in groupby(labels, key=lambda label: label.photo_sha256)]
        sizes = photo_sizes(file, [photo for photo, _ in grouped])
        found += [LabelledPhoto(photo, own[0].photo, sizes.get(photo), own) for photo, own in grouped]
    return found
