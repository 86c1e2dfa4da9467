"""The polite text that goes to a seller: a template by what was decided and by language, filled in. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from karuta.listings.domain.check.checked import CheckOutcome, ListingDecision
from karuta.listings.domain.check.listing import FIELDS, Because, FieldVerdict, ListingFinding, ListingVerdict
from karuta.listings.domain.titles.letters import is_japanese

LANGUAGES = ("en", "ja")
NO_PHOTO, NO_TITLE, NOT_NAMED = "no_photo", "no_title", "not_named"
NOT_TOLD = (NO_PHOTO, NO_TITLE, NOT_NAMED)
"""Why it could not be told, where no better photo would help: no photo can be read, there is no title, or it does not
say which card is sold."""

ABOUT = (CheckOutcome.MATCH.value, CheckOutcome.CANNOT_TELL.value, *NOT_TOLD, *FIELDS)
"""What a template may be about: a match, what could not be told (and why), or the field that differs."""

PLACES = frozenset(("listing", "title", "says", "shows", "reason"))
"""What a template may have in braces: the listing, its title, what title and photos say, the agent's own words."""

BREAK = "\\n"
"""How a row of the table writes the end of a line."""

_PLACE = re.compile(r"\{([a-z_]*)\}")


@dataclass(frozen=True)
class ReplyTemplate:
    """One row. `about`: one of `ABOUT`. `template`: lines parted by `BREAK`."""

    about: str
    language: str
    template: str

    @property
    def unknown_places(self) -> tuple[str, ...]:
        return tuple(name for name in _PLACE.findall(self.template) if name not in PLACES)


class ReplyTemplates:
    """Templates by what they are about and by language; of two, the later one counts.

    A later one about what cannot be told stands for all of `NOT_TOLD` too, until one about these comes.
    """

    def __init__(self, templates: Iterable[ReplyTemplate] = ()) -> None:
        self._templates: dict[tuple[str, str], str] = {}
        for one in templates:
            if one.about == CheckOutcome.CANNOT_TELL:
                for why in NOT_TOLD:
                    self._templates.pop((why, one.language), None)
            self._templates[one.about, one.language] = one.template

    def reply(self, about: str, language: str, words: Mapping[str, str | None]) -> str | None:
        """The text; a line with a place of which nothing is known is left out. None without a template."""
        abouts = (about, CheckOutcome.CANNOT_TELL.value) if about in NOT_TOLD else (about,)
        template = next((found for name in abouts if (found := self._templates.get((name, language)))), None)
        if template is None:
            return None
        lines = template.split(BREAK)
        known = (line for line in lines if all(words.get(name) for name in _PLACE.findall(line)))
        return "\n".join(_PLACE.sub(lambda found: words[found[1]] or "", line) for line in known).strip()


def about(decision: ListingDecision, finding: ListingFinding) -> str:
    """Which template a decision wants."""
    if decision.field is not None or decision.outcome is not CheckOutcome.CANNOT_TELL:
        return decision.field or decision.outcome.value
    if finding.verdict is ListingVerdict.ERROR:
        return NO_PHOTO
    if not finding.words.title.text.strip():
        return NO_TITLE
    card = next((one for one in finding.fields if one.field == "card"), None)
    is_unnamed = card is not None and (card.verdict is FieldVerdict.NOT_STATED or card.because is Because.TITLE)
    return NOT_NAMED if is_unnamed else CheckOutcome.CANNOT_TELL.value


def language_of(title: str) -> str:
    """In which language its seller is answered."""
    return "ja" if any(map(is_japanese, title)) else "en"
