"""What a title says beside its card that no photo is asked about: whether it is genuine, its condition. Pure."""

from __future__ import annotations

from karuta.domain.listings.listing import Because, FieldFinding, FieldVerdict
from karuta.domain.sentence import Sentence
from karuta.domain.titles.reading import TitleField, TitleReading


def word_fields(title: TitleReading) -> tuple[FieldFinding, ...]:
    """Genuine and condition."""
    return _genuine(title), _condition(title)


def _genuine(title: TitleReading) -> FieldFinding:
    token = title.token(TitleField.PROXY)
    if token is not None:
        reason = Sentence("The title says “{words}”.", words=token.words)
        return FieldFinding("genuine", FieldVerdict.DIFFERS, token.value, None, reason)
    said = title.token(TitleField.GENUINE)
    if said is None:
        return FieldFinding("genuine", FieldVerdict.NOT_STATED, None, None, Sentence("Not mentioned in the title."))
    reason = Sentence("Whether a card is genuine is not judged from photos.")
    return FieldFinding("genuine", FieldVerdict.CANNOT_TELL, said.words, None, reason, Because.PHOTO)


def _condition(title: TitleReading) -> FieldFinding:
    said = title.grade or title.condition
    if said is None:
        return FieldFinding("condition", FieldVerdict.NOT_STATED, None, None, Sentence("The title says no condition."))
    reason = Sentence("The condition is not judged from photos.")
    return FieldFinding("condition", FieldVerdict.CANNOT_TELL, said, None, reason, Because.PHOTO)
