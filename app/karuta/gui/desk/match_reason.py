"""The reason of a match in the window's language, short for its row and in full elsewhere. Decides nothing."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from karuta.domain.match import CLEAR_LEAD, Nearest, Reason
from karuta.gui.kit.noop import QT_TRANSLATE_NOOP

_LEAST = 0.005

# Each as (short, full).
_NEAREST = {
    Nearest.MAIN: (
        QT_TRANSLATE_NOOP("Why", "main artwork"),
        QT_TRANSLATE_NOOP("Why", "nearest: main artwork"),
    ),
    Nearest.ALTERNATE: (
        QT_TRANSLATE_NOOP("Why", "alternate artwork {number}"),
        QT_TRANSLATE_NOOP("Why", "nearest: alternate artwork {number}"),
    ),
    Nearest.EXEMPLAR: (
        QT_TRANSLATE_NOOP("Why", "a confirmed photo"),
        QT_TRANSLATE_NOOP("Why", "nearest: a confirmed photo"),
    ),
    Nearest.GONE: (
        QT_TRANSLATE_NOOP("Why", "a former artwork"),
        QT_TRANSLATE_NOOP("Why", "nearest: an artwork that the catalogue has no more"),
    ),
}
_AHEAD = QT_TRANSLATE_NOOP("Why", "clear lead"), QT_TRANSLATE_NOOP("Why", "{lead} ahead of the next card")
_CLOSE = QT_TRANSLATE_NOOP("Why", "narrow lead"), _AHEAD[1]
_LEVEL = QT_TRANSLATE_NOOP("Why", "tied"), QT_TRANSLATE_NOOP("Why", "tied with the next card")
# Every row below the first is behind, so the short form does not mention it.
_BEHIND = "", QT_TRANSLATE_NOOP("Why", "{lead} behind the nearest card")
# If likeness and not the score decided.
_ALIKE = {
    1: (
        QT_TRANSLATE_NOOP("Why", "more alike"),
        QT_TRANSLATE_NOOP("Why", "its picture matches the card better when laid over it"),
    ),
    -1: (
        QT_TRANSLATE_NOOP("Why", "less alike"),
        QT_TRANSLATE_NOOP("Why", "its picture matches the card less well when laid over it"),
    ),
}
_TWIN = QT_TRANSLATE_NOOP("Why", "same picture as {card}")
_SCORE = QT_TRANSLATE_NOOP("Why", "score {score}")


def reason_words(reason: Reason, *, whole: bool, known: bool) -> str:
    """`whole`: in full, with the score. `known`: whether the card's artworks are known yet."""
    parts = [_said(_SCORE).format(score=f"{reason.score:.2f}")] if whole else []
    if reason.alike:
        parts.append(_said(_ALIKE[reason.alike][whole]))
    elif reason.lead is not None:
        parts.append(_said(_lead_forms(reason.lead)[whole]).format(lead=f"{abs(reason.lead):.2f}"))
    if reason.twin is not None:
        parts.append(_said(_TWIN).format(card=reason.twin))
    if known and reason.nearest in _NEAREST:
        parts.append(_said(_NEAREST[reason.nearest][whole]).format(number=reason.number))
    return " · ".join(part for part in parts if part)


def _lead_forms(lead: float) -> tuple[str, str]:
    if abs(lead) < _LEAST:
        return _LEVEL
    if lead < 0:
        return _BEHIND
    return _AHEAD if lead >= CLEAR_LEAD else _CLOSE


def _said(text: str) -> str:
    return QCoreApplication.translate("Why", text) if text else ""
