"""Which pictures of a catalogue are nearly one picture, and which of two of them a crop shows. Knows no file.

Cards that share an artwork, or all of it but a name, are siblings. Where a crop's first card has some, its likeness to
the whole picture says little: only the parts in which the two differ can tell them apart.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

from karuta.domain.match import CatalogueView
from karuta.domain.pixels import Pixels
from karuta.engine.likeness import Blocks, Relief, Reliefs, block_likeness, likenesses, relief

Coarse = NDArray[np.float32]
"""(n, cells): means of reliefs, each of length one."""

CELLS = (16, 22)  # down and across
# Of pictures whose coarse reliefs have such a cosine, those that are so alike place by place are siblings.
LEAST_COSINE, ALIKE = 0.6, 0.8
# A block in which two siblings are less alike than this can tell them apart; so many of the least alike ones at least.
DIFFER, LEAST_BLOCKS = 0.75, 2
# There the crop has to be like the one, and so much more than like the other.
LEAST_ALIKE, LEAD = 0.3, 0.1


def coarse(reliefs: Sequence[NDArray[np.floating]]) -> Coarse:
    down, across = CELLS
    planes = np.asarray(reliefs, dtype=np.float32)
    count, tall, wide = planes.shape
    means = planes.reshape(count, down, tall // down, across, wide // across).mean(axis=(2, 4)).reshape(count, -1)
    return np.asarray(means / np.maximum(np.linalg.norm(means, axis=1, keepdims=True), 1e-6), dtype=np.float32)


def near_rows(some: Coarse, others: Coarse) -> Iterator[tuple[int, int]]:
    """Rows of `some` and of `others` whose pictures may be siblings."""
    for one, other in np.argwhere(some @ others.T >= LEAST_COSINE):
        yield int(one), int(other)


def are_siblings(one: Relief, other: Relief) -> bool:
    return bool(likenesses(one, [other])[0] >= ALIKE)


class Siblings:
    """The siblings of a catalogue's pictures that show other cards than they do."""

    def __init__(self, pairs: Sequence[tuple[str, str]], view: CatalogueView) -> None:
        """`pairs`: of pictures by content hash, also such as have left the catalogue."""
        self._of: dict[str, list[str]] = {}
        kept = []
        for one, other in pairs:
            cards = [{artwork.card for artwork in view.by_picture.get(each, ())} for each in (one, other)]
            if all(cards) and not cards[0] & cards[1]:
                self._of.setdefault(one, []).append(other)
                self._of.setdefault(other, []).append(one)
                kept.append(min((one, other), (other, one)))
        self.pairs = tuple(sorted(kept))

    @property
    def hash(self) -> str | None:
        """Of what it says; None where there are none."""
        if not self.pairs:
            return None
        return hashlib.sha256("".join(f"{one} {other}\n" for one, other in self.pairs).encode()).hexdigest()

    def of(self, picture_sha256: str) -> Sequence[str]:
        return self._of.get(picture_sha256, ())


def is_told_apart(crop: Pixels, picture: str, siblings: Sequence[str], reliefs: Reliefs) -> bool:
    """Whether a crop is clearly this picture and none of its siblings, where they differ."""
    own = reliefs.of(picture)
    if own is None:
        return not siblings
    seen = relief(crop)
    found = [other for other in map(reliefs.of, siblings) if other is not None]
    return all(_leads(seen, np.asarray(own, np.float32), np.asarray(other, np.float32)) for other in found)


def _leads(seen: Relief, own: Relief, other: Relief) -> bool:
    blocks = differing_blocks(own, other)
    if blocks is None:
        return False
    mine, theirs = (float(block_likeness(seen, [one])[0][blocks].mean()) for one in (own, other))
    return mine >= LEAST_ALIKE and mine - theirs >= LEAD


def differing_blocks(one: Relief, other: Relief) -> Blocks | None:
    """(8, 4): where two pictures differ; None where they hardly do anywhere."""
    alike = block_likeness(one, [other])[0]
    least = np.sort(alike, axis=None)[LEAST_BLOCKS - 1]
    if least >= DIFFER:
        return None
    return np.asarray(alike <= max(least, DIFFER - 0.25))
