"""A token with which the one who waits asks the one who works to stop; it starts and knows no threads."""

from __future__ import annotations

from karuta.domain.errors import Cancelled


class CancelToken:
    """Asked now and then by slow work. Setting a flag is atomic, so any thread may cancel."""

    def __init__(self) -> None:
        self._cancelled = False

    def cancel(self) -> None:
        self._cancelled = True

    @property
    def cancelled(self) -> bool:
        return self._cancelled

    def check(self) -> None:
        """Raise `Cancelled` once somebody has asked to stop."""
        if self._cancelled:
            raise Cancelled("Stopped; what was finished is kept.")
