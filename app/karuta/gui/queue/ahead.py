"""What comes after the photo on the desk, as the list is shown; reads nothing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from karuta.domain.queue import EVERYTHING, QueueFilter, QueueOrder


@dataclass(frozen=True)
class Ahead:
    """The list as it is shown, from the photo on the desk on and round to it; what it asks for, and its order."""

    photos: Sequence[str] = ()
    wanted: QueueFilter = EVERYTHING
    order: QueueOrder = QueueOrder.STACK
