"""How many bugs the log holds, for a check of the installation. Changes nothing."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from karuta.log.entry import HEAD
from karuta.log.log_file import NAME, log_files

RECENT = timedelta(days=7)


@dataclass(frozen=True)
class LogSummary:
    """`recent`: bugs of the last seven days; `last`: time of the newest."""

    file: Path
    recent: int
    last: datetime | None


def summary(folder: Path, *, now: datetime | None = None) -> LogSummary:
    """Raises `OSError` if the log exists and cannot be read."""
    since = (now or datetime.now(UTC)) - RECENT
    times = [time for file in log_files(folder) if file.is_file() for time in _times_of_bugs(file)]
    return LogSummary(folder / NAME, sum(time >= since for time in times), max(times, default=None))


def _times_of_bugs(file: Path) -> list[datetime]:
    text = file.read_text(encoding="utf-8", errors="replace")
    heads = (HEAD.match(line) for line in text.splitlines())
    return [datetime.fromisoformat(head["time"]) for head in heads if head and head["kind"] == "BUG"]
