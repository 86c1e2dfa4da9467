"""Contact sheets: many pictures small on one page, to be looked at; nothing else uses them."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PIL import Image


def contact_sheet(files: Sequence[Path], out: Path, *, across: int = 12, width: int = 140) -> None:
    """Pictures in rows, each `width` pixels wide."""
    tiles = []
    for file in files:
        with Image.open(file) as image:
            tiles.append(
                image.convert("RGB").resize(
                    (width, round(width * image.height / image.width)), Image.Resampling.LANCZOS
                )
            )
    tall = max(tile.height for tile in tiles)
    rows = -(-len(tiles) // across)
    page = Image.new("RGB", (across * (width + 4), rows * (tall + 4)), (48, 48, 48))
    for i, tile in enumerate(tiles):
        page.paste(tile, ((i % across) * (width + 4), (i // across) * (tall + 4)))
    page.save(out)
