"""What an agent decided about a listing, as it is stored for ever, and the day's figures. Pure values."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from karuta.domain.label import ChosenCard
from karuta.listings.domain.check.listing import FieldVerdict, ListingFinding, ListingVerdict

BY_EYE_SECONDS = 90.0
"""How long one listing takes by eye, as the figures of a day assume it and say so."""

LONGEST_LOOK_SECONDS = 300.0
"""Who has a listing on the screen for longer was not looking at it."""


class CheckOutcome(StrEnum):
    """What the agent says of a listing. Never translated."""

    MATCH = "match"
    DIFFERS = "differs"
    CANNOT_TELL = "cannot_tell"


# What agreeing with a finding says, and in which field; a finding that is none of these cannot be told.
_AGREED = {
    ListingVerdict.MATCH: (CheckOutcome.MATCH, None),
    ListingVerdict.WRONG_CARD: (CheckOutcome.DIFFERS, "card"),
    ListingVerdict.COUNT_DIFFERS: (CheckOutcome.DIFFERS, "count"),
    ListingVerdict.NOT_GENUINE: (CheckOutcome.DIFFERS, "genuine"),
}


@dataclass(frozen=True)
class CheckedPhoto:
    """A photo that was shown. `name`: as the listing has it. `sha256`: empty where it could not be read."""

    name: str
    sha256: str


@dataclass(frozen=True)
class ListingDecision:
    """`field`: of *differs*, in which one; else None. `reason`: in the agent's words, or as it stood there.

    `seconds`: how long it was on the screen. `card`: where the agent said which card it is.
    """

    outcome: CheckOutcome
    field: str | None = None
    reason: str = ""
    seconds: float = 0.0
    card: ChosenCard | None = None


@dataclass(frozen=True)
class ShownListing:
    """What stood on the screen: `key` is of the text and the photos; `found` the finding as `karuta check` prints it.

    The hashes are those of the look: what answered, and with which catalogue.
    """

    key: str
    listing_id: str
    source: str
    title: str
    description: str
    photos: tuple[CheckedPhoto, ...]
    verdict: ListingVerdict
    found: Mapping[str, Any] = field(default_factory=dict)
    model: str | None = None
    model_hash: str | None = None
    index: str | None = None
    index_hash: str | None = None
    artworks_hash: str | None = None


@dataclass(frozen=True)
class KeptDecision:
    """A decision that is in force, or that was just taken back. `time`: ISO 8601 UTC.

    `title`, `source`: of the listing, and the table or folder that it came from.
    """

    key: str
    listing_id: str
    decision: ListingDecision
    annotator: str
    time: str
    title: str = ""
    source: str = ""


@dataclass(frozen=True)
class DayFigures:
    """What one agent checked in a day; `seconds`: how long the listings were on the screen, all together."""

    checked: int = 0
    differing: int = 0
    seconds: float = 0.0

    @property
    def minutes_saved(self) -> int:
        """Against `BY_EYE_SECONDS` a listing; none where it took longer."""
        return max(0, round((self.checked * BY_EYE_SECONDS - self.seconds) / 60))


def agreed(finding: ListingFinding) -> ListingDecision:
    """What an agent says who agrees with a finding."""
    if finding.verdict is ListingVerdict.WRONG_PRINTING:
        differing = [one.field for one in finding.fields if one.verdict is FieldVerdict.DIFFERS]
        return ListingDecision(CheckOutcome.DIFFERS, differing[0] if differing else "printing")
    outcome, differs = _AGREED.get(finding.verdict, (CheckOutcome.CANNOT_TELL, None))
    return ListingDecision(outcome, differs)
