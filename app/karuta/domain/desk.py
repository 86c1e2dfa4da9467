"""One photo as it lies on the desk: its sightings, a newer list, corners being drawn, what keys do. Stores nothing.

A list never changes under a moving hand. The card keeps its list, verdict and evidence until a person asks for the
newer ones or goes to another card.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from karuta.domain.card import CardKey
from karuta.domain.doubt import RuledOut
from karuta.domain.errors import PictureCode
from karuta.domain.journal import NamedPlace
from karuta.domain.label import NO_EVIDENCE, NO_REMARKS, Evidence, Kind, Label, Points, Remarks
from karuta.domain.match import Match, Verdict
from karuta.domain.photo import KnownPhoto
from karuta.domain.recheck import ReviewAnswer
from karuta.domain.sighting import CornersError, as_corners, settled

Point = tuple[float, float]

CARD_ASPECT = 0.69
"""Width by height of a card, about: 59 x 86 mm and 63 x 88 mm."""
_FIRST_HEIGHT = 0.5


# If no match was marked, Return does what the verdict says. *Unsure* says nothing, so a person has to mark a match.
_SAYS = {
    Verdict.SURE: Kind.CONFIRM,
    Verdict.LIKELY: Kind.CONFIRM,
    Verdict.UNKNOWN: Kind.UNKNOWN,
    Verdict.UNREADABLE: Kind.UNREADABLE,
}


@dataclass(frozen=True)
class LiveSighting:
    """A sighting that the newest lookup saw, that has a label, or whose corners a person set (`by_hand`).

    `number` counts from 1, in reading order. `verdict` is None and `matches` empty if the newest lookup did not see it,
    or if its corners were set and not looked up since. `crop_sha256` names its crop file. `evidence`: what a label
    given now keeps of that lookup. `back`: the game whose card back it is said to be. `answers`: each person's last
    label, and second looks since the current one, the oldest first. `card_like`: whether it looks like a card of any
    game; None where the lookup does not say. `is_known_now`: it was labelled as not in the catalogue, and a card
    answers for it by now.
    """

    number: int
    sighting_id: str
    corners: Points
    crop_sha256: str | None
    verdict: Verdict | None
    matches: tuple[Match, ...]
    label: Label | None
    by_hand: bool = False
    evidence: Evidence = NO_EVIDENCE
    back: str | None = None
    answers: tuple[ReviewAnswer, ...] = ()
    card_like: bool | None = None
    is_known_now: bool = False

    @property
    def needs_look(self) -> bool:
        """Whether its corners were set by hand and not looked up since."""
        return self.by_hand and self.verdict is None

    @property
    def is_nothing(self) -> bool:
        """Whether it is no card of the catalogue, no back, and does not look like any other card either."""
        knows_none = self.verdict in (Verdict.UNKNOWN, Verdict.UNREADABLE) and self.back is None
        return knows_none and self.card_like is False

    @property
    def is_decided(self) -> bool:
        return self.label is not None and self.label.kind is not Kind.WITHDRAW

    def ruled_out(self, refused: Mapping[CardKey, str]) -> RuledOut | None:
        """Its first match, where a person refused it and nobody has decided. `refused`: cards, and who refused them."""
        first = self.matches[0] if self.matches and not self.is_decided else None
        return RuledOut(first, refused[first.card]) if first is not None and first.card in refused else None


@dataclass(frozen=True)
class DeskPhoto:
    """A photo with everything that a person needs to decide about it.

    `looked_up` is false until a lookup is stored. `size` is (width, height), upright. `error`: why its file could not
    be looked up. `whole_photo`: the label about the photo itself; `evidence`: what such a label keeps. `also`: the
    other batches and listings that have the same picture, in order of arrival. `remarks`: its flag and its note.
    `answers`: as of a sighting, about the photo itself.
    """

    photo: KnownPhoto
    looked_up: bool
    size: tuple[int, int] | None
    error: PictureCode | None
    error_message: str | None
    sightings: tuple[LiveSighting, ...]
    whole_photo: Label | None
    evidence: Evidence = NO_EVIDENCE
    also: tuple[NamedPlace, ...] = ()
    remarks: Remarks = NO_REMARKS
    answers: tuple[ReviewAnswer, ...] = ()

    def numbered(self, number: int) -> LiveSighting | None:
        return next((sighting for sighting in self.sightings if sighting.number == number), None)


@dataclass(frozen=True)
class ListGain:
    """The things that the newer list brings.

    `better`: cards that now stand before the one that was first. `new`: cards that were not listed. `verdict`: the
    newer one, None if unchanged. `is_seen`: whether the newer look saw a card there.
    """

    better: int = 0
    new: int = 0
    verdict: Verdict | None = None
    is_seen: bool = True


@dataclass(frozen=True)
class Held:
    """A photo as it stays on the screen, and what a person gains by taking the newer one."""

    photo: DeskPhoto
    gain: ListGain


def held(shown: LiveSighting, newer: DeskPhoto) -> Held | None:
    """The newer photo with the shown card unchanged; None if nothing has to wait.

    A card without a list gets its first one at once, and so does one whose corners a person set.
    """
    there = successor(shown, newer)
    gain = _gain(shown, there)
    if shown.verdict is None or gain is None or _is_of_another_place(shown, there):
        return None
    stays = shown
    if there is not None and there.sighting_id == shown.sighting_id:
        stays = replace(shown, label=there.label, by_hand=there.by_hand, answers=there.answers)
    sightings = [stays if sighting is there else sighting for sighting in newer.sightings]
    if there is None:
        sightings.insert(min(shown.number - 1, len(sightings)), replace(shown, label=None, answers=()))
    numbered = tuple(replace(sighting, number=number) for number, sighting in enumerate(sightings, start=1))
    return Held(replace(newer, sightings=numbered), gain)


def successor(shown: LiveSighting, newer: DeskPhoto) -> LiveSighting | None:
    """Its sighting in a newer look: by its identifier, else by its place; None if it was not seen."""
    for sighting in newer.sightings:
        if sighting.sighting_id == shown.sighting_id:
            return sighting
    same = settled([sighting.corners for sighting in newer.sightings], [shown.corners])
    return next((newer.sightings[at] for at, place in same.items() if place is not None), None)


def _is_of_another_place(shown: LiveSighting, there: LiveSighting | None) -> bool:
    """Whether a person's act caused the difference (moved corners, an undo, a label), not the newer look."""
    if there is None:
        return shown.by_hand
    if there.sighting_id == shown.sighting_id:
        return there.corners != shown.corners
    return shown.by_hand or there.by_hand or there.label is not None


