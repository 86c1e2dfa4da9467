"""The fate of a job's failure: it is told to whoever asked, or deliberately not. Bugs have a notice of their own.

A lane logs a bug before anybody hears of it, and the window reports it by itself (`shell/presenters`).
"""

from __future__ import annotations

from collections.abc import Callable

from karuta.domain.errors import Bug, Known
from karuta.gui.kit.translate import error_words
from karuta.jobs.lane import Failed


def report_to(say: Callable[[str], object]) -> Failed:
    """Tells a known error in a sentence. Not a bug: that would only repeat the notice."""

    def hear(error: Known) -> None:
        if not isinstance(error, Bug):
            say(error_words(error))

    return hear


def ignore_expected(instead: Callable[[], object] = lambda: None) -> Failed:
    """Deliberately tells nobody. `instead`: called so that nothing waits for an answer."""

    def hear(error: Known) -> None:
        del error
        instead()

    return hear
