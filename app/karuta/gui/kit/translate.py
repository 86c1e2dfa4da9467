"""Chooses the language of the window and loads its texts. English is in the code itself, except for its singulars."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import reduce
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QDateTime, QLibraryInfo, QLocale, Qt, QTranslator

from karuta.domain.catalogue import FoundCard
from karuta.domain.errors import FULL, KarutaError, Known, PictureCode, reason_of, refused_by_system
from karuta.domain.label import Kind
from karuta.domain.match import Match, Verdict
from karuta.domain.recognition import Missing
from karuta.domain.sentence import Sentence, filled


def QT_TRANSLATE_NOOP(context: str, text: str) -> str:  # noqa: N802 - the name that lupdate looks for
    """Mark a text in a table for translation, like PySide's own function but typed; whoever shows it translates it."""
    del context
    return text


LANGUAGES = ("en", "ja")

_VERDICTS = {
    Verdict.SURE: QT_TRANSLATE_NOOP("Verdict", "sure"),
    Verdict.LIKELY: QT_TRANSLATE_NOOP("Verdict", "likely"),
    Verdict.UNSURE: QT_TRANSLATE_NOOP("Verdict", "unsure"),
    Verdict.UNKNOWN: QT_TRANSLATE_NOOP("Verdict", "unknown"),
    Verdict.UNREADABLE: QT_TRANSLATE_NOOP("Verdict", "unreadable"),
}

_MISSING = {
    Missing.CUT_OFF: QT_TRANSLATE_NOOP("Missing", "cut off by the photo's edge"),
    Missing.TOO_SMALL: QT_TRANSLATE_NOOP("Missing", "too small"),
    Missing.BLURRED: QT_TRANSLATE_NOOP("Missing", "blurred"),
    Missing.TOO_DARK: QT_TRANSLATE_NOOP("Missing", "too dark"),
    Missing.TOO_BRIGHT: QT_TRANSLATE_NOOP("Missing", "too bright"),
    Missing.LOW_CONTRAST: QT_TRANSLATE_NOOP("Missing", "too little contrast"),
    Missing.EDGES_HIDDEN: QT_TRANSLATE_NOOP("Missing", "its edges are hidden"),
}

_KINDS = {
    Kind.CONFIRM: QT_TRANSLATE_NOOP("Kind", "Confirmed"),
    Kind.AUTO_CONFIRM: QT_TRANSLATE_NOOP("Kind", "Confirmed automatically"),
    Kind.UNKNOWN: QT_TRANSLATE_NOOP("Kind", "Not in the catalogue"),
    Kind.UNREADABLE: QT_TRANSLATE_NOOP("Kind", "Unreadable"),
    Kind.NO_CARD: QT_TRANSLATE_NOOP("Kind", "No card here"),
    Kind.BACK: QT_TRANSLATE_NOOP("Kind", "Back of a card"),
    Kind.WITHDRAW: QT_TRANSLATE_NOOP("Kind", "Withdrawn"),
    Kind.SKIP: QT_TRANSLATE_NOOP("Kind", "Skipped"),
    Kind.RECHECK_CONFIRM: QT_TRANSLATE_NOOP("Kind", "Blind review"),
    Kind.RECHECK_UNKNOWN: QT_TRANSLATE_NOOP("Kind", "Blind review: not in the catalogue"),
    Kind.RECHECK_UNREADABLE: QT_TRANSLATE_NOOP("Kind", "Blind review: unreadable"),
    Kind.RECHECK_NO_CARD: QT_TRANSLATE_NOOP("Kind", "Blind review: no card here"),
    Kind.RECHECK_BACK: QT_TRANSLATE_NOOP("Kind", "Blind review: back of a card"),
    Kind.REMOVE: QT_TRANSLATE_NOOP("Kind", "Removed from the queue"),
    Kind.CHECK: QT_TRANSLATE_NOOP("Kind", "Listing checked"),
    Kind.CORNERS: QT_TRANSLATE_NOOP("Kind", "Corners set by hand"),
    Kind.MERGE: QT_TRANSLATE_NOOP("Kind", "Labels merged"),
    Kind.NOTE: QT_TRANSLATE_NOOP("Kind", "Note"),
    Kind.FLAG: QT_TRANSLATE_NOOP("Kind", "Flagged"),
    Kind.UNFLAG: QT_TRANSLATE_NOOP("Kind", "Flag removed"),
}

