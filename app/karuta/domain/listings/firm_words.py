"""Which words of a title can mean nothing but an edition, a language or a rarity, so that they may accuse. Pure."""

from __future__ import annotations

from karuta.domain.text import fold
from karuta.domain.titles.reading import TitleField, TitleReading, TitleToken

# Words that are also said of offers, of reprints and of places.
_LOOSE = {
    TitleField.EDITION: frozenset(
        ("limited", "ltd", "limitiert", "限定", "リミテッド", "再版", "再録版", "初版", "2nd edition")
    ),
    TitleField.LANGUAGE: frozenset(("de", "it", "es", "pt", "cn", "アジア", "海外版")),
}
# One word is also praise, a colour or part of another rarity: `super nice`, `gold`.
_LEAST_WORDS = 2
_RARITY = ("レア", "レリーフ")
_PLAIN = frozenset(("Rare", "Common"))
# Sorts of plain cards, which nobody tells apart in a title.
_COMMON = frozenset(("Common", "Short Print", "Super Short Print", "Normal Rare", "Normal Parallel Rare"))


def is_firm(title: TitleReading, field: TitleField) -> bool:
    """Whether the title says one thing of the field, in words that can mean nothing else.

    What follows from a set code alone is firm: the code is.
    """
    tokens = [one for one in title.tokens if one.field is field]
    if len({one.value for one in tokens}) > 1:
        return False
    return all(_is_firm(one) for one in tokens)


def _is_firm(token: TitleToken) -> bool:
    words = token.words.casefold().strip(" .,!-()[]")
    if token.field is TitleField.RARITY:
        if token.value in _PLAIN:
            return False
        return len(words.split()) >= _LEAST_WORDS or any(one in words for one in _RARITY)
    loose = _LOOSE.get(token.field, frozenset())
    return words not in loose and fold(words) not in loose


def are_alike(one: str, other: str) -> bool:
    """Whether one rarity's name is part of the other's: people say `Secret Rare` of a prismatic one too."""
    first, second = (frozenset(name.casefold().replace("/", " ").split()) for name in (one, other))
    return first <= second or second <= first or {one, other} <= _COMMON
