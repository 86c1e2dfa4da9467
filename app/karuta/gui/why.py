"""The reason of a match as one line in the language of the window; decides nothing."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from karuta.domain.reasons import Nearest, Reason
from karuta.gui.marked import QT_TRANSLATE_NOOP

_NEAREST = {
    Nearest.ONLY: "",
    Nearest.MAIN: QT_TRANSLATE_NOOP("Why", "nearest: main artwork"),
    Nearest.ALTERNATE: QT_TRANSLATE_NOOP("Why", "nearest: alternate artwork {number}"),
    Nearest.EXEMPLAR: QT_TRANSLATE_NOOP("Why", "nearest: a photo that was confirmed"),
    Nearest.GONE: QT_TRANSLATE_NOOP("Why", "nearest: an artwork that was replaced"),
}
_SCORE = QT_TRANSLATE_NOOP("Why", "score {score}")
_AHEAD = QT_TRANSLATE_NOOP("Why", "{lead} ahead of the next card")
_LEVEL = QT_TRANSLATE_NOOP("Why", "level with the next card")
_BEHIND = QT_TRANSLATE_NOOP("Why", "{lead} behind the nearest card")
_TWIN = QT_TRANSLATE_NOOP("Why", "same picture as {card}")
_LEAST = 0.005


def why_words(reason: Reason, *, whole: bool, known: bool) -> str:
    """`whole`: with the score. `known`: whether the card's artworks are known yet."""
    parts = [_said(_SCORE).format(score=f"{reason.score:.2f}")] if whole else []
    if reason.lead is not None:
        parts.append(_lead(reason.lead))
    if reason.twin is not None:
        parts.append(_said(_TWIN).format(card=reason.twin))
    if known and (nearest := _NEAREST[reason.nearest]):
        parts.append(_said(nearest).format(number=reason.number))
    return " · ".join(parts)


def _lead(lead: float) -> str:
    if abs(lead) < _LEAST:
        return _said(_LEVEL)
    return _said(_AHEAD if lead > 0 else _BEHIND).format(lead=f"{abs(lead):.2f}")


def _said(text: str) -> str:
    return QCoreApplication.translate("Why", text)
