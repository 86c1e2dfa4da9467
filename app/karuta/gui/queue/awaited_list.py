"""Whether the list on the screen is still the old one, while a person has asked for another. Reads nothing itself."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal


class AwaitedList(QObject):
    """`changed`: the old list is on its way out now, or the one that was asked for stands (or nothing came of it).

    `wishes`: how often a person has asked for another list.

    A text is spelt until its cards are known; a filter or an order is read until its list is. `overtaken`: a person has
    done something that counts more than what they wanted of the list.
    """

    changed = Signal(bool)
    overtaken = Signal()

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.wishes = 0
        self._texts = 0
        self._is_spelt = False
        self._is_read = False

    @property
    def is_awaited(self) -> bool:
        return self._is_spelt or self._is_read

    def spell(self) -> int:
        """Another text is being typed; the number of it."""
        self._texts += 1
        self._set(spelt=True, read=self._is_read)
        return self._texts

    def spelt(self, text: int) -> None:
        """The cards of this text are known; if a newer one is being typed, that one counts."""
        self._set(spelt=self._is_spelt and text != self._texts, read=self._is_read)

    def read(self) -> None:
        """Another list is being read."""
        self._set(spelt=self._is_spelt, read=True)

    def stands(self) -> None:
        """It was read, or cannot be."""
        self._set(spelt=self._is_spelt, read=False)

    def _set(self, *, spelt: bool, read: bool) -> None:
        before = self.is_awaited
        self._is_spelt, self._is_read = spelt, read
        if self.is_awaited != before:
            self.changed.emit(self.is_awaited)
