"""Undo and redo at the desk: what is of several photos or of another queue is said first, and done once it was read.

Says it in the notice above the photo; stores nothing.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from karuta.domain.journal import Action
from karuta.domain.label import LABELS, Kind
from karuta.gui.desk.decisions import DecisionOutcome
from karuta.gui.desk.library_parts import LibraryParts, Panels, Presenter
from karuta.gui.kit.notice import Weight
from karuta.gui.kit.seen import Seen
from karuta.gui.kit.translate import kind_words, local_time
from karuta.services.labels.undo import SaysFirst

_OFFER = "take back"


@dataclass(frozen=True)
class _Offer:
    """What a second press would do. `on_desk`: the photo and the card on the desk when it was said."""

    kind: Kind
    action: Action
    on_desk: tuple[str | None, str | None]


class TakeBack(Presenter):
    """The offer lapses when anything is done, or the desk moves on. `is_held`: the key that is dealt with was down."""

    def __init__(self, parts: LibraryParts, panels: Panels, *, is_held: Callable[[], bool]) -> None:
        super().__init__(parts, panels, panels.desk)
        self._decisions = parts.decisions
        self._is_held = is_held
        self._asked = Kind.UNDO
        self._offer_made: _Offer | None = None
        notice = self._notice
        self._seen = Seen([notice], has_something=lambda _: notice.shows(_OFFER))
        self._decisions.over.connect(self._over)
        self._decisions.saved.connect(lambda _: self._lapse())
        self._desk.match_chosen.connect(self._lapse)
        for moved in (self._desk.photo_shown, self._desk.sighting_shown):
            moved.connect(self._moved)

    def undo(self) -> None:
        self._press(Kind.UNDO)

    def redo(self) -> None:
        self._press(Kind.REDO)

    @property
    def is_ripe(self) -> bool:
        """Whether an offer has been on the screen for so long that it can have been read."""
        return self._notice.shows(_OFFER) and self._seen.is_ripe

    def _press(self, kind: Kind) -> None:
        offer, self._asked, seen = self._offer_made, kind, ""
        if offer is not None and offer.kind is kind and self._notice.shows(_OFFER):
            if self._is_held() or not self.is_ripe:
                self._decisions.too_quick()
                return
            seen = offer.action.action_id
        (self._decisions.undo if kind is Kind.UNDO else self._decisions.redo)(seen)

    def _over(self, outcome: DecisionOutcome) -> None:
        if isinstance(outcome.error, SaysFirst):
            self._say(outcome.error.action)

    def _say(self, action: Action) -> None:
        command, text = "undo", self.tr("Undo would take back {what} ({time}): press {key} again")
        if self._asked is Kind.REDO:
            command, text = "redo", self.tr("Redo would bring back {what} ({time}): press {key} again")
        self._offer_made = _Offer(self._asked, action, self._on_desk)
        key, what = self._commands.hint(command) or self._commands[command].text(), self._what(action)
        queue = self._decisions.done_in.get(action.action_id, self._desk.queue)
        where = "" if queue.id == self._desk.queue.id else f" · {queue.words}"
        text = text.format(what=what, time=f"{local_time(action.time)}{where}", key=key)
        self._offer(text, Weight.QUESTION, about=_OFFER, command=command)
        self._seen.anew()

    def _what(self, action: Action) -> str:
        if not action.is_of_several:
            name = self._parts.card_facts.name(action.key, action.card) if action.key and action.card else ""
            return f"{name or kind_words(action.kind)} · {action.photo}"
        if action.kind in LABELS:
            return self.tr("{count} labels", "", action.events).format(count=f"{action.events:,}")
        count = len(action.photos)
        photos = self.tr("{count} photos", "", count).format(count=f"{count:,}")
        return f"{kind_words(action.kind)} · {photos}"

    @property
    def _on_desk(self) -> tuple[str | None, str | None]:
        sighting = self._desk.sighting
        return self._desk.photo_id, sighting.sighting_id if sighting else None

    def _moved(self) -> None:
        if self._offer_made is not None and self._offer_made.on_desk != self._on_desk:
            self._lapse()

    def _lapse(self) -> None:
        self._offer_made = None
        self._notice.take_back(_OFFER)
