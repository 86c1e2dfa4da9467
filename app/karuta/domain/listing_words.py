"""The words that a seller types into a listing: names, set code, rarity, kind, and a title by a template. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from karuta.domain.card import Card

LANGUAGES = ("en", "ja")
ANY_GAME = "*"
_PLACE = re.compile(r"\{([a-z_]*)\}")
PLACES = frozenset(("name", "set_code", "rarity", "kind"))
"""What a template may have in braces."""


@dataclass(frozen=True)
class TitleTemplate:
    """How a title of one game's cards is written in one language. `game`: `*` for any other."""

    game: str
    language: str
    template: str

    @property
    def unknown_places(self) -> tuple[str, ...]:
        return tuple(name for name in _PLACE.findall(self.template) if name not in PLACES)


@dataclass(frozen=True)
class ListingWords:
    """What is known of a card without reading its printing; what is not is None.

    `set_code` and `rarity`: only where every printing has the same one. `titles`: by language.
    """

    names: Mapping[str, str | None]
    set_code: str | None
    rarity: str | None
    kind: str | None
    titles: Mapping[str, str | None]


class TitleTemplates:
    """Templates by game and language; of two, the later one counts."""

    def __init__(self, templates: Iterable[TitleTemplate]) -> None:
        self._templates = {(one.game, one.language): one.template for one in templates}

    def title(self, game: str, language: str, words: Mapping[str, str | None]) -> str | None:
        """The title; places that are not known are left out. None without a name or a template."""
        template = self._templates.get((game, language)) or self._templates.get((ANY_GAME, language))
        if template is None or not words.get("name"):
            return None
        return " ".join(_PLACE.sub(lambda found: words.get(found[1]) or "", template).split())


def listing_words(card: Card, templates: TitleTemplates) -> ListingWords:
    codes = {printing.set_code for printing in card.printings}
    rarities = {rarity for printing in card.printings for rarity in printing.rarities}
    set_code = codes.pop() if len(codes) == 1 else None
    rarity = rarities.pop() if len(rarities) == 1 else None
    names = {language: card.names.get(language) or None for language in LANGUAGES}
    kind = card.kind or None
    known = {"set_code": set_code, "rarity": rarity, "kind": kind}
    titles = {
        language: templates.title(card.key.game, language, {**known, "name": names[language]}) for language in LANGUAGES
    }
    return ListingWords(names=names, set_code=set_code, rarity=rarity, kind=kind, titles=titles)
