"""What a listing's description adds to its title, and where it says otherwise. The title leads. Pure.

It adds set code, edition, condition or grade, and number, where it says one thing of them. It names no card: sellers
write of their other cards there.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

from karuta.domain.card import CardKey
from karuta.domain.sentence import Sentence
from karuta.listings.domain.check.listing import Because, Described, FieldFinding, FieldVerdict
from karuta.listings.domain.titles.reading import TitleField, TitleReading


def described(
    title: TitleReading, description: TitleReading | None, owners: Callable[[str], Sequence[CardKey]]
) -> Described:
    """`owners`: the cards of a set code. Words of a proxy in a description are said, and accuse nobody."""
    if description is None:
        return Described(title, title)
    added: dict[str, str] = {}
    against: dict[str, str] = {}
    for name, ours, theirs in (
        ("printing", title.set_codes, _code(description, owners)),
        ("edition", (title.edition,), _only(description, TitleField.EDITION)),
        ("condition", (title.grade, title.condition), _condition(description)),
        ("count", (_count(title),), _number(title, description)),
        ("genuine", (_proxy(title),), _proxy(description)),
    ):
        stated = [one for one in ours if one]
        foreign = name == "printing" and theirs is not None and not _may_be(title, owners(theirs))
        if theirs is None or theirs in stated:
            continue
        (against if stated or foreign or name == "genuine" else added)[name] = theirs
    return Described(title, _with(title, description, added), added, against)


def noted(found: FieldFinding, words: Described) -> FieldFinding:
    """A field's finding with what the description has to do with it."""
    if found.field in words.added:
        added = Sentence("Only the description says {what}.", what=words.added[found.field])
        return replace(found, reason=Sentence("{first} {second}", first=found.reason, second=added))
    if found.field not in words.against:
        return found
    against = Sentence("The description says {what}.", what=words.against[found.field])
    reason = Sentence("{first} {second}", first=found.reason, second=against)
    if found.verdict is FieldVerdict.NOT_STATED:
        return replace(found, verdict=FieldVerdict.CANNOT_TELL, reason=reason, because=Because.TITLE)
    return replace(found, reason=reason)


def _with(title: TitleReading, description: TitleReading, added: Mapping[str, str]) -> TitleReading:
    said = title
    if "printing" in added:
        said = replace(said, set_codes=(added["printing"],))
    if "edition" in added:
        said = replace(said, edition=added["edition"])
    if "condition" in added:
        said = replace(said, grade=description.grade, condition=description.condition)
    if "count" in added:
        said = replace(said, quantity=int(added["count"]))
    return said


def _may_be(title: TitleReading, owners: Sequence[CardKey]) -> bool:
    """Whether a code of these cards may belong to what the title sells."""
    sold = {key for card in title.cards for key in (card.card, *card.rivals)}
    return not sold or bool(sold & set(owners))


def _only(reading: TitleReading, wanted: TitleField) -> str | None:
    """What is said of a field if it is one thing."""
    values = {token.value for token in reading.tokens if token.field is wanted and token.value}
    return values.pop() if len(values) == 1 else None


def _code(description: TitleReading, owners: Callable[[str], Sequence[CardKey]]) -> str | None:
    known = [code for code in description.set_codes if owners(code)]
    return known[0] if len(known) == 1 else None


def _condition(description: TitleReading) -> str | None:
    return _only(description, TitleField.GRADE) or _only(description, TitleField.CONDITION)


def _count(title: TitleReading) -> str | None:
    return None if title.quantity is None else str(title.quantity)


def _number(title: TitleReading, description: TitleReading) -> str | None:
    """The number of copies; that of a lot is not the number of one card."""
    found = _only(description, TitleField.QUANTITY)
    return None if title.lot or description.lot or len(title.cards) > 1 or not (found or "").isdecimal() else found


def _proxy(reading: TitleReading) -> str | None:
    token = reading.token(TitleField.PROXY)
    return None if token is None else f"“{token.words}”"
