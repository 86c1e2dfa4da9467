"""Prints for commands: results on stdout (text or JSON Lines), everything else on stderr."""

from __future__ import annotations

import json
import logging
import os
import re
import sys
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar, TextIO

from karuta.domain.errors import FULL, reason_of
from karuta.domain.pace import Rate
from karuta.domain.sentence import counted

if TYPE_CHECKING:
    from karuta.domain.journal import SkippedLabel

# Control characters that a terminal obeys (C0, DEL, C1), and those that change the direction of text.
_OBEYED = re.compile("[\x00-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")


def use_utf8() -> None:
    """UTF-8 in every locale; a character that cannot be shown never ends a command."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")


def as_given(argument: str) -> str:
    """An argument as the person typed it, in UTF-8: in another locale its bytes arrive as lone surrogates."""
    return os.fsencode(argument).decode("utf-8", errors="replace")


def json_line(value: Any) -> None:
    """One JSON value on one line of stdout, flushed. NaN is a bug and raises ValueError."""
    _write(sys.stdout, json.dumps(value, ensure_ascii=False, allow_nan=False, separators=(", ", ": ")))


def result_line(
    *, labels: int | None = None, photos: int | None = None, action: str | None = None, file: Path | None = None
) -> None:
    """Print what a command has written as one JSON object: how many labels and photos, its action, its file."""
    from karuta.domain.journal import ChangeMade  # commands without labels do without

    json_line(ChangeMade(labels, photos, action, None if file is None else str(file)).to_dict())


def line(text: str = "") -> None:
    """One line of a result for a person, on stdout."""
    _write(sys.stdout, visible(text))


def say(text: str) -> None:
    """One message to a person, on stderr; if nobody can read it, the work goes on."""
    with suppress(OSError):
        _write(sys.stderr, visible(text))


def first_few(lines: Iterable[str], count: int, *, most: int = 3, indent: str = "  ", rest: str = "") -> Iterator[str]:
    """The first of them, indented, and how many more there are of `count`."""
    yield from (indent + text for text in islice(lines, most))
    if count > most:
        yield f"{indent}and {count - most:,} more{rest}"


def answer(value: Any, lines: Iterable[str], *, as_json: bool) -> int:
    """All that a command has found: a JSON value, or lines for a person. Returns its exit code, 0."""
    if as_json:
        json_line(value)
    else:
        for text in lines:
            line(text)
    return 0


@contextmanager
def after_storing(what: str) -> Iterator[None]:
    """For words about what is on the disk already: if the output refuses them, `what` is said, and nothing failed."""
    try:
        yield
    except OSError as error:
        say(f"{what}; only the command's output could not be written ({reason_of(error)}).")


def _write(stream: TextIO | None, text: str) -> None:
    """A program without a console has no streams; if the reader is gone, they are closed."""
    if stream is None or stream.closed:
        return
    try:
        stream.write(text + "\n")
        stream.flush()
    except OSError as error:
        # `karuta labels stats > FILE` on a full disk: the system names no file.
        error.filename = "the command's output" if error.errno in FULL else error.filename
        if stream is sys.stdout:
            # Otherwise Python writes the rest again at exit, and the exit code is 120 instead of ours.
            with suppress(OSError):
                stream.close()
        raise


def visible(text: str) -> str:
    """Names come from anybody's files and catalogues; terminal control characters are escaped (`\\x1b`)."""
    return _OBEYED.sub(_spelt, text)


def _spelt(match: re.Match[str]) -> str:
    code = ord(match[0])
    return f"\\x{code:02x}" if code < 0x100 else f"\\u{code:04x}"


