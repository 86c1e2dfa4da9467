"""What a newer list brings, in a few words in the window's language. Decides nothing."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from karuta.domain.desk import ListGain
from karuta.gui.kit.noop import QT_TRANSLATE_NOOP
from karuta.gui.kit.translate import verdict_word

# For one and for several.
_BETTER = QT_TRANSLATE_NOOP("Newer", "1 better match"), QT_TRANSLATE_NOOP("Newer", "{count} better matches")
_NEW = QT_TRANSLATE_NOOP("Newer", "1 new match"), QT_TRANSLATE_NOOP("Newer", "{count} new matches")
_WITH_VERDICT = QT_TRANSLATE_NOOP("Newer", "{matches}, now {verdict}")
_VERDICT_ALONE = QT_TRANSLATE_NOOP("Newer", "Now {verdict}")
_OTHERWISE = QT_TRANSLATE_NOOP("Newer", "Matches in another order")
_NOTHING = QT_TRANSLATE_NOOP("Newer", "No card is found here any more")


def newer_words(gain: ListGain) -> str:
    if not gain.is_seen:
        return _said(_NOTHING)
    matches = _counted(_BETTER, gain.better) or _counted(_NEW, gain.new)
    if gain.verdict is None:
        return matches or _said(_OTHERWISE)
    verdict = verdict_word(gain.verdict)
    if not matches:
        return _said(_VERDICT_ALONE).format(verdict=verdict)
    return _said(_WITH_VERDICT).format(matches=matches, verdict=verdict)


def _counted(forms: tuple[str, str], count: int) -> str:
    return _said(forms[count > 1]).format(count=count) if count else ""


def _said(text: str) -> str:
    return QCoreApplication.translate("Newer", text)
