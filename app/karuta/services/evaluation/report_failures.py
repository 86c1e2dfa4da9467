"""The failures of an evaluation in pictures: the crop beside the wrong answer and the right one. Counts nothing."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import groupby
from pathlib import Path

from karuta.domain.card import CardKey
from karuta.domain.judging import Failing
from karuta.domain.match import CatalogueView, Match
from karuta.services.evaluation.evaluate import Failure, named_cards
from karuta.services.evaluation.report_template import PHOTO_PIXELS, InlinePicture, inline, inline_file

HEADINGS: Mapping[Failing, str] = {
    Failing.SURE_AND_WRONG: "Sure, and wrong",
    Failing.STRANGER_ACCEPTED: "Not in the catalogue, and accepted",
    Failing.WRONG: "Wrong",
    Failing.MISSED: "Missed: no card found there",
    Failing.REFUSED: "Right, but called unknown or unreadable",
    Failing.FALSE_SIGHTING: "Sightings that are paired with no card",
}
GRAVE = (Failing.SURE_AND_WRONG, Failing.STRANGER_ACCEPTED)


@dataclass(frozen=True, eq=False)
class Artworks:
    """The pictures of cards for a report. `picture_of`: a picture's hash -> its file, or None."""

    view: CatalogueView
    picture_of: Callable[[str], Path | None]

    def of_card(self, card: CardKey) -> InlinePicture | None:
        """The card's main artwork, else its first."""
        found = [artwork for artwork in self.view.artworks if artwork.card == card]
        best = next((artwork for artwork in found if artwork.is_main), found[0] if found else None)
        return None if best is None else inline_file(self.picture_of(best.picture_sha256))

    def of_match(self, match: Match) -> InlinePicture | None:
        """The nearest artwork of the match."""
        return inline_file(self.picture_of(match.picture_sha256))

    def name_of(self, card: CardKey) -> str:
        return next((artwork.name for artwork in self.view.artworks if artwork.card == card), str(card))


@dataclass(frozen=True)
class ShownPicture:
    """A picture under a heading. `missing`: what stands in its place where there is none."""

    heading: str
    picture: InlinePicture | None
    caption: str
    missing: str
    key: str = ""


@dataclass(frozen=True, eq=False)
class ShownFailure:
    """A failure with its pictures, which are made when they are asked for."""

    failure: Failure
    artworks: Artworks

    @property
    def is_grave(self) -> bool:
        return self.failure.failing in GRAVE

    @property
    def is_whole(self) -> bool:
        """Whether the whole photo is shown, as no crop shows what is wrong."""
        return self.failure.failing is Failing.MISSED or self.failure.crop is None

    @cached_property
    def photo(self) -> InlinePicture | None:
        return inline_file(self.failure.path, longest=PHOTO_PIXELS)

    @property
    def outline(self) -> list[tuple[float, float]]:
        """The missed card's corners in `photo`."""
        corners = None if self.failure.card is None else self.failure.card.corners
        if self.photo is None or corners is None:
            return []
        return [(x * self.photo.scale, y * self.photo.scale) for x, y in corners]

    @property
    def seen(self) -> ShownPicture:
        crop = self.failure.crop
        return ShownPicture("seen", None if crop is None else inline(crop), "the crop", "no crop")

    @property
    def taken_for(self) -> ShownPicture:
        if not self.failure.matches:
            return ShownPicture("taken for", None, "nothing", "no match")
        match = self.failure.matches[0]
        return ShownPicture("taken for", self.artworks.of_match(match), match.name, "no picture", str(match.card))

    @property
    def right(self) -> ShownPicture:
        card, artworks = self.failure.card, self.artworks
        if card is None:
            return ShownPicture("right", None, "no card of the truth file", "no card is here")
        if not card.known:
            return ShownPicture("right", None, "none", "not in the catalogue")
        keys = named_cards(card.ids, artworks.view)
        if not keys:
            return ShownPicture("right", None, card.written, "no picture in the catalogue")
        names = " or ".join(dict.fromkeys(artworks.name_of(key) for key in keys))
        return ShownPicture("right", artworks.of_card(keys[0]), names, "no picture", " or ".join(map(str, keys)))


def pictured(
    failures: Sequence[Failure], artworks: Artworks, *, most: int
) -> Iterator[tuple[str, Iterator[ShownFailure]]]:
    """The first `most` failures (the worst first) under the headings of their kinds, which say how many there are."""
    for failing, group in groupby(failures[:most], key=lambda failure: failure.failing):
        count = sum(failure.failing is failing for failure in failures)
        yield f"{HEADINGS[failing]} ({count})", (ShownFailure(failure, artworks) for failure in group)
