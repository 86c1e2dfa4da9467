"""One entry of the log: when, what, in which process, and where it came from, as text that names nobody."""

from __future__ import annotations

import logging
import os
import platform
import re
from dataclasses import dataclass
from datetime import UTC, datetime

from karuta import __version__
from karuta.log.shorten import Shortener

OURS = "karuta"
HEAD = re.compile(r"(?P<time>\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ) (?P<kind>BUG|ERROR|WARNING) ")


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
    said = _message(record, shortener) if is_ours else shortener.text(record.getMessage())
    lines = [f"{time} {kind} {OURS} {__version__} {role or '-'}[{os.getpid()}] {record.name}: {said}"]
    if is_bug:
        lines.append(f"  Python {platform.python_version()}, {platform.system()} {platform.release()}")
    error = record.exc_info[1] if record.exc_info else None
    came_from = shortener.traceback(error).splitlines() if error is not None else list(getattr(record, "lines", ()))
    lines += [f"  {line}" for line in came_from]
    return LogEntry("\n".join(lines), "\n".join(came_from or [record.name, said]), is_bug)


def _message(record: logging.LogRecord, shortener: Shortener) -> str:
    """The template is a literal of ours; the values put into it may be personal."""
    args = record.args
    values = tuple(shortener.value(one) for one in args) if isinstance(args, tuple) else ()
    try:
        said = str(record.msg) % values if values else str(record.msg)
    except (TypeError, ValueError):
        said = str(record.msg)
    return " ".join(said.split())
