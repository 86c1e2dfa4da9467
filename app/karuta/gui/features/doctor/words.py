"""What `karuta doctor` finds, in the words of the window; finds nothing itself."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QObject

from karuta.domain.sentence import Sentence
from karuta.gui.kit.noop import QT_TRANSLATE_NOOP
from karuta.gui.kit.translate import words_of
from karuta.services.library.keeping.rounds import REPAIR, Finding

_NAMES = {
    "shipped model": QT_TRANSLATE_NOOP("Checks", "Model of this release"),
    "annoy": QT_TRANSLATE_NOOP("Checks", "Index module"),
    "library": QT_TRANSLATE_NOOP("Checks", "Library"),
    "disk": QT_TRANSLATE_NOOP("Checks", "Free space"),
    "catalogue": QT_TRANSLATE_NOOP("Checks", "Catalogue"),
    "model": QT_TRANSLATE_NOOP("Checks", "Model"),
    "models": QT_TRANSLATE_NOOP("Checks", "Models"),
    "newer model": QT_TRANSLATE_NOOP("Checks", "Newer model"),
    "vectors": QT_TRANSLATE_NOOP("Checks", "Vectors of the artworks"),
    "index": QT_TRANSLATE_NOOP("Checks", "Index"),
    "reliefs": QT_TRANSLATE_NOOP("Checks", "Reliefs of the artworks"),
    "siblings": QT_TRANSLATE_NOOP("Checks", "Artworks that hardly differ"),
    "titles": QT_TRANSLATE_NOOP("Checks", "Names and codes for titles"),
    "self-test": QT_TRANSLATE_NOOP("Checks", "Self-test of the catalogue"),
    "artworks": QT_TRANSLATE_NOOP("Checks", "Artworks"),
    "labels": QT_TRANSLATE_NOOP("Checks", "Labels"),
    "seals": QT_TRANSLATE_NOOP("Checks", "Seals of the labels"),
    "queue": QT_TRANSLATE_NOOP("Checks", "List of photos"),
    "backups": QT_TRANSLATE_NOOP("Checks", "Backups"),
    "crops": QT_TRANSLATE_NOOP("Checks", "Crops"),
    "thumbnails": QT_TRANSLATE_NOOP("Checks", "Thumbnails"),
    "photos": QT_TRANSLATE_NOOP("Checks", "Pasted photos"),
    "copies": QT_TRANSLATE_NOOP("Checks", "Record of copies"),
    "name reader": QT_TRANSLATE_NOOP("Checks", "Name reader"),
    "log": QT_TRANSLATE_NOOP("Checks", "Log"),
}


def check_name(check: str) -> str:
    """A small file is called as it is."""
    return QCoreApplication.translate("Checks", _NAMES[check]) if check in _NAMES else check


class FindingWords(QObject):
    """A finding as lines: what is wrong with what, what was done, and what next."""

    def lines(self, one: Finding) -> list[str]:
        name = check_name(one.check)
        if one.ok:
            said = [self.tr("{name}: repaired").format(name=name)]
        else:
            said = [self.tr("{name}: {message}").format(name=name, message=words_of(one.message))]
        said += [self.tr("Done: {what}").format(what=words_of(what)) for what in one.done]
        if one.ok:
            return said
        if one.advice == REPAIR:
            said.append(self.tr("Repair fixes this."))
        elif isinstance(one.advice, Sentence):
            # What is no sentence stands at the end of the message already.
            said.append(self.tr("What next: {advice}").format(advice=words_of(one.advice)))
        return said
