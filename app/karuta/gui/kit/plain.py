"""Shows every text as it was written, whoever wrote it: no markup in it is read, and no `&` in it is a key.

Qt guesses by its letters whether a text is HTML, and then opens the files that it names. Where a widget is to show
markup, it says so, in a module that `tests/gui/test_rules.py` names.
"""

from __future__ import annotations

from textwrap import wrap

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QWidget


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
