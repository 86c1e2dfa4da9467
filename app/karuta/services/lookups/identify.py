"""Says which cards are in photos: one answer per photo, in their order; an error is an answer too."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from karuta.domain.cancel import CancelToken
from karuta.domain.errors import Cancelled, KarutaError, PictureError, is_known, reason_of
from karuta.domain.match import Match
from karuta.domain.printing.answer import printing_json
from karuta.domain.recognition import FoundSighting, Recognition
from karuta.engine.recognise import Recogniser

log = logging.getLogger(__name__)

Read = Callable[[Path, Recognition], Recognition]
"""Reads what is printed on the cards that were recognised in a photo."""


def unread(_: Path, found: Recognition) -> Recognition:
    """Reads nothing."""
    return found


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


def answer_json(answer: Answer, *, photo: str, recogniser: Recogniser) -> dict[str, Any]:
    """The line of `karuta lookup --json`. `photo`: its path as text."""
    found, error = answer.recognition, answer.error
    return {
        "photo": photo,
        "error": {"code": error.code, "message": error.message} if error else None,
        "size": list(found.size) if found else None,
        "sightings": [_sighting(sighting) for sighting in found.sightings] if found else [],
        "timings_ms": {**NO_TIMINGS, **found.timings_ms} if found else NO_TIMINGS,
        "crops": found.crops if found else 0,
        "model": recogniser.model.title,
        "index": recogniser.index_title,
    }


def _sighting(sighting: FoundSighting) -> dict[str, Any]:
    return {
        "corners": [[round(float(x), 2), round(float(y), 2)] for x, y in sighting.corners],
        "verdict": sighting.verdict.value,
        "back": sighting.back,
        "missing": [missing.value for missing in sighting.missing],
        "matches": [_match(match) for match in sighting.matches],
        "one_of": [card.card_id for card in sighting.one_of],
        "printing": None if sighting.printing is None else printing_json(sighting.printing),
        "print_says": None if sighting.said is None else sighting.said.value,
        "card_like": sighting.card_like,
    }


def _match(match: Match) -> dict[str, Any]:
    return {
        "game": match.card.game,
        "card_id": match.card.card_id,
        "name": match.name,
        "artwork": None if match.by else match.artwork,
        "score": None if match.by else round(match.score, 6),
        "probability": match.probability,
        "exemplar": match.exemplar,
        "pack": match.pack,
        "reordered": match.reordered,
        "by": match.by,
    }
