"""What comes after the photo on the desk, in the list as shown. Reads nothing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from karuta.domain.queue import EVERYTHING, QueueFilter, QueueOrder


@dataclass(frozen=True)
class Ahead:
    """The list as shown, from the photo on the desk on and around to it; with its filter and its order."""

    photos: Sequence[str] = ()
    wanted: QueueFilter = EVERYTHING
    order: QueueOrder = QueueOrder.STACK
