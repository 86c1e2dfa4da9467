"""The questions before a backup is restored or a library begins anew, always in the same words."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QCoreApplication

from karuta.gui.kit.ask import Ask
from karuta.gui.kit.noop import QT_TRANSLATE_NOOP
from karuta.services.backups.restore import Restored

_RESTORE = QT_TRANSLATE_NOOP("Restore", "Restore backup")
_KEPT = QT_TRANSLATE_NOOP("Restore", "The current label file is kept in this list.")
_LOSES = QT_TRANSLATE_NOOP("Restore", "Decisions in the current file that are not in this backup: {count}.")
_UNKNOWN = QT_TRANSLATE_NOOP("Restore", "This backup replaces the label file.")
_DEED = QT_TRANSLATE_NOOP("Restore", "Restore")
_ANEW = QT_TRANSLATE_NOOP("Restore", "Start empty")
_WITHOUT = QT_TRANSLATE_NOOP("Restore", "The library starts again without labels. Its cards and backups stay.")
_FILE = QT_TRANSLATE_NOOP("Restore", "Choose a copy of the label file")
_FILES = QT_TRANSLATE_NOOP("Restore", "Label files")


def agrees_to_restore(ask: Ask, change: Restored | None) -> bool:
    """Asked only if something is lost, or if that is not known yet. `change`: what the restore would do."""
    if change is not None and not change.lost:
        return True
    first = _said(_UNKNOWN) if change is None else _said(_LOSES).format(count=f"{change.lost:,}")
    return ask.agrees(_said(_RESTORE), f"{first}\n\n{_said(_KEPT)}", deed=_said(_DEED))


def agrees_to_begin_anew(ask: Ask) -> bool:
    return ask.agrees(_said(_ANEW), f"{_said(_WITHOUT)}\n\n{_said(_KEPT)}", deed=_said(_ANEW))


def label_file_elsewhere(ask: Ask) -> Path | None:
    return ask.about("backups").file(_said(_FILE), f"{_said(_FILES)} (*.db)")


def _said(text: str) -> str:
    return QCoreApplication.translate("Restore", text)
