"""Entries of the log, what this process keeps of errors in file and memory, and a report of them. Mends nothing."""

from __future__ import annotations

import logging
import os
import platform
import re
import sys
from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from karuta import __version__, clock
from karuta.log.log_file import NAME, LogFile, log_files
from karuta.log.shorten import Shortener

OURS = "karuta"
HEAD = re.compile(r"(?P<time>\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ) (?P<kind>BUG|ERROR|WARNING) ")

BUGS_KEPT = 5
RECENT = timedelta(days=7)
# The same bug at every repaint would fill the files in a minute, so of repeated bugs only these occurrences are
# written.
_WRITTEN_AGAIN = frozenset(10**power for power in range(1, 10))

_PARTS = ("PySide6-Essentials", "onnxruntime", "numpy", "pillow", "annoy-mm")


@dataclass(frozen=True)
class LogEntry:
    """`key`: equal for the same error from the same place. `is_bug`: ours; any other entry is only worth knowing."""

    text: str
    key: str
    is_bug: bool


def entry_of(record: logging.LogRecord, shortener: Shortener, *, role: str) -> LogEntry:
    """`role`: which command this process is."""
    is_ours = record.name.partition(".")[0] == OURS
    is_bug = is_ours and record.levelno >= logging.ERROR
    kind = "BUG" if is_bug else "ERROR" if record.levelno >= logging.ERROR else "WARNING"
    time = datetime.fromtimestamp(record.created, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    message = _message(record, shortener) if is_ours else shortener.text(record.getMessage())
    lines = [f"{time} {kind} {OURS} {__version__} {role or '-'}[{os.getpid()}] {record.name}: {message}"]
    if is_bug:
        lines.append(f"  Python {platform.python_version()}, {platform.system()} {platform.release()}")
    error = record.exc_info[1] if record.exc_info else None
    came_from = shortener.traceback(error).splitlines() if error is not None else list(getattr(record, "lines", ()))
    lines += [f"  {line}" for line in came_from]
    return LogEntry("\n".join(lines), "\n".join(came_from or [record.name, message]), is_bug)


def _message(record: logging.LogRecord, shortener: Shortener) -> str:
    """The template is a literal of ours; the values put into it may be personal."""
    args = record.args
    values = tuple(shortener.value(arg) for arg in args) if isinstance(args, tuple) else ()
    try:
        message = str(record.msg) % values if values else str(record.msg)
    except (TypeError, ValueError):
        message = str(record.msg)
    return " ".join(message.split())


@dataclass(frozen=True)
class NotedBug:
    """`entry`: as it stands in the log. `is_earlier`: of a process that ended before this one began."""

    entry: str
    is_earlier: bool = False


class Log(logging.Handler):
    """Listens to every logger. Each different bug is told once, from whatever thread it came."""

    def __init__(self, folder: Path, *, role: str = "", names: Callable[[], Collection[str]] = tuple) -> None:
        """`names`: of this user and computer, to be removed; asked for only when there is something to write."""
        super().__init__(logging.WARNING)
        self.file = LogFile(folder)
        self.bugs: list[NotedBug] = []
        self._listener: Callable[[NotedBug], None] | None = None
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
        if self._listener is None:
            self._untold = [*self._untold, bug][-BUGS_KEPT:]
        else:
            self._listener(bug)

    def tell(self, listener: Callable[[NotedBug], None] | None) -> None:
        """Tell this listener of bugs from now on, and now of those that nobody was told of; None: nobody."""
        with self.lock or nullcontext():
            self._listener = listener
            if listener is not None:
                untold, self._untold = self._untold, []
                for bug in untold:
                    listener(bug)

    def report(self, error: BaseException) -> str:
        """An error's origin, for another process to show."""
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
            self.file.handle(logging.makeLogRecord({"msg": text}))
            self._trouble = None
        except OSError as trouble:
            self._trouble = trouble

    def _is_news(self, entry: LogEntry) -> bool:
        count = self._counts[entry.key] = self._counts.get(entry.key, 0) + 1
        return count == 1 or count in _WRITTEN_AGAIN

    def listen(self) -> None:
        logging.getLogger().addHandler(self)


@contextmanager
def listening(log: Log) -> Iterator[Log]:
    """Installs the log for the duration of a command."""
    log.listen()
    try:
        yield log
    finally:
        logging.getLogger().removeHandler(log)


@dataclass(frozen=True)
class LogSummary:
    """`recent`: bugs of the last seven days; `last`: time of the newest."""

    file: Path
    recent: int
    last: datetime | None


def summary(folder: Path, *, now: datetime | None = None) -> LogSummary:
    """Raises `OSError` if the log exists and cannot be read."""
    since = (now or clock.now()) - RECENT
    times = [time for file in log_files(folder) if file.is_file() for time in _times_of_bugs(file)]
    return LogSummary(folder / NAME, sum(time >= since for time in times), max(times, default=None))


def _times_of_bugs(file: Path) -> list[datetime]:
    text = file.read_text(encoding="utf-8", errors="replace")
    heads = (HEAD.match(line) for line in text.splitlines())
    return [datetime.fromisoformat(head["time"]) for head in heads if head and head["kind"] == "BUG"]


def report_text(bugs: Sequence[NotedBug], facts: Sequence[str]) -> str:
    """`facts`: lines about the library that was open."""
    lines = [*about_here(), *facts, "Names, folders and texts are left out: where there was one stands …", ""]
    for bug in bugs:
        lines += ["From an earlier run:"] if bug.is_earlier else []
        lines += [bug.entry, ""]
    return "\n".join(lines)


def about_here() -> list[str]:
    """The version of Karuta and the platform."""
    made = "bundle" if getattr(sys, "frozen", False) else "package"
    parts = [f"{name} {version}" for name in _PARTS if (version := _version(name))]
    system = f"{platform.system()} {platform.release()} {platform.machine()}, {os.cpu_count()} processors"
    return [f"Karuta {__version__} ({made}), Python {platform.python_version()}", ", ".join(parts), system]


def _version(part: str) -> str | None:
    import importlib.metadata  # loads what reads e-mail: 10 ms of every command

    try:
        return importlib.metadata.version(part)
    except importlib.metadata.PackageNotFoundError:
        return None
