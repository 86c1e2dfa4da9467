"""Skips photos and takes photos out of the queue, each as an action that can be undone. Labels and files stay."""

from __future__ import annotations

from collections.abc import Sequence

from karuta.domain.journal import Action
from karuta.domain.label import Kind, Origin
from karuta.services.labels.decide import Choice, decide
from karuta.store.label_file import LabelFile


def skip(file: LabelFile, photos: Sequence[str], origin: Origin) -> Action:
    """Move photos (by hash) to the end of the present stack. This is no label: it changes only the order."""
    return decide(file, [Choice(photo, Kind.SKIP) for photo in photos], origin)


def remove(file: LabelFile, photos: Sequence[str], origin: Origin) -> Action:
    """Take photos (by hash) out of the queue. Undo, or adding the photo again, brings one back."""
    return decide(file, [Choice(photo, Kind.REMOVE) for photo in photos], origin)
