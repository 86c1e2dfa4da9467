"""Icons from resources, in the colour of the text beside them. A missing one is empty, never an error."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QByteArray, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QIcon, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer

from karuta.gui.kit.theme import Role, Theme

_PROGRAM_SIZES = (16, 24, 32, 48, 64, 128, 256)


def program_icon(svg: Path) -> QIcon:
    """The application's own, in its own colours."""
    renderer, icon = QSvgRenderer(str(svg)), QIcon()
    for size in _PROGRAM_SIZES:
        pixmap = QPixmap(size, size)
        pixmap.fill(Qt.GlobalColor.transparent)
        painter = QPainter(pixmap)
        renderer.render(painter, QRectF(0, 0, size, size))
        painter.end()
        icon.addPixmap(pixmap)
    return icon


class Icons:
    """Draws each icon once per theme."""

    def __init__(self, folder: Path, theme: Theme) -> None:
        self._folder = folder
        self._theme = theme
        self._renderers: dict[tuple[str, str], QSvgRenderer] = {}

    def icon(self, name: str) -> QIcon:
        icon = QIcon()
        if name:
            icon.addPixmap(self.pixmap(name, 32, self._theme.colour(Role.TEXT)))
            icon.addPixmap(self.pixmap(name, 32, self._theme.colour(Role.FAINT)), QIcon.Mode.Disabled)
        return icon

    def pixmap(self, name: str, size: int, colour: QColor) -> QPixmap:
        pixmap = QPixmap(QSize(size, size))
        pixmap.fill(Qt.GlobalColor.transparent)
        painter = QPainter(pixmap)
        self.draw(painter, name, QRectF(0, 0, size, size), colour)
        painter.end()
        return pixmap

    def draw(self, painter: QPainter, name: str, place: QRectF, colour: QColor) -> None:
        """Draws into `place`, which is square."""
        self._renderer(name, colour.name()).render(painter, place)

    def _renderer(self, name: str, colour: str) -> QSvgRenderer:
        if (name, colour) not in self._renderers:
            try:
                svg = (self._folder / f"{name}.svg").read_text(encoding="utf-8")
            except OSError:
                svg = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 24 24"/>'
            self._renderers[name, colour] = QSvgRenderer(QByteArray(svg.replace("currentColor", colour).encode()))
        return self._renderers[name, colour]
