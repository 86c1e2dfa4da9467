"""The polite text that goes to a seller: a template by what was decided and by language, filled in. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from karuta.domain.listings.checked import CheckOutcome, ListingDecision
from karuta.domain.listings.listing import FIELDS
from karuta.domain.titles.letters import is_japanese

LANGUAGES = ("en", "ja")
ABOUT = (CheckOutcome.MATCH.value, CheckOutcome.CANNOT_TELL.value, *FIELDS)
"""What a template may be about: a match, what could not be told, or the field that differs."""

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
    """Templates by what they are about and by language; of two, the later one counts."""

    def __init__(self, templates: Iterable[ReplyTemplate] = ()) -> None:
        self._templates = {(one.about, one.language): one.template for one in templates}

    def reply(self, about: str, language: str, words: Mapping[str, str | None]) -> str | None:
        """The text; a line with a place of which nothing is known is left out. None without a template."""
        template = self._templates.get((about, language))
        if template is None:
            return None
        lines = template.split(BREAK)
        known = (line for line in lines if all(words.get(name) for name in _PLACE.findall(line)))
        return "\n".join(_PLACE.sub(lambda found: words[found[1]] or "", line) for line in known).strip()


def about(decision: ListingDecision) -> str:
    """Which template a decision wants."""
    return decision.field if decision.field is not None else decision.outcome.value


def language_of(title: str) -> str:
    """In which language its seller is answered."""
    return "ja" if any(map(is_japanese, title)) else "en"
