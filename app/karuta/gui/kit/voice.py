"""Through which any part of the window tells a person something. Where that is shown is decided elsewhere."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal

GIVEN = "what was given last"
"""What became of photos that were dropped, opened or pasted: over when others are."""


class Voice(QObject):
    """`said`: what was done. `trouble`: what went wrong, and what to do about it. All in the window's language.

    `held`: trouble about something, named in no language, that stands until it is `over`. `offered`: what was done,
    with what it is about, words for a button and what that does; it is over once the button is pressed.
    """

    said = Signal(str)
    trouble = Signal(str)
    held = Signal(str, str)
    offered = Signal(str, str, str, object)
    over = Signal(str)
