"""Which listings a buyer's search would miss, by rule: how the title names its card, and words of another game. Pure.

Judged is what sells one card. A missing set code is said only where the card has one code alone: of several nobody can
say which one to add.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from karuta.domain.card import Card
from karuta.listings.domain.check.checked import language_of
from karuta.listings.domain.listing_words import TitleTemplates, listing_words


class Buried(StrEnum):
    """Why a search misses a listing. Never translated."""

    NO_NAME = "no_name"
    NICKNAME = "nickname"
    MISSPELLED = "misspelled"
    PART = "part_of_name"
    ROMAJI = "romaji"
    NO_CODE = "no_code"
    WRONG_WORD = "wrong_word"


# How a title names its card (`TitleCard.by`, without `+code`) -> why a search misses it. A whole name is found.
_BY = {
    "code": Buried.NO_NAME,
    "passcode": Buried.NO_NAME,
    "": Buried.NO_NAME,
    "nickname": Buried.NICKNAME,
    "called": Buried.NICKNAME,
    "near": Buried.MISSPELLED,
    "alike": Buried.MISSPELLED,
    "begun": Buried.PART,
    "romaji": Buried.ROMAJI,
}
GAMES = frozenset(("yugioh", "pokemon", "magic", "duel_masters", "one_piece"))
"""Values of rows of the words of titles that name a game."""


@dataclass(frozen=True)
class SearchedTitle:
    """What the rules need of a title. `by`: how it names the card, "" where only the photos show which one it is.

    `games`: the games that its words name. `kept`: words that a better title keeps, such as its condition.
    """

    text: str
    by: str
    set_codes: tuple[str, ...] = ()
    rarity: str | None = None
    games: tuple[str, ...] = ()
    kept: tuple[str, ...] = ()


@dataclass(frozen=True)
class BuriedListing:
    """`reasons` is empty for a listing that is found. `better`: None where nothing better is known."""

    reasons: tuple[Buried, ...] = field(default=())
    better: str | None = None


def buried_listing(title: SearchedTitle, card: Card, templates: TitleTemplates) -> BuriedListing:
    """Whether a search misses a title that sells this card, and the title that it would find."""
    codes = {printing.set_code for printing in card.printings}
    reasons = [_BY[title.by]] if title.by in _BY else []
    if not title.set_codes and len(codes) == 1:
        reasons.append(Buried.NO_CODE)
    if any(game != card.key.game for game in title.games):
        reasons.append(Buried.WRONG_WORD)
    if not reasons:
        return BuriedListing()
    better = _better(title, card, templates)
    return BuriedListing(tuple(reasons), None if better == title.text else better)


def _better(title: SearchedTitle, card: Card, templates: TitleTemplates) -> str | None:
    """By the template of the title's language, with the words of the title that say something else."""
    language, words = language_of(title.text), listing_words(card, templates)
    name = words.names.get(language) or card.name
    known = {
        "name": name,
        "set_code": title.set_codes[0] if title.set_codes else words.set_code,
        "rarity": title.rarity or words.rarity,
        "kind": words.kind,
    }
    written = templates.title(card.key.game, language, known)
    return None if written is None else " ".join((written, *_new(title.kept, written)))


def _new(kept: Sequence[str], written: str) -> list[str]:
    return [words for words in dict.fromkeys(kept) if words not in written]
