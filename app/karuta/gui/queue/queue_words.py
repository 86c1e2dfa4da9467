"""How far a photo of the queue is, in words."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from karuta.domain.queue import PhotoState, QueueRow
from karuta.gui.kit.translate import kind_words, verdict_word


def state_words(row: QueueRow) -> str:
    translate = QCoreApplication.translate
    if row.state is PhotoState.WAITING:
        return translate("QueueWords", "waiting for lookup")
    if row.whole_photo is not None:
        return kind_words(row.whole_photo)
    if row.state is PhotoState.FAILED:
        return translate("QueueWords", "cannot be opened")
    if row.state is PhotoState.DONE:
        return translate("QueueWords", "decided")
    if not row.sightings:
        return translate("QueueWords", "no card found")
    verdict = verdict_word(row.verdict) if row.verdict else ""
    if row.sightings > 1:
        text = translate("QueueWords", "{verdict} · {decided} of {all}")
        return text.format(verdict=verdict, decided=row.decided, all=row.sightings)
    return verdict


def remark_words(row: QueueRow) -> str:
    """What is worth a second look about a label of this photo; else empty."""
    return QCoreApplication.translate("QueueWords", "against the evidence") if row.is_doubted else ""
