"""Known backs of cards, and whether a crop shows one of them; no cards. Figures: `tests/lab/README.md`.

They are looked for among the outlines that no picture agrees with. A back looks much the same turned round, so the
embedding and the similarity together say whether it is this back.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from karuta.domain.pixels import Pixels
from karuta.engine.similarity import AGREES, LEAD, ContrastMap, contrast_map, similarities

# So much is a crop like a back, cosine and similarity together: right ones had 1.52 and more (27 photos, seed 85).
LEAST_TOGETHER = 1.4


@dataclass(frozen=True)
class KnownBack:
    """A picture of the back of a game's cards."""

    game: str
    picture_sha256: str


class BackMatch(NamedTuple):
    """The nearest back, and how much a crop is like it: cosine and similarity together."""

    together: float
    game: str


class Backs:
    """The backs of a catalogue. `vectors`: (n, dimension) float32, unit, a row a back."""

    def __init__(
        self, backs: Sequence[KnownBack], vectors: NDArray[np.float32], picture: Callable[[str], Pixels | None]
    ) -> None:
        """`picture`: the pixels of a picture by its content hash, None where they cannot be had."""
        self._backs = tuple(backs)
        self._vectors = vectors
        self._picture = picture

    @property
    def hash(self) -> str:
        """Names these backs: looks that were made with others are stale."""
        text = "".join(f"{back.game} {back.picture_sha256}\n" for back in sorted(self._backs, key=_by_name))
        return hashlib.sha256(text.encode("utf-8")).hexdigest()

    @cached_property
    def _seen(self) -> list[tuple[str, NDArray[np.float32], ContrastMap]]:
        """Game, vector and contrast map of each whose picture is there."""
        pictures = [self._picture(back.picture_sha256) for back in self._backs]
        return [
            (back.game, vector, contrast_map(pixels))
            for back, vector, pixels in zip(self._backs, self._vectors, pictures, strict=True)
            if pixels is not None
        ]

    def nearest(self, own: ContrastMap, embedding: NDArray[np.float32], *, first: float) -> BackMatch | None:
        """The back that an upright crop with this contrast map shows; None where it shows none.

        `first`: the score of the nearest card; a back is nearer than that.
        """
        bound = max(AGREES, first + LEAD)
        near = [(back, score) for back in self._seen if (score := float(back[1] @ embedding)) >= bound]
        near_backs = [BackMatch(score + float(similarities(own, [back[2]])[0]), back[0]) for back, score in near]
        best = max(near_backs, default=None)
        return best if best and best.together >= LEAST_TOGETHER else None


def _by_name(back: KnownBack) -> tuple[str, str]:
    return back.game, back.picture_sha256
