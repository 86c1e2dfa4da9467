"""Shows below the matches which printing the marked card is, and takes one with its key.

The list, the verdict and what Return does never change by it: Return confirms the card alone.
"""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer
from PySide6.QtGui import QPixmap

from karuta.domain.card import CardKey
from karuta.domain.label import Kind
from karuta.domain.match import Verdict
from karuta.domain.printing.answer import PrintingAnswer, RankedCode, kept_text
from karuta.gui.desk.decisions import Decisions
from karuta.gui.desk.desk import Desk
from karuta.gui.desk.print_asked import PrintAsked
from karuta.gui.desk.print_strip import PrintStrip
from karuta.gui.desk.print_words import NamedCards, StripKeys, offered, print_words
from karuta.gui.kit.command_table import PRINTING_KEYS
from karuta.gui.kit.commands import Commands
from karuta.gui.kit.seen import Seen
from karuta.gui.library.card_facts import FetchedCards
from karuta.gui.library.pictures import as_image
from karuta.gui.queue.queue_panel import QueuePanel
from karuta.services.lookups.read_desk_print import CardOfPrint, DeskPrint, is_read_at_desk


class PrintPresenter(QObject):
    """Follows the desk."""

    def __init__(
        self,
        *,
        desk: Desk,
        decisions: Decisions,
        asked: PrintAsked,
        card_facts: FetchedCards,
        commands: Commands,
        strip: PrintStrip,
        queue: QueuePanel,
        find: Callable[[str], object],
    ) -> None:
        """`find`: opens the search for a card with this text."""
        super().__init__(strip)
        self._find = find
        self._desk = desk
        self._decisions = decisions
        self._asked = asked
        self._card_facts = card_facts
        self._commands = commands
        self._strip = strip
        self._queue = queue
        self._seen = Seen((strip,))
        self._shown: object = None
        decisions.print_read = self._kept
        for changed in (desk.sighting_shown, desk.match_chosen, asked.known, commands.keys_changed, card_facts.known):
            changed.connect(self.say)
        queue.marked.connect(lambda _: self.say())
        strip.taken.connect(lambda place: commands[PRINTING_KEYS[place]].trigger())
        # After it was painted: the list is on the screen then.
        strip.painted.connect(lambda: QTimer.singleShot(0, self, self._ask))
        self.retranslate()

    def retranslate(self) -> None:
        self.say()

    @property
    def is_settled(self) -> bool:
        """Whether what can be read of the card on the desk was read, or nobody sees it."""
        on_desk = self._desk.on_desk
        if not self._strip.isVisible() or on_desk is None or on_desk.place is None:
            return True
        return self._strip.is_painted and self._asked.is_known(on_desk, self._desk.sighting)

    def say(self) -> None:
        sighting = self._desk.sighting
        if sighting is not None and is_read_at_desk(sighting):
            # From here on its place is kept.
            self._strip.show()
        found, answer = self._found, self._answer
        codes = self._codes
        shown = (
            self._desk.photo_id,
            sighting and sighting.sighting_id,
            self._card,
            tuple(one.set_code for one in codes),
        )
        is_sure = sighting is not None and sighting.verdict is Verdict.SURE
        words = print_words(found, answer, keys=self._keys, names=self._names(), is_sure=is_sure)
        self._strip.say(words, self._cutout(found))
        if shown != self._shown:
            self._shown = shown
            self._seen.anew()
        facts = {f"printing {number}": number <= len(codes) for number in range(1, len(PRINTING_KEYS) + 1)}
        self._commands.know(facts | {"printed card": self._named is not None})

    def take(self, place: int) -> None:
        """Confirm the marked card with the printing at this place, from 0."""
        codes = self._codes
        if place >= len(codes):
            return
        if not self._seen.is_ripe:
            self._decisions.too_quick.emit()
            return
        # One for which there was no room is not on the screen.
        if self._strip.place_of(place) is None:
            return
        self._decisions.confirm_match(self._desk.place_of_match, printing=codes[place].set_code)

    def go_to_named(self) -> None:
        """Mark the card that the print names; where it is no match, find it by its number. Nothing is confirmed."""
        found, named = self._found, self._named
        if found is None or named is None:
            return
        places = [place for place, match in enumerate(self._desk.matches) if match.card == named.key]
        if places:
            self._desk.choose_match(places[0])
            return
        numbers = [one.read.passcode for one in found.printings.values() if one.read.passcode]
        self._find(numbers[0] if numbers else named.name)

    @property
    def _named(self) -> CardOfPrint | None:
        """The card whose the print is, unless it is the marked one."""
        found = self._found
        return found.named if found is not None and found.named and found.named.key != self._card else None

    @property
    def _found(self) -> DeskPrint | None:
        if self._queue.marked_count > 1:
            return None
        return self._asked.of(self._desk.on_desk, self._desk.sighting)

    @property
    def _card(self) -> CardKey | None:
        match = self._desk.match
        return match.card if match is not None else None

    @property
    def _answer(self) -> PrintingAnswer | None:
        found, card = self._found, self._card
        return found.printings.get(card) if found is not None and card is not None else None

    @property
    def _codes(self) -> tuple[RankedCode, ...]:
        """None for a card that the print contradicts."""
        return () if self._named is not None else offered(self._answer)

    @property
    def _keys(self) -> StripKeys:
        hint, does = self._commands.hint, self._desk.return_key
        confirms = does.kind is Kind.CONFIRM and does.place == self._desk.place_of_match
        return StripKeys(tuple(map(hint, PRINTING_KEYS)), hint("confirm") if confirms else "", hint("printed-card"))

    def _names(self) -> NamedCards | None:
        sighting, named = self._desk.sighting, self._named
        if sighting is None or named is None:
            return None
        first, names = sighting.matches[0], self._card_facts.name
        return NamedCards(names(first.card, first.name), names(named.key, named.name), named.by_name)

    def _cutout(self, found: DeskPrint | None) -> QPixmap | None:
        if found is None or found.cutout is None:
            return None
        return QPixmap.fromImage(as_image(found.cutout)[0].copy())

    def _ask(self) -> None:
        self._asked.ask(self._desk.on_desk, self._desk.sighting)

    def _kept(self, card: CardKey | None) -> str | None:
        """What a label keeps of the print: of the card that it names, else of the first match."""
        found, sighting = self._found, self._desk.sighting
        if found is None or sighting is None:
            return None
        answer = found.printings.get(card or sighting.matches[0].card)
        return None if answer is None else kept_text(answer)
