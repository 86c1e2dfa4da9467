"""How much of what is long by nature a run does: all of it with `--all`, else a tenth."""

from __future__ import annotations

SHARE = 0.1
# Set by conftest before any module of tests is read.
runs_all = False


def amount(of_all: int, *, least: int = 1) -> int:
    """Of so many examples, actions or photos: those that this run does. The test is marked `long(share=True)`."""
    return of_all if runs_all else max(least, round(SHARE * of_all))
