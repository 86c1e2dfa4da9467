"""Draws the program's icon from its SVG, in the sizes that desktops ask for: icons.py SVG FOLDER."""

from __future__ import annotations

import sys
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QImage, QPainter
from PySide6.QtSvg import QSvgRenderer

SIZES = (48, 64, 128, 256)


def main(svg: str, folder: str) -> None:
    renderer = QSvgRenderer(svg)
    for size in SIZES:
        image = QImage(size, size, QImage.Format.Format_ARGB32)
        image.fill(Qt.GlobalColor.transparent)
        painter = QPainter(image)
        renderer.render(painter)
        painter.end()
        if not image.save(str(Path(folder, f"karuta-{size}.png"))):
            raise SystemExit(f"The icon cannot be written to {folder}.")


if __name__ == "__main__":
    main(*sys.argv[1:])
