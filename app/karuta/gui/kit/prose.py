"""A sentence or two in a window, wrapped; no line breaks inside a word, not even in Japanese."""

from __future__ import annotations

from PySide6.QtWidgets import QLabel, QWidget

from karuta.gui.kit.whole_words import whole_words


class Prose(QLabel):
    """`text`: what was set, without the marks for line breaks. Not for text that is selected and copied."""

    def __init__(self, text: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._said = ""
        self.setWordWrap(True)
        self.setText(text)

    def setText(self, text: str) -> None:  # noqa: N802
        self._said = text
        super().setText(whole_words(text))

    def text(self) -> str:
        return self._said
