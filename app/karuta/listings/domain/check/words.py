"""Names of verdicts, fields and tokens of listings, as sentences that a window can say in its own language."""

from __future__ import annotations

from collections.abc import Sequence

from karuta.domain.printing.answer import Illegible, PrintingAnswer, PrintingVerdict
from karuta.domain.sentence import Sentence, commas, listed
from karuta.listings.domain.check.checked import CheckOutcome, ListingDecision
from karuta.listings.domain.check.listing import (
    Because,
    FieldFinding,
    FieldVerdict,
    ListingFinding,
    ListingVerdict,
    SeenCard,
)
from karuta.listings.domain.titles.reading import TitleField, TitleToken

VERDICTS = {
    ListingVerdict.MATCH: Sentence("Match"),
    ListingVerdict.WRONG_CARD: Sentence("Wrong card"),
    ListingVerdict.WRONG_PRINTING: Sentence("Wrong printing"),
    ListingVerdict.COUNT_DIFFERS: Sentence("Count differs"),
    ListingVerdict.NOT_GENUINE: Sentence("Possibly not genuine"),
    ListingVerdict.CANNOT_TELL: Sentence("Cannot tell"),
    ListingVerdict.ERROR: Sentence("Could not be read"),
}
FIELD_NAMES = {
    "card": Sentence("Card"),
    "printing": Sentence("Printing"),
    "edition": Sentence("Edition"),
    "language": Sentence("Language"),
    "rarity": Sentence("Rarity"),
    "count": Sentence("Count"),
    "genuine": Sentence("Genuine"),
    "condition": Sentence("Condition"),
    "finish": Sentence("Finish"),
}
TOKENS = {
    TitleField.CARD: Sentence("Card"),
    TitleField.SET_CODE: Sentence("Set code"),
    TitleField.SET_NAME: Sentence("Set"),
    TitleField.PASSCODE: Sentence("Passcode"),
    TitleField.RARITY: Sentence("Rarity"),
    TitleField.EDITION: Sentence("Edition"),
    TitleField.LANGUAGE: Sentence("Language"),
    TitleField.CONDITION: Sentence("Condition"),
    TitleField.GRADE: Sentence("Grade"),
    TitleField.QUANTITY: Sentence("Count"),
    TitleField.LOT: Sentence("Lot"),
    TitleField.FINISH: Sentence("Finish"),
    TitleField.PROXY: Sentence("Not genuine"),
    TitleField.GENUINE: Sentence("Genuine"),
    TitleField.OTHER: Sentence("Other word"),
    TitleField.UNREAD: Sentence("Not read"),
}
FIELD_OF_TOKEN = {
    TitleField.CARD: "card",
    TitleField.PASSCODE: "card",
    TitleField.SET_CODE: "printing",
    TitleField.RARITY: "rarity",
    TitleField.EDITION: "edition",
    TitleField.LANGUAGE: "language",
    TitleField.CONDITION: "condition",
    TitleField.GRADE: "condition",
    TitleField.QUANTITY: "count",
    TitleField.FINISH: "finish",
    TitleField.PROXY: "genuine",
    TitleField.GENUINE: "genuine",
}
"""The field whose verdict is about a token."""
_ILLEGIBLE = {
    Illegible.SMALL: Sentence("Set code: too small"),
    Illegible.BLURRED: Sentence("Set code: too blurred"),
    Illegible.COVERED: Sentence("Set code: covered, or none"),
}
_NO_CODE = Sentence("No set code is printed")
_EDITIONS = {
    "first": Sentence("Edition: 1st"),
    "limited": Sentence("Edition: limited"),
    "unlimited": Sentence("Edition: unlimited"),
}
_FIELD_VERDICTS = {
    FieldVerdict.AGREES: Sentence("agrees"),
    FieldVerdict.DIFFERS: Sentence("differs"),
    FieldVerdict.CANNOT_TELL: Sentence("cannot tell"),
    FieldVerdict.NOT_STATED: Sentence("not stated"),
}
_BECAUSE = {
    Because.PHOTO: Sentence("cannot tell (photo)"),
    Because.TITLE: Sentence("cannot tell (title)"),
    Because.CATALOGUE: Sentence("cannot tell (catalogue)"),
}
_VALUES = {
    "first": Sentence("1st edition"),
    "limited": Sentence("limited edition"),
    "unlimited": Sentence("unlimited edition"),
    "foil": Sentence("foil"),
    "reverse": Sentence("reverse foil"),
    "plain": Sentence("not foil"),
    "mint": Sentence("mint"),
    "near_mint": Sentence("near mint"),
    "good": Sentence("good"),
    "played": Sentence("played"),
    "damaged": Sentence("damaged"),
    "en": Sentence("English"),
    "ja": Sentence("Japanese"),
    "fr": Sentence("French"),
    "de": Sentence("German"),
    "it": Sentence("Italian"),
    "es": Sentence("Spanish"),
    "pt": Sentence("Portuguese"),
    "ko": Sentence("Korean"),
    "zh": Sentence("Chinese"),
}
_WORDED = frozenset(("edition", "condition", "language", "finish"))
_DECIDED = {CheckOutcome.MATCH: Sentence("decided: match"), CheckOutcome.CANNOT_TELL: Sentence("decided: cannot tell")}
_AGREEING_DIFFERS = {
    "card": Sentence("Agree: card differs"),
    "printing": Sentence("Agree: printing differs"),
    "edition": Sentence("Agree: edition differs"),
    "language": Sentence("Agree: language differs"),
    "rarity": Sentence("Agree: rarity differs"),
    "finish": Sentence("Agree: finish differs"),
    "count": Sentence("Agree: count differs"),
    "genuine": Sentence("Agree: possibly not genuine"),
    "condition": Sentence("Agree: condition differs"),
}
_AGREEING = {CheckOutcome.MATCH: Sentence("Agree: match"), CheckOutcome.CANNOT_TELL: Sentence("Agree: cannot tell")}


