"""The menu's cards: the search beside the photo, and a name that is copied. Decides nothing itself."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QStackedWidget, QWidget

from karuta.domain.label import ChosenCard
from karuta.gui.features.cards.search_panel import SearchPanel
from karuta.gui.features.feature import Feature, WindowParts
from karuta.gui.kit.commands import CommandActions


class SearchDock(QObject):
    """`another_card`: Enter would have labelled one that came while a person typed.

    It exists for one card on the desk. When the focus goes elsewhere, the matches return: else a key could choose
    among matches that are not visible.

    Where another card comes meanwhile (its lookup ended, or somebody put another photo on the desk), it stays open: who
    types must not type commands. Only, the first Enter then labels nothing and says so.
    """

    another_card = Signal()

    def __init__(
        self,
        parts: WindowParts,
        *,
        confirm: Callable[[ChosenCard], None],
        side: QStackedWidget,
        home: QWidget,
    ) -> None:
        super().__init__(side)
        self._desk, self._decisions = parts.desk, parts.decisions
        self._confirm = confirm
        self._side = side
        self._home = home
        self._for: object = None
        self.panel = SearchPanel(parts.session, parts.pictures, parts.kit.theme, side)
        self.panel.text.installEventFilter(parts.held_keys)
        self.panel.chosen.connect(self._take)
        self.panel.too_quick.connect(self._decisions.too_quick)
        self.panel.left.connect(self.close)
        side.addWidget(self.panel)
        application = QApplication.instance()
        assert isinstance(application, QApplication)
        application.focusChanged.connect(self._focus_changed)

    @property
    def is_open(self) -> bool:
        return self._side.currentWidget() is self.panel

    def open(self) -> None:
        """With what was typed before, where that was about the same card. Without a photo it only looks cards up."""
        anew, self._for = self._for != self._on_desk, self._on_desk
        self._side.setCurrentWidget(self.panel)
        self.panel.begin(anew=anew, labels=self._desk.photo is not None)

    def find(self, text: str) -> None:
        """Open it with this text in place of what was typed before."""
        self.open()
        self.panel.text.setText(text)

    def close(self) -> None:
        """The keyboard focus returns to the desk."""
        if self.is_open:
            self._home.setFocus()
            self._side.setCurrentIndex(0)

    def put_away_if_left(self) -> bool:
        """Put it away where it stands before the matches although keys go elsewhere. Returns whether it was so."""
        focus = self._side.window().focusWidget()
        is_left = self.is_open and (focus is None or not self.panel.isAncestorOf(focus))
        if is_left:
            self._side.setCurrentIndex(0)
        return is_left

    @property
    def _on_desk(self) -> object:
        sighting = self._desk.sighting
        return self._desk.photo_id, sighting.sighting_id if sighting else None

    def _take(self, card: ChosenCard) -> None:
        """If it cannot be decided now, nothing changes, and the person presses again."""
        if not self._desk.takes_keys:
            return
        if self._on_desk != self._for:
            self._for = self._on_desk
            self.panel.see_anew()
            self.another_card.emit()
            return
        may = self._decisions.may_decide()
        self._confirm(card)
        if may:
            self.close()

    def _focus_changed(self, old: QWidget | None, now: QWidget | None) -> None:
        """A menu takes the focus for a moment; another part of the window takes it for good."""
        if not self.is_open or now is None or now.window() is not self._side.window():
            return
        if not self.panel.isAncestorOf(now):
            self._side.setCurrentIndex(0)


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
