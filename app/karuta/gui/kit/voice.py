"""Through which anything in the window says a sentence to a person; where it is shown is not its business."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal


class Voice(QObject):
    """`said`: what was done. `trouble`: what went wrong, and what to do about it. All in the window's language.

    `offered`: what was done, with words for a button and what it does.
    """

    said = Signal(str)
    trouble = Signal(str)
    offered = Signal(str, str, object)
