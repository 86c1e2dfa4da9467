"""Keys of the page: what each does and says, and the sheet over it. A deciding key counts only for what was seen."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QWidget

from karuta.gui.kit.dialog import Dialog
from karuta.gui.kit.keys import KeyGroup, KeyLine, KeySheet, on_the_cap
from karuta.gui.kit.lay import Stretch, row
from karuta.gui.kit.theme import Theme
from karuta.gui.kit.translate import QT_TRANSLATE_NOOP
from karuta.listings.domain.check.listing import FIELDS


@dataclass(frozen=True)
class Key:
    """`deed`: what is done, one of the agent's. `keys`: on the page; `large`: besides, or instead, in large photos.

    `decides`: it says something of the listing on the screen.
    """

    deed: str
    text: str
    keys: str = ""
    large: str = ""
    decides: bool = False


# In the order of the sheet.
KEYS = (
    Key("agree", QT_TRANSLATE_NOOP("PageKeys", "Agree with the verdict"), "Return Enter", decides=True),
    Key("differ", QT_TRANSLATE_NOOP("PageKeys", "Something differs"), "D", decides=True),
    Key("name", QT_TRANSLATE_NOOP("PageKeys", "The photo shows the card beside it"), "L", decides=True),
    Key("next", QT_TRANSLATE_NOOP("PageKeys", "Next listing"), "J"),
    Key("previous", QT_TRANSLATE_NOOP("PageKeys", "Previous listing"), "K"),
    Key("next undecided", QT_TRANSLATE_NOOP("PageKeys", "Next undecided listing"), "N"),
    Key("next card", QT_TRANSLATE_NOOP("PageKeys", "Next card in the photos"), "Right", "Tab"),
    Key("previous card", QT_TRANSLATE_NOOP("PageKeys", "Previous card in the photos"), "Left", "Backtab"),
    Key("next match", QT_TRANSLATE_NOOP("PageKeys", "Next match of the card"), "M"),
    Key("enlarge", QT_TRANSLATE_NOOP("PageKeys", "Photos as large as the window, and back"), "Space"),
    Key("next photo", QT_TRANSLATE_NOOP("PageKeys", "In large photos: the next one"), large="Right"),
    Key("previous photo", QT_TRANSLATE_NOOP("PageKeys", "In large photos: the previous one"), large="Left"),
    Key("compare", QT_TRANSLATE_NOOP("PageKeys", "Card beside the artwork, large"), "C"),
    Key("blink", QT_TRANSLATE_NOOP("PageKeys", "Blink between the two (hold)"), "B"),
    Key("zoom to the card", QT_TRANSLATE_NOOP("PageKeys", "Zoom to the card"), "Z"),
    Key("zoom to the code", QT_TRANSLATE_NOOP("PageKeys", "Zoom to the set code"), "X"),
    Key("zoom in", QT_TRANSLATE_NOOP("PageKeys", "Zoom in"), large="+ Ctrl++ = Ctrl+="),
    Key("zoom out", QT_TRANSLATE_NOOP("PageKeys", "Zoom out"), large="- Ctrl+-"),
    Key("whole photo", QT_TRANSLATE_NOOP("PageKeys", "Whole photo"), large="0 Ctrl+0"),
    Key("reason", QT_TRANSLATE_NOOP("PageKeys", "Edit the reason"), "E"),
    Key("reply", QT_TRANSLATE_NOOP("PageKeys", "Copy the reply"), "."),
    Key("sheet", QT_TRANSLATE_NOOP("PageKeys", "Save the evidence sheet"), "S"),
    Key("prices", QT_TRANSLATE_NOOP("PageKeys", "Prices in place of the card, and back"), "P"),
    Key("undo", QT_TRANSLATE_NOOP("PageKeys", "Undo"), "Ctrl+Z"),
    Key("redo", QT_TRANSLATE_NOOP("PageKeys", "Redo"), "Ctrl+Shift+Z Ctrl+Y"),
    Key("open table", QT_TRANSLATE_NOOP("PageKeys", "Open a table"), "Ctrl+O"),
    Key("open folder", QT_TRANSLATE_NOOP("PageKeys", "Open a folder"), "Ctrl+Shift+O"),
    Key("paste", QT_TRANSLATE_NOOP("PageKeys", "Paste a listing"), "Ctrl+V"),
    Key("help", QT_TRANSLATE_NOOP("PageKeys", "Help"), "F1"),
    Key("keys", QT_TRANSLATE_NOOP("PageKeys", "These keys"), "?"),
)
_NONE, _SHIFT = Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.ShiftModifier
# On most keyboards these are pressed with Shift.
_SHIFTED = frozenset((Qt.Key.Key_Question, Qt.Key.Key_Plus, Qt.Key.Key_Backtab))
_MOST = 2


def _pressed(text: str) -> tuple[int, Qt.KeyboardModifier]:
    pressed = QKeySequence(text)[0]  # type: ignore[index]
    return pressed.key(), pressed.keyboardModifiers()


_ON_PAGE = {_pressed(text): key for key in KEYS for text in key.keys.split()}
_LARGE = _ON_PAGE | {_pressed(text): key for key in KEYS for text in key.large.split()}


def key_for(key: int, modifiers: Qt.KeyboardModifier, *, is_enlarged: bool = False) -> Key | None:
    """The key of the table that was pressed; None for any other. `is_enlarged`: a photo is as large as the window."""
    plain = modifiers & ~Qt.KeyboardModifier.KeypadModifier
    if key in _SHIFTED:
        plain &= ~_SHIFT
    return (_LARGE if is_enlarged else _ON_PAGE).get((key, plain))


def digit_of(key: int, modifiers: Qt.KeyboardModifier) -> int | None:
    """0 to 9, from the row or the pad."""
    plain = modifiers & ~Qt.KeyboardModifier.KeypadModifier
    number = key - Qt.Key.Key_0.value
    return number if plain == _NONE and 0 <= number <= 9 else None


def field_at(number: int) -> str | None:
    """The field of a digit, from 1."""
    return FIELDS[number - 1] if 1 <= number <= len(FIELDS) else None


class PageKeys(Dialog):
    """Closed by Esc."""

    has_own_keys = True

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(self.tr("Keys of Check listings"), parent)
        self.sheet = KeySheet([KeyGroup("", self._lines())], theme, self)
        self.sheet.setAccessibleName(self.windowTitle())
        self.lay((self.sheet, 1), row(Stretch(), self.close_button()), margins=(3, 2, 3, 2))
        self.sheet.setFocus()

    def _lines(self) -> list[KeyLine]:
        return [(_caps(key), QCoreApplication.translate("PageKeys", key.text)) for key in KEYS] + [
            (("Tab", "Shift+Tab"), self.tr("In large photos: the next and the previous card")),
            (("1", "…", str(len(FIELDS))), self.tr("Choose a field; after D it says which one differs, 0 none")),
            ((self.tr("Mouse wheel"),), self.tr("In a large photo: zoom; drag to move, double-click for all of it")),
        ]


def _caps(key: Key) -> tuple[str, ...]:
    """Its first keys, as they are on the page; else as they are in its large photos."""
    return tuple(dict.fromkeys(map(on_the_cap, (key.keys or key.large).split())))[:_MOST]
