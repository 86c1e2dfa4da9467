"""How far a photo of the queue is, in words."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QCoreApplication

from karuta.domain.card import CardKey
from karuta.domain.queue import PhotoState, QueueRow
from karuta.gui.kit.translate import comma_list, kind_words, verdict_word

CardName = Callable[[CardKey, str], str]
"""A card's name in the language of the window; given is the name as a label has it."""


def state_words(row: QueueRow, name_of: CardName) -> str:
    translate = QCoreApplication.translate
    if row.state is PhotoState.WAITING:
        return translate("QueueWords", "waiting for lookup")
    if row.whole_photo is not None:
        return kind_words(row.whole_photo)
    if row.state is PhotoState.FAILED:
        return translate("QueueWords", "cannot be opened")
    if row.state is PhotoState.DONE:
        return _label_words(row, name_of)
    if not row.sightings:
        return translate("QueueWords", "no card found")
    verdict = verdict_word(row.verdict) if row.verdict else ""
    if row.sightings > 1:
        text = translate("QueueWords", "{verdict} · {decided} of {all}")
        return text.format(verdict=verdict, decided=row.decided, all=row.sightings)
    return verdict


def remark_words(row: QueueRow) -> str:
    """What is worth a second look about a label of this photo, or that it is no person's; else empty."""
    if row.is_doubted:
        return QCoreApplication.translate("QueueWords", "against the evidence")
    return QCoreApplication.translate("QueueWords", "by Karuta") if row.is_by_machine else ""


def noted_words(row: QueueRow) -> str:
    """That the photo is flagged, and what its note says; else empty."""
    flagged = QCoreApplication.translate("QueueWords", "flagged") if row.remarks.is_flagged else ""
    return comma_list(part for part in (flagged, row.remarks.note) if part)


def also_words(row: QueueRow) -> str:
    """That the same picture is in several listings; else empty."""
    places = {(row.batch, row.listing), *((one.batch, one.listing) for one in row.also)}
    # A file that was dropped or watched alone stands in none.
    count = len(places - {(None, None)})
    return QCoreApplication.translate("QueueWords", "{count} listings").format(count=count) if count > 1 else ""


def _label_words(row: QueueRow, name_of: CardName) -> str:
    """The card that it shows, or what else was decided; of several the first, and how many more."""
    translate = QCoreApplication.translate
    said = [name_of(one.card, one.name) if one.card else kind_words(one.kind) for one in row.labels]
    if not said:
        return translate("QueueWords", "decided")
    if len(said) == 1:
        return said[0]
    if len(set(said)) == 1:
        return f"{len(said)} × {said[0]}"
    return translate("QueueWords", "{name} and {count} more").format(name=said[0], count=len(said) - 1)