# The label file stores why a photo could not be read as the English sentence of that time, with its code.
_CODES: dict[PictureCode, str] = {
    "missing": QT_TRANSLATE_NOOP("PictureCode", "The file was not there."),
    "empty": QT_TRANSLATE_NOOP("PictureCode", "An empty file; copy the photo again."),
    "not_a_picture": QT_TRANSLATE_NOOP("PictureCode", "Not a picture; choose a photo (JPEG, PNG, WebP, HEIC, ...)."),
    "truncated": QT_TRANSLATE_NOOP("PictureCode", "Damaged or cut off; copy the photo again."),
    "too_large": QT_TRANSLATE_NOOP("PictureCode", "Too large to be opened; scale it down."),
    "too_long": QT_TRANSLATE_NOOP("PictureCode", "Too long a strip; cut it into several pictures."),
    "too_slow": QT_TRANSLATE_NOOP("PictureCode", "Takes too long to be opened; save it anew as a plain JPEG."),
    "unsupported": QT_TRANSLATE_NOOP("PictureCode", "Not a format that Karuta opens; save it as JPEG or PNG."),
    "no_permission": QT_TRANSLATE_NOOP("PictureCode", "It may not be read; change its permissions."),
    "internal": QT_TRANSLATE_NOOP("PictureCode", "It could not be looked up; please report it."),
}

_REASONS: dict[PictureCode, str] = {
    "missing": QT_TRANSLATE_NOOP("PictureCode", "no longer there"),
    "empty": QT_TRANSLATE_NOOP("PictureCode", "empty file"),
    "not_a_picture": QT_TRANSLATE_NOOP("PictureCode", "not a picture"),
    "truncated": QT_TRANSLATE_NOOP("PictureCode", "damaged or cut off"),
    "too_large": QT_TRANSLATE_NOOP("PictureCode", "too large"),
    "too_long": QT_TRANSLATE_NOOP("PictureCode", "too long a strip"),
    "too_slow": QT_TRANSLATE_NOOP("PictureCode", "too slow to open"),
    "unsupported": QT_TRANSLATE_NOOP("PictureCode", "format not supported"),
    "no_permission": QT_TRANSLATE_NOOP("PictureCode", "no permission to read it"),
    "internal": QT_TRANSLATE_NOOP("PictureCode", "error in Karuta"),
}


def code_words(code: PictureCode | None, message: str | None) -> str:
    """Why a photo could not be read: the stored sentence or, in another language, the meaning of its code."""
    if code is None:
        return message or ""
    english = _CODES[code]
    translated = QCoreApplication.translate("PictureCode", english)
    return message if message and translated == english else translated


def code_reason(code: PictureCode) -> str:
    """Why a photo could not be read, for use after its name and a colon."""
    return QCoreApplication.translate("PictureCode", _REASONS[code])


def language_for(choice: str) -> str:
    """`en`, `ja`, or for `auto` the system's if there is a translation, else English."""
    if choice in LANGUAGES:
        return choice
    for name in QLocale.system().uiLanguages():
        if name[:2] in LANGUAGES:
            return name[:2]
    return "en"


def install_language(application: QCoreApplication, language: str, folder: Path) -> list[QTranslator]:
    """Load the texts of a language. The caller keeps the result, and removes it for another language."""
    # Qt's own first (the buttons of its dialogs, the menu of a text field): the last one that knows a text wins.
    qt = Path(QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath))
    loaded = []
    for file in (qt / f"qtbase_{language}.qm", folder / f"karuta_{language}.qm"):
        translator = QTranslator()
        if translator.load(str(file)):
            application.installTranslator(translator)
            loaded.append(translator)
    return loaded


# What Qt's own texts in another language lack: our file knows them in their place.
OF_QT = (
    QT_TRANSLATE_NOOP("QFileDialog", "&Look in:"),
    QT_TRANSLATE_NOOP("QFileDialog", "Files of &type:"),
    QT_TRANSLATE_NOOP("QAbstractFileIconProvider", "Folder"),
    QT_TRANSLATE_NOOP("QAbstractFileIconProvider", "Drive"),
)


# Commands that other rooms name in their sentences, and where the window does the same.
_IN_THE_MENUS = {
    "`karuta catalogue add FOLDER`": QT_TRANSLATE_NOOP("Menus", "Cards > Add cards"),
    "`karuta doctor`": QT_TRANSLATE_NOOP("Menus", "Help > Check the library"),
    "`karuta doctor --repair`": QT_TRANSLATE_NOOP("Menus", "Help > Check the library > Repair"),
    "`karuta index rebuild`": QT_TRANSLATE_NOOP("Menus", "Help > Check the library > Repair"),
}