class Warnings(logging.Handler):
    """Prints logged warnings; bugs are in the log, and its place is printed once."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)

    def emit(self, record: logging.LogRecord) -> None:
        if record.levelno < logging.ERROR and record.name.startswith("karuta."):
            say(record.getMessage())


@contextmanager
def warnings_said() -> Iterator[None]:
    """While a command runs."""
    heard, root = Warnings(), logging.getLogger()
    root.addHandler(heard)
    try:
        yield
    finally:
        root.removeHandler(heard)


_MINUTE, _HOUR = 60, 3600
_EVERY_SECONDS = 0.1
SECONDS_IN_A_PIPE = 30.0


class PacedLine:
    """A line on stderr: how much is done of how much, how fast, how long the rest takes.

    On a terminal it is written over, with a bar. In a pipe or a file a new one follows every half minute, so that long
    work does not look dead, and short work leaves nothing. `clock`: seconds that only grow.
    """

    def __init__(self, noun: str, stream: TextIO | None = None, clock: Callable[[], float] = time.monotonic) -> None:
        self._noun = noun
        self._stream = stream if stream is not None else sys.stderr
        self._is_terminal = self._stream is not None and self._stream.isatty()
        self._every = _EVERY_SECONDS if self._is_terminal else SECONDS_IN_A_PIPE
        self._clock = clock
        self._rate = Rate()
        self._width = 0
        self._due: float | None = None

    def __call__(self, done: int, total: int) -> None:
        now = self._clock()
        self._rate.note(done, now)
        if self._due is None:
            self._due = now if self._is_terminal else now + self._every
        if self._stream is None or (now < self._due and not (self._is_terminal and done >= total)):
            return
        self._due = now + self._every
        parts = [f"{done:,}/{total:,}", *self._pace(total - done)]
        if not self._is_terminal:
            # Whoever reads may have gone, and the work goes on.
            with suppress(OSError):
                self._stream.write(f"{self._noun} {', '.join(parts)}\n")
                self._stream.flush()
            return
        bar = "#" * (25 * done // total if total else 25)
        text = f"{self._noun} [{bar:<25}] {', '.join(parts)}"
        # What is left of a longer line is written over.
        self._stream.write(f"\r{text:<{self._width}}" + ("\n" if done >= total else ""))
        self._stream.flush()
        self._width = len(text)

    def _pace(self, rest: int) -> list[str]:
        speed, left = self._rate.a_second, self._rate.seconds_for(rest)
        if speed is None or left is None:
            return []
        return [f"{speed:,.1f} a second", *([f"{_time(left)} left"] if rest else [])]


def _time(seconds: float) -> str:
    if seconds < _MINUTE:
        return "less than a minute"
    if seconds < _HOUR:
        return f"{round(seconds / _MINUTE)} min"
    return f"{int(seconds // _HOUR)} h {int(seconds % _HOUR // _MINUTE)} min"


class Steps:
    """One progress line per step; a step without a total (cards: seconds) has none."""

    NOUNS: ClassVar[dict[str, str]] = {
        "reading": "reading cards",
        "pictures": "reading pictures",
        "vectors": "embedding pictures",
        "artworks": "embedding artworks",
        "standard": "standard test",
        "labels": "labels",
        "likeness": "comparing answers",
        "photos": "photos",
        "backup": "verifying the backup",
        "merging": "merging",
        "queue": "bringing the queue up to date",
    }

    def __init__(self) -> None:
        self._lines: dict[str, PacedLine] = {}

    def __call__(self, step: str, done: int, total: int) -> None:
        if step in self.NOUNS and total:
            self._lines.setdefault(step, PacedLine(self.NOUNS[step]))(done, total)


_ALONE = 5
"""More rows than this with one reason have one sentence."""
_MOST = 20
"""More sentences than this nobody reads."""


def skipped_sentences(file: str, rows: Sequence[SkippedLabel]) -> Iterator[str]:
    """Sentences about the rows of this file, in the order of the lines."""
    by_reason: dict[str, list[SkippedLabel]] = {}
    for row in rows:
        by_reason.setdefault(row.reason, []).append(row)
    shown = 0
    left: list[SkippedLabel] = []
    for reason, alike in by_reason.items():
        if shown >= _MOST:
            left += alike
        elif len(alike) > _ALONE:
            shown += 1
            yield f"{file}: {counted(len(alike), 'line')} were skipped ({_lines(alike)}): {reason}"
        else:
            some = alike[: _MOST - shown]
            shown, left = shown + len(some), left + alike[len(some) :]
            for row in some:
                photo = f" ({row.photo})" if row.photo else ""
                yield f"{file} line {row.line}{photo} was skipped: {row.reason}"
    if left:
        verb = "was" if len(left) == 1 else "were"
        yield f"{file}: {counted(len(left), 'more line')} {verb} skipped ({_lines(left)})"


def _lines(rows: Sequence[SkippedLabel]) -> str:
    lines = ", ".join(str(row.line) for row in rows[:_ALONE])
    return f"{lines}, …" if len(rows) > _ALONE else lines
