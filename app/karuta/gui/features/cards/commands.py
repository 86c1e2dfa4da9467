"""The menu's cards: find one, copy a name. Decides nothing itself."""

from __future__ import annotations

from PySide6.QtCore import QObject
from PySide6.QtGui import QGuiApplication

from karuta.gui.desk.desk import Desk
from karuta.gui.features.cards.search_dock import SearchDock
from karuta.gui.kit.commands import CommandActions
from karuta.gui.kit.dialog_kit import DialogKit
from karuta.gui.kit.voice import Voice
from karuta.gui.library.card_facts import FetchedCards


class CardCommands(QObject):
    """`search`: beside the photo, opened by its command."""

    def __init__(
        self,
        *,
        voice: Voice,
        desk: Desk,
        search: SearchDock,
        card_facts: FetchedCards,
        kit: DialogKit,
    ) -> None:
        super().__init__(kit.window)
        self._voice = voice
        self._desk = desk
        self._search = search
        self._card_facts = card_facts
        search.another_card.connect(self._say_another)

    def command_actions(self) -> CommandActions:
        """The actions of this subject's commands."""
        return {
            "search": self._search.open,
            "copy": self.copy,
        }

    def _say_another(self) -> None:
        self._voice.said.emit(self.tr("Another card is on the desk now: press Enter again to label it"))

    def copy(self) -> None:
        """Copies the name of the labelled card, else of the marked match; with the set code if the label has one."""
        match, label = self._desk.match, self._desk.label
        if match is not None and (label is None or label.card is None or label.card == match.card):
            name = self._card_facts.name(match.card, match.name)
        elif label is not None and label.name:
            name = self._card_facts.name(label.card, label.name)
        else:
            return
        printing = label.printing if label is not None else None
        text = " ".join(part for part in (name, printing) if part)
        QGuiApplication.clipboard().setText(text)
        self._voice.said.emit(self.tr("Copied: {text}").format(text=text))
