"""A newer look at the card on the desk while an older list is on the screen: what waits for a key, and why.

A list never changes under a moving hand. The card keeps its list, verdict and evidence until a person asks for the
newer ones or goes to another card.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from karuta.domain.desk import DeskPhoto, LiveSighting
from karuta.domain.match import Verdict
from karuta.domain.sighting_identity import settled


@dataclass(frozen=True)
class ListGain:
    """What the newer list brings.

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
        stays = replace(shown, label=there.label, by_hand=there.by_hand)
    sightings = [stays if one is there else one for one in newer.sightings]
    if there is None:
        sightings.insert(min(shown.number - 1, len(sightings)), replace(shown, label=None))
    numbered = tuple(replace(one, number=number) for number, one in enumerate(sightings, start=1))
    return Held(replace(newer, sightings=numbered), gain)


def successor(shown: LiveSighting, newer: DeskPhoto) -> LiveSighting | None:
    """The same sighting in a newer look: by its identifier, else by its place; None if it was not seen."""
    for one in newer.sightings:
        if one.sighting_id == shown.sighting_id:
            return one
    same = settled([one.corners for one in newer.sightings], [shown.corners])
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
