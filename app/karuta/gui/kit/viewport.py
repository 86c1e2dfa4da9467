"""The place of a photo in its view: scale, offset and turn, and how zooming and panning change them. Pure values."""

from __future__ import annotations

from dataclasses import dataclass, replace

from PySide6.QtCore import QPointF, QRectF, QSizeF
from PySide6.QtGui import QTransform

MOST = 8.0
"""Screen pixels for one pixel of the photo, at most."""


@dataclass(frozen=True)
class Viewport:
    """A point of the photo, in its full-size pixels, lies at `offset + scale * point` in the view, turned by `turn`.

    `turn`: degrees, clockwise in the view.
    """

    scale: float
    left: float
    top: float
    turn: float = 0.0

    @classmethod
    def showing(cls, part: QRectF, view: QSizeF, *, margin: float, turn: float = 0.0) -> Viewport:
        """All of `part` in the middle of the view."""
        part = QTransform().rotate(turn).mapRect(part)
        wide = max(1.0, view.width() - 2 * margin) / max(1.0, part.width())
        tall = max(1.0, view.height() - 2 * margin) / max(1.0, part.height())
        scale = min(wide, tall, MOST)
        centre = part.center()
        return cls(scale, view.width() / 2 - scale * centre.x(), view.height() / 2 - scale * centre.y(), turn)

    def zoomed(self, factor: float, at: QPointF, *, least: float) -> Viewport:
        """The photo's point under `at` stays in place."""
        scale = min(MOST, max(least, self.scale * factor))
        grown = scale / self.scale
        left, top = at.x() - grown * (at.x() - self.left), at.y() - grown * (at.y() - self.top)
        return replace(self, scale=scale, left=left, top=top)

    def panned(self, by: QPointF) -> Viewport:
        return replace(self, left=self.left + by.x(), top=self.top + by.y())

    @property
    def transform(self) -> QTransform:
        return QTransform().translate(self.left, self.top).rotate(self.turn).scale(self.scale, self.scale)

    def in_photo(self, point: QPointF) -> QPointF:
        return self.transform.inverted()[0].map(point)
