"""Verdicts, fields and decisions of listings in the window's language, and the colour of each. Draws none."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from karuta.domain.listings.checked import CheckOutcome, ListingDecision
from karuta.domain.listings.listing import Because, FieldFinding, FieldVerdict, ListingVerdict
from karuta.domain.titles.reading import TitleField, TitleToken
from karuta.gui.kit.noop import QT_TRANSLATE_NOOP
from karuta.gui.kit.theme import Role

_VERDICTS = {
    ListingVerdict.MATCH: QT_TRANSLATE_NOOP("Listing", "Match"),
    ListingVerdict.WRONG_CARD: QT_TRANSLATE_NOOP("Listing", "Wrong card"),
    ListingVerdict.WRONG_PRINTING: QT_TRANSLATE_NOOP("Listing", "Wrong printing"),
    ListingVerdict.COUNT_DIFFERS: QT_TRANSLATE_NOOP("Listing", "Count differs"),
    ListingVerdict.NOT_GENUINE: QT_TRANSLATE_NOOP("Listing", "Possibly not genuine"),
    ListingVerdict.CANNOT_TELL: QT_TRANSLATE_NOOP("Listing", "Cannot tell"),
    ListingVerdict.ERROR: QT_TRANSLATE_NOOP("Listing", "Could not be read"),
}
ROLES = {
    ListingVerdict.MATCH: Role.GOOD,
    ListingVerdict.WRONG_CARD: Role.BAD,
    ListingVerdict.WRONG_PRINTING: Role.BAD,
    ListingVerdict.COUNT_DIFFERS: Role.BAD,
    ListingVerdict.NOT_GENUINE: Role.BAD,
    ListingVerdict.CANNOT_TELL: Role.DOUBT,
    ListingVerdict.ERROR: Role.DOUBT,
}
ICONS = {
    ListingVerdict.MATCH: "circle-check",
    ListingVerdict.WRONG_CARD: "triangle-alert",
    ListingVerdict.WRONG_PRINTING: "triangle-alert",
    ListingVerdict.COUNT_DIFFERS: "triangle-alert",
    ListingVerdict.NOT_GENUINE: "triangle-alert",
    ListingVerdict.CANNOT_TELL: "circle-help",
    ListingVerdict.ERROR: "file-x",
}
_FIELD_VERDICTS = {
    FieldVerdict.AGREES: QT_TRANSLATE_NOOP("Listing", "agrees"),
    FieldVerdict.DIFFERS: QT_TRANSLATE_NOOP("Listing", "differs"),
    FieldVerdict.CANNOT_TELL: QT_TRANSLATE_NOOP("Listing", "cannot tell"),
    FieldVerdict.NOT_STATED: QT_TRANSLATE_NOOP("Listing", "not stated"),
}
FIELD_ROLES = {
    FieldVerdict.AGREES: Role.GOOD,
    FieldVerdict.DIFFERS: Role.BAD,
    FieldVerdict.CANNOT_TELL: Role.DOUBT,
    FieldVerdict.NOT_STATED: Role.MUTED,
}
_BECAUSE = {
    Because.PHOTO: QT_TRANSLATE_NOOP("Listing", "cannot tell (photo)"),
    Because.TITLE: QT_TRANSLATE_NOOP("Listing", "cannot tell (title)"),
    Because.CATALOGUE: QT_TRANSLATE_NOOP("Listing", "cannot tell (catalogue)"),
}
_FIELDS = {
    "card": QT_TRANSLATE_NOOP("Listing", "Card"),
    "printing": QT_TRANSLATE_NOOP("Listing", "Printing"),
    "edition": QT_TRANSLATE_NOOP("Listing", "Edition"),
    "language": QT_TRANSLATE_NOOP("Listing", "Language"),
    "rarity": QT_TRANSLATE_NOOP("Listing", "Rarity"),
    "count": QT_TRANSLATE_NOOP("Listing", "Count"),
    "genuine": QT_TRANSLATE_NOOP("Listing", "Genuine"),
    "condition": QT_TRANSLATE_NOOP("Listing", "Condition"),
}
_TOKENS = {
    TitleField.CARD: QT_TRANSLATE_NOOP("Listing", "Card"),
    TitleField.SET_CODE: QT_TRANSLATE_NOOP("Listing", "Set code"),
    TitleField.SET_NAME: QT_TRANSLATE_NOOP("Listing", "Set"),
    TitleField.PASSCODE: QT_TRANSLATE_NOOP("Listing", "Passcode"),
    TitleField.RARITY: QT_TRANSLATE_NOOP("Listing", "Rarity"),
    TitleField.EDITION: QT_TRANSLATE_NOOP("Listing", "Edition"),
    TitleField.LANGUAGE: QT_TRANSLATE_NOOP("Listing", "Language"),
    TitleField.CONDITION: QT_TRANSLATE_NOOP("Listing", "Condition"),
    TitleField.GRADE: QT_TRANSLATE_NOOP("Listing", "Grade"),
    TitleField.QUANTITY: QT_TRANSLATE_NOOP("Listing", "Count"),
    TitleField.LOT: QT_TRANSLATE_NOOP("Listing", "Lot"),
    TitleField.PROXY: QT_TRANSLATE_NOOP("Listing", "Not genuine"),
    TitleField.GENUINE: QT_TRANSLATE_NOOP("Listing", "Genuine"),
    TitleField.OTHER: QT_TRANSLATE_NOOP("Listing", "Other word"),
    TitleField.UNREAD: QT_TRANSLATE_NOOP("Listing", "Not read"),
}
_VALUES = {
    "first": QT_TRANSLATE_NOOP("Listing", "1st edition"),
    "limited": QT_TRANSLATE_NOOP("Listing", "limited edition"),
    "unlimited": QT_TRANSLATE_NOOP("Listing", "unlimited edition"),
    "mint": QT_TRANSLATE_NOOP("Listing", "mint"),
    "near_mint": QT_TRANSLATE_NOOP("Listing", "near mint"),
    "good": QT_TRANSLATE_NOOP("Listing", "good"),
    "played": QT_TRANSLATE_NOOP("Listing", "played"),
    "damaged": QT_TRANSLATE_NOOP("Listing", "damaged"),
    "en": QT_TRANSLATE_NOOP("Listing", "English"),
    "ja": QT_TRANSLATE_NOOP("Listing", "Japanese"),
}
_WORDED = frozenset(("edition", "condition", "language"))
_DECIDED = {
    CheckOutcome.MATCH: QT_TRANSLATE_NOOP("Listing", "decided: match"),
    CheckOutcome.CANNOT_TELL: QT_TRANSLATE_NOOP("Listing", "decided: cannot tell"),
}


def _said(text: str) -> str:
    return QCoreApplication.translate("Listing", text)


def listing_words(verdict: ListingVerdict) -> str:
    return _said(_VERDICTS[verdict])


def field_words(field: str) -> str:
    return _said(_FIELDS[field])


def found_words(found: FieldFinding) -> str:
    """What was found of a field, and of what cannot be told from what."""
    if found.verdict is FieldVerdict.CANNOT_TELL and found.because is not None:
        return _said(_BECAUSE[found.because])
    return _said(_FIELD_VERDICTS[found.verdict])


def value_words(field: str, value: str | None) -> str:
    """What a title says of a field; names, codes and numbers as they are."""
    if value is None:
        return ""
    return _said(_VALUES[value]) if field in _WORDED and value in _VALUES else value


def token_words(token: TitleToken) -> str:
    return _said(_TOKENS[token.field])


def decision_words(decision: ListingDecision) -> str:
    """What an agent decided, for a row of the list."""
    if decision.field is not None:
        return _said(QT_TRANSLATE_NOOP("Listing", "decided: differs ({field})")).format(
            field=field_words(decision.field)
        )
    return _said(_DECIDED[decision.outcome])


def agreeing_words(decision: ListingDecision) -> str:
    """What agreeing would store, as a button says it."""
    if decision.outcome is CheckOutcome.MATCH:
        return _said(QT_TRANSLATE_NOOP("Listing", "Agree: match"))
    if decision.field is None:
        return _said(QT_TRANSLATE_NOOP("Listing", "Agree: cannot tell"))
    return _said(QT_TRANSLATE_NOOP("Listing", "Agree: differs ({field})")).format(field=field_words(decision.field))
