"""A download from the loopback server without waiting: the real connection, a clock that a test turns."""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from karuta.domain.cancel import CancelToken
from karuta.domain.fetch_progress import FetchEnded, FetchProgress
from karuta.services.catalogue.fetch.fetch_catalogue import FetchWish, fetch_catalogue
from karuta.services.catalogue.fetch.publishers import FetchPlan
from karuta.services.catalogue.fetch.web import FetchMeans
from karuta.services.catalogue.fetch.wire import Wire
from karuta.services.catalogue.sources.source_formats import FORMATS
from tests.loopback import Loopback


@dataclass
class TurnedClock:
    """Whoever waits is not kept waiting. `waits`: how long each was to be. `is_still`: time passes by waiting alone."""

    turned: float = 0.0
    is_still: bool = False
    waits: list[float] = field(default_factory=list)

    def now(self) -> float:
        return self.turned if self.is_still else time.monotonic() + self.turned

    def time(self) -> float:
        return time.time() + self.turned

    def wait(self, seconds: float) -> None:
        self.waits.append(seconds)
        self.turned += seconds


@dataclass
class PrintSays:
    """All that a download says."""

    heard: list[FetchProgress] = field(default_factory=list)

    def __call__(self, progress: FetchProgress) -> None:
        self.heard.append(progress)


def plan_of(source: str) -> FetchPlan:
    (plan,) = (format_.fetch for format_ in FORMATS if format_.name == source)
    assert plan is not None
    return plan


def fetch(
    source: str,
    folder: Path,
    server: Loopback,
    *,
    clock: TurnedClock | None = None,
    said: PrintSays | None = None,
    patience: float = 60.0,
    **wish: Any,
) -> FetchEnded:
    """`karuta catalogue fetch SOURCE --to FOLDER --mirror`."""
    wire = Wire(mirror=server.address, patience=patience)
    around = FetchMeans(wire, clock or TurnedClock(), CancelToken(), said or PrintSays())
    try:
        return fetch_catalogue(FetchWish(source, plan_of(source), folder, **wish), around)
    finally:
        wire.close()


def files_of(folder: Path) -> dict[str, bytes]:
    """What lies there, checksums included; without what the next run alone reads."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and path.name != "lock" and path.suffix != ".note"
    }
