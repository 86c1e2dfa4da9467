"""Waits for what another process does, which tells nobody: looks again and again, and never for a set time."""

from __future__ import annotations

from collections.abc import Callable
from threading import Event

TURNS = 30_000
_LOOKED_EVERY = 0.01


def until(holds: Callable[[], object]) -> bool:
    """Whether it held at last. A busy machine has fewer turns in a minute, and so more patience."""
    nothing = Event()
    for _ in range(TURNS):
        if holds():
            return True
        nothing.wait(_LOOKED_EVERY)
    return False