def _gain(shown: LiveSighting, there: LiveSighting | None) -> ListGain | None:
    """None if the same cards stand in the same order under the same verdict."""
    if there is None or there.verdict is None:
        return ListGain(is_seen=False)
    listed = [match.card for match in shown.matches]
    cards = [match.card for match in there.matches]
    if listed == cards and shown.verdict == there.verdict:
        return None
    if not listed:
        better = len(cards)
    elif listed[0] in cards:
        better = cards.index(listed[0])
    else:
        better = sum(match.score > shown.matches[0].score for match in there.matches)
    return ListGain(
        better=better,
        new=len(set(cards) - set(listed)),
        verdict=None if shown.verdict == there.verdict else there.verdict,
    )


def is_card(points: Sequence[Point]) -> bool:
    """Whether the points can be a card: four, convex, clockwise, with an area."""
    try:
        as_corners(points)
    except CornersError:
        return False
    return True


def box(corner: Point, opposite: Point) -> Points:
    """The upright rectangle between two opposite corners, in either order."""
    left, right = sorted((corner[0], opposite[0]))
    top, bottom = sorted((corner[1], opposite[1]))
    return ((left, top), (right, top), (right, bottom), (left, bottom))


def around(points: Sequence[Point]) -> Points:
    """Points clicked in any order, as corners: clockwise from the one nearest to the top left."""
    x = sum(point[0] for point in points) / len(points)
    y = sum(point[1] for point in points) / len(points)
    clockwise = sorted(points, key=lambda point: math.atan2(point[1] - y, point[0] - x))
    first = min(range(len(clockwise)), key=lambda at: sum(clockwise[at]))
    return (*clockwise[first:], *clockwise[:first])


def turned(points: Points) -> Points:
    """The corners with the card turned clockwise by a quarter: its left edge becomes its top."""
    return (points[3], *points[:3])


def rotated(point: Point, degrees: float) -> Point:
    """A point turned about the origin, clockwise where y goes down."""
    if not degrees:
        return point
    sine, cosine = math.sin(math.radians(degrees)), math.cos(math.radians(degrees))
    return cosine * point[0] - sine * point[1], sine * point[0] + cosine * point[1]


def upright_turn(points: Points) -> float:
    """By how many degrees the photo must turn so that its card's top edge is level and on top."""
    (x, y), (other_x, other_y) = points[0], points[1]
    return -math.degrees(math.atan2(other_y - y, other_x - x))


def moved(points: Points, place: int, by: Point) -> Points:
    """The corners with one moved; unchanged if that would not make a card."""
    corner = (points[place][0] + by[0], points[place][1] + by[1])
    result = (*points[:place], corner, *points[place + 1 :])
    return result if is_card(result) else points


def first_card(size: tuple[int, int]) -> Points:
    """A card in the middle of a photo of `size` (width, height), as a start without a mouse."""
    high = _FIRST_HEIGHT * min(size[1], size[0] / CARD_ASPECT)
    wide = CARD_ASPECT * high
    left, top = (size[0] - wide) / 2, (size[1] - high) / 2
    return box((left, top), (left + wide, top + high))


@dataclass(frozen=True)
class ReturnKey:
    """`kind`: None if Return does nothing. `place`: of the match that it confirms, from 0."""

    kind: Kind | None = None
    place: int | None = None


def what_return_does(
    verdict: Verdict | None,
    *,
    matches: int,
    marked: int | None = None,
    is_decided: bool = False,
    is_back: bool = False,
    is_ruled_out: bool = False,
    is_nothing: bool = False,
) -> ReturnKey:
    """`verdict`: None if no card was seen or looked up. `matches`: how many are listed. `is_back`: a back was
    recognised. `is_ruled_out`: a person refused the card that the verdict is about, or the photo cannot tell it from
    others, so the verdict says nothing. `is_nothing`: nothing there looks like a card, so there is none to say that of.

    `marked`: the match that a person marked. On a card that is decided Return does nothing, unless a person marked
    another match.
    """
    if marked is not None and 0 <= marked < matches:
        return ReturnKey(Kind.CONFIRM, marked)
    if is_decided or verdict is None or is_nothing:
        return ReturnKey()
    kind = Kind.BACK if is_back else _SAYS.get(verdict)
    if kind is Kind.CONFIRM:
        return ReturnKey(kind, 0) if matches and not is_ruled_out else ReturnKey()
    return ReturnKey(kind)
