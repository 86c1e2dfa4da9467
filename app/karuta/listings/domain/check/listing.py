"""A listing as a file gives it, what its photos showed, what was found, and what its description adds. Pure.

The title leads. A description adds set code, edition, condition or grade, and number, where it says one thing of them,
and may say otherwise than the title. It names no card: sellers write of their other cards there.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray

from karuta.domain.card import CardKey
from karuta.domain.label import Points
from karuta.domain.match import Verdict
from karuta.domain.printing.answer import PrintingAnswer
from karuta.domain.printing.evidence import PrintSays
from karuta.domain.sentence import Sentence
from karuta.listings.domain.titles.reading import TitleCard, TitleField, TitleReading


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
    """The source from which a field could not be told."""

    PHOTO = "photo"
    TITLE = "title"
    CATALOGUE = "catalogue"


FIELDS = ("card", "printing", "edition", "language", "rarity", "count", "genuine", "condition", "finish")


@dataclass(frozen=True)
class SoldListing:
    """One row. `line`: where it begins in its file. `trouble`: why it could not be read, "" if it could.

    `photos`: each once. `price`, `currency`: its cells.
    """

    line: int
    listing_id: str
    title: str
    photos: tuple[str, ...]
    cells: tuple[str, ...]
    trouble: str = ""
    description: str = ""
    price: str = ""
    currency: str = ""

    @property
    def named(self) -> str:
        """Its id and its title, for a line of text."""
        return " · ".join(part for part in (self.listing_id, self.title) if part)


@dataclass(frozen=True)
class SeenMatch:
    """A candidate of a sighting. `picture_sha256`: its nearest artwork's."""

    card: CardKey
    name: str
    probability: float | None
    picture_sha256: str = ""


@dataclass(frozen=True)
class SeenName:
    """The name that was read on a card, as the catalogue writes it, and whose it is. `at`: in the photo's pixels."""

    words: str
    cards: tuple[CardKey, ...]
    at: Points


@dataclass(frozen=True)
class SeenCard:
    """One sighting in one of a listing's photos; `photo` as the listing names it. `back`: a game whose back it is.

    `corners`: in pixels of the full-size upright photo. `printing`: of the first match, None where it was not read;
    `code_at`, `edition_at`: where its code and its edition are in the photo. `print_says`: what the print says of that
    match. `finish`: one of `FINISHES`, None where it cannot be told. `name`: None where none was read.
    """

    photo: str
    verdict: Verdict
    matches: tuple[SeenMatch, ...]
    back: str | None = None
    corners: Points | None = None
    printing: PrintingAnswer | None = None
    code_at: Points | None = None
    edition_at: Points | None = None
    print_says: PrintSays | None = None
    finish: str | None = None
    name: SeenName | None = None

    @property
    def is_named(self) -> bool:
        """Whether the name that was read is that of its first match."""
        return self.name is not None and bool(self.matches) and self.matches[0].card in self.name.cards

    @property
    def is_believed(self) -> bool:
        return self.verdict.accepts and bool(self.matches) and self.back is None


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
    message: Sentence


@dataclass(frozen=True)
class FieldFinding:
    """A finding about one field. `title`, `photo`: what each says, None where it says nothing.

    `because`: for *cannot tell*, what it could not be told from.
    """

    field: str
    verdict: FieldVerdict
    title: str | None
    photo: str | None
    reason: Sentence
    because: Because | None = None


@dataclass(frozen=True)
class JudgedField:
    """A field of which title and photos say this, to be found to agree or not."""

    field: str
    title: str | None
    photo: str | None = None

    def agrees(self, reason: Sentence) -> FieldFinding:
        return FieldFinding(self.field, FieldVerdict.AGREES, self.title, self.photo, reason)

    def differs(self, reason: Sentence) -> FieldFinding:
        return FieldFinding(self.field, FieldVerdict.DIFFERS, self.title, self.photo, reason)

    def cannot_tell(self, reason: Sentence, because: Because) -> FieldFinding:
        return FieldFinding(self.field, FieldVerdict.CANNOT_TELL, self.title, self.photo, reason, because)

    def not_stated(self, reason: Sentence) -> FieldFinding:
        return FieldFinding(self.field, FieldVerdict.NOT_STATED, self.title, self.photo, reason)


