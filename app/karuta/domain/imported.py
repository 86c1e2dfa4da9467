"""What a file of labels says, row by row, and the result of importing it. Reads no file."""

from __future__ import annotations

from dataclasses import dataclass

from karuta.domain.card import CardKey
from karuta.domain.journal import Action
from karuta.domain.label import NO_REMARKS, Kind, Points, Remarks


@dataclass(frozen=True)
class NamedPlace:
    """Where a photo was stored: the file's name, its batch and its listing."""

    photo: str
    batch: str | None = None
    listing: str | None = None


@dataclass(frozen=True)
class ExportedLabel:
    """One row of an export. `line`: from 1, counting the header. A field is None if the row does not say.

    `number`: the sighting's, in reading order. `corners` None: a label about the whole photo. `card` is also None if
    the kind names none. `bare_id`: a card's id without its game. `game`: of a back, whose it is. `remarks`: of
    its photo. A row of the kind `flag` or `note` is no label: it says who remarked that, and when.
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
    game: str | None = None
    remarks: Remarks = NO_REMARKS


@dataclass(frozen=True)
class SkippedLabel:
    """A row that was not imported: its line in the file (from 1, counting the header) and why."""

    line: int
    photo: str
    reason: str


@dataclass(frozen=True)
class ImportConflict:
    """A row that contradicts the current label. `stays`: the current label is later, and remains."""

    line: int
    photo: str
    here: str
    in_file: str
    stays: bool


@dataclass(frozen=True)
class Imported:
    """Counts: `added` label events; `same`: rows imported before; `replaced`: added labels that follow another one.

    `remarks`: added flags and notes. `missing`: photos without a file, so that their labels stand alone.
    """

    added: int
    same: int
    replaced: int
    skipped: tuple[SkippedLabel, ...]
    action: Action | None
    conflicts: tuple[ImportConflict, ...] = ()
    missing: tuple[str, ...] = ()
    remarks: int = 0
