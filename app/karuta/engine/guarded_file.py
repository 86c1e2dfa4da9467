"""A file that limits how much may be read of a picture's header, and how long a decoder goes on. Knows no picture.

Decoders keep everything in a header (texts, profiles, comments), however long it is. They read piece by piece, and
between two pieces they can be stopped.
"""

from __future__ import annotations

import io
import time
from pathlib import Path

from karuta.domain.cancel import CancelToken
from karuta.files import open_regular


class HeadTooLong(Exception):  # noqa: N818 - what happened; caught where it is known whose head it was
    """More was read than `allow` allowed."""


class TooSlow(Exception):  # noqa: N818 - as above
    """Raised where reading a picture took more processor time than is allowed."""


class GuardedFile(io.BufferedReader):
    """Like any regular file opened for reading, until `allow` sets a limit.

    `seconds`: of a processor, of the thread that reads it. Raises `TooSlow`, and `Cancelled`.
    """

    def __init__(self, path: Path, *, seconds: float, cancel: CancelToken) -> None:
        super().__init__(open_regular(path))
        self._left: int | None = None
        self._cancel = cancel
        # Never by the clock on the wall: a busy computer is not the photo's fault.
        self._ends = time.thread_time() + seconds

    def allow(self, count: int | None) -> None:
        """From now on this many bytes may be read; None: all of them."""
        self._left = count

    def read(self, size: int | None = -1, /) -> bytes:
        self._cancel.check()
        if time.thread_time() > self._ends:
            raise TooSlow
        if self._left is None:
            return super().read(size)
        wanted = self._left + 1 if size is None or size < 0 else min(size, self._left + 1)
        data = super().read(wanted)
        if len(data) > self._left:
            raise HeadTooLong
        self._left -= len(data)
        return data
