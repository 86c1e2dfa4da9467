"""Deeds of the page's keys: walks the listings, shows findings, decides, takes back. Stores nothing itself."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import replace

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QKeyEvent

from karuta.domain.label import ChosenCard
from karuta.gui.kit.held_keys import Deliberate
from karuta.gui.kit.translate import comma_list, together
from karuta.listings.domain.check.checked import (
    BY_EYE_SECONDS,
    LONGEST_LOOK_SECONDS,
    CheckOutcome,
    DayFigures,
    KeptDecision,
    ListingDecision,
    agreed,
)
from karuta.listings.domain.check.listing import FIELDS
from karuta.listings.gui.check.agent_keys import KEYS, digit_of, field_at, key_for
from karuta.listings.gui.check.check_dialog import CheckDialog
from karuta.listings.gui.check.field_table import decision_words, field_words, gravest
from karuta.listings.gui.check.listing_book import Deciding, ListingBook, ShownCard
from karuta.listings.gui.check.listing_view import ListingView
from karuta.listings.services.check.look_at_listing import ListingLook

_DECIDING = frozenset(key.deed for key in KEYS if key.decides)


class TakingBack(QObject):
    """A decision about a listing of the page is gone to; one of another list is named, and asked about first."""

    def __init__(self, dialog: CheckDialog, book: ListingBook, deciding: Deciding) -> None:
        super().__init__(dialog)
        self._dialog, self._book = dialog, book
        deciding.settled.connect(self._settled)
        deciding.asked.connect(self._asked)
        dialog.moved.connect(lambda _: deciding.forget_asked())

    def _settled(self, kept: KeptDecision) -> None:
        """Back to what was taken back or brought back, also where the filter has hidden it."""
        places, now = self._book.places_of(kept.key), self._book.decisions.get(kept.key)
        if places:
            self._dialog.uncover(places[0])
        what = decision_words(now.decision) if now is not None else self.tr("undone, undecided again")
        self._dialog.say(self.tr("{listing}: {what}.").format(listing=self._named(kept), what=what))

    def _asked(self, kept: KeptDecision, back: bool) -> None:  # noqa: FBT001
        """Nobody sees it here: which one it is, before anything is done."""
        if back:
            text = self.tr(
                "Your last decision is about {listing}, which is not in this list ({what}). Ctrl+Z once more takes it "
                "back."
            )
        else:
            text = self.tr(
                "What you undid last is about {listing}, which is not in this list ({what}). Ctrl+Shift+Z once more "
                "brings it back."
            )
        self._dialog.say(text.format(listing=self._named(kept), what=decision_words(kept.decision)))

    def _named(self, kept: KeptDecision) -> str:
        name = " · ".join(part for part in (kept.listing_id, kept.title) if part)
        text = self.tr("“{name}” ({source})") if kept.source else self.tr("“{name}”")
        return text.format(name=name, source=kept.source)


class Agent(QObject):
    """`copy`, `sheet`, `help` and `keys` are done by who made this, for the listing that is shown."""

    def __init__(
        self,
        dialog: CheckDialog,
        book: ListingBook,
        deciding: Deciding,
        view: ListingView,
        deliberate: Deliberate,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        super().__init__(dialog)
        self.copy: Callable[[ListingLook, ListingDecision], None] = lambda look, decision: None
        self.help: Callable[[], None] = lambda: None
        self.keys: Callable[[], None] = lambda: None
        self.sheet: Callable[[ListingLook, KeptDecision | None], None] = lambda look, kept: None
        self._dialog, self._book, self._deciding = dialog, book, deciding
        self._deliberate, self._clock = deliberate, clock
        self._view = view
        self._place: int | None = None
        self._field: str | None = None
        self._asks_field = False
        self._named: ChosenCard | None = None
        self._waits = False
        # The listing that was decided with the last key, and the decision: what the reply is about.
        self._decided: tuple[int, ListingDecision] | None = None
        self._since = clock()
        dialog.takes = self._key
        self._taking_back = TakingBack(dialog, book, deciding)
        deliberate.watch(dialog.chips, *dialog.pictured, instead=[dialog.large.listing], has_something=dialog.has_come)
        self._join()

    def stand(self, place: int) -> None:
        """Another listing is on the screen."""
        self._place, self._field, self._asks_field, self._named = place, None, False, None
        self._waits = False
        self._decided = None
        self._view.show_named(None, None)
        # Nobody decides about a card that is hidden behind prices.
        self._dialog.tabs.setCurrentIndex(0)
        self._dialog.say("")
        self._view.forget_reason()
        self._book.stand_at(place)
        self._show()

    def stand_nowhere(self) -> None:
        """The filter leaves no listing: nothing is on the screen, so no key decides."""
        self._place, self._field, self._asks_field, self._named = None, None, False, None
        self._view.show_named(None, None)
        self._view.show_nothing()
        self._dialog.say(self.tr("No listing matches this filter."))

    @property
    def look(self) -> ListingLook | None:
        """The look on the screen, once it is found."""
        return self._book.looks.get(self._place) if self._place is not None else None

    @property
    def field(self) -> str:
        """The chosen field, else the one that a finding names first."""
        if self._field is not None:
            return self._field
        return gravest(self.look.finding) if self.look is not None else FIELDS[0]

    # Keys

    def _key(self, event: QKeyEvent) -> bool:
        is_enlarged = self._dialog.is_enlarged
        key = key_for(event.key(), event.modifiers(), is_enlarged=is_enlarged)
        number = digit_of(event.key(), event.modifiers())
        if number is not None and (key is None or self._asks_field):
            self._digit(number)
            return True
        if self._asks_field and event.key() == Qt.Key.Key_Escape:
            self._asks_field = False
            self._dialog.say("")
            return True
        if key is None:
            return False
        if not key.decides or self._may_decide():
            self._do(key.deed)
        return True

    def _do(self, deed: str) -> None:
        if deed != "reply":
            self._decided = None
        evidence, large = self._dialog.evidence, self._dialog.large
        compares = self._dialog.is_enlarged and large.is_comparing
        deeds: dict[str, Callable[[], object]] = {
            "next": lambda: self._walk(1),
            "previous": lambda: self._walk(-1),
            "agree": self._agree,
            "differ": self._differ,
            "name": self._name,
            "reply": self._reply,
            "reason": self._edit_reason,
            "sheet": self._sheet,
            "next match": self._step_match,
            "next card": lambda: evidence.step_card(1),
            "previous card": lambda: evidence.step_card(-1),
            "undo": self._deciding.undo,
            "redo": self._deciding.redo,
            "help": self.help,
            "open table": self._dialog.open_table.click,
            "open folder": self._dialog.open_folder.click,
            "paste": self._dialog.open_paste.click,
            "prices": self._step_side,
            "next undecided": self._walk_to_undecided,
            "enlarge": lambda: self._dialog.enlarge(on=not self._dialog.is_enlarged),
            "compare": lambda: self._enlarged(lambda: large.set_comparing(on=not compares)),
            "blink": lambda: self._enlarged(large.blink),
            "zoom to the card": lambda: self._enlarged(large.show_card),
            "zoom to the code": lambda: self._enlarged(self._show_code),
            "next photo": lambda: large.step_photo(1),
            "previous photo": lambda: large.step_photo(-1),
            "zoom in": lambda: large.zoom(1),
            "zoom out": lambda: large.zoom(-1),
            "whole photo": large.show_all,
            "keys": self.keys,
        }
        deeds[deed]()

    def _digit(self, number: int) -> None:
        """Chooses a field; after D it says which one differs, and 0 that none does."""
        self._decided = None
        field = field_at(number)
        if self._asks_field:
            if (field is not None or number == 0) and self._may_decide():
                self._decide(
                    ListingDecision(CheckOutcome.DIFFERS, field) if field else ListingDecision(CheckOutcome.MATCH)
                )
        elif field is not None:
            self._choose(field)

    def _may_decide(self) -> bool:
        """Whether a key is about what a person sees; where it is not, that is said."""
        if self._place is None or self._place != self._dialog.place:
            return False
        if self.look is None:
            self._waits = True
            self._dialog.say(self.tr("This listing is still being checked; keys decide nothing until it is."))
            return False
        if self._deciding.is_busy:
            return False
        if not self._deliberate.is_so:
            self._dialog.say(self.tr("Too quick: nobody has seen this listing yet. Press the key again."))
            return False
        return True

    # Deeds

    def _walk(self, by: int) -> None:
        row = self._dialog.list.currentIndex().row() + by
        if 0 <= row < self._dialog.model.rowCount():
            self._dialog.mark(row)

    def _walk_to_undecided(self) -> None:
        following = self._following_undecided()
        if following is None:
            self._dialog.say(self.tr("Every listing of this list is decided."))
        else:
            self._dialog.mark(following)

    def _following_undecided(self) -> int | None:
        """The row of the next undecided listing of the list, round its end; not that of the one on the screen."""
        model, row = self._dialog.model, self._dialog.list.currentIndex().row()
        rows = (*range(row + 1, model.rowCount()), *range(max(0, row)))
        return next((entry for entry in rows if self._book.decided(model.places[entry]) is None), None)

    def _enlarged(self, do: Callable[[], object]) -> None:
        """In the photos that are as large as the window, which come if need be."""
        self._dialog.enlarge()
        if self._dialog.is_enlarged:
            do()

    def _show_code(self) -> None:
        if not self._dialog.large.show_code():
            self._dialog.say(self.tr("No set code was found on this card."))

    def _step_match(self) -> None:
        """A match is seen beside the photo, never in it."""
        self._dialog.evidence.step_match()
        self._dialog.large.set_comparing(on=self._dialog.is_enlarged)

    def _step_side(self) -> None:
        self._dialog.enlarge(on=False)
        self._dialog.step_side()

    def _edit_reason(self) -> None:
        self._dialog.enlarge(on=False)
        self._dialog.reason.setFocus()

    def _agree(self) -> None:
        if self.look is not None:
            self._decide(agreed(self.look.finding))

    def _differ(self) -> None:
        """At once where a field was chosen; else which one is asked."""
        if self._field is not None:
            self._decide(ListingDecision(CheckOutcome.DIFFERS, self._field))
            return
        self._asks_field = True
        names = comma_list(f"{number} {field_words(field)}" for number, field in enumerate(FIELDS, start=1))
        self._dialog.say(self.tr("Which field differs? {fields}, 0 none (it is a match)").format(fields=names))

    def _name(self) -> None:
        """The card beside the crop is what the photo shows; once more takes that back."""
        match, seen, large = self._dialog.evidence.match, self._dialog.evidence.seen, self._dialog.large
        is_hidden = self._dialog.is_enlarged and not large.shows_card
        if match is None or seen is None or seen.back is not None or is_hidden:
            self._dialog.name_it.setChecked(False)
            self._dialog.say(self.tr("There is no card beside the photo that could be named."))
            return
        card = ChosenCard(match.card, match.name)
        self._named = None if self._named == card else card
        # It is named beside the artwork, which a photo alone does not show.
        large.set_comparing(on=self._dialog.is_enlarged)
        self._deliberate.anew()
        self._say_named()

    def _say_named(self) -> None:
        self._view.show_named(self.look, self._named)
        if self._named is None:
            self._dialog.say("")
            return
        text = self.tr("You say that the photo shows {name}. It is stored as a label with your decision.")
        self._dialog.say(text.format(name=self._view.card_name(self._named)))

    def _decide(self, decision: ListingDecision) -> None:
        look, seen = self.look, self._dialog.evidence.seen
        if look is None:
            return
        self._asks_field = False
        seconds = min(self._clock() - self._since, LONGEST_LOOK_SECONDS)
        said = replace(decision, reason=self._reason(decision), seconds=seconds, card=self._named)
        shown = ShownCard(seen.photo, seen.corners) if self._named and seen and seen.corners else None
        written = decision if not self._dialog.reason.isModified() else said
        self._decided = (self._place, replace(written, card=self._named)) if self._place is not None else None
        self._deciding.decide(look, said, shown)

    def _reason(self, decision: ListingDecision) -> str:
        """As it was written, else the finding's, where it says the same."""
        if self._dialog.reason.isModified():
            return self._dialog.reason.text()
        return self._view.reason_of(self.look, decision)

    def _reply(self) -> None:
        """Right after a decision it is about the listing that was decided, though the next one is on the screen."""
        if self._decided is not None:
            place, decision = self._decided
            self.copy(self._book.looks[place], decision)
            return
        look = self.look
        if look is None or self._place is None:
            self._may_decide()
            return
        kept = self._book.decided(self._place)
        if self._field is not None and kept is None:
            said = ListingDecision(CheckOutcome.DIFFERS, self._field)
        else:
            said = kept.decision if kept is not None else agreed(look.finding)
        written = self._dialog.reason.isModified()
        self.copy(look, replace(said, reason=self._dialog.reason.text() if written else ""))

    def _sheet(self) -> None:
        if self.look is None or self._place is None:
            self._may_decide()
            return
        self.sheet(self.look, self._book.decided(self._place))

    # What comes

    def _choose(self, field: str) -> None:
        self._field = field
        self._dialog.table.mark(field)
        self._dialog.why.setText(self._dialog.table.why(field))
        self._say_decision()
        self._view.show_reason(self.look, ListingDecision(CheckOutcome.DIFFERS, field))

    def _changed(self, place: int) -> None:
        if place == self._place:
            self._show()

    def _show(self) -> None:
        assert self._place is not None
        is_new = self._view.show(self._place, self.field)
        self._say_decision()
        if is_new:
            self._since = self._clock()
            self._deliberate.anew()
        if self._waits and self.look is not None:
            # What kept a key from deciding is over.
            self._waits = False
            self._dialog.say("")

    def _say_decision(self) -> None:
        self._dialog.say_decision(agreed(self.look.finding) if self.look is not None else None, self._field)

    def _stored(self, key: str) -> None:
        """The next undecided one of the list; else it stays."""
        if self._place is None or self._book.listings[self._place].key != key:
            return
        following = self._following_undecided()
        saved = self._view.saved_words(self._place)
        if following is None:
            self._named = None
            self._view.show_named(None, None)
            self._show()
            saved = together([saved, self.tr("Every listing of this list is decided.")])
        else:
            decided = self._decided
            self._dialog.mark(following)
            self._decided = decided
        self._dialog.say(saved)

    def _failed(self, why: str) -> None:
        self._decided = None
        self._dialog.say(why)

    def _counted(self, figures: DayFigures) -> None:
        text = self.tr("Today: {checked} checked · {differing} differing · {minutes} min saved")
        label = self._dialog.figures
        label.setText(text.format(checked=figures.checked, differing=figures.differing, minutes=figures.minutes_saved))
        tip = self.tr("Assumes that a listing takes {seconds} seconds by eye; the time on the screen is taken off.")
        label.setToolTip(tip.format(seconds=round(BY_EYE_SECONDS)))

    def _join(self) -> None:
        dialog, book, deciding = self._dialog, self._book, self._deciding
        dialog.moved.connect(self.stand)
        dialog.emptied.connect(self.stand_nowhere)
        dialog.table.picked.connect(self._choose)
        dialog.evidence.moved.connect(self._unname)
        dialog.large.moved.connect(self._unname)
        dialog.keys.clicked.connect(lambda _=False: self._press("keys"))
        buttons = {"differ": dialog.differ, "name": dialog.name_it, "reply": dialog.reply, "sheet": dialog.sheet}
        for deed, button in {"agree": dialog.agree, **buttons}.items():
            button.clicked.connect(lambda _=False, deed=deed: self._press(deed))
        book.changed.connect(self._changed)
        deciding.stored.connect(self._stored)
        deciding.failed.connect(self._failed)
        deciding.counted.connect(self._counted)

    def _press(self, deed: str) -> None:
        self._dialog.take_keys()
        if deed not in _DECIDING or self._may_decide():
            self._do(deed)
        self._dialog.name_it.setChecked(self._named is not None)

    def _unname(self) -> None:
        """Another card is shown: what was said was of the one before, and a key that is on its way too."""
        self._deliberate.anew()
        if self._named is not None:
            self._named = None
            self._say_named()
