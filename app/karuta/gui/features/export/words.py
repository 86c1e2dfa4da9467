"""How many labels an export holds and why it leaves out the others, in one line. Counts nothing."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from karuta.gui.kit.noop import QT_TRANSLATE_NOOP
from karuta.gui.kit.translate import comma_list
from karuta.services.exports.count_export import ExportCount, WhyNot

_WHY = {
    WhyNot.NO_PHOTO: QT_TRANSLATE_NOOP("Export", "{count} have no photo"),
    WhyNot.NOT_IN_VIEW: QT_TRANSLATE_NOOP("Export", "{count} are of no single card in view"),
    WhyNot.BY_KARUTA: QT_TRANSLATE_NOOP("Export", "{count} were confirmed by Karuta alone"),
    WhyNot.NO_CROP: QT_TRANSLATE_NOOP("Export", "{count} have no crop"),
    WhyNot.NO_PERSON_CONFIRMED: QT_TRANSLATE_NOOP("Export", "{count} name no card that a person confirmed"),
    WhyNot.DISPUTED: QT_TRANSLATE_NOOP("Export", "{count} are in dispute"),
    WhyNot.NO_ARTWORK: QT_TRANSLATE_NOOP("Export", "{count} are of cards without a picture"),
}
_WHY_ONE = {
    WhyNot.NO_PHOTO: QT_TRANSLATE_NOOP("Export", "one has no photo"),
    WhyNot.NOT_IN_VIEW: QT_TRANSLATE_NOOP("Export", "one is of no single card in view"),
    WhyNot.BY_KARUTA: QT_TRANSLATE_NOOP("Export", "one was confirmed by Karuta alone"),
    WhyNot.NO_CROP: QT_TRANSLATE_NOOP("Export", "one has no crop"),
    WhyNot.NO_PERSON_CONFIRMED: QT_TRANSLATE_NOOP("Export", "one names no card that a person confirmed"),
    WhyNot.DISPUTED: QT_TRANSLATE_NOOP("Export", "one is in dispute"),
    WhyNot.NO_ARTWORK: QT_TRANSLATE_NOOP("Export", "one is of a card without a picture"),
}


def count_words(found: ExportCount) -> str:
    if not found.labels:
        return QCoreApplication.translate("Export", "There are no labels yet.")
    if found.fits == found.labels:
        text = QCoreApplication.translate("Export", "All {labels} labels will be exported.")
        if found.labels == 1:
            text = QCoreApplication.translate("Export", "The only label will be exported.")
        return text.format(labels=f"{found.labels:,}")
    reasons = [_reason(why, count) for why, count in found.left_out.items() if count]
    text = QCoreApplication.translate("Export", "{fits} of {labels} labels will be exported: {reasons}.")
    return text.format(fits=f"{found.fits:,}", labels=f"{found.labels:,}", reasons=comma_list(reasons))


def _reason(why: WhyNot, count: int) -> str:
    words = _WHY_ONE[why] if count == 1 else _WHY[why]
    return QCoreApplication.translate("Export", words).format(count=f"{count:,}")
