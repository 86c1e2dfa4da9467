"""For the random hand: compares what a key has decided with what was on the screen when it went down."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from PySide6.QtCore import Qt

from karuta.domain.card import CardKey
from karuta.domain.label import DECIDES, STRIKES, Kind
from karuta.domain.match import Verdict
from karuta.domain.queue import OpenCard, Pair
from karuta.domain.recheck import BLIND, RECHECKS
from karuta.gui.kit.paint import VERDICT_ICONS
from karuta.gui.kit.translate import kind_words, words_of
from karuta.listings.domain.check.checked import CheckOutcome, ListingDecision
from karuta.listings.domain.check.listing import FIELDS
from karuta.listings.domain.check.words import agreeing_sentence
from karuta.listings.services.check.look_at_listing import ListingLook
from karuta.services.labels.open_labels import LabelFile
from karuta.store.kinds import sql_list
from tests.random_eyes import Picture, shown_in
from tests.random_photos import Photos

KEYS = {
    Qt.Key.Key_U: Kind.UNKNOWN,
    Qt.Key.Key_R: Kind.UNREADABLE,
    Qt.Key.Key_N: Kind.NO_CARD,
    Qt.Key.Key_K: Kind.BACK,
}
RETURN_SAYS = {VERDICT_ICONS[Verdict.UNKNOWN]: Kind.UNKNOWN, VERDICT_ICONS[Verdict.UNREADABLE]: Kind.UNREADABLE}


Claim = tuple[str, CardKey]
"""(sighting, card): that it shows this card."""

_KINDS = sorted((*DECIDES, *RECHECKS.values()))


class WrongLabelError(AssertionError):
    """A decision was about something else than what was on the screen."""


@dataclass(frozen=True)
class Press:
    """A key or a click as it went down, and what was on the screen then. `found`: the card that was marked in the
    search. `page`: what stood in the queue of listings. `grid`: the cells that stood in the grid. `spent`: the
    key has just closed the grid, or turned its page. `stands_apart`: the desk may show a photo that is not listed (of
    an undo, of a drop). `marked_by_hand`: a match of the card on the screen was, since the last decision;
    `struck_since`: what was struck out, or taken in, in the grid since then.
    """

    words: str
    picture: Picture
    ripe: bool
    last_change: str
    key: Qt.Key | None = None
    place: int | None = None
    held: bool = False
    grid: frozenset[tuple[Any, ...]] | None = None
    found: str | None = None
    page: tuple[str, str, str] | None = None
    spent: bool = False
    stands_apart: bool = False
    marked_by_hand: bool = False
    struck_since: frozenset[Claim] = frozenset()


@dataclass(frozen=True)
class Stored:
    """What must stand in the label file for it: of one card with the list, of many without."""

    photo: str
    sighting: str
    kind: str
    name: str
    shown: tuple[str, ...] | None


@dataclass(frozen=True)
class Decided:
    """What one key decided. `is_one`: at the desk; else in the grid. `is_again`: something older, said once more."""

    cards: frozenset[Stored]
    is_one: bool
    is_again: bool = False


@dataclass
class Judge:
    """Stands where decisions go to the store lane, and compares each with what was on the screen."""

    photos: Photos
    press: Press | None = None
    expected: list[Decided] = field(default_factory=list)
    fault: str | None = None
    # Of photos that are looked up only, by their hashes.
    never: set[str] = field(default_factory=set)
    # As painted in the grid.
    struck: set[Claim] = field(default_factory=set)
    # What was confirmed although it was struck out, and what to say of it unless that was taken back meanwhile: an undo
    # may have come that nobody has looked at.
    suspects: list[tuple[Claim, str]] = field(default_factory=list)
    listings: int = 0

    def one(self, choices: Sequence[Any]) -> None:
        """A decision at the desk."""
        if (press := self._pressed()) is None:
            return
        if len(choices) != 1:
            self._say(f"{len(choices)} decisions at the desk by one key")
            return
        choice, seen = choices[0], press.picture
        if choice.photo_sha256 in self.never:
            self._say("a photo that is looked up only is decided")
        photo, place = (
            self.photos.numbers[choice.photo_sha256],
            self.photos.place_of(choice.photo_sha256, choice.sighting_id),
        )
        name = choice.card.name if choice.card else ""
        # A side is painted with its printing, or in words where it names no card.
        words = " ".join(filter(None, (name, choice.card.printing))) if choice.card else kind_words(choice.kind)
        meant = self._meant(press, words)
        for what, stored, painted in (
            ("photo", photo, seen.photo),
            ("card", place, seen.place),
            ("marked row", photo, seen.row if seen.row is not None else photo),
            ("decision", (choice.kind, words), meant),
        ):
            if stored != painted:
                self._say(f"{what}: stored {stored}, on the screen {painted}")
        if len(seen.marked) > 1:
            self._say(f"one photo is decided while {len(seen.marked)} are marked")
        claim = (choice.sighting_id, choice.card.key) if choice.card is not None else None
        if claim in self.struck and press.found is None and name not in seen.ruled_out:
            self.suspects.append((claim, self._words("what was struck out is confirmed, and not said to be ruled out")))
        is_meant = press.marked_by_hand and not (claim in press.struck_since and claim in self.struck)
        is_unmarked = press.key == Qt.Key.Key_Return and not is_meant and press.found is None
        if is_unmarked and name in seen.ruled_out:
            self._say("Return takes what is ruled out, and nobody has marked it since")
        if claim is not None and self.fault is None:
            self.struck.discard(claim)  # whoever confirms it has said so
        if press.spent:
            self._say("the key that closed the grid, or turned its page, decides")
        if photo not in seen.listed and not press.stands_apart:
            self._say("a photo is decided that the list does not have")
        if press.held:
            self._say("a key that is held down decides")
        if not press.ripe:
            self._say("nobody can have seen what this decides")
        kind = RECHECKS[choice.kind] if choice.reordered_by == BLIND else choice.kind
        whole = choice.photo_sha256, choice.sighting_id, str(kind), name
        # Beside sides no match was painted.
        shown = None if press.found is not None or choice.evidence is None else seen.matches or None
        self.expected.append(Decided(frozenset({Stored(*whole, shown)}), is_one=True))

    def checked(self, look: ListingLook, decision: ListingDecision) -> None:
        """A decision about a listing."""
        if (press := self._pressed()) is None:
            return
        if press.page is None:
            self._say("a listing is decided outside its queue")
            return
        self.listings += 1
        title, label, agree = press.page
        listing = look.queued.listing.named
        named = f"Label: {decision.card.name}" if decision.card else ""
        is_named = label.startswith("Label: ")
        for what, stored, painted in (
            ("listing", listing, title),
            ("label", named, label if is_named else ""),
            ("verdict", words_of(agreeing_sentence(decision)), agree if self._agrees(press, agree) else None),
            ("field", decision.field, self._field_of(press, decision)),
        ):
            if painted is not None and stored != painted:
                self._say(f"{what}: stored {stored}, on the page {painted}")
        if press.held:
            self._say("a key that is held down decides about a listing")
        if not press.ripe:
            self._say("nobody can have seen the listing that this decides")

    def _agrees(self, press: Press, shown: str) -> bool:
        """Of one that was decided before, its decision stands there."""
        return press.key == Qt.Key.Key_Return and not shown.startswith("decided: ")

    def _field_of(self, press: Press, decision: ListingDecision) -> str | None:
        if press.place is None or decision.outcome is CheckOutcome.MATCH:
            return None
        return FIELDS[press.place]

    def many(self, ones: Sequence[Pair | OpenCard], kind: Kind, card: str = "") -> None:
        """Decisions in the grid, of a `card` that was found by the search or of each one's match."""
        if (press := self._pressed()) is None:
            return
        if press.grid is None:
            self._say("many decisions without the grid on the screen")
            return
        unseen = [open_card.photo_name for open_card in ones if shown_in(open_card) not in press.grid]
        if unseen:
            self._say(f"{len(unseen)} of {len(ones)} were not in sight, {unseen[0]} among them")
        if not press.ripe:
            self._say("nobody can have seen the page that this decides")
        out = [
            open_card
            for open_card in ones
            if isinstance(open_card, Pair) and (open_card.sighting_id, open_card.match.card) in self.struck
        ]
        if out:
            self._say(f"{len(out)} are confirmed that are struck out")
        if press.spent:
            self._say("the key that turned the grid's page confirms")
        if press.held:
            self._say("a key that is held down decides about many")
        names = [open_card.match.name if isinstance(open_card, Pair) else card for open_card in ones]
        told = zip(ones, names, strict=True)
        cards = frozenset(Stored(one.photo_sha256, one.sighting_id, str(kind), name, None) for one, name in told)
        self.expected.append(Decided(cards, is_one=False))

    def _meant(self, press: Press, words: str) -> tuple[Kind, str]:
        """What the key says, by the screen alone, and its words."""
        seen, place = press.picture, press.place
        if press.found is not None:
            return Kind.CONFIRM, press.found
        if press.key in KEYS:
            return KEYS[press.key], kind_words(KEYS[press.key])
        if press.key == Qt.Key.Key_Return:
            if seen.is_marking and words in seen.matches:
                return _said(words)
            if seen.chosen < 0:
                kind = RETURN_SAYS.get(seen.verdict, Kind.WITHDRAW)
                return kind, kind_words(kind)
            place = seen.chosen
        if place is None or place >= len(seen.matches):
            return Kind.CONFIRM, "no such row"
        if place not in seen.in_sight:
            return Kind.CONFIRM, "a row that nobody can see"
        return _said(seen.matches[place])

    def _pressed(self) -> Press | None:
        if self.press is None:
            self._say("something is decided without a key")
        return self.press

    def _say(self, fault: str) -> None:
        self.fault = self.fault or self._words(fault)

    def _words(self, fault: str) -> str:
        return f"{fault}; {self.press}"


