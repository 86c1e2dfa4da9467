"""The menu's cards: find one, copy a name. Decides nothing itself."""

from __future__ import annotations

from PySide6.QtGui import QGuiApplication

from karuta.gui.features.cards.search_dock import SearchDock
from karuta.gui.features.feature import Feature, WindowParts
from karuta.gui.kit.commands import CommandActions


class CardCommands(Feature):
    """`search`: beside the photo, opened by its command."""

    def __init__(self, parts: WindowParts, *, search: SearchDock) -> None:
        super().__init__(parts)
        self._search = search
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
        match, label = self._parts.desk.match, self._parts.desk.label
        if match is not None and (label is None or label.card is None or label.card == match.card):
            name = self._parts.card_facts.name(match.card, match.name)
        elif label is not None and label.name:
            name = self._parts.card_facts.name(label.card, label.name)
        else:
            return
        printing = label.printing if label is not None else None
        text = " ".join(part for part in (name, printing) if part)
        QGuiApplication.clipboard().setText(text)
        self._voice.said.emit(self.tr("Copied: {text}").format(text=text))
