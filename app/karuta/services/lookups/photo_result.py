"""What a lookup says of a photo: the line of `karuta lookup --json`, and the answer in Python. Looks nothing up.

Pictures are cut and decoded once they are asked for, and kept by none of these.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from os import PathLike
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from karuta.domain.errors import KarutaError
from karuta.domain.finish import NOT_TOLD, Finish, Slab
from karuta.domain.label import Points, as_points
from karuta.domain.match import CatalogueView, Match
from karuta.domain.printing.answer import PrintResult, print_result
from karuta.domain.printing.names import ReadName
from karuta.domain.recognition import FoundSighting
from karuta.domain.sentence import counted
from karuta.domain.shape import Plain
from karuta.paths import LibraryFolder
from karuta.services.catalogue.catalogue_pictures import artwork_pixels, flat_sighting
from karuta.services.library.open_library import OpenLibrary
from karuta.services.lookups.given_photo import GivenPhoto, file_of, png_of
from karuta.services.lookups.identify import Answer

NO_TIMINGS = dict.fromkeys(("decode", "detect", "embed", "search", "verify", "total", "read"))
_SHOWN, _MOST_SHOWN = 220, 12
"""In a notebook: how wide a card of a photo is, in pixels, and of how many cards."""


@dataclass(frozen=True, repr=False)
class MatchResult(Plain):
    """A card that a sighting may be. `score` and `artwork` are None for a card known by its print alone."""

    game: str
    card_id: str
    name: str
    artwork: str | None
    score: float | None
    probability: float | None
    exemplar: bool
    pack: str
    reordered: bool
    by: str | None
    _picture: Path | None = field(default=None, compare=False)

    def __repr__(self) -> str:
        share = "" if self.probability is None else f", {self.probability:.0%}"
        return f"<Match {self.name} ({self.game}:{self.card_id}){share}>"

    def picture(self) -> Image.Image:
        """The artwork, RGB. Raises `karuta.Error` if the catalogue has no picture of the card, or lost it."""
        if self._picture is None:
            raise KarutaError(
                "There is no picture of {name} ({game}:{card_id}) at hand.",
                name=self.name,
                game=self.game,
                card_id=self.card_id,
            )
        return Image.fromarray(artwork_pixels(self._picture))

    def _repr_png_(self) -> bytes | None:
        return _shown(self.picture)


@dataclass(frozen=True)
class NameResult(Plain):
    """The name on a card as it was read. `box`: of the line's capitals, from its own upper left, in the photo's pixels.

    `distance`: in how many letters it differs from the name of the likeliest card.
    """

    text: str
    box: Points
    distance: int


@dataclass(frozen=True, repr=False)
class SightingResult(Plain):
    """A card in a photo. `corners`: of the upright card, in pixels of the full-size upright photo, from top left.

    `verdict`: sure, likely, unsure, unknown or unreadable. `matches`: best first. `one_of`: card ids that the photo
    cannot tell apart. `card_like`: false where nothing there looks like a card of any game; None where the model does
    not say. `finish`: its `value` is foil, reverse, plain, or None where the photo does not tell. `slab`: a grading
    company's label above it, None where none was read.
    """

    corners: Points
    verdict: str
    back: str | None
    missing: tuple[str, ...]
    matches: tuple[MatchResult, ...]
    one_of: tuple[str, ...]
    printing: PrintResult | None
    print_says: str | None
    card_like: bool | None
    finish: Finish
    slab: Slab | None
    name: NameResult | None
    _embedding: NDArray[np.float32] | None = field(default=None, compare=False)
    _photo: GivenPhoto | None = field(default=None, compare=False)

    def __repr__(self) -> str:
        first = f": {self.matches[0].name} ({self.matches[0].game}:{self.matches[0].card_id})" if self.matches else ""
        return f"<Sighting {self.verdict}{first}>"

    @property
    def embedding(self) -> NDArray[np.float32]:
        """(dimension,) float32, unit length. Raises `karuta.Error` for a sighting that was not looked up here."""
        if self._embedding is None:
            raise _not_at_hand()
        return self._embedding

    def crop(self) -> Image.Image:
        """The card, flat and upright, 660 x 960, RGB, from the photo's full resolution.

        Reads the photo again: a path's file as it is now, an array as it is now. Raises `karuta.Error`.
        """
        if self._photo is None:
            raise _not_at_hand()
        with file_of(self._photo) as path:
            return Image.fromarray(flat_sighting(path, self.corners))

    def _repr_png_(self) -> bytes | None:
        return _shown(self.crop)


def _not_at_hand() -> KarutaError:
    return KarutaError("The photo of this sighting is not at hand; look it up again.")


def _shown(picture: Callable[[], Image.Image]) -> bytes | None:
    """For a notebook, which shows the text where there is no picture."""
    try:
        return png_of(picture())
    except KarutaError:
        return None


@dataclass(frozen=True)
class PhotoFault(Plain):
    """Why a photo could not be looked up. `code`: one of those of `lookup`; as text it is the sentence."""

    code: str
    message: str

    def __str__(self) -> str:
        return self.message


@dataclass(frozen=True, repr=False)
class PhotoResult(Plain):
    """The cards in a photo, or in `error` why they are not known.

    `photo`: its path as given, else `<bytes>`, `<array>` or `<picture>`. `size`: (width, height), upright.
    `sightings`: in reading order.
    """

    photo: str
    error: PhotoFault | None
    size: tuple[int, int] | None
    sightings: tuple[SightingResult, ...]
    timings_ms: Mapping[str, float | None]
    crops: int
    model: str
    index: str

    def __repr__(self) -> str:
        return f"<Photo {self.photo}: {self.error.code if self.error else counted(len(self.sightings), 'card')}>"

    def _repr_png_(self) -> bytes | None:
        """Each card as it was cut, beside the picture of its first match; None where there is none to show."""
        return _shown(self._sheet) if self.sightings else None

    def _sheet(self) -> Image.Image:
        wide, tall = _SHOWN, _SHOWN * 3 // 2
        rows = self.sightings[:_MOST_SHOWN]
        sheet = Image.new("RGB", (2 * wide, tall * len(rows)), "white")
        for down, sighting in enumerate(rows):
            matches = [match.picture for match in sighting.matches[:1] if match._picture is not None]
            for across, picture in enumerate((sighting.crop, *matches)):
                small = picture()
                small.thumbnail((wide, tall))
                sheet.paste(small, (across * wide, down * tall))
        return sheet

    def with_photo(self, photo: GivenPhoto) -> PhotoResult:
        """The same; its sightings know the photo that they are cut from. A path is taken from where it is now."""
        place = Path.cwd() / photo if isinstance(photo, (str, PathLike)) else photo
        return replace(self, sightings=tuple(replace(sighting, _photo=place) for sighting in self.sightings))


def photo_result(answer: Answer, *, photo: str, opened: OpenLibrary) -> PhotoResult:
    """The line of `karuta lookup --json`. `photo`: its path as text."""
    recognition, recogniser = answer.recognition, opened.recogniser
    view = recogniser.view
    return PhotoResult(
        photo=photo,
        error=None if answer.error is None else PhotoFault(answer.error.code, str(answer.error.message)),
        size=recognition.size if recognition else None,
        sightings=tuple(_sighting(each, opened.folder, view) for each in recognition.sightings) if recognition else (),
        timings_ms={**NO_TIMINGS, **recognition.timings_ms} if recognition else NO_TIMINGS,
        crops=recognition.crops if recognition else 0,
        model=recogniser.model.title,
        index=recogniser.index_title,
    )


def _sighting(sighting: FoundSighting, folder: LibraryFolder, view: CatalogueView) -> SightingResult:
    return SightingResult(
        corners=as_points(sighting.corners.tolist()),
        verdict=sighting.verdict.value,
        back=sighting.back,
        missing=tuple(missing.value for missing in sighting.missing),
        matches=tuple(_match(match, folder, view) for match in sighting.matches),
        one_of=tuple(card.card_id for card in sighting.one_of),
        printing=None if sighting.printing is None else print_result(sighting.printing),
        print_says=None if sighting.print_says is None else sighting.print_says.value,
        name=_name(sighting.read_name),
        card_like=sighting.card_like,
        finish=sighting.finish or NOT_TOLD,
        slab=sighting.slab,
        _embedding=sighting.embedding,
    )


def _name(read: ReadName | None) -> NameResult | None:
    if read is None or read.named is None:
        return None
    return NameResult(read.text, as_points(read.box.round(1).tolist()), read.named.distance)


def _match(match: Match, folder: LibraryFolder, view: CatalogueView) -> MatchResult:
    # The picture of a match by a confirmed crop is that of the card.
    shown = view.by_picture.get(match.picture_sha256) or [
        artwork for artwork in view.artworks if (artwork.card, artwork.file) == (match.card, match.artwork)
    ]
    return MatchResult(
        game=match.card.game,
        card_id=match.card.card_id,
        name=match.name,
        artwork=match.artwork or None,
        score=None if match.by else round(match.score, 6),
        probability=match.probability,
        exemplar=match.exemplar,
        pack=match.pack,
        reordered=match.reordered,
        by=match.by,
        _picture=folder.artwork_file(shown[0].picture_sha256, Path(shown[0].file).suffix) if shown else None,
    )