def words_of(text: str) -> str:
    """A sentence that another room made, in the window's language; any other text unchanged."""
    if text in _IN_THE_MENUS:
        return QCoreApplication.translate("Menus", _IN_THE_MENUS[text])
    if not isinstance(text, Sentence):
        return text
    values = {name: words_of(value) if isinstance(value, str) else value for name, value in text.values.items()}
    template = QCoreApplication.translate("Errors", text.template)
    for command in _IN_THE_MENUS:
        template = template.replace(command, words_of(command))
    return filled(template, values)


def beginning(words: str) -> str:
    """With a capital letter, as a line or a sentence begins."""
    return words[:1].upper() + words[1:]


def filled_in(text: str, **values: object) -> str:
    """A text of the window with its values: whole numbers as 12,345, and what other rooms say in its language."""
    words = {name: words_of(value) if isinstance(value, str) else value for name, value in values.items()}
    return filled(text, {name: f"{value:,}" if isinstance(value, int) else value for name, value in words.items()})


def together(sentences: Sequence[str]) -> str:
    """Sentences that stand beside each other, as the language of the window sets them."""
    pair = QCoreApplication.translate("Errors", "{first} {second}")
    return reduce(lambda first, second: pair.format(first=first, second=second), sentences) if sentences else ""


def comma_list(items: Iterable[str]) -> str:
    """Things beside each other, with the comma of the window's language."""
    return QCoreApplication.translate("Lists", ", ").join(items)


def error_words(error: Known) -> str:
    """An error as one sentence for a person."""
    if isinstance(error, KarutaError):
        return words_of(error.sentence)
    if error.errno in FULL:
        return words_of(refused_by_system(error))
    place = f" ({error.filename})" if error.filename else ""
    return f"{words_of(reason_of(error)).rstrip('.。')}{place}."


def speed_words(a_second: float) -> str:
    """How many things go by in a second."""
    return filled_in(QCoreApplication.translate("Pace", "{count} per second"), count=max(1, round(a_second)))


def time_left(seconds: float) -> str:
    """How long something still takes; never a number that stands still."""
    if seconds < 60:
        return QCoreApplication.translate("Pace", "less than a minute left")
    return filled_in(QCoreApplication.translate("Pace", "{minutes} min left"), minutes=round(seconds / 60))


def verdict_word(verdict: Verdict) -> str:
    """The verdict in the window's language; files and commands keep the English word."""
    return QCoreApplication.translate("Verdict", _VERDICTS[verdict])


def missing_words(missing: Sequence[Missing]) -> str:
    """Words for what an unreadable card lacks: "too small · blurred"."""
    return " · ".join(QCoreApplication.translate("Missing", _MISSING[part]) for part in missing)


def kind_words(kind: Kind) -> str:
    return QCoreApplication.translate("Kind", _KINDS.get(kind, kind.value))


def likely_words(match: Match) -> str:
    """How likely it is, as a percentage; its score if that is not known."""
    return f"{match.score:.2f}" if match.probability is None else f"{100 * match.probability:.0f} %"


def example_code(set_code: str) -> str:
    """A set code of a card, which may differ from the one printed on the card in the photo."""
    return QCoreApplication.translate("SetCode", "such as {code}").format(code=set_code) if set_code else ""


def window_language() -> str:
    #: The language of the name of a card that comes first, and of the window: "ja" in Japanese.
    return QCoreApplication.translate("CardNames", "en")


def japanese_first() -> bool:
    return window_language() == "ja"


def names_of(card: FoundCard) -> tuple[str, str]:
    """A card's name that comes first, and the other one."""
    return in_order(card.name, card.names.get("ja", ""))


def in_order(name: str, japanese: str) -> tuple[str, str]:
    """The name that comes first, and the other one; the latter is empty if there is none, or if it is the same."""
    if not japanese or japanese == name:
        return name, ""
    return (japanese, name) if japanese_first() else (name, japanese)


def local_time(time: str) -> str:
    """An event's time in the local time zone, written as everywhere in the window."""
    return QDateTime.fromString(time, Qt.DateFormat.ISODateWithMs).toLocalTime().toString("yyyy-MM-dd HH:mm")
