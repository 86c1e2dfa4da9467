"""Checks one listing: reads its title, looks its photos up, decides. Changes nothing in a library."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from karuta.domain.errors import KarutaError, PictureError
from karuta.domain.label import as_points
from karuta.domain.listings.description import described
from karuta.domain.listings.judge_listing import CatalogueFacts, judged_listing
from karuta.domain.listings.listing import (
    Described,
    ListingFinding,
    ListingVerdict,
    PhotoTrouble,
    SeenCard,
    SeenMatch,
    SoldListing,
)
from karuta.domain.recognition import Recognition
from karuta.domain.sentence import Sentence
from karuta.domain.titles.read_title import TitleReader
from karuta.domain.titles.reading import TitleReading
from karuta.engine.photo_grey import photo_grey
from karuta.engine.recognise import Recogniser
from karuta.services.lookups.identify import identify

BAD_ROW, MISSING = "bad_row", "missing"
_MATCHES = 5


@dataclass(frozen=True, eq=False)
class CheckedListing:
    """A finding, and the grey squares of its photos, (n, 64, 64) uint8, to be compared with other listings'."""

    listing: SoldListing
    finding: ListingFinding
    greys: tuple[NDArray[np.uint8], ...]


class ListingChecker:
    """Checks any number of listings with one open library. `photos`: the folder that their photos are relative to."""

    def __init__(self, recogniser: Recogniser, titles: TitleReader, photos: Path) -> None:
        self._recogniser = recogniser
        self._titles = titles
        self._photos = photos
        pictured = {artwork.card for artwork in recogniser.view.artworks}
        self._facts = CatalogueFacts(
            pictured=pictured.__contains__,
            may_mean=titles.may_mean,
            owners=titles.owners_of,
            rarities=titles.rarities_of,
        )

    def check(self, listing: SoldListing, *, photos: Path | None = None) -> CheckedListing:
        """A row that cannot be read, or of which no photo can be, is an error and no exception.

        `photos`: the folder of this one's photos, where it is another.
        """
        if listing.trouble:
            trouble = PhotoTrouble("", BAD_ROW, listing.trouble)
            return CheckedListing(listing, _error(_unread(listing), [trouble]), ())
        words = self._read(listing)
        seen: list[SeenCard] = []
        troubles: list[PhotoTrouble] = []
        greys: list[NDArray[np.uint8]] = []
        if not listing.photos:
            troubles.append(PhotoTrouble("", MISSING, Sentence("The listing has no photo.")))
        for photo in listing.photos:
            found = self._looked_up(photo, (photos or self._photos) / photo)
            if isinstance(found, PhotoTrouble):
                troubles.append(found)
                continue
            recognition, grey = found
            greys.append(grey)
            seen += _seen(photo, recognition)
        if not greys:
            return CheckedListing(listing, _error(words, troubles), ())
        return CheckedListing(listing, judged_listing(words, seen, troubles, self._facts), tuple(greys))

    def _read(self, listing: SoldListing) -> Described:
        description = self._titles.read(listing.description) if listing.description.strip() else None
        return described(self._titles.read(listing.title), description, self._titles.owners_of)

    def _looked_up(self, photo: str, path: Path) -> tuple[Recognition, NDArray[np.uint8]] | PhotoTrouble:
        (answer,) = identify([str(path)], self._recogniser, k=_MATCHES)
        if answer.recognition is None:
            code = answer.error.code if answer.error is not None else "internal"
            if code == MISSING:
                # Reasons are kept and sent on: the folders of this computer are nobody's business.
                return PhotoTrouble(photo, code, Sentence("There is no file {name}.", name=path.name))
            return PhotoTrouble(photo, code, answer.error.message if answer.error is not None else "")
        try:
            return answer.recognition, photo_grey(path)
        except (PictureError, OSError) as error:
            reason = error.sentence if isinstance(error, KarutaError) else str(error)
            return PhotoTrouble(photo, "internal", reason)


def _unread(listing: SoldListing) -> Described:
    title = TitleReading(listing.title)
    return Described(title, title)


def _error(words: Described, troubles: Sequence[PhotoTrouble]) -> ListingFinding:
    return ListingFinding(ListingVerdict.ERROR, (), words, (), tuple(troubles))


def _seen(photo: str, recognition: Recognition) -> Iterator[SeenCard]:
    for one in recognition.sightings:
        matches = tuple(
            SeenMatch(match.card, match.name, match.probability, match.picture_sha256) for match in one.matches
        )
        yield SeenCard(photo, one.verdict, matches, one.back, as_points(one.corners.tolist()))
