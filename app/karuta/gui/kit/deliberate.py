"""Whether a key in a dialog is deliberate: not held down from before, and pressed after its subject was visible."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QWidget

from karuta.gui.kit.seen import Seen


class Deliberate:
    """`is_held`: whether the key being handled was already down."""

    def __init__(self, is_held: Callable[[], bool]) -> None:
        self._is_held = is_held
        self._seen: Seen | None = None

    def watch(
        self, view: QWidget, *also: QWidget, has_something: Callable[[QWidget], bool] = lambda view: True
    ) -> None:
        """What is about to be decided is drawn here, and in all of `also`, as far as they can be seen.

        `has_something`: whether it has come; a picture may still be on its way.
        """
        self._seen = Seen([view], also=also, has_something=has_something)

    def anew(self) -> None:
        """The content has changed."""
        if self._seen is not None:
            self._seen.anew()

    @property
    def is_so(self) -> bool:
        return self._seen is not None and self._seen.is_ripe and not self._is_held()
