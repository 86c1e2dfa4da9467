"""Whether a key in a dialog is meant: it is not held down since before, and what it is about has been seen."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QWidget

from karuta.gui.kit.seen import Seen


class Deliberate:
    """`is_held`: whether the key that is dealt with now has been down before."""

    def __init__(self, is_held: Callable[[], bool]) -> None:
        self._is_held = is_held
        self._seen: Seen | None = None

    def watch(self, view: QWidget) -> None:
        """What is about to be decided is drawn here."""
        self._seen = Seen([view])

    def anew(self) -> None:
        """Other things are there."""
        if self._seen is not None:
            self._seen.anew()

    @property
    def is_so(self) -> bool:
        return self._seen is not None and self._seen.is_ripe and not self._is_held()
