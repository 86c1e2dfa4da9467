"""Says which cards are in photos: one answer per photo, in their order; an error is an answer too."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from karuta.domain.cancel import CancelToken
from karuta.domain.errors import Cancelled, KarutaError, PictureError, is_known, reason_of
from karuta.domain.label import Points, as_points
from karuta.domain.match import Match
from karuta.domain.printing.answer import PrintResult, print_result
from karuta.domain.recognition import FoundSighting, Recognition
from karuta.domain.shape import Plain
from karuta.engine.recognise import Recogniser

log = logging.getLogger(__name__)

Read = Callable[[Path, Recognition], Recognition]
"""Reads what is printed on the cards that were recognised in a photo."""


def unread(_: Path, recognition: Recognition) -> Recognition:
    """Reads nothing."""
    return recognition


@dataclass(frozen=True, eq=False)
class Answer:
    """For one photo, as it was given: what was recognised, or why it could not be looked up."""

    photo: str
    recognition: Recognition | None
    error: PictureError | None


def identify(
    photos: Iterable[str],
    recogniser: Recogniser,
    *,
    k: int,
    read: Read = unread,
    cancel: CancelToken | None = None,
) -> Iterator[Answer]:
    """Look photos up, lazily, and read their cards' small print with `read`.

    A bug in one photo's recognition is that photo's `internal` error, kept in the log.
    """
    token = cancel or CancelToken()
    for photo in photos:
        token.check()
        try:
            path = Path(photo)
            yield Answer(photo, read(path, recogniser.recognise(path, k=k, cancel=token)), None)
        except PictureError as error:
            yield Answer(photo, None, error)
        except Cancelled:
            raise
        except Exception as error:  # one photo must not cost the others their answers
            yield Answer(photo, None, not_looked_up(Path(photo), error))


def not_looked_up(photo: Path, error: Exception) -> PictureError:
    """An error that is not the photo's fault, as that photo's error. A bug is in the log."""
    if isinstance(error, PictureError):
        return error
    if is_known(error):
        reason = error.sentence if isinstance(error, KarutaError) else reason_of(error)
        return PictureError("internal", "{name} could not be looked up: {reason}", name=photo.name, reason=reason)
    log.error("the lookup of %s", photo, exc_info=error)
    return PictureError(
        "internal", "{name} could not be looked up: something in Karuta went wrong; please report it.", name=photo.name
    )


NO_TIMINGS = dict.fromkeys(("decode", "detect", "embed", "search", "verify", "total", "read"))


@dataclass(frozen=True)
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


@dataclass(frozen=True)
class SightingResult(Plain):
    """A card in a photo. `corners`: of the upright card, in pixels of the full-size upright photo, from top left.

    `verdict`: sure, likely, unsure, unknown or unreadable. `matches`: best first. `one_of`: card ids that the photo
    cannot tell apart. `card_like`: false where nothing there looks like a card of any game; None where the model does
    not say.
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


@dataclass(frozen=True)
class PhotoResult(Plain):
    """The cards in a photo, or in `error` why they are not known: a `karuta.Error` with `code` and `message`.

    `size`: (width, height), upright. `sightings`: in reading order.
    """

    photo: str
    error: PictureError | None
    size: tuple[int, int] | None
    sightings: tuple[SightingResult, ...]
    timings_ms: Mapping[str, float | None]
    crops: int
    model: str
    index: str

    def to_dict(self) -> dict[str, Any]:
        error = None if self.error is None else {"code": self.error.code, "message": str(self.error.message)}
        return super().to_dict() | {"error": error}


def photo_result(answer: Answer, *, photo: str, recogniser: Recogniser) -> PhotoResult:
    """The line of `karuta lookup --json`. `photo`: its path as text."""
    recognition = answer.recognition
    return PhotoResult(
        photo=photo,
        error=answer.error,
        size=recognition.size if recognition else None,
        sightings=tuple(map(_sighting, recognition.sightings)) if recognition else (),
        timings_ms={**NO_TIMINGS, **recognition.timings_ms} if recognition else NO_TIMINGS,
        crops=recognition.crops if recognition else 0,
        model=recogniser.model.title,
        index=recogniser.index_title,
    )


def _sighting(sighting: FoundSighting) -> SightingResult:
    return SightingResult(
        corners=as_points(sighting.corners.tolist()),
        verdict=sighting.verdict.value,
        back=sighting.back,
        missing=tuple(missing.value for missing in sighting.missing),
        matches=tuple(map(_match, sighting.matches)),
        one_of=tuple(card.card_id for card in sighting.one_of),
        printing=None if sighting.printing is None else print_result(sighting.printing),
        print_says=None if sighting.print_says is None else sighting.print_says.value,
        card_like=sighting.card_like,
    )


def _match(match: Match) -> MatchResult:
    return MatchResult(
        game=match.card.game,
        card_id=match.card.card_id,
        name=match.name,
        artwork=None if match.by else match.artwork,
        score=None if match.by else round(match.score, 6),
        probability=match.probability,
        exemplar=match.exemplar,
        pack=match.pack,
        reordered=match.reordered,
        by=match.by,
    )
