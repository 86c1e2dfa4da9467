"""Whether all cards of one photo may be confirmed with one key, as a page of a binder is; stores nothing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from karuta.domain.card import CardKey
from karuta.domain.desk import DeskPhoto, LiveSighting
from karuta.domain.match import Match, Verdict


@dataclass(frozen=True)
class PageCard:
    """One card of the page, and the match that would be confirmed."""

    sighting: LiveSighting
    match: Match


class PageHindrance(StrEnum):
    """`few`: the photo does not have several cards. `decided`: all of them are. The others are about one card."""

    FEW = "few"
    DECIDED = "decided"
    NOT_SURE = "not sure"
    RULED_OUT = "ruled out"


@dataclass(frozen=True)
class PageRefusal:
    """Why the page cannot be confirmed as a whole. `number`: of the card that is in the way, from 1."""

    hindrance: PageHindrance
    number: int = 0


def page_of(photo: DeskPhoto, refused: Mapping[str, frozenset[CardKey]]) -> tuple[PageCard, ...] | PageRefusal:
    """Every undecided card with its first match, where all of these are sure. What is decided stays as it is.

    `refused`: by sighting, the cards that a person ruled out for it.
    """
    if len(photo.sightings) < 2 or photo.whole_photo is not None:
        return PageRefusal(PageHindrance.FEW)
    cards = []
    for one in photo.sightings:
        if one.is_decided:
            continue
        if one.verdict is not Verdict.SURE or not one.matches:
            return PageRefusal(PageHindrance.NOT_SURE, one.number)
        if one.matches[0].card in refused.get(one.sighting_id, frozenset()):
            return PageRefusal(PageHindrance.RULED_OUT, one.number)
        cards.append(PageCard(one, one.matches[0]))
    return tuple(cards) or PageRefusal(PageHindrance.DECIDED)
