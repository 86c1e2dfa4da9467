"""Tells pictures of a catalogue that are nearly one, and whether a crop shows one of them. Knows no file.

Cards that share an artwork, or a frame and most of what is in it, are siblings. Where a crop's first card has some, its
similarity to the whole picture says little, and there may be more of them than the catalogue knows. So the parts in
which two siblings differ have to be seen, and to be those of the card.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

from karuta.domain.match import CatalogueView
from karuta.domain.pixels import Pixels
from karuta.engine.similarity import LEAD, ContrastMap, ContrastMaps, KeptContrastMap, block_similarity, contrast_map

# Pictures whose vectors have such a cosine are siblings: of 11,000 artworks 97 pairs.
LEAST_COSINE = 0.6
# Two siblings differ in the blocks that are less alike than this, at least in so many.
DIFFER, LEAST_BLOCKS = 0.5, 2
# There the crop has to be so like the one, and lead over the other. Chosen on 150 pairs of look-alikes:
# photos of a missing one had 0.70 and less, plain and hard ones of cards with such siblings 0.81 and more.
LEAST_ALIKE = 0.72


def near_rows(some: NDArray[np.float32], others: NDArray[np.float32]) -> Iterator[tuple[int, int]]:
    """Rows of `some` and of `others`, unit vectors, whose pictures are siblings."""
    for row, other_row in np.argwhere(some @ others.T >= LEAST_COSINE):
        yield int(row), int(other_row)


class Siblings:
    """The siblings of a catalogue's pictures that show other cards than they do."""

    def __init__(self, pairs: Sequence[tuple[str, str]], view: CatalogueView) -> None:
        """`pairs`: of pictures by content hash, also such as have left the catalogue."""
        self._of: dict[str, list[str]] = {}
        kept = []
        for first, second in pairs:
            cards = [{artwork.card for artwork in view.by_picture.get(each, ())} for each in (first, second)]
            if all(cards) and not cards[0] & cards[1]:
                self._of.setdefault(first, []).append(second)
                self._of.setdefault(second, []).append(first)
                kept.append(min((first, second), (second, first)))
        self.pairs = tuple(sorted(kept))

    @property
    def hash(self) -> str | None:
        """Of what it says; None where there are none."""
        if not self.pairs:
            return None
        return hashlib.sha256("".join(f"{first} {second}\n" for first, second in self.pairs).encode()).hexdigest()

    def of(self, picture_sha256: str) -> Sequence[str]:
        return self._of.get(picture_sha256, ())


def not_told_apart(crop: Pixels, picture: str, siblings: Sequence[str], contrasts: ContrastMaps) -> list[str]:
    """The siblings from which a crop is not clearly told by what differs; none if it is clearly this picture."""
    own = contrasts.of(picture) if siblings else None
    if own is None:
        return list(siblings)
    seen, contrasts_of = contrast_map(crop), [(sibling, contrasts.of(sibling)) for sibling in siblings]
    return [sibling for sibling, other in contrasts_of if other is not None and not _leads(seen, own, other)]


def _leads(seen: ContrastMap, own: KeptContrastMap, other: KeptContrastMap) -> bool:
    pictures = np.array([own, other], dtype=np.float32)
    (alike,) = block_similarity(pictures[0], pictures[1:])
    differ = alike <= max(np.sort(alike, axis=None)[LEAST_BLOCKS - 1], DIFFER)
    mine, theirs = block_similarity(seen, pictures)[:, differ].mean(axis=1)
    return bool(mine >= LEAST_ALIKE and mine - theirs >= LEAD)
