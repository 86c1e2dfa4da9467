"""For the hand at a real screen: was what a key decided on the screen for 0.1 s before the key went down?

It knows the keys with their times, what frames of the screen showed (`real_eyes`), and what the label file has. Nothing
of the program says what was there. A decision is the newest key's that can have made it; where two can, and one of them
rightly, nobody can say.

    right      it was there at least that long, from the first look that saw it
    wrong      it was not there, or for less, even from the last look that saw something else
    too near   between these two looks lies the moment that would decide
    unjudged   what cannot be made out on the frames, with the reason

Of a decision at the desk it asks for the photo, by its ground; for the card, by the small crop above the matches; for
the row of the number, or the marked row, by the card's picture; and that the list marks no other photo. In the blind
review the same; in the search the marked card; in the grid the pictures of all pairs on the page in sight, none of them
struck out or left out, and of a strike those of the marked cell; where else many are labelled, that what dialogs cover
was as it is. It does not ask for the outline on the photo, for the printing that a label names, nor how long *Confirm*
had been marked in a menu.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from tests.lab.real_eyes import Seen

from karuta.domain.label import Kind

LONG_ENOUGH = 0.1
PROMPTLY, AT_LAST = 0.35, 3.0
"""So many seconds after its key a decision is stored, and at most, where window or disk hung."""
LATE_OR_WRONG = "wrong, or stored long after its key"
STRIKES = ("space", "x", "delete")
LETTERS = {"u": Kind.UNKNOWN, "r": Kind.UNREADABLE, "n": Kind.NO_CARD, "k": Kind.BACK}
# Where these items lie in the menu of labels, from the top of the screen.
MENU_ITEMS = {119: Kind.CONFIRM, 145: Kind.UNKNOWN, 171: Kind.UNREADABLE, 197: Kind.NO_CARD, 223: Kind.BACK}


class Outcome(StrEnum):
    """The best first."""

    RIGHT = "right"
    NEAR = "too near"
    UNJUDGED = "unjudged"
    WRONG = "wrong"


@dataclass(frozen=True)
class Pressed:
    """The key went down between these two moments."""

    key: str
    before: float
    after: float


@dataclass(frozen=True)
class Looked:
    """What the screen showed at some moment from `began` to `ended`."""

    began: float
    ended: float
    seen: Seen


@dataclass(frozen=True)
class About:
    """A card that was decided: its photo; which card truly lies there (None for a whole photo); which it is said to be.
    `shown`: the cards of its list.
    """

    photo: int
    there: int | None
    card: int | None
    shown: tuple[int, ...] = ()


@dataclass(frozen=True)
class Decision:
    """What one action stored, and when. `blind`: in a blind review."""

    at: float
    kind: Kind
    cards: tuple[About, ...]
    has_printing: bool = False
    blind: bool = False


@dataclass(frozen=True)
class Judgement:
    """`least`, `most`: so long it had been on the screen, at least and at most, in seconds."""

    outcome: Outcome
    why: str = ""
    key: Pressed | None = None
    least: float = 0.0
    most: float = 0.0


Fits = Callable[[Seen], bool | None]
"""Whether the screen shows what was decided; None where that cannot be made out."""


class Judge:
    def __init__(self, keys: Sequence[Pressed], looked: Sequence[Looked]) -> None:
        self._keys = keys
        self._looked = looked
        self._ends = [look.ended for look in looked]
        self._newest = -1

    def judge(self, decision: Decision) -> Judgement:
        """Of all decisions in their order."""
        prompt, late = (self._by_any(self._able(decision, within=within), decision) for within in (PROMPTLY, AT_LAST))
        best = prompt or late
        if best is None or late is None:
            return Judgement(Outcome.UNJUDGED, "no key that can have made it")
        if prompt is not None and prompt.outcome is Outcome.WRONG and late.outcome is not Outcome.WRONG:
            return Judgement(Outcome.UNJUDGED, LATE_OR_WRONG, late.key, late.least, late.most)
        self._newest = max(self._newest, *(at for at, key in enumerate(self._keys) if key is best.key))
        return best

    def _by_any(self, able: Sequence[int], decision: Decision) -> Judgement | None:
        """The best that can be said of these keys; None without any."""
        found = [self._by(self._keys[at], decision) for at in reversed(able)]
        if not found:
            return None
        best = min(found, key=lambda one: (list(Outcome).index(one.outcome), -one.most))
        assert best.key is not None
        twice = [one for one in found if one.key is not None and one.key.key == best.key.key and one.least > 0]
        if best.outcome is not Outcome.WRONG and len({one.outcome for one in twice}) > 1:
            return Judgement(Outcome.UNJUDGED, "a key twice, one of them too early", best.key, best.least, best.most)
        return best

    def _able(self, decision: Decision, *, within: float) -> list[int]:
        return [
            at
            for at, key in enumerate(self._keys)
            if at > self._newest
            and decision.at - within <= key.before <= decision.at
            and _can_have_made(key.key, decision)
        ]

    def _by(self, key: Pressed, decision: Decision) -> Judgement:
        """The best that can be said: a menu may have been open or just closed, with the desk behind it."""
        here = bisect_right(self._ends, key.before) - 1
        if here < 0:
            return Judgement(Outcome.UNJUDGED, "nothing was recorded yet", key)
        questions = _questions(key.key, decision, self._looked[here].seen)
        return min(
            (self._answer(fits, why, key=key, here=here, decision=decision) for fits, why in questions),
            key=lambda one: list(Outcome).index(one.outcome),
        )

    def _answer(self, fits: Fits, why: str, *, key: Pressed, here: int, decision: Decision) -> Judgement:
        now = self._looked[here].seen
        if (answer := fits(now)) is None:
            return Judgement(Outcome.UNJUDGED, f"{why}: cannot be made out, {_lacking(now)}", key)
        if not answer:
            return Judgement(Outcome.WRONG, f"{why}: not on the screen: {now}", key)
        first = here
        while first and fits(self._looked[first - 1].seen):
            first -= 1
        other = first - 1
        while other >= 0 and fits(self._looked[other].seen) is None:
            other -= 1
        least = key.before - self._looked[first].ended
        most = key.after - self._looked[other].began if other >= 0 else float("inf")
        outcome = Outcome.RIGHT if least >= LONG_ENOUGH else Outcome.WRONG if most < LONG_ENOUGH else Outcome.NEAR
        if outcome is Outcome.NEAR and other < first - 1:
            return Judgement(Outcome.UNJUDGED, f"{why}: came bit by bit", key, least, most)
        return Judgement(outcome, why, key, least, most)


def _can_have_made(key: str, decision: Decision) -> bool:
    last = key.lower()
    if decision.kind is Kind.SKIP:
        return last in STRIKES
    if len(decision.cards) > 1:
        return last in ("return", "ctrl+return", "p")
    kind, about = decision.kind, decision.cards[0]
    if last in ("return", "p"):
        return True
    if kind is not Kind.CONFIRM:
        return LETTERS.get(last) is kind
    if decision.has_printing:
        return last == "g" or last.startswith("ctrl+")
    return last.isdigit() and 0 < int(last) <= len(about.shown) and about.shown[int(last) - 1] == about.card


def _questions(key: str, decision: Decision, now: Seen) -> list[tuple[Fits, str]]:
    """What must have been on the screen, by what is there as the key goes down."""
    if now.is_grid or decision.kind is Kind.SKIP:
        return [(lambda seen: _is_in_grid(decision, seen), "the grid")]
    if key.lower() == "p":
        return [(lambda seen: False, "no grid")]
    if len(decision.cards) > 1 or now.is_dialog:
        return [(lambda seen: seen.middle == now.middle, "many at once")]
    about = decision.cards[0]
    if decision.blind:
        return [
            (
                lambda seen: _all_of(_is_there(seen, about), _is_meant(key, decision, seen), _is_one(seen, about)),
                "a review",
            )
        ]
    if now.found is not None:
        return [(lambda seen: _all_of(_same(seen.photo, about.photo), _is_found(seen, about)), "the search")]

    def on_desk(seen: Seen) -> bool | None:
        # Return may say what the verdict says: these words are read, too.
        has_words = seen.title == now.title or key.lower() in LETTERS or decision.kind is Kind.CONFIRM
        return _all_of(_is_there(seen, about), _is_meant(key, decision, seen), _is_one(seen, about), has_words)

    if now.menu is None:
        return [(on_desk, "the desk")]
    return [
        (on_desk, "the desk behind a menu"),
        (lambda seen: _all_of(_is_there(seen, about), _is_of_menu(decision, seen)), "a menu"),
    ]


def _is_in_grid(decision: Decision, seen: Seen) -> bool | None:
    if not seen.is_grid:
        return False
    pairs = Counter((about.there, about.card) for about in decision.cards)
    if decision.kind is Kind.SKIP:
        marked = [pair for cell, *pair in seen.cells if cell == seen.marked]
        return pairs == Counter(map(tuple, marked)) if marked else None
    return None if decision.kind is not Kind.CONFIRM else pairs <= Counter((crop, card) for _, crop, card in seen.cells)


def _is_found(seen: Seen, about: About) -> bool | None:
    return None if seen.found is None else seen.found == about.card


def _lacking(seen: Seen) -> str:
    parts = {"photo": seen.photo is not None, "crop": seen.crop is not None, "matches": bool(seen.rows)}
    return (
        "no " + ", no ".join(name for name, is_there in parts.items() if not is_there)
        if not all(parts.values())
        else "a row"
    )


def _all_of(*answers: bool | None) -> bool | None:
    return False if False in answers else None if None in answers else True


def _same(seen: int | None, meant: int) -> bool | None:
    return None if seen is None else seen == meant


def _is_there(seen: Seen, about: About) -> bool | None:
    """The photo, and the small crop of the card that it is about."""
    if about.there is None:
        return _all_of(_same(seen.photo, about.photo), seen.crop is None)
    return _all_of(_same(seen.photo, about.photo), _same(seen.crop, about.there))


def _is_one(seen: Seen, about: About) -> bool:
    """In the list no other photo is marked; a row may stand there twice while the rest is still to be painted."""
    return set(seen.listed) <= {about.photo}


def _is_of_menu(decision: Decision, seen: Seen) -> bool | None:
    if seen.menu is None or seen.menu < 0:
        return None
    item = min(MENU_ITEMS, key=lambda at: abs(at - seen.menu))
    if abs(item - seen.menu) > 8:
        return False
    return MENU_ITEMS[item] is decision.kind and (decision.kind is not Kind.CONFIRM or _marks(decision, seen))


def _is_meant(key: str, decision: Decision, seen: Seen) -> bool | None:
    """What the key says, by the screen."""
    last = key.lower()
    if last in LETTERS:
        return True
    if last.isdigit():
        return _is_in_row(int(last) - 1, decision.cards[0], seen)
    if decision.kind is Kind.CONFIRM:
        return _marks(decision, seen)
    # Return says what the verdict is, where no match is marked.
    return _all_of(seen.marked < 0, None if not seen.rows else True)


def _marks(decision: Decision, seen: Seen) -> bool | None:
    if not seen.rows:
        return None
    card = decision.cards[0].card
    return seen.marked >= 0 and _same(dict(seen.rows).get(seen.marked), card if card is not None else -1)


def _is_in_row(place: int, about: About, seen: Seen) -> bool | None:
    """A list that is scrolled does not say which row is the first in sight: the list itself must tell, by its cards."""
    rows = dict(seen.rows)
    if not rows:
        return None
    if seen.at_top:
        return _same(rows.get(place), about.card if about.card is not None else -1)
    begins = [
        first
        for first in range(len(about.shown))
        if all(about.shown[first + at : first + at + 1] == (number,) for at, number in seen.rows)
    ]
    return any(rows.get(place - first) == about.card for first in begins)
