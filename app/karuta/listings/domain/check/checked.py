"""Decisions of an agent about a listing, as they are stored, the reply to its seller, and the day's figures. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from karuta.domain.label import ChosenCard
from karuta.listings.domain.check.listing import FIELDS, Because, FieldVerdict, ListingFinding, ListingVerdict
from karuta.listings.domain.titles.set_codes import is_japanese

BY_EYE_SECONDS = 90.0
"""How long one listing takes by eye, as the figures of a day assume it and say so."""

LONGEST_LOOK_SECONDS = 300.0
"""Who has a listing on the screen for longer was not looking at it."""


LANGUAGES = ("en", "ja")
NO_PHOTO, NO_TITLE, NOT_NAMED = "no_photo", "no_title", "not_named"
NOT_TOLD = (NO_PHOTO, NO_TITLE, NOT_NAMED)
"""Why it could not be told, where no better photo would help: no photo can be read, there is no title, or it does not
say which card is sold."""


class CheckOutcome(StrEnum):
    """An agent's word on a listing. Never translated."""

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
    """A listing on the screen: `key` is of the text and the photos; `found` the finding as `karuta check` prints it.

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
class SettledCheck:
    """A decision that was taken back or brought back; or, without `is_done`, the one that would have been."""

    kept: KeptDecision
    is_done: bool


@dataclass(frozen=True)
class DayFigures:
    """One agent's day; `seconds`: how long the listings were on the screen, all together."""

    checked: int = 0
    differing: int = 0
    seconds: float = 0.0

    @property
    def minutes_saved(self) -> int:
        """Against `BY_EYE_SECONDS` a listing; none where it took longer."""
        return max(0, round((self.checked * BY_EYE_SECONDS - self.seconds) / 60))


def agreed(finding: ListingFinding) -> ListingDecision:
    """Decide as an agent does who agrees with a finding."""
    if finding.verdict is ListingVerdict.WRONG_PRINTING:
        differing = (field.field for field in finding.fields if field.verdict is FieldVerdict.DIFFERS)
        return ListingDecision(CheckOutcome.DIFFERS, next(differing, "printing"))
    outcome, differs = _AGREED.get(finding.verdict, (CheckOutcome.CANNOT_TELL, None))
    return ListingDecision(outcome, differs)


ABOUT = (CheckOutcome.MATCH.value, CheckOutcome.CANNOT_TELL.value, *NOT_TOLD, *FIELDS)
"""Subjects of a template: a match, what could not be told (and why), or the field that differs."""

PLACES = frozenset(("listing", "title", "says", "shows", "reason"))
"""Places of a template, in braces: the listing, its title, what title and photos say, the agent's own words."""

BREAK = "\\n"
"""How a row of the table writes the end of a line."""

PLACE = re.compile(r"\{([a-z_]*)\}")
"""A place of any template."""


@dataclass(frozen=True)
class ReplyTemplate:
    """One row. `about`: one of `ABOUT`. `template`: lines parted by `BREAK`."""

    about: str
    language: str
    template: str


class ReplyTemplates:
    """Templates by what they are about and by language; of two, the later one counts.

    A later one about what cannot be told stands for all of `NOT_TOLD` too, until one about these comes.
    """

    def __init__(self, templates: Iterable[ReplyTemplate] = ()) -> None:
        self._templates: dict[tuple[str, str], str] = {}
        for template in templates:
            if template.about == CheckOutcome.CANNOT_TELL:
                for why in NOT_TOLD:
                    self._templates.pop((why, template.language), None)
            self._templates[template.about, template.language] = template.template

    def reply(self, about: str, language: str, words: Mapping[str, str | None]) -> str | None:
        """The text; a line with a place of which nothing is known is left out. None without a template."""
        abouts = (about, CheckOutcome.CANNOT_TELL.value) if about in NOT_TOLD else (about,)
        template = next((found for name in abouts if (found := self._templates.get((name, language)))), None)
        if template is None:
            return None
        lines = template.split(BREAK)
        filled = (line for line in lines if all(words.get(name) for name in PLACE.findall(line)))
        return "\n".join(PLACE.sub(lambda match: words[match[1]] or "", line) for line in filled).strip()


def about(decision: ListingDecision, finding: ListingFinding) -> str:
    """Name the template that a decision wants."""
    if decision.field is not None or decision.outcome is not CheckOutcome.CANNOT_TELL:
        return decision.field or decision.outcome.value
    if finding.verdict is ListingVerdict.ERROR:
        return NO_PHOTO
    if not finding.words.title.text.strip():
        return NO_TITLE
    card = finding.of("card")
    is_unnamed = card is not None and (card.verdict is FieldVerdict.NOT_STATED or card.because is Because.TITLE)
    return NOT_NAMED if is_unnamed else CheckOutcome.CANNOT_TELL.value


def language_of(title: str) -> str:
    """In which language its seller is answered."""
    return "ja" if any(map(is_japanese, title)) else "en"
