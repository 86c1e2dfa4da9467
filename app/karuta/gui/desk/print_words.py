"""What the strip below the matches says of a printing, in words. Decides nothing."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication

from karuta.domain.printing.answer import BatchSet, Illegible, MadeOut, PrintingAnswer, PrintingVerdict, RankedCode
from karuta.domain.printing.evidence import Said
from karuta.gui.desk.print_strip import NOTHING_SAID, CodeCell, PrintWords
from karuta.gui.kit.noop import QT_TRANSLATE_NOOP
from karuta.gui.kit.theme import Role
from karuta.services.lookups.read_desk_print import DeskPrint

LEAST_SHOWN = 0.005
"""A printing that is less probable than this, beside a more probable one, is not offered."""

_TITLES = {
    PrintingVerdict.READ: (QT_TRANSLATE_NOOP("Printing", "Printing: read"), Role.GOOD),
    PrintingVerdict.LIKELY: (QT_TRANSLATE_NOOP("Printing", "Printing: likely"), Role.TEXT),
    PrintingVerdict.OTHER: (QT_TRANSLATE_NOOP("Printing", "Not a printing of this card"), Role.DOUBT),
    PrintingVerdict.ILLEGIBLE: (QT_TRANSLATE_NOOP("Printing", "Printing: not legible"), Role.MUTED),
    PrintingVerdict.NONE: (QT_TRANSLATE_NOOP("Printing", "No set code is printed"), Role.TEXT),
}
_HELP = {
    Illegible.SMALL: QT_TRANSLATE_NOOP("Printing", "Too small; a closer photo of the set code would help."),
    Illegible.BLURRED: QT_TRANSLATE_NOOP("Printing", "Blurred; a sharper photo of the set code would help."),
    Illegible.COVERED: QT_TRANSLATE_NOOP("Printing", "Covered; a photo without glare or fingers on it would help."),
}
_DIFFERENT = {
    False: QT_TRANSLATE_NOOP("Printing", "The picture says {pictured}, the printed number says {printed}."),
    True: QT_TRANSLATE_NOOP("Printing", "The picture says {pictured}, the printed name says {printed}."),
}
_EDITIONS = {
    "first": QT_TRANSLATE_NOOP("Printing", "1st edition"),
    "limited": QT_TRANSLATE_NOOP("Printing", "limited edition"),
    "unlimited": QT_TRANSLATE_NOOP("Printing", "unlimited edition"),
}


@dataclass(frozen=True)
class StripKeys:
    """What to press: for each printing, for the card alone (empty where Return does not confirm it), and to go to the
    card that the print names.
    """

    printings: tuple[str, ...]
    only_card: str
    named: str = ""


@dataclass(frozen=True)
class NamedCards:
    """The names of the card that the picture says and of the one that the print says, as they are shown.

    `by_name`: the printed name says so, and not a number.
    """

    pictured: str
    printed: str
    by_name: bool = False


def offered(answer: PrintingAnswer | None) -> tuple[RankedCode, ...]:
    """The printings that a key takes, the likeliest first."""
    codes = () if answer is None else answer.codes
    return tuple(code for place, code in enumerate(codes) if place == 0 or code.probability >= LEAST_SHOWN)


def print_words(
    found: DeskPrint | None,
    answer: PrintingAnswer | None,
    *,
    keys: StripKeys,
    names: NamedCards | None,
    is_sure: bool,
) -> PrintWords:
    """`answer`: of the marked card. `names`: where the print says another card than the picture. `is_sure`: the picture
    is, so that nobody has to be told that the print agrees.
    """
    if found is None or answer is None:
        return NOTHING_SAID
    title, role = _TITLES[answer.verdict]
    # What agrees with a sure picture is no news, and the marked card may be the very one that the print names.
    is_old = (is_sure and found.said is Said.AGREES) or (found.named is not None and names is None)
    said = None if is_old else found.said
    # What the batch alone says has no share.
    is_unread = answer.verdict is PrintingVerdict.ILLEGIBLE
    cells = tuple(
        CodeCell(key, code.set_code, "" if is_unread else _share(code.probability), _several(code.rarities))
        for key, code in zip(keys.printings, offered(answer), strict=False)
    )
    if names is not None:
        # A card that the print contradicts has no printing that a key could take.
        cells = ()
    only = CodeCell(keys.only_card, _said("only the card"), "") if keys.only_card and cells else None
    named = CodeCell(keys.named, names.printed, "") if names is not None else None
    return PrintWords(
        _said(title),
        Role.DOUBT if names or said is Said.CONTRADICTS else role,
        _note(answer, names, said),
        cells,
        only,
        named,
    )


def _note(answer: PrintingAnswer, names: NamedCards | None, said: Said | None) -> str:
    if names is not None:
        text = _said(_DIFFERENT[names.by_name])
        return text.format(pictured=names.pictured, printed=names.printed)
    if said is Said.CONTRADICTS:
        return _said("The print does not agree with the picture.")
    if answer.batch is not None:
        # What orders the printings is said before what would help.
        return _by_batch(answer.batch)
    if answer.reason is not None:
        return _said(_HELP[answer.reason])
    if answer.verdict is PrintingVerdict.OTHER:
        return _said("Read: {code}").format(code=answer.read.set_code)
    return " · ".join([*([_said("agrees with the picture")] if said is Said.AGREES else []), *_made_out(answer.read)])


def _by_batch(batch: BatchSet) -> str:
    text = _said("By this batch: {agree} of {count} codes are {set}.")
    return text.format(agree=batch.agree, count=batch.of, set=batch.name)


def _made_out(read: MadeOut) -> list[str]:
    edition = [_said(_EDITIONS[read.edition])] if read.edition in _EDITIONS else []
    number = [_said("passcode {code}").format(code=read.passcode)] if read.passcode else []
    name = [_said("name {name}").format(name=read.name)] if read.name else []
    return edition + number + name


def _several(rarities: tuple[str, ...]) -> tuple[str, ...]:
    """A single one is said by the code."""
    return rarities if len(rarities) > 1 else ()


def _share(probability: float) -> str:
    return f"{100 * probability:.0f} %" if probability >= LEAST_SHOWN else "<1 %"


def _said(text: str) -> str:
    return QCoreApplication.translate("Printing", text)


_TEXTS = (
    QT_TRANSLATE_NOOP("Printing", "The print does not agree with the picture."),
    QT_TRANSLATE_NOOP("Printing", "only the card"),
    QT_TRANSLATE_NOOP("Printing", "By this batch: {agree} of {count} codes are {set}."),
    QT_TRANSLATE_NOOP("Printing", "Read: {code}"),
    QT_TRANSLATE_NOOP("Printing", "passcode {code}"),
    QT_TRANSLATE_NOOP("Printing", "name {name}"),
    QT_TRANSLATE_NOOP("Printing", "agrees with the picture"),
)
