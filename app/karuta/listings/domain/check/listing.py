"""A listing as a file gives it, what its photos showed, and what was found: plain values."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from karuta.domain.card import CardKey
from karuta.domain.label import Points
from karuta.domain.match import Verdict
from karuta.domain.printing.answer import PrintingAnswer
from karuta.domain.printing.evidence import Said
from karuta.domain.sentence import Sentence
from karuta.listings.domain.titles.reading import TitleReading


class ListingVerdict(StrEnum):
    """Over all; the first that holds. Never translated."""

    ERROR = "error"
    NOT_GENUINE = "not_genuine"
    WRONG_CARD = "wrong_card"
    WRONG_PRINTING = "wrong_printing"
    COUNT_DIFFERS = "count_differs"
    MATCH = "match"
    CANNOT_TELL = "cannot_tell"


class FieldVerdict(StrEnum):
    """Of one field. Never translated."""

    AGREES = "agrees"
    DIFFERS = "differs"
    CANNOT_TELL = "cannot_tell"
    NOT_STATED = "not_stated"


class Because(StrEnum):
    """What a field could not be told from."""

    PHOTO = "photo"
    TITLE = "title"
    CATALOGUE = "catalogue"


FIELDS = ("card", "printing", "edition", "language", "rarity", "count", "genuine", "condition")


@dataclass(frozen=True)
class SoldListing:
    """One row. `line`: where it begins in its file. `trouble`: why it could not be read, "" if it could."""

    line: int
    listing_id: str
    title: str
    photos: tuple[str, ...]
    cells: tuple[str, ...]
    trouble: str = ""
    description: str = ""


@dataclass(frozen=True)
class SeenMatch:
    """A candidate of a sighting. `picture_sha256`: its nearest artwork's."""

    card: CardKey
    name: str
    probability: float | None
    picture_sha256: str = ""


@dataclass(frozen=True)
class SeenCard:
    """One sighting in one of a listing's photos; `photo` as the listing names it. `back`: a game whose back it is.

    `corners`: in pixels of the full-size upright photo. `printing`: of the first match, None where it was not read;
    `code_at`, `edition_at`: where its code and its edition are in the photo. `said`: what the print says of that match.
    """

    photo: str
    verdict: Verdict
    matches: tuple[SeenMatch, ...]
    back: str | None = None
    corners: Points | None = None
    printing: PrintingAnswer | None = None
    code_at: Points | None = None
    edition_at: Points | None = None
    said: Said | None = None

    @property
    def is_believed(self) -> bool:
        return self.verdict in (Verdict.SURE, Verdict.LIKELY) and bool(self.matches) and self.back is None


@dataclass(frozen=True)
class CloseUp:
    """A photo of a part of the sold card in which its set code was read. `code_at`: where, in the photo's pixels."""

    photo: str
    printing: PrintingAnswer
    code_at: Points


@dataclass(frozen=True)
class PhotoTrouble:
    """A photo that could not be looked up. `code` as in `lookup`."""

    photo: str
    code: str
    message: str


@dataclass(frozen=True)
class FieldFinding:
    """What was found of one field. `title`, `photo`: what each says, None where it says nothing.

    `because`: for *cannot tell*, what it could not be told from.
    """

    field: str
    verdict: FieldVerdict
    title: str | None
    photo: str | None
    reason: Sentence
    because: Because | None = None


@dataclass(frozen=True)
class Described:
    """A title beside its description. `said`: the title with what the description alone says.

    `added`: by field what it adds. `against`: by field what it says otherwise; the title leads.
    """

    title: TitleReading
    said: TitleReading
    added: Mapping[str, str] = field(default_factory=dict)
    against: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class ListingFinding:
    """Everything that was found of one listing."""

    verdict: ListingVerdict
    fields: tuple[FieldFinding, ...]
    words: Described
    seen: tuple[SeenCard, ...]
    troubles: tuple[PhotoTrouble, ...] = ()
    close_ups: tuple[CloseUp, ...] = ()
