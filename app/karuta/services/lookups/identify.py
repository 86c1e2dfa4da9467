"""Says which cards are in photos: one answer per photo, in their order; an error is an answer too."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from karuta.domain.cancel import CancelToken
from karuta.domain.errors import Cancelled, KarutaError, PictureError, is_known, reason_of
from karuta.domain.recognition import Recognition
from karuta.engine.recognise import Recogniser
from karuta.services.lookups.given_photo import GivenPhoto, called, file_of

log = logging.getLogger(__name__)

Read = Callable[[Path, Recognition], Recognition]
"""Reads what is printed on the cards that were recognised in a photo."""


def unread(_: Path, recognition: Recognition) -> Recognition:
    """Reads nothing."""
    return recognition


@dataclass(frozen=True, eq=False)
class Answer:
    """For one photo, as it was given: what was recognised, or why it could not be looked up.

    `photo`: its path as text, or what was given in place of one.
    """

    photo: str
    recognition: Recognition | None
    error: PictureError | None


def identify(
    photos: Iterable[GivenPhoto],
    recogniser: Recogniser,
    *,
    k: int,
    read: Read = unread,
    cancel: CancelToken | None = None,
) -> Iterator[Answer]:
    """Look photos up, lazily, and read their cards' small print with `read`.

    A bug in one photo's recognition is that photo's `internal` error, kept in the log. Raises `KarutaError` for what is
    no photo.
    """
    token = cancel or CancelToken()
    for photo in photos:
        token.check()
        name = called(photo)
        try:
            with file_of(photo) as path:
                recognition = read(path, recogniser.recognise(path, k=k, cancel=token))
            yield Answer(name, recognition, None)
        except PictureError as error:
            yield Answer(name, None, error)
        except Cancelled:
            raise
        except Exception as error:  # one photo must not cost the others their answers
            yield Answer(name, None, not_looked_up(Path(name), error))


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
