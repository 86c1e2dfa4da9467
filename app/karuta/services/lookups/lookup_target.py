"""Where a photo to be looked up lies, and which corners a person drew in it. Reads no picture and writes nothing."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from karuta.domain.label import Kind, Points
from karuta.domain.queue import PhotoState, QueueRow
from karuta.services.lookups.locate_photos import current_place
from karuta.store.label_file import LabelFile
from karuta.store.outlines import set_by_hand
from karuta.store.photos import known_photos
from karuta.store.queue import queue_rows


@dataclass(frozen=True)
class LookupTarget:
    """`path`: None where the file is not to be found. `corners`: set by hand, so they are looked at too.

    `is_decided`: nothing in the photo waits for a person, nor for its card to come into the catalogue.
    """

    path: Path | None
    corners: tuple[Points, ...] = ()
    is_decided: bool = False


def target_of(file: LabelFile, photo_sha256: str) -> LookupTarget:
    """As cheap as possible: after a new pack it is asked about every photo that waits."""
    known = known_photos(file, [photo_sha256]).get(photo_sha256)
    if known is None:
        return LookupTarget(None)
    by_hand = set_by_hand(file, [photo_sha256], with_matches=False)
    is_decided = any(row.state is PhotoState.DONE and not _waits(row) for row in queue_rows(file, [photo_sha256]))
    return LookupTarget(current_place(file, known), tuple(one.corners for one in by_hand.values()), is_decided)


def _waits(row: QueueRow) -> bool:
    """Whether a card of it was labelled as not in the catalogue."""
    return any(label.kind is Kind.UNKNOWN for label in row.labels)
