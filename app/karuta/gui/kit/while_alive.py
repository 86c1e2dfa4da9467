"""Drops answers that come after the widget that asked was deleted. Owns no widget."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

import shiboken6
from PySide6.QtCore import QObject

Value = TypeVar("Value")


def while_alive(asked: QObject, heard: Callable[[Value], object]) -> Callable[[Value], None]:
    """`heard`, for as long as Qt has not deleted `asked`."""

    def hear(value: Value) -> None:
        if shiboken6.isValid(asked):
            heard(value)

    return hear
