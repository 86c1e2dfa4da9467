"""A file that limits how much may be read of a picture's header. Knows no picture.

Decoders keep everything in a header (texts, profiles, comments), however long it is.
"""

from __future__ import annotations

import io
from pathlib import Path

from karuta.files import open_regular


class HeadTooLong(Exception):  # noqa: N818 - what happened; caught where it is known whose head it was
    """More was read than `allow` allowed."""


class GuardedFile(io.BufferedReader):
    """Like any regular file opened for reading, until `allow` sets a limit."""

    def __init__(self, path: Path) -> None:
        super().__init__(open_regular(path))
        self._left: int | None = None

    def allow(self, count: int | None) -> None:
        """From now on this many bytes may be read; None: all of them."""
        self._left = count

    def read(self, size: int | None = -1, /) -> bytes:
        if self._left is None:
            return super().read(size)
        wanted = self._left + 1 if size is None or size < 0 else min(size, self._left + 1)
        data = super().read(wanted)
        if len(data) > self._left:
            raise HeadTooLong
        self._left -= len(data)
        return data
