"""The words that a seller types into a listing, a title by a template, and which listings a search would miss. Pure.

A buyer's search misses a title that does not name its card as buyers do, or that has words of another game. Judged is
what sells one card. A missing set code is said only where the card has one code alone: of several nobody can say which
one to add.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from karuta.domain.card import Card, Printing
from karuta.domain.printing.answer import PrintingAnswer, PrintingVerdict
from karuta.listings.domain.check.checked import LANGUAGES, PLACE, language_of
from karuta.listings.domain.titles.reading import TitleField, TitleReading
from karuta.listings.domain.titles.set_codes import language_of_code
from karuta.listings.domain.titles.title_catalogue import code_key

ANY_GAME = "*"
PLACES = frozenset(("name", "set_code", "rarity", "kind", "edition", "language"))
"""Places of a template, in braces."""

# How buyers search for them, by the language of the title.
_EDITIONS = {
    "en": {"first": "1st Edition", "limited": "Limited Edition", "unlimited": "Unlimited"},
    "ja": {"first": "1st Edition", "limited": "リミテッドエディション", "unlimited": "アンリミテッド"},
}
_LANGUAGE_WORDS = {
    "en": {
        **{"en": "English", "ja": "Japanese", "de": "German", "fr": "French", "it": "Italian", "es": "Spanish"},
        **{"pt": "Portuguese", "ko": "Korean", "zh": "Chinese"},
    },
    "ja": {
        **{"en": "英語版", "ja": "日本語版", "de": "ドイツ語版", "fr": "フランス語版", "it": "イタリア語版"},
        **{"es": "スペイン語版", "pt": "ポルトガル語版", "ko": "韓国語版", "zh": "中国語版"},
    },
}


@dataclass(frozen=True)
class TitleTemplate:
    """How a title of one game's cards is written in one language. `game`: `*` for any other."""

    game: str
    language: str
    template: str


@dataclass(frozen=True)
class ListingWords:
    """Facts of a card; one that is not known is None.

    `set_code`, `rarity`: as the photo shows, else where every printing has the same one. `edition`, `language`: as the
    photo shows. `titles`: by language.
    """

    names: Mapping[str, str | None]
    set_code: str | None
    rarity: str | None
    kind: str | None
    titles: Mapping[str, str | None]
    edition: str | None = None
    language: str | None = None


class TitleTemplates:
    """Templates by game and language; of two, the later one counts."""

    def __init__(self, templates: Iterable[TitleTemplate]) -> None:
        self._templates = {(template.game, template.language): template.template for template in templates}

    def title(self, game: str, language: str, words: Mapping[str, str | None]) -> str | None:
        """The title; places that are not known are left out. None without a name or a template."""
        template = self._templates.get((game, language)) or self._templates.get((ANY_GAME, language))
        if template is None or not words.get("name"):
            return None
        return " ".join(PLACE.sub(lambda match: words.get(match[1]) or "", template).split())


def listing_words(card: Card, templates: TitleTemplates, answer: PrintingAnswer | None = None) -> ListingWords:
    """`answer`: what was read of its printing in a photo; only what is *read* counts."""
    read = _read(answer)
    # A card with a code that the catalogue does not know has none of those that it knows.
    is_other = answer is not None and answer.verdict in (PrintingVerdict.OTHER, PrintingVerdict.NONE)
    printings = [
        printing for printing in card.printings if read is None or code_key(printing.set_code) == code_key(read)
    ]
    set_code = read or (None if is_other else _only(printing.set_code for printing in printings))
    rarity = None if is_other else _only(rarity for printing in printings for rarity in printing.rarities)
    edition = answer.read.edition if answer is not None else None
    language = _language(read, printings) if answer is not None else None
    names = {spoken: card.names.get(spoken) or None for spoken in LANGUAGES}
    details = {"set_code": set_code, "rarity": rarity, "kind": card.kind or None}
    titles = {
        spoken: templates.title(
            card.key.game,
            spoken,
            {
                **details,
                "name": names[spoken],
                "edition": _EDITIONS[spoken].get(edition or ""),
                "language": _LANGUAGE_WORDS[spoken].get(language or ""),
            },
        )
        for spoken in LANGUAGES
    }
    return ListingWords(names, set_code, rarity, details["kind"], titles, edition, language)


def _read(answer: PrintingAnswer | None) -> str | None:
    return answer.read.set_code if answer is not None and answer.verdict is PrintingVerdict.READ else None


def _language(read: str | None, printings: Iterable[Printing]) -> str | None:
    """Of the code that was read."""
    if read is None:
        return None
    languages = {printing.lang for printing in printings if printing.lang}
    return languages.pop() if len(languages) == 1 else None if languages else language_of_code(read)


def _only(values: Iterable[str]) -> str | None:
    """The one value that all have."""
    distinct = set(values)
    return distinct.pop() if len(distinct) == 1 else None


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


# Words that a better title keeps.
_KEPT = frozenset((TitleField.EDITION, TitleField.CONDITION, TitleField.GRADE, TitleField.QUANTITY))


def names_another_game(title: TitleReading, game: str) -> bool:
    games = (token.value for token in title.tokens if token.field is TitleField.OTHER and token.value in GAMES)
    return any(other != game for other in games)


@dataclass(frozen=True)
class BuriedListing:
    """`reasons` is empty for a listing that is found. `better`: None where nothing better is known."""

    reasons: tuple[Buried, ...] = field(default=())
    better: str | None = None


def buried_listing(title: TitleReading, by: str, card: Card, templates: TitleTemplates) -> BuriedListing:
    """Whether a search misses a title that sells this card, and the title that it would find.

    `by`: how it names the card, "" where only the photos show which one it is.
    """
    codes = {printing.set_code for printing in card.printings}
    reasons = [_BY[by]] if by in _BY else []
    if not title.set_codes and len(codes) == 1:
        reasons.append(Buried.NO_CODE)
    if names_another_game(title, card.key.game):
        reasons.append(Buried.WRONG_WORD)
    if not reasons:
        return BuriedListing()
    better = _better(title, card, templates)
    return BuriedListing(tuple(reasons), None if better == title.text else better)


def _better(title: TitleReading, card: Card, templates: TitleTemplates) -> str | None:
    """By the template of the title's language, with the words of the title that say something else."""
    language, words = language_of(title.text), listing_words(card, templates)
    name = words.names.get(language) or card.name
    details = {
        "name": name,
        "set_code": title.set_codes[0] if title.set_codes else words.set_code,
        "rarity": title.rarity or words.rarity,
        "kind": words.kind,
    }
    written = templates.title(card.key.game, language, details)
    if written is None:
        return None
    kept = dict.fromkeys(token.words for token in title.tokens if token.field in _KEPT)
    return " ".join((written, *(words for words in kept if words not in written)))
