"""Stores what an agent decided about a listing; and a label, only where they said which card it is."""

from __future__ import annotations

import math
from dataclasses import dataclass
from pathlib import Path

from karuta.domain.desk import DeskPhoto, LiveSighting
from karuta.domain.errors import PictureError
from karuta.domain.label import ChosenCard, Kind, Origin, Points
from karuta.domain.photo import Arrival, Refused
from karuta.listings.domain.check.checked import ListingDecision, ShownListing
from karuta.listings.store import checks
from karuta.paths import LibraryFolder
from karuta.services.labels.decide import Choice, decide
from karuta.services.lookups.add_photos import seen_file
from karuta.services.lookups.look_up import Look, Recognise, keep_look, look_up
from karuta.store.current_labels import on_the_desk
from karuta.store.label_file import LabelFile
from karuta.store.photos import SeenFile, arrive

# A sighting is the one that was shown if its corners are no further away than this share of its height.
_SAME = 0.25


@dataclass(frozen=True)
class NamedCard:
    """A sighting's card, as the agent named it. `corners`: where it was shown."""

    seen: SeenFile
    look: Look
    corners: Points
    card: ChosenCard


def named_card(
    library: LibraryFolder, photo: Path, corners: Points, card: ChosenCard, *, listing: Arrival, recognise: Recognise
) -> NamedCard:
    """Look the photo up as the library keeps it: the half that needs the engine. `listing`: its batch and listing.

    Raises `PictureError` for a photo that can no longer be read, and `LibraryError`.
    """
    seen = seen_file(Arrival(photo, listing.batch, listing.listing))
    if isinstance(seen, Refused):
        raise PictureError(seen.code, seen.message)
    look = look_up(photo, seen.sha256, library, recognise)
    if look.error is not None:
        raise look.error
    return NamedCard(seen, look, corners, card)


def decide_listing(
    file: LabelFile, shown: ShownListing, decision: ListingDecision, origin: Origin, *, named: NamedCard | None = None
) -> None:
    """Store a decision, on the disk when this returns; with `named` its label in the same action.

    Raises `LibraryError`, and `PictureError` where the photo has no such card any more; nothing is stored then.
    """
    with file.writing():
        action_id = checks.append_check(file, shown, decision, origin)
        if named is None:
            return
        arrive(file, named.seen, device=origin.device)
        keep_look(file, named.seen.sha256, named.look)
        sighting = _sighting(on_the_desk(file, [named.seen.sha256])[0], named)
        choice = Choice(
            photo_sha256=named.seen.sha256,
            kind=Kind.CONFIRM,
            sighting_id=sighting.sighting_id,
            card=named.card,
            batch=named.seen.batch,
            listing=named.seen.listing,
        )
        decide(file, [choice], origin, action_id=action_id)


def _sighting(desk: DeskPhoto, named: NamedCard) -> LiveSighting:
    nearest = min(desk.sightings, key=lambda sighting: _apart(sighting.corners, named.corners), default=None)
    height = max(1.0, math.dist(named.corners[0], named.corners[3]))
    if nearest is None or _apart(nearest.corners, named.corners) > _SAME * height:
        raise PictureError(
            "internal", "{name} no longer shows that card; check the listing again.", name=desk.photo.name
        )
    return nearest


def _apart(corners: Points, other: Points) -> float:
    return max(math.dist(a, b) for a, b in zip(corners, other, strict=True))


settle_listing = checks.settle_check
kept_decisions = checks.decisions_in_force
figures_since = checks.day_figures
