"""From crops to unit vectors: the network up to its pooled features, then a projection with numpy.

A network sees a card as a whole, and a frame that many cards share can outweigh the art. So a model may count a coarse
contrast map of the crop (see `similarity`) as further features: local contrast, place by place, in the same matrix.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from karuta.engine.prepare import InputSpec, network_input
from karuta.engine.similarity import ContrastMap, coarsened, contrast_map

# Of more at once the first layers' planes are larger than what the allocator keeps, and a crop takes 9 ms, not 5.6.
BATCH = 4


class NetSession(Protocol):
    """The part of an ONNX Runtime session that is used here."""

    def run(self, outputs: list[str] | None, inputs: dict[str, Any]) -> list[Any]: ...


class Embedder:
    """Crops of the network's size in, `(n, dimension)` float32 vectors of unit length out."""

    def __init__(
        self,
        session: NetSession,
        *,
        input_name: str,
        spec: InputSpec,
        projection: NDArray[np.float32],
        normalise_pooled: bool,
        contrast: tuple[int, int] | None = None,
        card_like: NDArray[np.float32] | None = None,
    ) -> None:
        """`projection`: (pooled + 1, dimension) float32, its last row is the bias. `contrast`: cells, down, across.
        `card_like`: (pooled + 2, units) float32, the weights of `looks_like_card`: into a layer of units, their
        bias, and out of it.
        """
        self._session = session
        self._input_name = input_name
        self._projection = projection
        self._normalise_pooled = normalise_pooled
        self._card_like = card_like
        self.contrast = contrast
        self.spec = spec

    @property
    def dimension(self) -> int:
        return int(self._projection.shape[1])

    def pooled(
        self, crops: Sequence[NDArray[np.uint8]], *, contrasts: Sequence[ContrastMap] | None = None
    ) -> NDArray[np.float32]:
        """All features before the projection, (n, pooled): the network's, and the contrast map's if it has one."""
        return self.joined(self.seen_by_network(crops), crops, contrasts=contrasts)

    def joined(
        self,
        network: NDArray[np.float32],
        crops: Sequence[NDArray[np.uint8]],
        *,
        contrasts: Sequence[ContrastMap] | None = None,
    ) -> NDArray[np.float32]:
        """(n, pooled) from the network's features; with a contrast map, both parts of unit length count the same."""
        if self.contrast is None:
            return network
        contrasts = [contrast_map(crop) for crop in crops] if contrasts is None else contrasts
        return np.concatenate([unit(network), coarsened(contrasts, self.contrast)], axis=1)

    def seen_by_network(self, crops: Sequence[NDArray[np.uint8]]) -> NDArray[np.float32]:
        """The network's own pooled features, (n, its pooled) float32."""
        parts = [
            np.asarray(self._session.run(None, {self._input_name: network_input(crops[at : at + BATCH], self.spec)})[0])
            for at in range(0, len(crops), BATCH)
        ]
        return np.concatenate(parts).astype(np.float32, copy=False)

    def embed(
        self, crops: Sequence[NDArray[np.uint8]], *, contrasts: Sequence[ContrastMap] | None = None
    ) -> NDArray[np.float32]:
        """(n, dimension) float32, unit length.

        `crops`: each (height, width, 3) uint8, RGB, upright, of the network's size; `contrasts`: theirs, if they
        are made already.
        """
        if not crops:
            return np.empty((0, self.dimension), dtype=np.float32)
        return self.project(self.pooled(crops, contrasts=contrasts))

    def project(self, pooled: NDArray[np.float32]) -> NDArray[np.float32]:
        """(n, dimension) unit vectors from (n, pooled) features; a zero row also gives a finite unit vector."""
        features = unit(pooled) if self._normalise_pooled else pooled
        return unit(features @ self._projection[:-1] + self._projection[-1])

    def looks_like_card(self, pooled: NDArray[np.float32]) -> list[bool] | list[None]:
        """Whether each of (n, pooled) features is of a card, of whatever game; None where the model has no weights."""
        if self._card_like is None:
            return [None] * len(pooled)
        return [bool(score >= 0) for score in card_likeness(self.seen_of_cards(pooled), self._card_like)]

    def seen_of_cards(self, pooled: NDArray[np.float32]) -> NDArray[np.float32]:
        """The part of (n, pooled) features that tells cards from other things, as many.

        Of a contrast map it matters how much there is to see at a place, not which side is brighter.
        """
        network = pooled.shape[1] - (0 if self.contrast is None else math.prod(self.contrast))
        return np.concatenate([pooled[:, :network], np.abs(pooled[:, network:])], axis=1)


def card_likeness(seen: NDArray[np.float32], layer: NDArray[np.float32]) -> NDArray[np.float32]:
    """(n,), 0 and more for cards; `seen`: (n, pooled), `layer`: (pooled + 2, units), as `Embedder` takes it."""
    *_, bias, out = layer
    return np.asarray(np.maximum(seen @ layer[:-2] + bias, 0) @ out, dtype=np.float32)


def unit(vectors: NDArray[np.float32]) -> NDArray[np.float32]:
    """(n, dimension), each row divided by its length; a zero (or non-finite) row becomes the first axis."""
    clean = np.nan_to_num(np.asarray(vectors, dtype=np.float32), nan=0.0, posinf=0.0, neginf=0.0)
    lengths = np.linalg.norm(clean, axis=1, keepdims=True)
    empty = lengths[:, 0] < 1e-12
    if empty.any():
        clean = clean.copy()
        clean[empty, 0] = 1.0
        lengths[empty] = 1.0
    return np.asarray(clean / lengths, dtype=np.float32)
