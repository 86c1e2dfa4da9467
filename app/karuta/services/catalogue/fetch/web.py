"""What a download needs of the network: one question, one answer, and the two ways in which it fails; opens nothing."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Protocol

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
    """`read` gives what came, "" at the end, and raises `Later` where it breaks off before its end."""

    @property
    def host(self) -> str: ...

    @property
    def status(self) -> int: ...

    def header(self, name: str) -> str:
        """ "" where it has none."""

    def read(self, most: int) -> bytes: ...

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
