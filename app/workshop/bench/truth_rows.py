"""Rows of the truth file beside a set of simulated photos: which card is where, and what was done to it."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from dataclasses import asdict, dataclass, fields
from pathlib import Path

from karuta.training.photographer import PlacedCard, Scene
from workshop.artworks import ArtworkFile


@dataclass(frozen=True)
class PhotoSubject:
    """A card to photograph: its artwork, the picture used, and the ids that count as right (empty: unknown)."""

    artwork: ArtworkFile
    picture: Path
    right: str


@dataclass(frozen=True)
class Row:
    """One row of a truth file."""

    photo: str
    card_id: str
    corners: str
    grade: str
    trained: str
    holder: str
    foil: str
    glare: str
    faults: str
    seen: str
    surface: str


def row(photo: str, subject: PhotoSubject, card: PlacedCard, scene: Scene) -> Row:
    look, conditions = card.look, scene.conditions
    return Row(
        photo=photo,
        card_id=subject.right,
        corners=" ".join(f"{value:.2f}" for value in card.corners.ravel()),
        grade=conditions.grade.value,
        trained="no" if subject.artwork.held_out else "yes",
        holder=look.holder.value,
        foil="no" if not look.foil_strength else "whole" if look.foil_whole else "art",
        glare="saturated" if look.glare_saturates else "yes" if look.glares else "no",
        faults=" ".join(fault.value for fault in conditions.faults) or "none",
        seen="whole" if card.visible > 0.97 else "partly" if card.visible > 0.6 else "hardly",
        surface=conditions.surface,
    )


def empty_row(photo: str, scene: Scene) -> Row:
    grade = scene.conditions.grade.value
    return Row(photo, "", "", grade, "", "", "", "", "", "", scene.conditions.surface)


def write_rows(path: Path, rows: Sequence[Row]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, [field.name for field in fields(Row)], lineterminator="\n")
        writer.writeheader()
        writer.writerows(asdict(one) for one in rows)
