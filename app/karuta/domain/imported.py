"""What a file of labels says, row by row, and what came of importing it; reads no file."""

from __future__ import annotations

from dataclasses import dataclass

from karuta.domain.card import CardKey
from karuta.domain.journal import Action
from karuta.domain.label import Kind, Points


@dataclass(frozen=True)
class NamedPlace:
    """Where a photo was among a person's photos: the file's name, its batch and its listing."""

    photo: str
    batch: str | None = None
    listing: str | None = None


@dataclass(frozen=True)
class ExportedLabel:
    """One row of an export. `line`: from 1, the header counted. None where the row does not say.

    `number`: the sighting's, in reading order. `corners` None: a label about the whole photo. `card` is None besides
    where the kind names none; `bare_id`: a card's id without its game.
    """

    line: int
    photo: str
    photo_sha256: str | None
    number: int | None
    corners: Points | None
    kind: Kind
    card: CardKey | None
    bare_id: str | None
    name: str | None
    printing: str | None
    annotator: str | None
    time: str | None
    batch: str | None
    listing: str | None
    imported_from: str | None
    places: tuple[NamedPlace, ...] = ()


@dataclass(frozen=True)
class SkippedLabel:
    """A row that was not imported: its line in the file (from 1, header counted) and why."""

    line: int
    photo: str
    reason: str


@dataclass(frozen=True)
class ImportConflict:
    """A row that says otherwise than the label that stood. `stays`: what stood is later, and stands still."""

    line: int
    photo: str
    here: str
    in_file: str
    stays: bool


@dataclass(frozen=True)
class Imported:
    """`added` label events; `same` rows that were imported before; `replaced` of the added follow another label.

    `missing`: photos of which no file was found, so that their labels stand alone.
    """

    added: int
    same: int
    replaced: int
    skipped: tuple[SkippedLabel, ...]
    action: Action | None
    conflicts: tuple[ImportConflict, ...] = ()
    missing: tuple[str, ...] = ()
