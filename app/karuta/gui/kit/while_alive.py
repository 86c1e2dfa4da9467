"""Drops answers that come after the widget that asked was deleted. Owns no widget."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

import shiboken6
from PySide6.QtCore import QObject

from karuta.domain.errors import Known
from karuta.jobs.lane import Job, Lane

Value = TypeVar("Value")
Resource = TypeVar("Resource")


def while_alive(asked: QObject, heard: Callable[[Value], object]) -> Callable[[Value], None]:
    """`heard`, for as long as Qt has not deleted `asked`."""

    def hear(value: Value) -> None:
        if shiboken6.isValid(asked):
            heard(value)

    return hear


class Asker:
    """Hands jobs to lanes for a widget, which hears of them while it is alive; `failed` wherever no other is named."""

    def __init__(self, asks: QObject, failed: Callable[[Known], object]) -> None:
        self._asks, self._failed = asks, failed

    def __call__(
        self,
        lane: Lane[Resource],
        work: Callable[[Resource], Value],
        done: Callable[[Value], object],
        *,
        failed: Callable[[Known], object] | None = None,
        **how: Any,
    ) -> Job:
        """`how`: as in `Lane.submit`."""
        hear, fail = while_alive(self._asks, done), while_alive(self._asks, failed or self._failed)
        return lane.submit(lambda resource, token: work(resource), done=hear, failed=fail, **how)
