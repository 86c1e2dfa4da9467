"""The silk that treasures lie on."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from kazeyomi.canvas import Sheet
from kazeyomi.colour import Colour, Picture, ramp
from kazeyomi.noise import Rng, rolling
from kazeyomi.patterns import PATTERNS


def silk(sheet: Sheet, rng: Rng, pattern: str, colours: Sequence[Colour]) -> Picture:
    x, y = sheet.grid()
    fold = 0.05 * np.sin(x * 4 + 1.3 * np.sin(y * 2.2))
    value = PATTERNS[pattern](((x + fold) * 3.0).astype(np.float32), ((y + fold) * 3.0).astype(np.float32))
    light = 0.85 + 0.3 * np.sin(x * 4 + 1.3 * np.sin(y * 2.2) + 0.8) - 0.3 * sheet.polar(-0.2, -0.3)[0]
    return np.asarray(
        np.clip(ramp(value, colours) * (light * (0.95 + 0.1 * rolling(rng, sheet, 60)))[..., None], 0, 1),
        dtype=np.float32,
    )
