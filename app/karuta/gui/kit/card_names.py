"""Which of a card's names comes first: in a Japanese window the Japanese one, if there is one. Looks none up."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication


def japanese_first() -> bool:
    #: The language of the name of a card that comes first: "ja" in Japanese.
    return QCoreApplication.translate("CardNames", "en") == "ja"


def in_order(name: str, japanese: str) -> tuple[str, str]:
    """The name that comes first, and the other one; the latter is empty if there is none, or if it is the same."""
    if not japanese or japanese == name:
        return name, ""
    return (japanese, name) if japanese_first() else (name, japanese)
