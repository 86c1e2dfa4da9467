"""Words in a window, as they were written: wrapped between words, or to be copied. Says none by itself.

Qt guesses by its letters whether a text is HTML, and then opens the files that it names. Where a widget is to show
markup, it says so, in a module that `tests/gui/test_rules.py` names.

In Japanese the letters tell: a word begins where other letters follow hiragana, and after a mark such as a comma. Qt
itself keeps punctuation away from the start of a line.
"""

from __future__ import annotations

from itertools import pairwise
from textwrap import wrap

from PySide6.QtCore import Qt
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QLabel, QWidget

from karuta.gui.kit.theme import Theme


def keep_plain(widget: QWidget) -> None:
    """No guessing on this widget. The style asks for it on every widget before it is measured or drawn.

    So it reaches those that Qt makes itself: tooltips, the texts of message boxes, names beside fields.
    """
    if isinstance(widget, QLabel) and widget.textFormat() == Qt.TextFormat.AutoText:
        widget.setTextFormat(Qt.TextFormat.PlainText)


_TIP_LETTERS = 60


def tip_text(text: str) -> str:
    """For tooltips: Qt draws a plain text in one line, however long it is."""
    return "\n".join(wrap(text, _TIP_LETTERS))


def button_text(text: str) -> str:
    """For buttons, tabs and menus: `&` stands for itself there only if it is written twice."""
    return text.replace("&", "&&")


JOINER = "\N{WORD JOINER}"

# Between two kanji these belong to one verb: 取り消す, 書き出す, 切り替える.
_INSIDE = frozenset("いきぎしじちにびみりえけげせてねべめれ") - frozenset("にて")
_HONORIFIC = frozenset("おご")


def whole_words(text: str) -> str:
    """Reads the same; only its line breaks differ."""
    if not text or text.isascii():
        return text
    kinds = [_kind(letter) for letter in text]
    parts = [text[0]]
    for at, (kind, next_kind) in enumerate(pairwise(kinds)):
        both = kind and next_kind and {kind, next_kind} != {"latin"}
        if both and not _may_break(text, kinds, at):
            parts.append(JOINER)
        parts.append(text[at + 1])
    return "".join(parts)


def _may_break(text: str, kinds: list[str], at: int) -> bool:
    """Between this letter and the next one, if both belong to words."""
    kind, next_kind = kinds[at], kinds[at + 1]
    before = kinds[at - 1] if at else ""
    if next_kind == "hiragana" or kind == next_kind:
        return False
    if kind != "hiragana":
        return "latin" not in (kind, next_kind)
    if text[at] in _HONORIFIC and before != "hiragana":
        return False
    return not (next_kind == before == "kanji" and text[at] in _INSIDE)


def _kind(letter: str) -> str:
    if "ぁ" <= letter <= "ゟ":
        return "hiragana"
    if "ァ" <= letter <= "ヿ" and letter != "・":
        return "katakana"
    if "一" <= letter <= "鿿" or letter == "々":
        return "kanji"
    return "latin" if letter.isalnum() else ""


class Prose(QLabel):
    """Wrapped, without line breaks inside a word, not even in Japanese. Not for text that is selected and copied.

    `text`: what was set, without the marks for line breaks. `quiet`: in the colour of what stands beside the subject.
    """

    def __init__(self, text: str = "", parent: QWidget | None = None, *, quiet: bool = False) -> None:
        super().__init__(parent)
        self._plain_text = ""
        self.setWordWrap(True)
        self.setText(text)
        if quiet:
            self.setForegroundRole(QPalette.ColorRole.PlaceholderText)

    def setText(self, text: str) -> None:  # noqa: N802
        self._plain_text = text
        super().setText(whole_words(text))

    def text(self) -> str:
        return self._plain_text


def selectable(parent: QWidget) -> QLabel:
    """Wrapped, for text that a person may copy: a reason, a path, figures."""
    return QLabel(parent, wordWrap=True, textInteractionFlags=Qt.TextInteractionFlag.TextSelectableByMouse)


def quiet_label(text: str, parent: QWidget) -> QLabel:
    """One line in the colour of what stands beside the subject."""
    label = QLabel(text, parent)
    label.setForegroundRole(QPalette.ColorRole.PlaceholderText)
    return label


def heading(text: str, theme: Theme, parent: QWidget) -> QLabel:
    """One line in the larger of the two sizes."""
    label = QLabel(text, parent)
    label.setFont(theme.large(parent.font()))
    return label
