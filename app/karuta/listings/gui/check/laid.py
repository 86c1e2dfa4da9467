"""A photo of a listing as it lies on the desk, with the cards that were seen in it. Decides nothing."""

from __future__ import annotations

from typing import get_args

from karuta.domain.desk import DeskPhoto, LiveSighting
from karuta.domain.errors import PictureCode
from karuta.domain.label import Points
from karuta.domain.match import Match
from karuta.domain.photo import KnownPhoto
from karuta.gui.desk.reading import OnDesk
from karuta.gui.kit.translate import words_of
from karuta.listings.domain.check.listing import SeenCard
from karuta.listings.services.check.look_at_listing import ListingLook

_CODES: dict[str, PictureCode] = {code: code for code in get_args(PictureCode)}


def cards_in(look: ListingLook, photo: str | None) -> list[SeenCard]:
    """The cards of a photo that have a place in it."""
    return [card for card in look.finding.seen if card.photo == photo and card.corners is not None]


def first_card(look: ListingLook) -> SeenCard | None:
    """What was recognised first, else what was seen at all."""
    fronts = [card for card in look.finding.seen if card.back is None and card.corners is not None]
    return next((card for card in fronts if card.is_believed), fronts[0] if fronts else None)


def laid(look: ListingLook, photo: str | None, *, where: str) -> OnDesk:
    """`photo`: as the listing names it; None where it has none. `where`: says which of how many."""
    trouble = next((trouble for trouble in look.finding.troubles if trouble.photo == (photo or "")), None)
    sha256 = look.sha256(photo) if photo is not None else ""
    # One that could not be read has no hash, and is never decoded.
    code = None if sha256 else _CODES.get(trouble.code if trouble is not None else "", "missing")
    identified = KnownPhoto(sha256 or f"{look.shown.key} {photo}", look.queued.listing.named, None, 0, where, None)
    seen = tuple(_sighting(number, card) for number, card in enumerate(cards_in(look, photo), start=1))
    message = words_of(trouble.message) if trouble is not None and code is not None else None
    place = look.path(photo) if photo is not None else look.queued.folder
    shown = DeskPhoto(
        identified, looked_up=True, size=None, error=code, error_message=message, sightings=seen, whole_photo=None
    )
    return OnDesk(shown, place, is_kept=False, marks=_prints(look, photo))


def _prints(look: ListingLook, photo: str | None) -> tuple[Points, ...]:
    """The places of names, set codes and editions."""
    finding = look.finding
    cards = [card for card in finding.seen if card.photo == photo]
    places = [place for card in cards for place in (card.code_at, card.edition_at)]
    places += [card.name.at for card in cards if card.name is not None]
    places += [up.code_at for up in finding.close_ups if up.photo == photo]
    return tuple(place for place in places if place is not None)


def _sighting(number: int, seen: SeenCard) -> LiveSighting:
    assert seen.corners is not None
    matches = tuple(
        Match(
            match.card,
            match.name,
            "",
            match.picture_sha256,
            match.probability or 0.0,
            match.probability,
            exemplar=False,
        )
        for match in seen.matches
    )
    return LiveSighting(number, f"{seen.photo} {number}", seen.corners, None, seen.verdict, matches, None)
