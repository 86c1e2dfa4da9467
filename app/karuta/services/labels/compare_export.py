"""Compares the rows of an export with what a library already has of their photos. Stores nothing."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from karuta.domain.desk import DeskPhoto
from karuta.domain.journal import ExportedLabel, ImportConflict, sighting_id
from karuta.domain.label import BY_A_MACHINE, WHOLE_PHOTO, ChosenCard, Label, Points
from karuta.domain.photo import KnownPhoto
from karuta.domain.sighting import SAME_SIGHTING, iou
from karuta.store.current_labels import labels_of, on_the_desk
from karuta.store.imports import LabelInForce, labels_in_force
from karuta.store.label_file import LabelFile
from karuta.store.photos import known_photos
from karuta.store.sightings import frozen_sightings


@dataclass(frozen=True)
class KnownPhotoLabels:
    """The library's knowledge of a photo. `desk` None: nothing, although a merge may have brought labels."""

    sha256: str
    photo: KnownPhoto | None
    desk: DeskPhoto | None
    in_force: Sequence[LabelInForce]
    standing: dict[str, Label]


def known_to_library(file: LabelFile, hashes: Sequence[str]) -> Iterator[KnownPhotoLabels]:
    """Read what a library has of each photo; in short reads."""
    photos = known_photos(file, hashes)
    desks = {desk.photo.sha256: desk for desk in on_the_desk(file, [sha256 for sha256 in hashes if sha256 in photos])}
    in_force = labels_in_force(file, hashes)
    standing: dict[str, dict[str, Label]] = {}
    for label in labels_of(file, hashes):
        standing.setdefault(label.photo_sha256, {})[label.sighting_id] = label
    for sha256 in hashes:
        yield KnownPhotoLabels(
            sha256, photos.get(sha256), desks.get(sha256), in_force[sha256], standing.get(sha256, {})
        )


def sightings_of_rows(file: LabelFile, photo: KnownPhotoLabels, rows: Sequence[ExportedLabel]) -> list[str]:
    """The identifier of each row's sighting: the one that it overlaps most, each used once, else a new one."""
    there: list[tuple[str, Points]] = []
    if photo.desk is not None:
        there += [(sighting.sighting_id, sighting.corners) for sighting in photo.desk.sightings]
    if photo.photo is not None or photo.in_force:
        there += frozen_sightings(file, photo.sha256)
    drawn = [(at, row.corners) for at, row in enumerate(rows) if row.corners is not None]
    overlaps = sorted(
        (
            (-overlap, at, name)
            for at, corners in drawn
            for name, points in there
            if (overlap := iou(corners, points)) > SAME_SIGHTING
        ),
    )
    names: dict[int, str] = {}
    for _, at, name in overlaps:
        if at not in names and name not in names.values():
            names[at] = name
    for at, corners in drawn:
        names.setdefault(at, sighting_id(photo.sha256, corners))
    return [names.get(at, WHOLE_PHOTO) for at in range(len(rows))]


def said_by(row: ExportedLabel) -> tuple[object, ...]:
    """The content of a row, comparable with another row about the same sighting."""
    return row.kind, row.card, row.bare_id, row.game, row.printing, row.finish, row.annotator, row.time


def is_same(label: LabelInForce, row: ExportedLabel, card: ChosenCard | None, annotator: str) -> bool:
    """Whether a label in force is the one of a row; if the row has no time, whether it says the same."""
    return (
        label.kind is row.kind
        and label.card == (card.key if card else None)
        and label.game == row.game
        and (label.printing or "") == (row.printing or "")
        and label.finish == row.finish
        and label.annotator == annotator
        and (row.time is None or label.time == row.time)
        and (label.batch or "", label.listing or "") == (row.batch or "", row.listing or "")
    )


def stands_still(standing: Label, row: ExportedLabel, event_id: str) -> bool:
    """Whether the current label stays current beside a row's label: the later counts, a person's before a machine's."""
    machine_here, machine_there = standing.kind in BY_A_MACHINE, row.kind in BY_A_MACHINE
    return standing.event_id > event_id if machine_here == machine_there else machine_there


def conflict_with(
    standing: Label, row: ExportedLabel, card: ChosenCard | None, *, stays: bool
) -> ImportConflict | None:
    """The conflict to report if a row contradicts the current label; None if it says the same."""
    key = card.key if card else None
    said_here = (standing.kind, standing.card, standing.game, standing.printing or "")
    if said_here == (row.kind, key, row.game, row.printing or ""):
        return None
    standing_words = _words(standing.kind, standing.name, standing.printing, standing.annotator, standing.time)
    there = _words(row.kind, card.name if card else None, row.printing, row.annotator, row.time)
    return ImportConflict(row.line, row.photo, standing_words, there, stays)


def _words(kind: str, name: str | None, printing: str | None, annotator: str | None, time: str | None) -> str:
    words = " ".join(part for part in (kind, name, printing) if part)
    return f"{words} ({', '.join(part for part in (annotator, time) if part)})" if annotator or time else words
