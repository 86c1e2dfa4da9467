"""Draws a page's own SVG plots as pictures in it, for what shows pictures but no SVG: Qt's text documents."""

from __future__ import annotations

import base64
import re

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, Qt
from PySide6.QtGui import QImage, QPainter
from PySide6.QtSvg import QSvgRenderer

_PLOT = re.compile(r"<svg\b.*?</svg>", re.DOTALL)
# As sharp as a printed page needs it.
_TIMES = 3
_NAMESPACE = ' xmlns="http://www.w3.org/2000/svg"'


def with_pictures(page: str) -> str:
    """The same page; a plot that cannot be drawn is left out."""
    return _PLOT.sub(lambda found: _picture(found[0]), page)


def _picture(plot: str) -> str:
    # Within a page it needs no namespace; alone it is none without.
    renderer = QSvgRenderer(QByteArray(plot.replace("<svg", "<svg" + _NAMESPACE, 1).encode()))
    size = renderer.defaultSize()
    if not renderer.isValid() or size.isEmpty():
        return ""
    image = QImage(size * _TIMES, QImage.Format.Format_ARGB32)
    image.fill(Qt.GlobalColor.transparent)
    painter = QPainter(image)
    renderer.render(painter)
    painter.end()
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(buffer, "PNG")  # type: ignore[call-overload]
    data = base64.b64encode(bytes(buffer.data().data())).decode("ascii")
    return f'<img src="data:image/png;base64,{data}" width="{size.width()}" height="{size.height()}">'
