"""What this process keeps of errors: in the file, and in memory for whoever tells a person. Mends nothing."""

from __future__ import annotations

import logging
from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass
from pathlib import Path

from karuta.log.entry import LogEntry, entry_of
from karuta.log.log_file import LogFile
from karuta.log.shorten import Shortener

BUGS_KEPT = 5
# The same bug at every repaint would fill the files in a minute, so of repeated bugs only these occurrences are
# written.
_WRITTEN_AGAIN = frozenset(10**power for power in range(1, 10))

Names = Callable[[], Collection[str]]


@dataclass(frozen=True)
class NotedBug:
    """`entry`: as it stands in the log. `is_earlier`: of a process that ended before this one began."""

    entry: str
    is_earlier: bool = False


def _nobody() -> Collection[str]:
    return ()


class Log(logging.Handler):
    """Listens to every logger. Each different bug is told once, from whatever thread it came."""

    def __init__(self, folder: Path, *, role: str = "", names: Names = _nobody) -> None:
        """`names`: of this user and computer, to be removed; asked for only when there is something to write."""
        super().__init__(logging.WARNING)
        self.file = LogFile(folder)
        self.bugs: list[NotedBug] = []
        self._heard: Callable[[NotedBug], None] | None = None
        self._untold: list[NotedBug] = []
        self._role = role
        self._names = names
        self._shortener: Shortener | None = None
        self._counts: dict[str, int] = {}
        self._trouble: Exception | None = None

    def shortener(self) -> Shortener:
        if self._shortener is None:
            self._shortener = Shortener(frozenset(self._names()))
        return self._shortener

    def emit(self, record: logging.LogRecord) -> None:
        try:
            entry = entry_of(record, self.shortener(), role=self._role)
            if self._is_news(entry):
                self._write(entry.text)
                if entry.is_bug and self._counts[entry.key] == 1:
                    self.take(NotedBug(entry.text, is_earlier=getattr(record, "is_earlier", False)))
        except Exception as trouble:  # whoever logs has an error to deal with already
            self._trouble = trouble

    def take(self, bug: NotedBug) -> None:
        """Remember a bug that is in the file already, and tell of it."""
        self.bugs = [*self.bugs, bug][-BUGS_KEPT:]
        if self._heard is None:
            self._untold = [*self._untold, bug][-BUGS_KEPT:]
        else:
            self._heard(bug)

    def tell(self, heard: Callable[[NotedBug], None] | None) -> None:
        """Tell this listener of bugs from now on, and now of those that nobody was told of; None: nobody."""
        with self.lock or nullcontext():
            self._heard = heard
            if heard is not None:
                untold, self._untold = self._untold, []
                for bug in untold:
                    heard(bug)

    def report(self, error: BaseException) -> str:
        """Where an error came from, for another process to show."""
        return self.shortener().traceback(error)

    @property
    def sentence(self) -> str:
        """Tells a person where the log is."""
        if self._trouble is None:
            return f"Something in Karuta went wrong; a report of it is in {self.file.path}."
        reason = self._trouble.strerror if isinstance(self._trouble, OSError) else None
        why = reason or type(self._trouble).__name__
        return f"Something in Karuta went wrong, and no report could be written to {self.file.path} ({why})."

    @property
    def has_news(self) -> bool:
        """Whether there was a bug since this process began."""
        return any(not bug.is_earlier for bug in self.bugs)

    def _write(self, text: str) -> None:
        try:
            self.file.add(text)
            self._trouble = None
        except OSError as trouble:
            self._trouble = trouble

    def _is_news(self, entry: LogEntry) -> bool:
        count = self._counts[entry.key] = self._counts.get(entry.key, 0) + 1
        return count == 1 or count in _WRITTEN_AGAIN

    def listen(self) -> None:
        logging.getLogger().addHandler(self)

    def rest(self) -> None:
        logging.getLogger().removeHandler(self)


@contextmanager
def listening(log: Log) -> Iterator[Log]:
    """Installs the log for the duration of a command."""
    log.listen()
    try:
        yield log
    finally:
        log.rest()
