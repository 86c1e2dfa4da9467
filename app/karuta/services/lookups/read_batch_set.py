"""Which set the batch of a photo is of, by the codes of its other cards. Stores nothing."""

from __future__ import annotations

from karuta.domain.photo import KnownPhoto
from karuta.domain.printing.answer import BatchSet
from karuta.domain.printing.judging import batch_set
from karuta.store.batch_codes import codes_of_batch
from karuta.store.label_file import LabelFile


def read_batch_set(file: LabelFile, photo: KnownPhoto) -> BatchSet | None:
    """None where the photo came alone, and where few codes are known or they differ."""
    return None if photo.batch is None else batch_set(codes_of_batch(file, photo.batch, besides=photo.sha256))
