"""Flags photos and writes notes on them, each as an action that can be undone. A remark decides nothing."""

from __future__ import annotations

from collections.abc import Sequence

from karuta.domain.journal import Action
from karuta.domain.label import NO_REMARKS, Kind, Origin, note_text
from karuta.services.labels.decide import Choice, decide
from karuta.store.current_labels import remarks_of
from karuta.store.label_file import LabelFile


def flag(file: LabelFile, photos: Sequence[str], origin: Origin, *, on: bool) -> Action:
    """Flag photos (by hash), or take their flags away."""
    return decide(file, [Choice(photo, Kind.FLAG if on else Kind.UNFLAG) for photo in photos], origin)


def flag_all(file: LabelFile, photos: Sequence[str], origin: Origin) -> Action:
    """Flag those of these photos that are not flagged; where all are, take their flags away."""
    with file.writing():
        standing = remarks_of(file, photos)
        without = [photo for photo in photos if not standing.get(photo, NO_REMARKS).is_flagged]
        return flag(file, without or photos, origin, on=bool(without))


def write_note(file: LabelFile, photos: Sequence[str], text: str, origin: Origin) -> Action:
    """Write the same note on photos (by hash), in place of what they had; an empty one takes theirs away."""
    return decide(file, [Choice(photo, Kind.NOTE, note=note_text(text)) for photo in photos], origin)
