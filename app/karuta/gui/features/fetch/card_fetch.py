"""A download that a person started from the window, and how it goes; it runs in a process of its own.

That process is `karuta catalogue fetch`. The window's own opens no connection.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from PySide6.QtCore import QObject

from karuta.domain.fetch_progress import (
    FetchBegun,
    FetchEnded,
    FetchFailed,
    FetchMoved,
    FetchWaits,
    fetch_heard,
)
from karuta.domain.statistics import Rate
from karuta.gui.features.program_run import ProgramRun


@dataclass(frozen=True)
class FetchChoice:
    """What is downloaded, and where to. `source`: its row of the table of sources."""

    source: str
    folder: Path
    pictures: bool


@dataclass
class FetchState:
    """What the download has said so far. `trouble`: why it ended before it was done; `words_of` says it."""

    begun: FetchBegun | None = None
    moved: FetchMoved | None = None
    waits: FetchWaits | None = None
    ended: FetchEnded | None = None
    trouble: str = ""
    rate: Rate = field(default_factory=Rate)


class CardFetch(ProgramRun):
    """`mirror`: asked in place of the projects' own hosts, where there is one."""

    def __init__(self, parent: QObject | None = None, *, now: Callable[[], float] = time.monotonic) -> None:
        super().__init__(parent)
        self._now = now
        self.mirror: str | None = None
        self.choice: FetchChoice | None = None
        self.state = FetchState()

    @property
    def is_stopped(self) -> bool:
        """A person stopped it; a start goes on where it was."""
        return self.stopping and not self.is_running and self.state.ended is None

    def start(self, choice: FetchChoice) -> None:
        if self.is_running:
            return
        self.choice, self.state = choice, FetchState()
        arguments = ["catalogue", "fetch", choice.source, "--to", str(choice.folder), "--json"]
        arguments += [] if choice.pictures else ["--no-pictures"]
        arguments += ["--mirror", self.mirror] if self.mirror else []
        self.run(arguments, {})

    def hear(self, line: str) -> None:
        state = self.state
        match fetch_heard(line):
            case FetchBegun() as begun:
                state.begun = begun
            case FetchMoved() as moved:
                if state.moved is None or (state.moved.step, state.moved.total) != (moved.step, moved.total):
                    state.rate = Rate()
                state.moved, state.waits = moved, None
                state.rate.note(moved.done, self._now())
            case FetchWaits() as waits:
                state.waits = waits
            case FetchEnded() as ended:
                state.ended = ended
            case FetchFailed() as failed:
                self._why = failed.sentence

    def end(self, code: int, said: str) -> None:
        if code != 0 and self.state.ended is None and not self.stopping:
            self.state.trouble = self.reason(said, self.tr("The download was ended by another program."))
