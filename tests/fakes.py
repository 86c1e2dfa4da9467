"""Stand-ins that behave like the real thing at a small scale: an embedder without a network, a told detector."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from karuta.domain.ranking import Thresholds
from karuta.domain.sighting import Corners
from karuta.engine.detect import Detector, Hypothesis
from karuta.engine.embed import Embedder
from karuta.engine.model import Model
from karuta.engine.prepare import InputSpec

SPEC = InputSpec(width=176, height=256, mean=(127.0, 127.0, 127.0), scale=(1 / 128, 1 / 128, 1 / 128))
GRID = 8


class MeanColours:
    """In place of a network: mean colours of an 8x8 grid, (n, 192)."""

    def run(self, outputs: list[str] | None, inputs: dict[str, Any]) -> list[Any]:
        (values,) = inputs.values()
        count, channels, height, width = values.shape
        cells = values.reshape(count, channels, GRID, height // GRID, GRID, width // GRID).mean(axis=(3, 5))
        return [cells.reshape(count, -1).astype(np.float32)]


def fake_model(*, least_evidence: float = 0.5) -> Model:
    dimension = 3 * GRID * GRID
    projection = np.vstack([np.eye(dimension), np.zeros((1, dimension))]).astype(np.float32)
    embedder = Embedder(MeanColours(), input_name="crops", spec=SPEC, projection=projection, normalise_pooled=True)
    judge = Thresholds(likely_gap=0.1, unknown_gap=0.02, likely_score=0.6, sharpness=0.01)
    return Model("fake", "f" * 64, embedder, judge, least_evidence, {})


class ToldDetector(Detector):
    """Proposes the corners that it was given, whatever the picture (in its pixels: see `longest`)."""

    longest = 100_000

    def __init__(self, corners: Sequence[Corners], *, upright: bool) -> None:
        self._proposals = [Hypothesis(corners=corner, confidence=1.0, upright=upright) for corner in corners]

    def propose(self, pixels: NDArray[np.uint8]) -> list[Hypothesis]:
        del pixels
        return self._proposals
