"""What a title says beside its card, against the catalogue. Printings are not read from photos yet; that is said."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from collections.abc import Set as AbstractSet

from karuta.domain.card import CardKey
from karuta.domain.listings.listing import Because, FieldFinding, FieldVerdict
from karuta.domain.sentence import Sentence
from karuta.domain.titles.reading import TitleField, TitleReading

_NOT_READ = Sentence("A check reads no printings from photos yet.")
_NO_WORD = {
    "edition": Sentence("The title says no edition."),
    "language": Sentence("The title says no language."),
    "rarity": Sentence("The title says no rarity."),
}


def word_fields(
    title: TitleReading,
    owners: Callable[[str], Sequence[CardKey]],
    rarities: Callable[[str], Sequence[str]],
    card: FieldFinding,
    met: AbstractSet[CardKey],
) -> tuple[FieldFinding, ...]:
    """Printing, edition, language, rarity, genuine and condition. `met`: the title's cards that the photos show."""
    return (
        _printing(title, owners, card, met),
        _unread("edition", title.edition),
        _unread("language", title.language),
        _rarity(title, rarities),
        _genuine(title),
        _condition(title),
    )


def _printing(
    title: TitleReading, owners: Callable[[str], Sequence[CardKey]], card: FieldFinding, met: AbstractSet[CardKey]
) -> FieldFinding:
    said = ", ".join(title.set_codes) or None
    if said is None:
        return FieldFinding("printing", FieldVerdict.NOT_STATED, None, None, Sentence("The title has no set code."))
    unknown = [code for code in title.set_codes if not owners(code)]
    if unknown:
        reason = Sentence("The catalogue has no printing {code}.", code=", ".join(unknown))
        return FieldFinding("printing", FieldVerdict.CANNOT_TELL, said, None, reason, Because.CATALOGUE)
    foreign = [code for code in title.set_codes if met and not met & set(owners(code))]
    if foreign and card.verdict is FieldVerdict.AGREES:
        reason = Sentence(
            "The set code {code} is that of another card; the photos show {shown}.",
            code=", ".join(foreign),
            shown=card.photo or "",
        )
        return FieldFinding("printing", FieldVerdict.DIFFERS, said, None, reason)
    return FieldFinding("printing", FieldVerdict.CANNOT_TELL, said, None, _NOT_READ, Because.PHOTO)


def _and_not_read(reason: Sentence) -> Sentence:
    return Sentence("{first} {second}", first=reason, second=_NOT_READ)


def _unread(field: str, said: str | None) -> FieldFinding:
    if said is None:
        return FieldFinding(field, FieldVerdict.NOT_STATED, None, None, _NO_WORD[field])
    return FieldFinding(field, FieldVerdict.CANNOT_TELL, said, None, _NOT_READ, Because.PHOTO)


def _rarity(title: TitleReading, rarities: Callable[[str], Sequence[str]]) -> FieldFinding:
    known = [one for code in title.set_codes for one in rarities(code)]
    if title.rarity is None or not known or title.rarity in known:
        return _unread("rarity", title.rarity)
    rarities_known = ", ".join(dict.fromkeys(known))
    reason = _and_not_read(
        Sentence("The catalogue has {code} as {rarities}.", code=title.set_codes[0], rarities=rarities_known)
    )
    return FieldFinding("rarity", FieldVerdict.CANNOT_TELL, title.rarity, None, reason, Because.CATALOGUE)


def _genuine(title: TitleReading) -> FieldFinding:
    token = title.token(TitleField.PROXY)
    if token is not None:
        reason = Sentence("The title says “{words}”.", words=token.words)
        return FieldFinding("genuine", FieldVerdict.DIFFERS, token.value, None, reason)
    said = title.token(TitleField.GENUINE)
    if said is None:
        return FieldFinding("genuine", FieldVerdict.NOT_STATED, None, None, Sentence("The title says nothing of it."))
    reason = Sentence("Whether a card is genuine is not judged from photos.")
    return FieldFinding("genuine", FieldVerdict.CANNOT_TELL, said.words, None, reason, Because.PHOTO)


def _condition(title: TitleReading) -> FieldFinding:
    said = title.grade or title.condition
    if said is None:
        return FieldFinding("condition", FieldVerdict.NOT_STATED, None, None, Sentence("The title says no condition."))
    reason = Sentence("The condition is not judged from photos.")
    return FieldFinding("condition", FieldVerdict.CANNOT_TELL, said, None, reason, Because.PHOTO)
