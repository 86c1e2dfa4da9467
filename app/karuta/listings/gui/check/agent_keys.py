"""Which key does what on the page, and the sheet over it that says so.

A row of `KEYS` is a key, what it does, and whether it decides: a deciding key counts only for what was seen.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from PySide6.QtCore import QKeyCombination, Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QWidget

from karuta.gui.kit.dialog import Dialog
from karuta.gui.kit.keys import KeyLine, KeySheet, on_the_cap
from karuta.gui.kit.lay import Stretch, row
from karuta.gui.kit.theme import Theme
from karuta.listings.domain.check.listing import FIELDS


class Deed(StrEnum):
    """What a key asks for."""

    NEXT = "next"
    PREVIOUS = "previous"
    AGREE = "agree"
    DIFFER = "differ"
    REPLY = "reply"
    REASON = "reason"
    SHEET = "sheet"
    NAME = "name"
    NEXT_MATCH = "next match"
    NEXT_CARD = "next card"
    PREVIOUS_CARD = "previous card"
    UNDO = "undo"
    REDO = "redo"
    HELP = "help"
    OPEN_TABLE = "open table"
    OPEN_FOLDER = "open folder"
    PASTE = "paste"
    PRICES = "prices"
    NEXT_UNDECIDED = "next undecided"
    ENLARGE = "enlarge"
    ZOOM_CARD = "zoom to the card"
    ZOOM_CODE = "zoom to the code"
    COMPARE = "compare"
    BLINK = "blink"
    NEXT_PHOTO = "next photo"
    PREVIOUS_PHOTO = "previous photo"
    ZOOM_IN = "zoom in"
    ZOOM_OUT = "zoom out"
    WHOLE = "whole photo"
    KEYS = "keys"


@dataclass(frozen=True)
class Key:
    """`decides`: it says something of the listing on the screen."""

    deed: Deed
    decides: bool = False


_NONE, _CTRL = Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.ControlModifier
_SHIFT = Qt.KeyboardModifier.ShiftModifier
KEYS: dict[tuple[Qt.Key, Qt.KeyboardModifier], Key] = {
    (Qt.Key.Key_J, _NONE): Key(Deed.NEXT),
    (Qt.Key.Key_K, _NONE): Key(Deed.PREVIOUS),
    (Qt.Key.Key_Return, _NONE): Key(Deed.AGREE, decides=True),
    (Qt.Key.Key_Enter, _NONE): Key(Deed.AGREE, decides=True),
    (Qt.Key.Key_D, _NONE): Key(Deed.DIFFER, decides=True),
    (Qt.Key.Key_L, _NONE): Key(Deed.NAME, decides=True),
    (Qt.Key.Key_Period, _NONE): Key(Deed.REPLY),
    (Qt.Key.Key_E, _NONE): Key(Deed.REASON),
    (Qt.Key.Key_S, _NONE): Key(Deed.SHEET),
    (Qt.Key.Key_M, _NONE): Key(Deed.NEXT_MATCH),
    (Qt.Key.Key_P, _NONE): Key(Deed.PRICES),
    (Qt.Key.Key_N, _NONE): Key(Deed.NEXT_UNDECIDED),
    (Qt.Key.Key_Space, _NONE): Key(Deed.ENLARGE),
    (Qt.Key.Key_C, _NONE): Key(Deed.COMPARE),
    (Qt.Key.Key_B, _NONE): Key(Deed.BLINK),
    (Qt.Key.Key_Z, _NONE): Key(Deed.ZOOM_CARD),
    (Qt.Key.Key_X, _NONE): Key(Deed.ZOOM_CODE),
    (Qt.Key.Key_Right, _NONE): Key(Deed.NEXT_CARD),
    (Qt.Key.Key_Left, _NONE): Key(Deed.PREVIOUS_CARD),
    (Qt.Key.Key_Z, _CTRL): Key(Deed.UNDO),
    (Qt.Key.Key_Z, _CTRL | _SHIFT): Key(Deed.REDO),
    (Qt.Key.Key_Y, _CTRL): Key(Deed.REDO),
    (Qt.Key.Key_O, _CTRL): Key(Deed.OPEN_TABLE),
    (Qt.Key.Key_O, _CTRL | _SHIFT): Key(Deed.OPEN_FOLDER),
    (Qt.Key.Key_V, _CTRL): Key(Deed.PASTE),
    (Qt.Key.Key_F1, _NONE): Key(Deed.HELP),
    (Qt.Key.Key_Question, _NONE): Key(Deed.KEYS),
}
# Where photos are as large as the window, these keys are the desk's.
ENLARGED_KEYS: dict[tuple[Qt.Key, Qt.KeyboardModifier], Key] = {
    **KEYS,
    (Qt.Key.Key_Right, _NONE): Key(Deed.NEXT_PHOTO),
    (Qt.Key.Key_Left, _NONE): Key(Deed.PREVIOUS_PHOTO),
    (Qt.Key.Key_Tab, _NONE): Key(Deed.NEXT_CARD),
    (Qt.Key.Key_Backtab, _NONE): Key(Deed.PREVIOUS_CARD),
    **{(key, held): Key(Deed.ZOOM_IN) for key in (Qt.Key.Key_Plus, Qt.Key.Key_Equal) for held in (_NONE, _CTRL)},
    **{(Qt.Key.Key_Minus, held): Key(Deed.ZOOM_OUT) for held in (_NONE, _CTRL)},
    **{(Qt.Key.Key_0, held): Key(Deed.WHOLE) for held in (_NONE, _CTRL)},
}
# On most keyboards these are pressed with Shift.
_SHIFTED = frozenset((Qt.Key.Key_Question, Qt.Key.Key_Plus, Qt.Key.Key_Backtab))


def key_for(key: int, modifiers: Qt.KeyboardModifier, *, is_enlarged: bool = False) -> Key | None:
    """What a pressed key asks for; None for any other. `is_enlarged`: a photo is as large as the window."""
    plain = modifiers & ~Qt.KeyboardModifier.KeypadModifier
    if key in _SHIFTED:
        plain &= ~_SHIFT
    table = ENLARGED_KEYS if is_enlarged else KEYS
    return next((found for (code, held), found in table.items() if code == key and held == plain), None)


def digit_of(key: int, modifiers: Qt.KeyboardModifier) -> int | None:
    """0 to 9, from the row or the pad."""
    plain = modifiers & ~Qt.KeyboardModifier.KeypadModifier
    number = key - Qt.Key.Key_0.value
    return number if plain == _NONE and 0 <= number <= 9 else None


def field_at(number: int) -> str | None:
    """The field of a digit, from 1."""
    return FIELDS[number - 1] if 1 <= number <= len(FIELDS) else None


_MOST = 2


class PageKeys(Dialog):
    """Closed by Esc."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(self.tr("Keys of Check listings"), parent)
        self.sheet = KeySheet(self._lines(), theme, self)
        self.sheet.setAccessibleName(self.windowTitle())
        self.lay((self.sheet, 1), row(Stretch(), self.close_button()), margins=(3, 2, 3, 2))
        self.sheet.setFocus()

    def _lines(self) -> list[KeyLine]:
        return [(_caps(deed), text) for deed, text in self._words().items()] + [
            (("Tab", "Shift+Tab"), self.tr("In large photos: the next and the previous card")),
            (("1", "…", str(len(FIELDS))), self.tr("Choose a field; after D it says which one differs, 0 none")),
            ((self.tr("Mouse wheel"),), self.tr("In a large photo: zoom; drag to move, double-click for all of it")),
        ]

    def _words(self) -> dict[Deed, str]:
        return {
            Deed.AGREE: self.tr("Agree with the verdict"),
            Deed.DIFFER: self.tr("Something differs"),
            Deed.NAME: self.tr("The photo shows the card beside it"),
            Deed.NEXT: self.tr("Next listing"),
            Deed.PREVIOUS: self.tr("Previous listing"),
            Deed.NEXT_UNDECIDED: self.tr("Next undecided listing"),
            Deed.NEXT_CARD: self.tr("Next card in the photos"),
            Deed.PREVIOUS_CARD: self.tr("Previous card in the photos"),
            Deed.NEXT_MATCH: self.tr("Next match of the card"),
            Deed.ENLARGE: self.tr("Photos as large as the window, and back"),
            Deed.NEXT_PHOTO: self.tr("In large photos: the next one"),
            Deed.PREVIOUS_PHOTO: self.tr("In large photos: the previous one"),
            Deed.COMPARE: self.tr("Card beside the artwork, large"),
            Deed.BLINK: self.tr("Blink between the two (hold)"),
            Deed.ZOOM_CARD: self.tr("Zoom to the card"),
            Deed.ZOOM_CODE: self.tr("Zoom to the set code"),
            Deed.ZOOM_IN: self.tr("Zoom in"),
            Deed.ZOOM_OUT: self.tr("Zoom out"),
            Deed.WHOLE: self.tr("Whole photo"),
            Deed.REASON: self.tr("Edit the reason"),
            Deed.REPLY: self.tr("Copy the reply"),
            Deed.SHEET: self.tr("Save the evidence sheet"),
            Deed.PRICES: self.tr("Prices in place of the card, and back"),
            Deed.UNDO: self.tr("Undo"),
            Deed.REDO: self.tr("Redo"),
            Deed.OPEN_TABLE: self.tr("Open a table"),
            Deed.OPEN_FOLDER: self.tr("Open a folder"),
            Deed.PASTE: self.tr("Paste a listing"),
            Deed.HELP: self.tr("Help"),
            Deed.KEYS: self.tr("These keys"),
        }


def _caps(deed: Deed) -> tuple[str, ...]:
    """The first keys of a deed, as they are on the page; else as they are in its large photos."""
    on_page = [keys for keys, key in KEYS.items() if key.deed is deed]
    found = on_page or [keys for keys, key in ENLARGED_KEYS.items() if key.deed is deed]
    texts = [QKeySequence(QKeyCombination(held, code)).toString() for code, held in found]
    return tuple(dict.fromkeys(on_the_cap(text) for text in texts))[:_MOST]
