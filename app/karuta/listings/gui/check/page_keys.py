"""The keys of the page as a sheet over it, from the table of its keys. Does nothing itself."""

from __future__ import annotations

from PySide6.QtCore import QKeyCombination
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QDialog, QVBoxLayout, QWidget

from karuta.gui.kit.dialog import close_only
from karuta.gui.kit.key_sheet import KeyLine, KeySheet
from karuta.gui.kit.keys import on_the_cap
from karuta.gui.kit.theme import GRID, Theme
from karuta.listings.domain.check.listing import FIELDS
from karuta.listings.gui.check.agent_keys import ENLARGED_KEYS, KEYS, Deed

_MOST = 2


class PageKeys(QDialog):
    """Closed by Esc."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Keys of Check listings"))
        self.sheet = KeySheet(self._lines(), theme, self)
        self.sheet.setAccessibleName(self.windowTitle())
        layout = QVBoxLayout(self)
        layout.setContentsMargins(3 * GRID, 2 * GRID, 3 * GRID, 2 * GRID)
        layout.setSpacing(2 * GRID)
        layout.addWidget(self.sheet, 1)
        buttons = close_only(self)
        buttons.rejected.connect(self.reject)
        layout.addWidget(buttons)
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
