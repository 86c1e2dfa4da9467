"""Full screen and back."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget


def toggle_full_screen(window: QWidget) -> None:
    """On return, the window is as it was, including maximised."""
    window.setWindowState(window.windowState() ^ Qt.WindowState.WindowFullScreen)
