"""The queue of listings at the desk: shows their photos there, says what the window's keys mean, decides, takes back.

Stores nothing itself.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path

from PySide6.QtGui import QAction
from PySide6.QtWidgets import QWidget

from karuta.domain.label import ChosenCard
from karuta.gui.features.feature import WindowParts
from karuta.gui.kit.command_table import MATCH_KEYS
from karuta.gui.kit.commands import Commands, Meaning
from karuta.gui.kit.dropped import Dropped
from karuta.gui.kit.theme import Role
from karuta.gui.kit.translate import comma_list, together, words_of
from karuta.gui.queue.items import Invitation, ItemCount, Items
from karuta.listings.domain.check.checked import (
    LONGEST_LOOK_SECONDS,
    CheckOutcome,
    DayFigures,
    KeptDecision,
    ListingDecision,
    agreed,
)
from karuta.listings.domain.check.listing import FIELDS, SeenCard
from karuta.listings.domain.check.words import FIELD_NAMES, agreeing_sentence, decision_sentence
from karuta.listings.gui.check.field_table import head_of
from karuta.listings.gui.check.laid import cards_in, first_card, laid
from karuta.listings.gui.check.listing_book import Deciding, ListingBook, ShownCard
from karuta.listings.gui.check.listing_model import ListingList
from karuta.listings.gui.check.listing_panel import ListingPanel
from karuta.listings.gui.check.listing_texts import ListingTexts
from karuta.listings.services.check.look_at_listing import ListingLook

# A line of small print is read with some of the card around it.
_AROUND_CODE = 0.35


class ListingItems(Items):
    """`copy`, `sheet`, `prices` and what opens listings (`openers`) are done by who made this.

    `reopens`: the action that opens what was opened last, where there was something.
    """

    list: ListingList
    panel: ListingPanel

    def __init__(self, parts: WindowParts, clock: Callable[[], float] = time.monotonic) -> None:
        super().__init__(parts.kit.window)
        self._parts, self._clock = parts, clock
        self._desk, self._decisions, self._voice = parts.desk, parts.decisions, parts.voice
        self.copy: Callable[[ListingLook, ListingDecision], None] = lambda look, decision: None
        self.sheet: Callable[[ListingLook, KeptDecision | None], None] = lambda look, kept: None
        self.openers: dict[str, Meaning] = {}
        self.claims: Callable[[Sequence[Path], Callable[[], object], bool], bool] = lambda *_: False
        self.reopens: QAction | None = None
        # Called once all is made, and whenever a person goes to another queue.
        self.made: Callable[[], object] = lambda: None
        self.left: Callable[[], object] = lambda: None
        self.book = ListingBook(parts.session, self)
        self.deciding = Deciding(parts.session, self.book, self)
        self._words = ListingTexts(self.book, parts.card_facts, self)
        self._commands: Commands | None = None
        self._is_here = False
        self.place: int | None = None
        # What is shown: of which listing, and its look.
        self._shown: tuple[str, ListingLook | None] | None = None
        self._photo: str | None = None
        self._at = 0
        self._field: str | None = None
        self._asks_field = False
        self._named: ChosenCard | None = None
        self._waits = False
        # The listing that was decided with the last key, and the decision: what the reply is about.
        self._decided: tuple[int, ListingDecision] | None = None
        self._since = clock()
        self._today = DayFigures()

    # For the window

    def enter(self) -> None:
        self._is_here = True
        self._lay(self._photo, self._at)

    def leave(self) -> None:
        self._is_here = False
        self.left()

    @property
    def count(self) -> ItemCount:
        book, today = self.book, self._today
        done = sum(listing.key in book.decisions for listing in book.listings)
        text = self.tr("today {checked}, {differing} differing · {minutes} min saved")
        more = text.format(checked=today.checked, differing=today.differing, minutes=today.minutes_saved)
        return ItemCount(done, len(book.listings), more if today.checked else "")

    @property
    def invitation(self) -> Invitation:
        """While no photo lies there."""
        if self._commands is None:
            return Invitation()
        if self.place is not None:
            return Invitation(self.tr("Checking…"), self.book.listings[self.place].listing.named, "clock")
        if self.book.listings:
            return Invitation(self.tr("No listing matches this filter."), "", "list-filter")
        more = self.tr(
            "Open a table of listings (CSV) or a folder with one folder for each listing, or paste one listing. "
            "Everything can also be dropped here."
        )
        openers = [self._commands[id] for id in ("open", "open-folder", "paste")]
        actions = [self.reopens, *openers] if self.reopens is not None else openers
        return Invitation(self.tr("No listings yet"), more, "circle-check", actions)

    def has_come(self, part: QWidget) -> bool:
        return self.panel.has_come(part)

    def claim(self, given: Dropped, otherwise: Callable[[], object], *, is_here: bool) -> bool:
        return self.claims(given.paths, otherwise, is_here)

    def offer_again(self, action: QAction) -> None:
        """What was opened last, while nothing is."""
        self.reopens = action
        self.renewed.emit()
        if self._is_here and self.place is None:
            self._lay(None)

    # What is on the screen

    @property
    def look(self) -> ListingLook | None:
        """The look on the screen, once it is found."""
        return self.book.looks.get(self.place) if self.place is not None else None

    @property
    def field(self) -> str:
        """The chosen field, else the one that a finding names first."""
        return self._field or self._words.gravest(self.look)

    @property
    def seen(self) -> SeenCard | None:
        """The card in front, in the photo on the desk."""
        cards = cards_in(self.look, self._photo) if self.look is not None else []
        return cards[self._at] if self._at < len(cards) else None

    def stand(self, place: int | None) -> None:
        """Another listing is on the screen; None: the filter leaves none."""
        self.place, self._field, self._asks_field, self._named = place, None, False, None
        self._waits, self._decided = False, None
        self.panel.tabs.setCurrentIndex(0)
        self.panel.reason.setModified(False)
        if place is not None:
            self.book.stand_at(place)
        self._show()

    def open_first(self, place: int) -> None:
        """Other listings are there."""
        self.list.mark(self.list.model.row_of(place) or 0)
        self.counted.emit()

    # Showing

    def _show(self) -> None:
        """What is known of the listing by now; it is laid on the desk anew only where it is another one."""
        look = self.look
        key = self.book.listings[self.place].key if self.place is not None else ""
        is_new, self._shown = self._shown != (key, look), (key, look)
        if is_new:
            self._since = self._clock()
            self._show_title()
            seen = first_card(look) if look is not None else None
            photos = self.book.listings[self.place].listing.photos if self.place is not None else ()
            photo = seen.photo if seen is not None else next(iter(photos), None)
            at = (
                next((at for at, card in enumerate(cards_in(look, photo)) if card is seen), 0)
                if look is not None
                else 0
            )
            self._lay(photo, at)
            self._show_reason(agreed(look.finding) if look is not None else None)
        self._say()
        if self._waits and look is not None:
            # What kept a key from deciding is over.
            self._waits = False
            self._voice.info.emit("")

    def _show_title(self) -> None:
        panel, look, place = self.panel, self.look, self.place
        if place is None:
            panel.chips.set_reading(None, "")
            return
        listing = self.book.listings[place].listing
        reading = look.finding.words.title if look is not None else None
        fields = look.finding.fields if look is not None else ()
        panel.chips.set_reading(reading, listing.title or listing.listing_id, fields)
        panel.show_photos(self.book.listings[place], self._parts.pictures)

    def _lay(self, photo: str | None, at: int = 0) -> None:
        """This photo of the listing on the desk, with this card of it in front."""
        self._photo, self._at = photo, at
        if not self._is_here:
            return
        look, photo_on_desk = self.look, None
        if look is not None:
            photos = look.queued.listing.photos
            number = photos.index(photo) + 1 if photo in photos else 0
            where = self.tr("Photo {number} of {count}").format(number=number, count=len(photos)) if number else ""
            photo_on_desk = laid(look, photo, where=where)
        self._desk.lay(photo_on_desk, at)

    def _card_moved(self) -> None:
        """Another card or match is in front: what was said was of the one before, and so is a key on its way."""
        if not self._is_here or self._desk.photo is None:
            return
        self._at, self._named = self._desk.place_of_sighting, None
        self._show_card()
        self.renewed.emit()

    def _show_card(self) -> None:
        look, seen, named = self.look, self.seen, self._named
        against = self._words.against(look, named, seen) if look is not None and seen is not None and named else None
        self.panel.evidence.show_card(look, seen, self._desk.place_of_match, against)

    def _say(self) -> None:
        """All words beside the photo."""
        panel, look, place = self.panel, self.look, self.place
        if place is None:
            panel.head.say("", "", "", None)
        elif look is None:
            panel.head.say("circle-dashed", self.tr("Checking…"), self._below(), None, role=Role.MUTED)
        else:
            title, icon, role = head_of(look.finding)
            panel.head.say(icon, title, self._below(), None, role=role)
        panel.explanation.setText(self._words.explanation(place, self.field) if place is not None else "")
        panel.fields.show_finding(look.finding if look is not None else None, self.field)
        panel.be_empty(is_empty=place is None)
        self._show_card()
        self.renewed.emit()

    def _below(self) -> str:
        kept = self.book.decided(self.place) if self.place is not None else None
        if kept is not None:
            return words_of(decision_sentence(kept.decision))
        return self._agree_words() if self.look is not None else ""

    def _show_reason(self, decision: ListingDecision | None) -> None:
        """What would be stored with a decision, in the line that may be edited; a person's own words stay."""
        self._reasoned = decision
        reason = self.panel.reason
        if not reason.isModified():
            reason.setText(self._words.reason_of(self.look, decision) if decision is not None else "")
            reason.setCursorPosition(0)

    _reasoned: ListingDecision | None = None

    def _rename(self) -> None:
        """Names of cards have come."""
        if self.look is not None:
            self._say()
            self._show_reason(self._reasoned)

    # Deciding

    def _may_decide(self) -> bool:
        """Whether a key is about what a person sees; where it is not, that is said."""
        if self.place is None or self.place != self.list.place:
            return False
        if self.look is None:
            self._waits = True
            self._voice.refused.emit(self.tr("This listing is still being checked; keys decide nothing until it is."))
            return False
        is_hidden = self.panel.sides.currentIndex() != 0
        # Nothing is decided about a card that is hidden behind prices.
        self.panel.tabs.setCurrentIndex(0)
        if is_hidden or self.deciding.is_busy or not self._decisions.may_decide():
            self._decisions.too_quick()
            return False
        return True

    def _agree(self) -> None:
        if not self.book.listings and self._commands is not None:
            (self.reopens or self._commands["open"]).trigger()
        elif self._may_decide() and self.look is not None:
            self._decide(agreed(self.look.finding))

    def _differ(self) -> None:
        """At once where a field was chosen; else which one is asked."""
        if not self._may_decide():
            return
        if self._field is not None:
            self._decide(ListingDecision(CheckOutcome.DIFFERS, self._field))
            return
        self._asks_field = True
        names = comma_list(f"{number} {words_of(FIELD_NAMES[field])}" for number, field in enumerate(FIELDS, start=1))
        self._voice.info.emit(self.tr("Which field differs? {fields}, 0 none (it is a match)").format(fields=names))

    def _digit(self, number: int) -> None:
        """Chooses a field; after D it says which one differs."""
        if not self._asks_field:
            self._choose(FIELDS[number - 1])
        elif self._may_decide():
            self._decide(ListingDecision(CheckOutcome.DIFFERS, FIELDS[number - 1]))

    def _zero(self) -> None:
        """After D none differs; else the whole photo."""
        if not self._asks_field:
            self._parts.desk_panel.show_all()
        elif self._may_decide():
            self._decide(ListingDecision(CheckOutcome.MATCH))

    def _choose(self, field: str) -> None:
        if self.look is None:
            return
        self._field = field
        self._show_reason(ListingDecision(CheckOutcome.DIFFERS, field))
        self._say()

    def _name(self) -> None:
        """The card beside the photo is what it shows; once more takes that back."""
        if not self._may_decide():
            return
        match, seen = self._desk.match, self.seen
        if match is None or seen is None or seen.back is not None:
            self._voice.refused.emit(self.tr("There is no card beside the photo that could be named."))
            return
        card = ChosenCard(match.card, match.name)
        self._named = None if self._named == card else card
        self._show_card()
        self.renewed.emit()
        text = self.tr("You say that the photo shows {name}. It is stored as a label with your decision.")
        self._voice.info.emit(text.format(name=self._words.card(card)) if self._named is not None else "")

    def _decide(self, decision: ListingDecision) -> None:
        look, seen, named, reason = self.look, self.seen, self._named, self.panel.reason
        if look is None or self.place is None:
            return
        self._asks_field = False
        seconds = min(self._clock() - self._since, LONGEST_LOOK_SECONDS)
        own = reason.isModified()
        text = reason.text() if own else self._words.reason_of(look, decision)
        whole = replace(decision, reason=text, seconds=seconds, card=named)
        shown = ShownCard(seen.photo, seen.corners) if named and seen and seen.corners else None
        self._decided = (self.place, whole if own else replace(decision, card=named))
        self.deciding.decide(look, whole, shown)

    def _stored(self, key: str) -> None:
        """The next undecided one of the list; else it stays."""
        self.counted.emit()
        self.panel.head.answer(self.tr("Saved"), role=Role.GOOD)
        place = self.place
        if place is None or self.book.listings[place].key != key:
            return
        following, saved = self._following_undecided(), self._words.saved(place)
        if following is None:
            self._named = None
            self._say()
            saved = together([saved, self.tr("Every listing of this list is decided.")])
        else:
            decided = self._decided
            self.list.mark(following)
            self._decided = decided
        self._voice.info.emit(saved)

    def _failed(self, why: str) -> None:
        self._decided = None
        self._voice.trouble.emit(why)

    def _counted(self, figures: DayFigures) -> None:
        self._today = figures
        self.counted.emit()

    # Taking back

    def _settled(self, kept: KeptDecision) -> None:
        """Back to what was taken back or brought back, also where the filter has hidden it."""
        self.counted.emit()
        places, now = self.book.places_of(kept.key), self.book.decisions.get(kept.key)
        if places:
            self.list.uncover(places[0])
        what = words_of(decision_sentence(now.decision)) if now is not None else self.tr("undone, undecided again")
        self._voice.info.emit(self.tr("Listings · {listing}: {what}.").format(listing=_named(kept), what=what))

    def _asked(self, kept: KeptDecision, back: bool) -> None:  # noqa: FBT001
        """Nobody sees it here: which one it is, before anything is done."""
        text = self.tr(
            "What you undid last in Listings is about {listing}, which is not in this list ({what}). Ctrl+Shift+Z once "
            "more brings it back."
        )
        if back:
            text = self.tr(
                "Your last decision in Listings is about {listing}, which is not in this list ({what}). Ctrl+Z once "
                "more takes it back."
            )
        self._voice.info.emit(text.format(listing=_named(kept), what=words_of(decision_sentence(kept.decision))))

    # Walking and looking

    def _walk(self, by: int) -> None:
        row = self.list.row + by
        if 0 <= row < self.list.model.rowCount():
            self.list.mark(row)

    def _walk_to_undecided(self) -> None:
        following = self._following_undecided()
        if following is None:
            self._voice.info.emit(self.tr("Every listing of this list is decided."))
        else:
            self.list.mark(following)

    def _following_undecided(self) -> int | None:
        """The row of the next undecided listing of the list, round its end; not that of the one on the screen."""
        model, row = self.list.model, self.list.row
        rows = (*range(row + 1, model.rowCount()), *range(max(0, row)))
        return next((entry for entry in rows if self.book.decided(model.places[entry]) is None), None)

    def _step_photo(self) -> None:
        photos = self.look.queued.listing.photos if self.look is not None else ()
        if len(photos) > 1 and self._photo in photos:
            self._lay(photos[(photos.index(self._photo) + 1) % len(photos)])

    def _step_card(self, by: int) -> None:
        """Another card of the listing's photos, in the order of the photos."""
        look = self.look
        cards = [card for card in look.finding.seen if card.corners is not None] if look is not None else []
        if look is None or not cards:
            return
        at = next((at for at, card in enumerate(cards) if card is self.seen), -1)
        self._go_to(look, cards[(at + by) % len(cards)])

    def _go_to(self, look: ListingLook, card: SeenCard) -> None:
        at = next(at for at, other in enumerate(cards_in(look, card.photo)) if other is card)
        if card.photo == self._photo:
            self._desk.choose_sighting(at)
        else:
            self._lay(card.photo, at)

    def _show_code(self) -> None:
        code = self.panel.evidence.code_at
        if code is None:
            self._voice.refused.emit(self.tr("No set code was found on this card."))
            return
        if code[0] != self._photo:
            self._lay(code[0])
        panel = self._parts.desk_panel
        panel.set_comparing(False)
        panel.view.show_part(code[1], around=_AROUND_CODE)

    def _edit_reason(self) -> None:
        """The whole of it is chosen, so that the first letter is a reason of one's own."""
        if self.panel.reason.isEnabled():
            self.panel.reason.setFocus()
            self.panel.reason.selectAll()

    def _home(self) -> None:
        self.list.list.setFocus()

    # What leaves

    def _reply(self) -> None:
        """Right after a decision it is about the listing that was decided, though the next one is on the screen."""
        if self._decided is not None:
            place, decision = self._decided
            self.copy(self.book.looks[place], decision)
            return
        look = self.look
        if look is None or self.place is None:
            self._may_decide()
            return
        kept, reason = self.book.decided(self.place), self.panel.reason
        answer = kept.decision if kept is not None else agreed(look.finding)
        if self._field is not None and kept is None:
            answer = ListingDecision(CheckOutcome.DIFFERS, self._field)
        self.copy(look, replace(answer, reason=reason.text() if reason.isModified() else ""))

    def _save_sheet(self) -> None:
        if self.look is None or self.place is None:
            self._may_decide()
        else:
            self.sheet(self.look, self.book.decided(self.place))

    # What keys mean

    def _all_meanings(self) -> dict[str, Meaning]:
        means = {
            "confirm": Meaning(self._agree_words, self._agree),
            "next-of-shot": Meaning(self._differ_words, self._differ),
            "relabel": Meaning(lambda: self.tr("It is this card"), self._name),
            "zoom-fit": Meaning(lambda: self.tr("Whole photo; after D: none differs"), self._zero),
            "next": Meaning(lambda: self.tr("Next listing"), partial(self._walk, 1)),
            "previous": Meaning(lambda: self.tr("Previous listing"), partial(self._walk, -1)),
            "no-card": Meaning(lambda: self.tr("Next undecided listing"), self._walk_to_undecided),
            "newer-list": Meaning(lambda: self.tr("Next photo of the listing"), self._step_photo),
            "next-sighting": Meaning(lambda: self.tr("Next card in the photos"), partial(self._step_card, 1)),
            "previous-sighting": Meaning(lambda: self.tr("Previous card in the photos"), partial(self._step_card, -1)),
            "next-match": Meaning(lambda: self.tr("Next match"), partial(self._desk.step_match, 1)),
            "previous-match": Meaning(lambda: self.tr("Previous match"), partial(self._desk.step_match, -1)),
            "flag": Meaning(lambda: self.tr("Zoom to the set code"), self._show_code),
            "corners": Meaning(lambda: self.tr("Edit the reason"), self._edit_reason),
            "copy": Meaning(lambda: self.tr("Copy reply"), self._reply),
            "skip": Meaning(lambda: self.tr("Evidence sheet…"), self._save_sheet),
            "confirm-page": Meaning(lambda: self.tr("Prices, and back"), self.panel.step_side),
            "undo": Meaning(lambda: self.tr("Undo"), self.deciding.undo),
            "redo": Meaning(lambda: self.tr("Redo"), self.deciding.redo),
        }
        means |= {id: Meaning(partial(self._field_words, at), partial(self._digit, at)) for at, id in _DIGITS.items()}
        return {
            id: Meaning(meaning.words, partial(self._do, id, meaning.do), id in _DAILY) for id, meaning in means.items()
        }

    def _do(self, id: str, do: Callable[[], object]) -> None:
        """Any key but that of the reply is about what is on the screen, and only a digit answers what D has asked."""
        if id != "copy":
            self._decided = None
        if id not in _ANSWERS:
            self._asks_field = False
        do()

    def _field_words(self, number: int) -> str:
        return self.tr("Field: {field}").format(field=words_of(FIELD_NAMES[FIELDS[number - 1]]))

    def _agree_words(self) -> str:
        if self.look is not None:
            return words_of(agreeing_sentence(agreed(self.look.finding)))
        return self.tr("Agree") if self.book.listings else self.tr("Open listings")

    def _differ_words(self) -> str:
        if self._field is None:
            return self.tr("Something differs…")
        return self.tr("Differs: {field}").format(field=words_of(FIELD_NAMES[self._field]))

    # Making

    def make(self, commands: Commands) -> None:
        self._commands = commands
        parts, kit = self._parts, self._parts.kit
        self.list = ListingList(self.book, kit.theme, kit.icons)
        self.panel = panel = ListingPanel(
            kit.theme,
            kit.icons,
            parts.pictures,
            parts.card_facts,
            kit.window,
            words_of=self._words.field,
        )
        self.meanings = self._all_meanings() | self.openers
        self.watched = (*panel.parts, self.list.list.viewport())
        panel.offer(commands)
        self.list.moved.connect(self.stand)
        panel.fields.picked.connect(self._choose)
        panel.strip.chosen.connect(self._lay)
        panel.reason.installEventFilter(parts.held_keys)
        for over in (panel.reason.entered, panel.reason.left):
            over.connect(self._home)
        self.book.changed.connect(lambda place: self._show() if place == self.place else None)
        self.book.refused.connect(self._voice.trouble)
        for front in (self._desk.sighting_shown, self._desk.match_chosen):
            front.connect(self._card_moved)
        parts.card_facts.known.connect(self._rename)
        self._voice.refused.connect(lambda text: panel.head.answer(text, role=Role.DOUBT))
        self.deciding.stored.connect(self._stored)
        self.deciding.settled.connect(self._settled)
        self.deciding.asked.connect(self._asked)
        self.deciding.failed.connect(self._failed)
        self.deciding.counted.connect(self._counted)
        self.list.moved.connect(lambda _: self.deciding.forget_asked())
        self.made()
        self.book.prepare()
        self.deciding.count()


_DIGITS = {number: MATCH_KEYS[number - 1] for number in range(1, len(FIELDS) + 1)}
_DAILY = frozenset(("confirm", "next-of-shot", "relabel", "no-card", "flag", "corners", "copy", "undo"))
_ANSWERS = frozenset((*_DIGITS.values(), "zoom-fit"))


def _named(kept: KeptDecision) -> str:
    name = " · ".join(part for part in (kept.listing_id, kept.title) if part)
    return f"“{name}” ({kept.source})" if kept.source else f"“{name}”"
