"""Which of a card's names stands first: in a Japanese window the Japanese one, where it has one; looks none up."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication


def japanese_first() -> bool:
    #: The language whose name of a card stands first: "ja" in Japanese.
    return QCoreApplication.translate("CardNames", "en") == "ja"


def in_order(name: str, japanese: str) -> tuple[str, str]:
    """The name that stands first, and the other one; that is empty where there is none, or the same."""
    if not japanese or japanese == name:
        return name, ""
    return (japanese, name) if japanese_first() else (name, japanese)
