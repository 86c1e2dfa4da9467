"""Gives one label to everything undecided in some photos, as one action. Decisions already made stay."""

from __future__ import annotations

from collections.abc import Sequence

from karuta.domain.cancel import CancelToken
from karuta.domain.desk import DeskPhoto
from karuta.domain.label import WHOLE_PHOTO, ChosenCard, Kind, Origin
from karuta.domain.queue import DecidedTogether, OpenCard, OpenCards
from karuta.services.backups.back_up_labels import MANY, back_up_before
from karuta.services.labels.decide import Choice, decide
from karuta.store.current_labels import on_the_desk
from karuta.store.label_file import LabelFile


def open_cards(file: LabelFile, photos: Sequence[str]) -> OpenCards:
    """Every undecided sighting of these photos, in their order; a photo without one counts as a whole."""
    found = [_open_in(photo) for photo in on_the_desk(file, photos)]
    return OpenCards(tuple(card for cards in found for card in cards), sum(not cards for cards in found))


def decide_many(
    file: LabelFile,
    cards: Sequence[OpenCard],
    kind: Kind,
    origin: Origin,
    *,
    card: ChosenCard | None = None,
    cancel: CancelToken | None = None,
) -> DecidedTogether:
    """All of these or none. What somebody decided meanwhile is left out. Raises `Cancelled`, `LibraryError`."""
    if len(cards) > MANY:
        back_up_before(file.folder)
    with file.writing():
        now = open_cards(file, list(dict.fromkeys(one.photo_sha256 for one in cards)))
        still = {(one.photo_sha256, one.sighting_id) for one in now.cards}
        good = [one for one in cards if (one.photo_sha256, one.sighting_id) in still]
        if not good:
            return DecidedTogether(None, len(cards))
        is_back = kind is Kind.BACK
        choices = [
            Choice(one.photo_sha256, kind, one.sighting_id, card, game=one.back if is_back else None) for one in good
        ]
        action = decide(file, choices, origin, cancel=cancel)
    return DecidedTogether(action, len(cards) - len(good))


def _open_in(photo: DeskPhoto) -> list[OpenCard]:
    sha256, name = photo.photo.sha256, photo.photo.name
    if photo.whole_photo is not None:
        return []
    if not photo.sightings:
        return [OpenCard(sha256, name, WHOLE_PHOTO, None, looked_up=photo.looked_up)]
    several = len(photo.sightings) > 1
    return [
        OpenCard(
            sha256,
            name,
            one.sighting_id,
            one.crop_sha256,
            one.number if several else None,
            one.back,
            looked_up=one.verdict is not None,
        )
        for one in photo.sightings
        if one.label is None
    ]
