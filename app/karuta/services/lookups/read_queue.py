"""Reads a label file for the window, and arranges the queue. Labels and files stay as they are."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, fields

from karuta.domain.desk import DeskPhoto
from karuta.domain.journal import Action
from karuta.domain.label import Kind, Origin
from karuta.domain.match import Verdict
from karuta.domain.photo import KnownPhoto
from karuta.domain.printing.answer import BatchSet
from karuta.domain.printing.judging import batch_set
from karuta.domain.queue import PhotoState, QueueFilter, QueueOrder, QueueView, Trait
from karuta.files import write_whole
from karuta.json_files import KeptFile, read_kept
from karuta.paths import LibraryFolder
from karuta.services.labels.decide import Choice, decide
from karuta.store.current_labels import codes_of_batch, history, on_the_desk
from karuta.store.label_file import LabelFile
from karuta.store.photos import PhotoMark, photo_mark
from karuta.store.picture_files import crop_at_hand as crop_path
from karuta.store.queue import (
    batches,
    changes_since,
    count_photos,
    counted_games,
    counted_people,
    first_open,
    games_of_photos,
    kinds_of_photos,
    needing_look,
    needing_look_among,
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

__all__ = [
    "PhotoMark",
    "batches",
    "changes_since",
    "count_photos",
    "counted_games",
    "counted_people",
    "crop_path",
    "desk",
    "first_open",
    "games_of_photos",
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
    "watermark",
    "whole_history",
]


def desk(file: LabelFile, photo_sha256: str) -> DeskPhoto | None:
    """One photo with its live sightings and labels; None where the library does not know it."""
    found = on_the_desk(file, [photo_sha256])
    return found[0] if found else None


def skip(file: LabelFile, photos: Sequence[str], origin: Origin) -> Action:
    """Move photos (by hash) to the end of the present stack. This is no label: it changes only the order."""
    return decide(file, [Choice(photo, Kind.SKIP) for photo in photos], origin)


def remove(file: LabelFile, photos: Sequence[str], origin: Origin) -> Action:
    """Take photos (by hash) out of the queue. Undo, or adding the photo again, brings one back."""
    return decide(file, [Choice(photo, Kind.REMOVE) for photo in photos], origin)


def read_batch_set(file: LabelFile, photo: KnownPhoto) -> BatchSet | None:
    """None where the photo came alone, and where few codes are known or they differ."""
    return None if photo.batch is None else batch_set(codes_of_batch(file, photo.batch, besides=photo.sha256))


@dataclass(frozen=True)
class _Said:
    order: QueueOrder
    states: frozenset[PhotoState]
    verdicts: frozenset[Verdict]
    batch: str | None
    listing: str | None
    without_sighting: bool
    trait: Trait | None = None
    photo: str | None = None
    places: Mapping[str, str] = field(default_factory=dict)


_BESIDE_THE_FILTER = ("order", "photo", "places")


def read_queue_view(library: LibraryFolder) -> QueueView:
    """As stored; missing or damaged parts have their defaults."""
    return examine_queue_view(library).value


def examine_queue_view(library: LibraryFolder) -> KeptFile[QueueView]:
    """The view, and what is wrong with the file."""
    kept = read_kept(library.queue_view, _Said, instead=None)
    said = kept.value
    if said is None:
        return KeptFile(QueueView(), kept.path, kept.fault)
    wanted = {name: value for name, value in vars(said).items() if name not in _BESIDE_THE_FILTER}
    return KeptFile(QueueView(QueueFilter(**wanted), said.order, said.photo, said.places), kept.path)


def keep_queue_view(library: LibraryFolder, view: QueueView) -> None:
    """Raises `OSError`; the file is unchanged then."""
    wanted = vars(view.wanted) | {name: getattr(view, name) for name in _BESIDE_THE_FILTER}
    said = {one.name: wanted[one.name] for one in fields(_Said)}
    text = json.dumps(said, ensure_ascii=False, indent=2, default=sorted)
    write_whole(library.queue_view, lambda beside: beside.write_text(text, encoding="utf-8"))
