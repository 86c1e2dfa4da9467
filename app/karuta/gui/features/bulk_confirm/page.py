"""A whole page of sure cards with one key: first their names on the photo, then one action; stores nothing itself."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut

from karuta.domain.desk import PageCard, PageHindrance, PageRefusal, page_of
from karuta.gui.desk.desk_panel import DeskPanel
from karuta.gui.features.feature import Feature, WindowParts
from karuta.gui.kit.commands import CommandActions, Commands
from karuta.gui.kit.seen import Seen
from karuta.gui.queue.queue_panel import QueuePanel

COMMAND = "confirm-page"


class PageConfirm(Feature):
    """The first press draws each card's name on it, the next one confirms what is drawn, once it can have been seen.

    A decided card has no name then and stays as it is. Where another is not sure or to be looked up again, the command
    is off, and its key says why. Esc takes the names away.
    """

    def __init__(self, parts: WindowParts, *, panel: DeskPanel, queue: QueuePanel) -> None:
        super().__init__(parts)
        self._desk, self._decisions = parts.desk, parts.decisions
        self._lookup_queue, self._card_facts = parts.lookup_queue, parts.card_facts
        self._panel = panel
        self._queue = queue
        self._staged: tuple[PageCard, ...] = ()
        self._names: tuple[str, ...] = ()
        self._commands: Commands | None = None
        # It hears of a painting before that is done: what it draws are the names that are there by then.
        self._seen = Seen([panel.view], has_something=lambda view: bool(panel.view.names))
        self._escape = QShortcut(QKeySequence(Qt.Key.Key_Escape), panel.window(), enabled=False)
        self._escape.activated.connect(self._take_away)

    def command_actions(self) -> CommandActions:
        """The actions of this subject's commands."""
        return {COMMAND: self.press}

    def take(self, commands: Commands) -> None:
        """The commands among which it is switched on and off."""
        self._commands = commands
        commands.say_why(COMMAND, lambda: self._voice.said.emit(self._why_not()))
        for changed in (self._desk.photo_shown, self._desk.sighting_shown, self._desk.match_chosen):
            changed.connect(self._follow)
        for told in (self._queue.marked, self._lookup_queue.progress, self._lookup_queue.looked):
            told.connect(lambda *_: self._follow())
        self._card_facts.known.connect(self._follow)
        self._follow()

    def press(self) -> None:
        page = self._page()
        if not isinstance(page, tuple):
            self._voice.said.emit(page)
        elif page != self._staged or self._panel.view.names != self._names:
            self._stage(page)
        elif not self._panel.is_comparing and not self._seen.is_ripe:
            # Before they are painted nobody knows whether they fit.
            self._decisions.too_quick.emit()
        elif not self._panel.view.names_in_sight:
            self._panel.view.show_all()
            self._seen.anew()
            self._voice.said.emit(self._not_in_sight())
        else:
            self._decisions.confirm_page(page)

    # Inside

    def _stage(self, page: tuple[PageCard, ...]) -> None:
        """The names on the photo, all of it in sight."""
        self._staged = page
        self._names = self._names_of(page)
        self._panel.view.show_all()
        self._draw()
        text = self.tr("Press {key} again to confirm all {count} cards")
        key = self._commands.hint(COMMAND) if self._commands is not None else ""
        self._voice.said.emit(text.format(key=key, count=len(page)))

    def _draw(self) -> None:
        self._panel.view.set_names(self._names)
        self._seen.anew()
        self._escape.setEnabled(True)

    def _take_away(self) -> None:
        """The names are gone, and the next press draws them anew."""
        self._staged, self._names = (), ()
        self._panel.view.set_names(())
        self._escape.setEnabled(False)

    def _names_of(self, page: tuple[PageCard, ...]) -> tuple[str, ...]:
        """A name for each card of the photo; empty for those that are not of the page."""
        photo = self._desk.photo
        names = {card.sighting.sighting_id: self._card_facts.name(card.match.card, card.match.name) for card in page}
        return tuple(names.get(sighting.sighting_id, "") for sighting in photo.sightings) if photo else ()

    def _follow(self) -> None:
        """Other cards or lists than those that are drawn: then no name is, and the next press draws them.

        A name that has come in the language of the window takes the other's place, and has to be seen again.
        """
        page = self._page()
        is_there = isinstance(page, tuple)
        names = self._names_of(page) if isinstance(page, tuple) else ()  # asked for before they are to be drawn
        if self._staged and page != self._staged:
            self._take_away()
        elif self._staged and names != self._names:
            self._names = names
            self._draw()
        if self._commands is not None:
            self._commands.know({"whole page": is_there})

    def _why_not(self) -> str:
        page = self._page()
        return "" if isinstance(page, tuple) else page

    def _page(self) -> tuple[PageCard, ...] | str:
        """The cards that would be confirmed, or why none is."""
        desk = self._desk
        on_desk = desk.on_desk
        if on_desk is None:
            return self.tr("There is no photo on the desk")
        if self._queue.marked_count > 1:
            return self.tr("Several photos are selected: Enter confirms them in bulk")
        page = page_of(
            on_desk.photo, {sighting.sighting_id: desk.refused_for(sighting) for sighting in on_desk.photo.sightings}
        )
        if isinstance(page, PageRefusal):
            return self._words(page)
        if desk.is_match_marked and desk.place_of_match:
            return self.tr("Another match is marked: Enter confirms that one")
        looks = [card.sighting.evidence for card in page]
        if desk.has_newer or self._lookup_queue.awaits_newer(on_desk.photo.photo.sha256, looks):
            return self.tr("Newer matches are on their way")
        return page

    def _words(self, refusal: PageRefusal) -> str:
        texts = {
            PageHindrance.FEW: self.tr("Only for photos with several cards, all of them sure"),
            PageHindrance.DECIDED: self.tr("Every card in the photo is decided already"),
            PageHindrance.NOT_SURE: self.tr("Card {number} is not sure"),
            PageHindrance.RULED_OUT: self.tr("The first match of card {number} was ruled out before"),
        }
        return texts[refusal.hindrance].format(number=refusal.number)

    def _not_in_sight(self) -> str:
        if self._panel.is_comparing:
            return self.tr("Close the comparison first: the names stand on the photo")
        return self.tr("Not every name fits on its card: enlarge the window, then press again")
