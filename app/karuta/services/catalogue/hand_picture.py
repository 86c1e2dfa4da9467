"""A picture that a person brings by hand, and how one is read from a file; decodes none."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path

from karuta.domain.errors import PictureError, reason_of
from karuta.files import open_regular

MOST_BYTES = 100_000_000


@dataclass(frozen=True)
class HandPicture:
    """A picture file's bytes as they came, the ending of such a file, with its dot, and its name for a person."""

    data: bytes
    suffix: str
    name: str = "picture"

    @property
    def sha256(self) -> str:
        return hashlib.sha256(self.data).hexdigest()


def picture_at(path: Path) -> HandPicture:
    """Raises `PictureError` for a file that cannot be read, or is too large for a picture of a card."""
    try:
        if not path.is_file():
            raise PictureError("not_a_picture", "{name} is not a picture file.", name=path.name)
        if path.stat().st_size > MOST_BYTES:
            raise PictureError("too_large", "{name} is too large for the picture of a card.", name=path.name)
        with open_regular(path) as file:
            return HandPicture(file.readall(), path.suffix.lower(), path.name)
    except OSError as error:
        raise PictureError(
            "no_permission", "{name} cannot be read: {reason}.", name=path.name, reason=reason_of(error)
        ) from error
