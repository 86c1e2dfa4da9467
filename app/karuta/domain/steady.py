"""Whether a card in front of a camera is held still. Knows no pixels and no clock."""

from __future__ import annotations

import numpy as np

from karuta.domain.sighting import Corners, height

STILL_SHARE = 0.04
"""Of the card's height: what a hand trembles, and what the detector differs from frame to frame."""
STILL_SECONDS = 0.5


class Steady:
    """Is given the card's corners for frame after frame, each with its time in seconds."""

    def __init__(self) -> None:
        self._anchor: Corners | None = None
        self._since = 0.0

    def see(self, corners: Corners | None, at: float) -> bool:
        """Whether the card has stayed in its place long enough. `corners`: None if there is no card."""
        if corners is None:
            self._anchor = None
            return False
        if self._anchor is None or self._moved(corners):
            self._anchor, self._since = corners, at
        return at - self._since >= STILL_SECONDS

    def _moved(self, corners: Corners) -> bool:
        assert self._anchor is not None
        furthest = float(np.linalg.norm(corners - self._anchor, axis=1).max())
        return furthest > STILL_SHARE * max(1.0, height(self._anchor))
