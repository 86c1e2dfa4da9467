"""The sheet of keys over the window: every command that has one, by what it is for. Changes none."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QWidget

from karuta.gui.kit.command_table import COMMANDS, GROUPS, MATCH_KEYS, PRINTING_KEYS
from karuta.gui.kit.commands import Commands, group_text
from karuta.gui.kit.dialog import Dialog
from karuta.gui.kit.keys import KeyGroup, KeyLine, KeySheet, on_the_cap
from karuta.gui.kit.lay import row
from karuta.gui.kit.prose import Prose
from karuta.gui.kit.theme import Theme
from karuta.gui.kit.translate import QT_TRANSLATE_NOOP

# Two commands that go to and fro stand on one line.
_PAIRS = {
    ("next", "previous"): QT_TRANSLATE_NOOP("KeySheet", "Next and previous photo"),
    ("next-sighting", "previous-sighting"): QT_TRANSLATE_NOOP("KeySheet", "Next and previous card"),
    ("next-match", "previous-match"): QT_TRANSLATE_NOOP("KeySheet", "Next and previous match"),
    ("next-control", "previous-control"): QT_TRANSLATE_NOOP("KeySheet", "Parts of the window, forwards and back"),
    ("zoom-in", "zoom-out"): QT_TRANSLATE_NOOP("KeySheet", "Zoom in and out"),
    ("larger", "smaller"): QT_TRANSLATE_NOOP("KeySheet", "Larger and smaller thumbnails"),
    PRINTING_KEYS[1:]: QT_TRANSLATE_NOOP("KeySheet", "Confirm with another printing"),
}
_MATCHES = QT_TRANSLATE_NOOP("KeySheet", "Confirm this match")


class KeysDialog(Dialog):
    """Closed by Esc, and by the button that opens the file of keys (`change`)."""

    def __init__(self, commands: Commands, theme: Theme, parent: QWidget, *, change: Callable[[], object]) -> None:
        super().__init__(self.tr("Keys"), parent)
        self._commands, self._keys = commands, commands.keys
        groups = [KeyGroup(group_text(group), list(self._lines(group))) for group in GROUPS]
        self.sheet = KeySheet(groups, theme, self, large=list(self._daily()))
        self.sheet.setAccessibleName(self.windowTitle())
        self.change = self.make_button(self.tr("Change keys…"), self.accept)
        self.change.clicked.connect(change)
        note = Prose(self.tr("Opens a file in your text editor; it is read when you come back to this window."), self)
        self.sheet.setFocus()
        self.lay((self.sheet, 1), row(self.change, (note, 1), self.close_button()), spacing=1, margins=(2, 2, 2, 2))

    def _daily(self) -> Iterator[KeyLine]:
        for id in self._commands.daily:
            if id == MATCH_KEYS[0] and not self._is_changed(MATCH_KEYS):
                yield ("1", "…", "9"), _translated(_MATCHES)
            elif (caps := self._caps(id)[:1]) and not self._commands.is_off(id):
                yield caps, self._text(id)

    def _lines(self, group: str) -> Iterator[KeyLine]:
        as_ever = [pair for pair in _PAIRS if not any(map(self._commands.means_other, pair))]
        first = {pair[0]: pair for pair in as_ever if all(map(self._caps, pair))}
        folded = {id for pair in first.values() for id in pair}
        shown = {id for id in self._commands.daily if self._caps(id)} | (
            {*MATCH_KEYS} if not self._is_changed(MATCH_KEYS) else set()
        )
        for command in COMMANDS:
            id = command.id
            if command.group != group or id in shown or not self._caps(id) or self._commands.is_off(id):
                continue
            if id in first:
                yield tuple(self._caps(each)[0] for each in first[id]), _translated(_PAIRS[first[id]])
            elif id not in folded:
                yield self._caps(id), self._text(id)
        if group == "look":
            yield (self.tr("Mouse wheel"),), self.tr("Zoom; drag to move, double-click for the whole photo")

    def _caps(self, id: str) -> tuple[str, ...]:
        return tuple(dict.fromkeys(on_the_cap(key) for key in self._keys[id][:2]))

    def _text(self, id: str) -> str:
        return self._commands[id].text().rstrip("…")

    def _is_changed(self, ids: tuple[str, ...]) -> bool:
        return any(self._keys.is_changed(id) or self._commands.means_other(id) for id in ids)


def _translated(text: str) -> str:
    return QCoreApplication.translate("KeySheet", text)
