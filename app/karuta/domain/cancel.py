"""A token by which whoever waits asks slow work to stop. It starts no threads and knows none."""

from __future__ import annotations

from karuta.domain.errors import Cancelled


class CancelToken:
    """Slow work asks it now and then. Setting a flag is atomic, so any thread may cancel."""

    def __init__(self) -> None:
        self.cancelled = False

    def cancel(self) -> None:
        self.cancelled = True

    def check(self) -> None:
        """Raise `Cancelled` once somebody has asked to stop."""
        if self.cancelled:
            raise Cancelled("Stopped; what was finished is kept.")
