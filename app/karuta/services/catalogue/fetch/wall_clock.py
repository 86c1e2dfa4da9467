"""The clock on the wall, and pauses between two questions to a host: short steps, so that a stop is heard."""

from __future__ import annotations

import time

from karuta.domain.cancel import CancelToken

_STEP_SECONDS = 0.2


class WallClock:
    """A `Clock`."""

    def __init__(self, cancel: CancelToken) -> None:
        self._cancel = cancel

    def now(self) -> float:
        return time.monotonic()

    def time(self) -> float:
        return time.time()

    def wait(self, seconds: float) -> None:
        until = self.now() + seconds
        while (left := until - self.now()) > 0:
            self._cancel.check()
            time.sleep(min(left, _STEP_SECONDS))
