"""Verdicts, fields and decisions of listings in the window's language, and the colour of each. Draws none."""

from __future__ import annotations

from collections.abc import Mapping
from typing import get_args

from karuta.domain.errors import PictureCode
from karuta.domain.sentence import Sentence
from karuta.gui.kit.theme import Role
from karuta.gui.kit.translate import code_words, words_of
from karuta.listings.domain.check.checked import ListingDecision
from karuta.listings.domain.check.listing import FieldFinding, FieldVerdict, ListingVerdict
from karuta.listings.domain.check.words import (
    FIELD_NAMES,
    TOKENS,
    VERDICTS,
    agreeing_sentence,
    decision_sentence,
    found_sentence,
    value_sentence,
)
from karuta.listings.domain.titles.reading import TitleToken

ROLES = dict.fromkeys(ListingVerdict, Role.BAD) | {
    ListingVerdict.MATCH: Role.GOOD,
    ListingVerdict.CANNOT_TELL: Role.DOUBT,
    ListingVerdict.ERROR: Role.DOUBT,
}
ICONS = dict.fromkeys(ListingVerdict, "triangle-alert") | {
    ListingVerdict.MATCH: "circle-check",
    ListingVerdict.CANNOT_TELL: "circle-help",
    ListingVerdict.ERROR: "file-x",
}
FIELD_ROLES = {
    FieldVerdict.AGREES: Role.GOOD,
    FieldVerdict.DIFFERS: Role.BAD,
    FieldVerdict.CANNOT_TELL: Role.DOUBT,
    FieldVerdict.NOT_STATED: Role.MUTED,
}


# What a reason calls the places in which names of cards stand.
_OF_CARDS = frozenset(("named", "shown", "absent", "coded", "name"))


def reason_words(reason: str, names: Mapping[str, str]) -> str:
    """A reason in the window's language. `names`: of cards, as the catalogue calls them -> as the window does."""
    if not isinstance(reason, Sentence):
        return reason
    longest = sorted(names, key=len, reverse=True)

    def renamed(value: object, *, is_card: bool) -> object:
        if isinstance(value, Sentence):
            return reason_sentence(value, is_card=is_card)
        if not isinstance(value, str) or not is_card:
            return value
        marks = {name: f"\0{number}\0" for number, name in enumerate(longest)}
        for name in longest:
            value = value.replace(name, marks[name])
        for name in longest:
            value = value.replace(marks[name], names[name])
        return value

    def reason_sentence(sentence: Sentence, *, is_card: bool) -> Sentence:
        """`is_card`: it lists names of cards."""
        values = {
            place: renamed(value, is_card=is_card or place in _OF_CARDS) for place, value in sentence.values.items()
        }
        return Sentence(sentence.template, **values) if values else sentence

    return words_of(reason_sentence(reason, is_card=False))


def listing_words(verdict: ListingVerdict) -> str:
    return words_of(VERDICTS[verdict])


def field_words(field: str) -> str:
    return words_of(FIELD_NAMES[field])


def found_words(found: FieldFinding) -> str:
    """What was found of a field, and of what cannot be told from what."""
    return words_of(found_sentence(found))


def value_words(field: str, value: str | None) -> str:
    """What a title says of a field; names, codes and numbers as they are."""
    return words_of(value_sentence(field, value))


def token_words(token: TitleToken) -> str:
    return words_of(TOKENS[token.field])


def decision_words(decision: ListingDecision) -> str:
    """What an agent decided, for a row of the list."""
    return words_of(decision_sentence(decision))


def agreeing_words(decision: ListingDecision) -> str:
    """What agreeing would store, as a button says it."""
    return words_of(agreeing_sentence(decision))


_CODES: dict[str, PictureCode] = {code: code for code in get_args(PictureCode)}


def code_words_of(code: str, message: str) -> str:
    """Why a photo or a row could not be read."""
    return code_words(_CODES[code], words_of(message)) if code in _CODES and code != "missing" else words_of(message)
