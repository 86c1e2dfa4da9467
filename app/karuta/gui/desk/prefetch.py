"""Fetches what the next photos will show while a person looks at this one. Shows nothing."""

from __future__ import annotations

from collections.abc import Sequence

from karuta.domain.match import Match
from karuta.gui.desk.reading import OnDesk
from karuta.gui.library.card_facts import FetchedCards
from karuta.gui.library.lookup_queue import LookupQueue
from karuta.gui.library.pictures import Pictures
from karuta.gui.library.session import Session
from karuta.jobs.lane import Urgency
from karuta.services.lookups.read_queue import crop_path


class Prefetch:
    """Their lookups first, then their photos, crops and the artworks of their matches."""

    def __init__(self, session: Session, look_ahead: LookupQueue, cards: FetchedCards, pictures: Pictures) -> None:
        self._library = session.library
        self._look_ahead = look_ahead
        self._cards = cards
        self._pictures = pictures
        self._next_matches: tuple[Match, ...] = ()
        cards.known.connect(self._fetch_artworks)

    def prepare(self, photos: Sequence[OnDesk]) -> None:
        self._look_ahead.prefer([one.photo.photo.sha256 for one in photos])
        for one in photos:
            if one.place is not None:
                self._pictures.photo(one.photo.photo.sha256, one.place, urgency=Urgency.AHEAD)
            first = one.photo.sightings[0] if one.photo.sightings else None
            if first is not None:
                self._next_matches = first.matches
                self._cards.want((match.card for match in first.matches), urgency=Urgency.AHEAD)
                self._fetch_artworks()
                crop = crop_path(self._library, first.crop_sha256) if first.crop_sha256 else None
                if crop is not None:
                    self._pictures.artwork(crop, urgency=Urgency.AHEAD)

    def _fetch_artworks(self) -> None:
        """The artworks of the next photos' matches, as far as their files are known."""
        for match in self._next_matches:
            facts = self._cards[match.card]
            path = (facts.pictures.get(match.picture_sha256) or facts.main) if facts else None
            if path is not None:
                self._pictures.artwork(path, urgency=Urgency.AHEAD)
