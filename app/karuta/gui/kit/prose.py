"""A sentence or two in a window, over as many lines as it takes; no line breaks inside a word, in Japanese neither."""

from __future__ import annotations

from PySide6.QtWidgets import QLabel, QWidget

from karuta.gui.kit.whole_words import whole_words


class Prose(QLabel):
    """`text` is what was said, without the marks for its breaks. Not for words that are selected and copied."""

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
