"""How far cards that are added or rehearsed are, in words: the step, how many, how fast, how long still; adds none."""

from __future__ import annotations

import time
from collections.abc import Callable

from PySide6.QtCore import QObject

from karuta.domain.statistics import Rate

_SAID_EVERY_SECONDS = 0.25


class AddProgress(QObject):
    """`say` hears a line for a bar; each begins with `doing`."""

    def __init__(self, doing: str, say: Callable[[str], None], parent: QObject) -> None:
        super().__init__(parent)
        self._doing = doing
        self._say = say
        self._step = ""
        self._rate = Rate()
        self._said_at = 0.0

    def note(self, step: str, done: int, total: int) -> None:
        """Called on the window's own thread."""
        now = time.monotonic()
        if step != self._step:
            self._step, self._rate = step, Rate()
        self._rate.note(done, now)
        if now - self._said_at < _SAID_EVERY_SECONDS and done < total:
            return
        self._said_at = now
        self._say(self._line(step, done, total))

    def _line(self, step: str, done: int, total: int) -> str:
        if step == "reading":
            # Bytes of a list, which mean nothing to a person.
            words = self.tr("reading the list, {share} %").format(share=100 * done // max(1, total))
        elif step == "pictures":
            words = self._counted(self.tr("reading pictures, {done} of {total}"), done, total)
        elif step == "vectors":
            words = self._counted(self.tr("preparing pictures, {done} of {total}"), done, total)
        else:
            return self._said(f"{done:,}")
        return " · ".join([self._said(words), *self._speed(step, total - done)])

    def _said(self, words: str) -> str:
        return self.tr("{doing}: {step}").format(doing=self._doing, step=words)

    def _counted(self, template: str, done: int, total: int) -> str:
        return template.format(done=f"{done:,}", total=f"{total:,}")

    def _speed(self, step: str, rest: int) -> list[str]:
        speed, seconds = self._rate.a_second, self._rate.seconds_for(rest)
        if speed is None or seconds is None:
            return []
        left = self.tr("{seconds} s left").format(seconds=max(1, round(seconds)))
        if seconds >= 90:
            left = self.tr("{minutes} min left").format(minutes=round(seconds / 60))
        each = [] if step == "reading" else [self.tr("{count} per second").format(count=f"{max(1, round(speed)):,}")]
        return [*each, left]
