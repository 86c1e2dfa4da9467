"""The place of a photo in its view: scale, offset and turn; and a view that the wheel zooms and a hand drags."""

from __future__ import annotations

from dataclasses import dataclass, replace

from PySide6.QtCore import QPointF, QRectF, QSizeF, Qt
from PySide6.QtGui import QMouseEvent, QTransform, QWheelEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

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


STEP = 1.25
"""By so much one notch of the wheel zooms."""


class ZoomedView(QWidget):
    """`_view`: where what it shows lies; None: all of it is in view. A double click shows all."""

    def __init__(self, parent: QWidget | None) -> None:
        super().__init__(parent)
        self._view: Viewport | None = None
        self._grip: QPointF | None = None
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)

    def show_all(self) -> None:
        self._view = None
        self.update()

    def zoom(self, steps: float, at: QPointF | None = None) -> None:
        """`at`: the point that stays, in this widget's coordinates; the middle, if none."""
        raise NotImplementedError

    def _whole(self) -> Viewport:
        raise NotImplementedError

    def _viewport(self) -> Viewport:
        return self._view or self._whole()

    def _set(self, view: Viewport) -> None:
        self._view = view
        self.update()

    def wheelEvent(self, event: QWheelEvent) -> None:  # noqa: N802
        self.zoom(event.angleDelta().y() / 120, event.position())
        event.accept()

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: N802
        self._grip = event.position()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:  # noqa: N802
        if self._grip is not None:
            self.setCursor(Qt.CursorShape.ClosedHandCursor)
            self._set(self._viewport().panned(event.position() - self._grip))
            self._grip = event.position()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:  # noqa: N802
        self._grip = None
        self.unsetCursor()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:  # noqa: N802
        self.show_all()