def verdict_sentence(finding: ListingFinding) -> Sentence:
    """A match of which a part was not shown, or beside which something else lies, says so."""
    words, count = VERDICTS[finding.verdict], finding.of("count")
    if finding.verdict is not ListingVerdict.MATCH:
        return words
    if count is not None and count.verdict is FieldVerdict.CANNOT_TELL:
        return Sentence("{verdict}, not all {count} shown", verdict=words, count=count.title)
    sold = {key for card in finding.words.combined.cards for key in (card.card, *card.rivals)}
    others = (seen for seen in finding.seen if seen.is_believed and seen.matches[0].card not in sold)
    if any(others) and not finding.words.combined.lot:
        return Sentence("{verdict}, and another card", verdict=words)
    return words


FOUND = (*_FIELD_VERDICTS.values(), *_BECAUSE.values())
"""All that can be found of a field."""


def found_sentence(finding: FieldFinding) -> Sentence:
    """Say what was found of a field, and from what it cannot be told."""
    if finding.verdict is FieldVerdict.CANNOT_TELL and finding.because is not None:
        return _BECAUSE[finding.because]
    return _FIELD_VERDICTS[finding.verdict]


def token_verdict(token: TitleToken, fields: Sequence[FieldFinding]) -> FieldVerdict | None:
    """The verdict on what a token says; None where nothing is judged by it."""
    name = FIELD_OF_TOKEN.get(token.field)
    return next((field.verdict for field in fields if field.field == name), None)


def code_sentence(answer: PrintingAnswer) -> Sentence | None:
    """Say what was made out in the place of a set code."""
    if answer.verdict is PrintingVerdict.READ:
        return Sentence("Set code: {code}", code=answer.read.set_code or "")
    if answer.verdict is PrintingVerdict.LIKELY:
        best = answer.codes[0]
        share = f"{100 * best.probability:.0f}"
        return Sentence("Set code: likely {code} ({share} %)", code=best.set_code, share=share)
    if answer.verdict is PrintingVerdict.OTHER:
        return Sentence("Set code: {code}, not this card's", code=answer.read.set_code or "")
    if answer.verdict is PrintingVerdict.NONE:
        return _NO_CODE
    return _ILLEGIBLE[answer.reason] if answer.reason is not None else None


def name_sentence(seen: SeenCard) -> Sentence | None:
    """The name that was read on a card; None where none was."""
    if seen.name is None:
        return None
    if not seen.is_named:
        return Sentence("Name: {name}, not this card's", name=seen.name.words)
    return Sentence("Name: {name}", name=seen.name.words)


def edition_sentence(answer: PrintingAnswer) -> Sentence | None:
    """The edition that was made out; None where none was."""
    return _EDITIONS.get(answer.read.edition or "")


def value_sentence(field: str, value: str | None) -> str:
    """Say a field's value in a title or a photo; names, codes and numbers as they are."""
    if value is None:
        return ""
    if field == "printing":
        # Set codes, of which none has a comma.
        return commas(value.split(", "))
    return _VALUES[value] if field in _WORDED and value in _VALUES else value


def decision_sentence(decision: ListingDecision) -> Sentence:
    """Say what an agent decided."""
    if decision.field is not None:
        return Sentence("decided: differs ({field})", field=FIELD_NAMES[decision.field])
    return _DECIDED[decision.outcome]


def agreeing_sentence(decision: ListingDecision) -> Sentence:
    """Say what agreeing would store."""
    if decision.field is not None:
        return _AGREEING_DIFFERS[decision.field]
    return _AGREEING[decision.outcome]


def shared_sentence(listings: Sequence[str]) -> Sentence:
    """Name the other listings that use one of the photos."""
    return Sentence("The same photo is used in {listings}.", listings=listed(listings))
