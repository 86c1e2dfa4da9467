"""Draws the program's icon from its SVG, in the sizes and files that desktops ask for: icons.py SVG FOLDER."""

from __future__ import annotations

import sys
from pathlib import Path

from PIL import Image
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage, QPainter
from PySide6.QtSvg import QSvgRenderer

SIZES = (16, 32, 48, 64, 128, 256, 512, 1024)
WINDOWS = SIZES[:6]


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
    with Image.open(Path(folder, f"karuta-{SIZES[-1]}.png")) as largest:
        # Drawn for each size; Pillow would only shrink the largest.
        others = [Image.open(Path(folder, f"karuta-{size}.png")) for size in SIZES]
        largest.save(Path(folder, "karuta.ico"), sizes=[(size, size) for size in WINDOWS], append_images=others)
        largest.save(Path(folder, "karuta.icns"), append_images=others)


if __name__ == "__main__":
    main(*sys.argv[1:])
