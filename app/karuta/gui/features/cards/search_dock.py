"""The search for a card beside the photo, in place of the matches. A found card is labelled as by any key."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QApplication, QStackedWidget, QWidget

from karuta.domain.label import ChosenCard
from karuta.gui.desk.decisions import Decisions
from karuta.gui.desk.desk import Desk
from karuta.gui.features.cards.search_panel import SearchPanel
from karuta.gui.kit.held_keys import HeldKeys
from karuta.gui.kit.theme import Theme
from karuta.gui.library.pictures import Pictures
from karuta.gui.library.session import Session


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
        *,
        session: Session,
        pictures: Pictures,
        desk: Desk,
        decisions: Decisions,
        confirm: Callable[[ChosenCard], None],
        held_keys: HeldKeys,
        theme: Theme,
        side: QStackedWidget,
        home: QWidget,
    ) -> None:
        super().__init__(side)
        self._desk = desk
        self._decisions = decisions
        self._confirm = confirm
        self._side = side
        self._home = home
        self._for: object = None
        self.panel = SearchPanel(session, pictures, theme, side)
        self.panel.text.installEventFilter(held_keys)
        self.panel.chosen.connect(self._take)
        self.panel.too_quick.connect(decisions.too_quick)
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
