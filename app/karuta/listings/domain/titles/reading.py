"""A title as it was read: its tokens, each with the rule that explains it, and its fields. Pure values."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from karuta.domain.card import CardKey
from karuta.domain.sentence import Sentence


class TitleField(StrEnum):
    """A kind of token of a title."""

    CARD = "card"
    SET_CODE = "set_code"
    SET_NAME = "set_name"
    PASSCODE = "passcode"
    RARITY = "rarity"
    EDITION = "edition"
    LANGUAGE = "language"
    CONDITION = "condition"
    GRADE = "grade"
    QUANTITY = "quantity"
    LOT = "lot"
    FINISH = "finish"
    PROXY = "proxy"
    GENUINE = "genuine"
    OTHER = "other"
    UNREAD = "unread"


@dataclass(frozen=True)
class TitleToken:
    """`start` to `end`: its place in the title. `value`: what it means. `rule`: why it was read so."""

    start: int
    end: int
    words: str
    field: TitleField
    value: str
    rule: Sentence


@dataclass(frozen=True)
class TitleCard:
    """A card that a title names. `words`: by which part. `by`: the kind of evidence, a key of `TRUST`.

    `rivals`: other cards that the same words name just as well.
    """

    card: CardKey
    name: str
    probability: float
    words: str
    by: str
    rivals: tuple[CardKey, ...] = ()


@dataclass(frozen=True)
class TitleReading:
    """One title, read. What it does not say is None, empty or false. `set_codes`: in upper case, known or not.

    `disagree`: the set code and the name mean different cards; then both are in `cards`.
    """

    text: str
    cards: tuple[TitleCard, ...] = ()
    set_codes: tuple[str, ...] = ()
    passcodes: tuple[str, ...] = ()
    rarity: str | None = None
    edition: str | None = None
    language: str | None = None
    condition: str | None = None
    grade: str | None = None
    quantity: int | None = None
    lot: bool = False
    proxy: bool = False
    unread: tuple[str, ...] = ()
    disagree: bool = False
    tokens: tuple[TitleToken, ...] = ()
    finish: str | None = None

    def token(self, field: TitleField) -> TitleToken | None:
        """The first token that was read as this field."""
        return next((token for token in self.tokens if token.field is field), None)
