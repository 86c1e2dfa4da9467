"""A download's needs of the network and of time: a question, an answer, and pauses; opens nothing."""

from __future__ import annotations

import time
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC
from email.utils import parsedate_to_datetime
from typing import Protocol, TypeVar

from karuta import clock
from karuta.domain.cancel import CancelToken
from karuta.domain.fetch_progress import TellFetch
from karuta.domain.sentence import Sentence


class Later(Exception):  # noqa: N818 - what it means is the point
    """It did not work, and may if it is asked again.

    `seconds`: how long the host says that is to be waited, if it does. `is_busy`: it was asked too often. `cost`: how
    many tries it counts for.
    """

    def __init__(self, reason: Sentence, *, seconds: float | None = None, is_busy: bool = False, cost: int = 1) -> None:
        super().__init__(reason)
        self.reason = reason
        self.seconds = seconds
        self.is_busy = is_busy
        self.cost = cost


class Never(Exception):  # noqa: N818 - what it means is the point
    """It did not work, and asking again changes nothing. `is_missing`: the host does not have it."""

    def __init__(self, reason: Sentence, *, is_missing: bool = False) -> None:
        super().__init__(reason)
        self.reason = reason
        self.is_missing = is_missing


class WebAnswer(Protocol):
    """`pieces` gives the body as it comes, still packed, and raises `Later` where it breaks off before its end."""

    @property
    def host(self) -> str: ...

    @property
    def status(self) -> int: ...

    def header(self, name: str) -> str:
        """ "" where it has none."""

    def pieces(self) -> Iterator[bytes]: ...

    def close(self) -> None: ...


class Web(Protocol):
    """Asks for one thing at a time, on one connection."""

    def ask(self, url: str, *, hosts: Collection[str], headers: Mapping[str, str]) -> WebAnswer:
        """`hosts`: where the question, and what it is passed on to, may go. Raises `Later` and `Never`."""


class Clock(Protocol):
    """`now`: seconds of a clock that never goes back. `wait`: may raise `Cancelled`."""

    def now(self) -> float: ...

    def time(self) -> float:
        """Seconds since 1970."""

    def wait(self, seconds: float) -> None: ...


@dataclass(frozen=True)
class FetchMeans:
    """The outer things that a run needs."""

    web: Web
    clock: Clock
    cancel: CancelToken
    tell: TellFetch


_FIRST_PAUSE, _LONGEST_PAUSE = 1.0, 60.0
_BUSY_PAUSE = 30.0
"""After a 429 that does not say how long; Scryfall's block is as long."""
_SLOWEST = 5.0
MOST_PAUSE = 900.0
"""Whoever asks for more is asked again another day."""
_BUSY = 429
_PASSING = frozenset((408, 425, _BUSY, 500, 502, 503, 504, 520, 521, 522, 523, 524))
_MISSING = frozenset((404, 410))

Given = TypeVar("Given")


class Patience:
    """Asks in turn: `interval` s at least lie between two questions, twice as many each time that a host is busy.

    `waits`: told why and how many seconds it waits until it asks again.
    """

    def __init__(
        self, clock: Clock, cancel: CancelToken, *, interval: float, waits: Callable[[Sentence, float], object]
    ) -> None:
        self._clock = clock
        self._cancel = cancel
        self._interval = interval
        self._waits = waits
        self._last: float | None = None

    def turn(self) -> None:
        """Wait until the next question may be asked."""
        self._cancel.check()
        if self._last is not None:
            self._clock.wait(max(0.0, self._last + self._interval - self._clock.now()))
        self._last = self._clock.now()

    def until_given(self, ask: Callable[[], Given], *, tries: int, progress: Callable[[], int] | None = None) -> Given:
        """The result of `ask` at last. `progress`: how far it has come; where it goes on, the tries begin anew.

        Raises `Never`, and `Later` after the last try.
        """
        left, pause, was = tries, _FIRST_PAUSE, progress() if progress else 0
        while True:
            try:
                self.turn()
                return ask()
            except Later as later:
                now = progress() if progress else 0
                if now > was:
                    left, pause, was = tries, _FIRST_PAUSE, now
                left -= later.cost
                if later.is_busy:
                    self._interval = min(2 * self._interval, _SLOWEST)
                if left <= 0 or (later.seconds or 0) > MOST_PAUSE:
                    raise
                seconds = max(pause, later.seconds or 0)
                self._waits(later.reason, seconds)
                self._clock.wait(seconds)
                pause = min(2 * pause, _LONGEST_PAUSE)


def length_of(answer: WebAnswer) -> int:
    """The bytes of an answer, 0 where it does not say them."""
    length = answer.header("Content-Length")
    return int(length) if length.isascii() and length.isdigit() and len(length) < 19 else 0


def refuse_status(answer: WebAnswer, clock: Clock) -> None:
    """Nothing for an answer that brings what was asked for (200, 206). Raises `Later` and `Never`."""
    status = answer.status
    if status in (200, 206):
        return
    if status in _MISSING:
        raise Never(Sentence("{host} does not have it ({status})", host=answer.host, status=status), is_missing=True)
    if status not in _PASSING:
        raise Never(Sentence("{host} refuses it ({status})", host=answer.host, status=status))
    seconds = _asked_to_wait(answer.header("Retry-After"), clock)
    is_busy = status == _BUSY
    if is_busy and seconds is None:
        seconds = _BUSY_PAUSE
    reason = Sentence("{host} is busy ({status})", host=answer.host, status=status)
    if seconds is not None and seconds > MOST_PAUSE:
        reason = Sentence("{host} asks to wait {minutes} minutes", host=answer.host, minutes=round(seconds / 60))
    raise Later(reason, seconds=seconds, is_busy=is_busy)


def _asked_to_wait(retry_after: str, clock: Clock) -> float | None:
    """`Retry-After`: seconds, or the time when it may be asked again; None for anything else."""
    if retry_after.isascii() and retry_after.isdigit():
        return float(retry_after[:9])
    try:
        when = parsedate_to_datetime(retry_after)
    except ValueError:
        return None
    when = when if when.tzinfo else when.replace(tzinfo=UTC)
    return max(0.0, when.timestamp() - clock.time())


_STEP_SECONDS = 0.2


class WallClock:
    """A `Clock`."""

    def __init__(self, cancel: CancelToken) -> None:
        self._cancel = cancel

    def now(self) -> float:
        return time.monotonic()

    def time(self) -> float:
        return clock.now().timestamp()

    def wait(self, seconds: float) -> None:
        until = self.now() + seconds
        while (left := until - self.now()) > 0:
            self._cancel.check()
            time.sleep(min(left, _STEP_SECONDS))
