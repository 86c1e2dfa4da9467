"""One line of small print as ink, and where each of its letters stands. Knows no card and no light."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from workshop.code_reader.typefaces import CAPITALS, TypeFace

_ROOM = 12


@dataclass(frozen=True, eq=False)
class PrintLine:
    """`ink`: (48, width) uint8, capitals in rows 12 to 35. `spans`: left and right of each letter in its pixels."""

    ink: NDArray[np.uint8]
    spans: tuple[tuple[float, float], ...]


def drawn_line(text: str, face: TypeFace, *, spacing: float, wide: float) -> PrintLine:
    """`spacing`: pixels more between letters, for capitals of 24. `wide`: the whole, stretched by so much."""
    letters = [face.letter(sign) for sign in text]
    total = sum(advance + spacing for _, advance in letters) + 2 * _ROOM
    ink = np.zeros((2 * CAPITALS, max(1, round(total)) + 60), dtype=np.uint8)
    at, spans = float(_ROOM), []
    for shape, advance in letters:
        left = max(0, round(at) - _ROOM)
        part = ink[:, left : left + shape.shape[1]]
        np.maximum(part, shape[:, : part.shape[1]], out=part)
        spans.append((at, at + advance))
        at += advance + spacing
    ink = ink[:, : max(1, round(total))]
    width = max(1, round(ink.shape[1] * wide))
    resized = np.asarray(Image.fromarray(ink).resize((width, ink.shape[0]), Image.Resampling.BILINEAR))
    return PrintLine(resized, tuple((a * wide, b * wide) for a, b in spans))
