"""Whether a key in a dialog is deliberate: not held down from before, and pressed after its subject was visible."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtWidgets import QWidget

from karuta.gui.kit.held_keys import HeldKeys
from karuta.gui.kit.seen import Seen


class Deliberate:
    """For one dialog, over the keys of its window."""

    def __init__(self, keys: HeldKeys) -> None:
        self.keys = keys
        self._seen: Seen | None = None

    def watch(
        self,
        view: QWidget,
        *also: QWidget,
        instead: Sequence[QWidget] = (),
        has_something: Callable[[QWidget], bool] = lambda view: True,
    ) -> None:
        """What is about to be decided is drawn here, and in all of `also`, as far as they can be seen.

        `instead`: what may be there in the place of `view`. `has_something`: whether it has come; a picture may still
        be on its way.
        """
        self._seen = Seen([view, *instead], also=also, has_something=has_something)

    def anew(self) -> None:
        """The content has changed."""
        if self._seen is not None:
            self._seen.anew()

    @property
    def is_so(self) -> bool:
        return self._seen is not None and self._seen.is_ripe and not self.keys.is_held