def _said(words: str) -> tuple[Kind, str]:
    """What a row with these words says."""
    return {kind_words(kind): kind for kind in DECIDES - {Kind.CONFIRM}}.get(words, Kind.CONFIRM), words


def check_strikes(file: LabelFile, suspects: Sequence[tuple[Claim, str]]) -> None:
    """None of what was confirmed was struck out then: each of these strikes was taken back."""
    for (sighting, card), fault in suspects:
        strikes = f"""SELECT action_id FROM events
            WHERE sighting_id = ? AND game = ? AND card_id = ? AND kind IN {sql_list(STRIKES)}"""
        undone = f"SELECT 1 FROM events WHERE kind = 'undo' AND target_action_id IN ({strikes})"
        if not file.rows(undone, [sighting, card.game, card.card_id]):
            raise WrongLabelError(fault)


def check_file(file: LabelFile, expected: Sequence[Decided]) -> None:
    """All decisions are in the label file, in their order and nothing else, each with the list that was painted."""
    found: dict[str, list[Stored]] = {}
    rows = file.rows(
        f"""SELECT action_id, photo_sha256, sighting_id, kind, coalesce(name, ''), shown FROM events
        WHERE source = 'window' AND kind IN ({", ".join("?" * len(_KINDS))}) ORDER BY id""",
        _KINDS,
    )
    for action, photo, sighting, kind, name, shown in rows:
        names = tuple(row["name"] for row in json.loads(shown or "[]"))
        found.setdefault(action, []).append(Stored(photo, sighting, kind, name, names))
    actions = list(found.values())
    # How many actions may be told by now. A decision about many may have stored nothing, so there can be several.
    places = {0}
    for number, wanted in enumerate(expected):
        told = {place + 1 for place in places if place < len(actions) and _is_told(actions[place], wanted)}
        if not wanted.is_one:
            told |= places
        if not told:
            stored = [sorted(actions[place], key=str) for place in sorted(places) if place < len(actions)]
            raise WrongLabelError(f"decision {number}: stored {stored}, decided {wanted}")
        places = told
    if len(actions) not in places:
        raise WrongLabelError(f"stored without a key: {actions[min(places)]}")


def _is_told(stored: Sequence[Stored], wanted: Decided) -> bool:
    """Of many, what somebody decided in the meantime is left out, and storing them can be stopped."""
    if wanted.is_again:
        return True
    lists = {(card.photo, card.sighting): card.shown for card in wanted.cards}
    plain = {
        stored_row if lists.get((stored_row.photo, stored_row.sighting)) else replace(stored_row, shown=None)
        for stored_row in stored
    }
    return plain == wanted.cards if wanted.is_one else bool(plain) and plain <= wanted.cards