@dataclass(frozen=True)
class Described:
    """A title beside its description. `combined`: the title with what the description alone says.

    `added`: by field what it adds. `against`: by field what it says otherwise; the title leads.
    """

    title: TitleReading
    combined: TitleReading
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

    @property
    def sold(self) -> tuple[TitleCard, ...]:
        """The cards of the title."""
        return self.words.title.cards

    @property
    def believed(self) -> tuple[SeenMatch, ...]:
        """The cards that the photos show."""
        return tuple(seen.matches[0] for seen in self.seen if seen.is_believed)

    def of(self, name: str) -> FieldFinding | None:
        """The finding about one field; None of a listing that could not be read."""
        return next((field for field in self.fields if field.field == name), None)


Greys = tuple[NDArray[np.uint8], ...]


@dataclass(frozen=True, eq=False)
class CheckedListing:
    """A finding, and the grey squares of its photos, (n, 64, 64) uint8, to be compared with other listings'."""

    listing: SoldListing
    finding: ListingFinding
    greys: Greys


def described(
    title: TitleReading, description: TitleReading | None, owners: Callable[[str], Sequence[CardKey]]
) -> Described:
    """`owners`: the cards of a set code. Words of a proxy in a description are said, and accuse nobody."""
    if description is None:
        return Described(title, title)
    added: dict[str, str] = {}
    against: dict[str, str] = {}
    for name, ours, theirs in (
        ("printing", title.set_codes, _code(description, owners)),
        ("edition", (title.edition,), _only(description, TitleField.EDITION)),
        ("condition", (title.grade, title.condition), _condition(description)),
        ("count", (_count(title),), _number(title, description)),
        ("genuine", (_proxy(title),), _proxy(description)),
    ):
        stated = [our for our in ours if our]
        foreign = name == "printing" and theirs is not None and not _may_be(title, owners(theirs))
        if theirs is None or theirs in stated:
            continue
        (against if stated or foreign or name == "genuine" else added)[name] = theirs
    return Described(title, _with(title, description, added), added, against)


def noted(finding: FieldFinding, words: Described) -> FieldFinding:
    """A field's finding with what the description has to do with it."""
    if finding.field in words.added:
        added = Sentence("Only the description says {what}.", what=words.added[finding.field])
        return replace(finding, reason=Sentence("{first} {second}", first=finding.reason, second=added))
    if finding.field not in words.against:
        return finding
    against = Sentence("The description says {what}.", what=words.against[finding.field])
    reason = Sentence("{first} {second}", first=finding.reason, second=against)
    if finding.verdict is FieldVerdict.NOT_STATED:
        return replace(finding, verdict=FieldVerdict.CANNOT_TELL, reason=reason, because=Because.TITLE)
    return replace(finding, reason=reason)


def _with(title: TitleReading, description: TitleReading, added: Mapping[str, str]) -> TitleReading:
    reading = title
    if "printing" in added:
        reading = replace(reading, set_codes=(added["printing"],))
    if "edition" in added:
        reading = replace(reading, edition=added["edition"])
    if "condition" in added:
        reading = replace(reading, grade=description.grade, condition=description.condition)
    if "count" in added:
        reading = replace(reading, quantity=int(added["count"]))
    return reading


def _may_be(title: TitleReading, owners: Sequence[CardKey]) -> bool:
    """Whether a code of these cards may belong to what the title sells."""
    sold = {key for card in title.cards for key in (card.card, *card.rivals)}
    return not sold or bool(sold & set(owners))


def _only(reading: TitleReading, field: TitleField) -> str | None:
    """The value that is said of a field, if it is one."""
    values = {token.value for token in reading.tokens if token.field is field and token.value}
    return values.pop() if len(values) == 1 else None


def _code(description: TitleReading, owners: Callable[[str], Sequence[CardKey]]) -> str | None:
    codes = [code for code in description.set_codes if owners(code)]
    return codes[0] if len(codes) == 1 else None


def _condition(description: TitleReading) -> str | None:
    return _only(description, TitleField.GRADE) or _only(description, TitleField.CONDITION)


def _count(title: TitleReading) -> str | None:
    return None if title.quantity is None else str(title.quantity)


def _number(title: TitleReading, description: TitleReading) -> str | None:
    """The number of copies; that of a lot is not the number of one card."""
    quantity = _only(description, TitleField.QUANTITY)
    return (
        None if title.lot or description.lot or len(title.cards) > 1 or not (quantity or "").isdecimal() else quantity
    )


def _proxy(reading: TitleReading) -> str | None:
    token = reading.token(TitleField.PROXY)
    return None if token is None else f"“{token.words}”"
