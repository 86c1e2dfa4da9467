"""Chooses the language of the window and loads its texts; English is in the code itself."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QCoreApplication, QLocale, QTranslator

from karuta.domain.label import Kind
from karuta.domain.match import Verdict
from karuta.gui.marked import QT_TRANSLATE_NOOP

LANGUAGES = ("en", "ja")

_VERDICTS = {
    Verdict.SURE: QT_TRANSLATE_NOOP("Verdict", "sure"),
    Verdict.LIKELY: QT_TRANSLATE_NOOP("Verdict", "likely"),
    Verdict.UNSURE: QT_TRANSLATE_NOOP("Verdict", "unsure"),
    Verdict.UNKNOWN: QT_TRANSLATE_NOOP("Verdict", "unknown"),
    Verdict.UNREADABLE: QT_TRANSLATE_NOOP("Verdict", "unreadable"),
}

_KINDS = {
    Kind.CONFIRM: QT_TRANSLATE_NOOP("Kind", "Confirmed"),
    Kind.AUTO_CONFIRM: QT_TRANSLATE_NOOP("Kind", "Confirmed by the machine"),
    Kind.UNKNOWN: QT_TRANSLATE_NOOP("Kind", "Not in the catalogue"),
    Kind.UNREADABLE: QT_TRANSLATE_NOOP("Kind", "Unreadable"),
    Kind.NO_CARD: QT_TRANSLATE_NOOP("Kind", "No card here"),
    Kind.WITHDRAW: QT_TRANSLATE_NOOP("Kind", "Withdrawn"),
    Kind.SKIP: QT_TRANSLATE_NOOP("Kind", "Skipped"),
    Kind.REMOVE: QT_TRANSLATE_NOOP("Kind", "Removed from the queue"),
}


def language_for(choice: str) -> str:
    """`en`, `ja`, or for `auto` the system's where there is a translation, else English."""
    if choice in LANGUAGES:
        return choice
    for name in QLocale.system().uiLanguages():
        if name[:2] in LANGUAGES:
            return name[:2]
    return "en"


def install_language(application: QCoreApplication, language: str, folder: Path) -> list[QTranslator]:
    """Load the texts of a language; whoever calls this keeps what it returns, and removes it for another."""
    if language == "en":
        return []
    translator = QTranslator()
    if not translator.load(str(folder / f"karuta_{language}.qm")):
        return []
    application.installTranslator(translator)
    return [translator]


def verdict_word(verdict: Verdict) -> str:
    """The verdict in the language of the window; files and commands keep the English word."""
    return QCoreApplication.translate("Verdict", _VERDICTS[verdict])


def kind_words(kind: Kind) -> str:
    return QCoreApplication.translate("Kind", _KINDS.get(kind, kind.value))
