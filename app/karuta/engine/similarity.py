"""How alike a crop and an artwork are, place by place: a second opinion on the search's result. Knows no cards.

An embedding describes a whole card, and a frame that many cards share can outweigh the art. Here the two pictures are
compared directly. Each is normalised to the same local brightness and contrast, so that light, foil and fading count
little. Every block of one is then compared with the same block of the other, shifted slightly (normalised
cross-correlation: Lewis, 1995). Of 250 brutal simulated crops of cards never trained on, the embedding alone had 219
right, with this 238: all whose card was among the first nine.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from karuta.domain.pixels import Pixels
from karuta.domain.ranking import PictureSimilarity, Similarity

ContrastMap = NDArray[np.float32]
KeptContrastMap = NDArray[np.float16]
"""A catalogue picture's: rounded wherever it comes from, so that an answer never depends on what happens to be kept."""

AskedSimilarity = Callable[[Sequence[str]], list[PictureSimilarity | None]]
"""How alike one crop is to each of some pictures; None for one that is not available."""

Blocks = NDArray[np.bool_]
"""(8, 4): the blocks of a card that are in view, where only a part of it is."""

# Both pictures have this size, (width, height). At twice the size the answers were hardly better and took twice the
# time.
SIZE = (44, 64)
RADIUS = 3  # of the neighbourhood whose brightness and contrast are taken away
SHIFT = 2  # corners are wrong by this many of these pixels at most
BLOCKS = (4, 8)  # across and down
# The least alike blocks do not count: a finger, a glare, a text in another language.
COUNTED = 25
# A block of a picture with less contrast map than this is flat: blank paper, a plain ground. It says nothing, and a
# line that a shift brings in must not make it like everything (an empty table had 0.90 with a card of text). Of
# Yu-Gi-Oh's blocks none has under 3, with any texture they have 5 to 10.
FLAT = 2.0
# Where so many blocks are not flat, they alone are compared.
TEXTURED = 8
# Of 256 levels of brightness: less than this is noise.
NOISE = 2.0
REMEMBERED = 4096
# A crop less alike than this to the first card's picture may be upside down, or a patch of a card that fills the photo:
# then these are looked at too. Right looks at simulated photos of strange frames had 0.63 and more, crops upside down
# 0.64 and less. What is like a back as much, by its score and its similarity, shows it.
AGREES = 0.6
# By so much is what a crop shows more like it than what is nearest besides: a sibling, or a card where it is a back.
LEAD = 0.1


def contrast_map(picture: Pixels, *, size: tuple[int, int] = SIZE) -> ContrastMap:
    """A card's face, (height, width, 3) uint8 RGB upright, as local contrast: (64, 44) float32, about -2 to 2.

    `size`: another (width, height), for a part of a face.
    """
    image = Image.fromarray(np.ascontiguousarray(picture)).convert("L")
    grey = np.asarray(image.resize(size, Image.Resampling.BOX), dtype=np.float32)
    apart = grey - mean_around(grey, RADIUS)
    spread = np.sqrt(np.maximum(mean_around(apart * apart, RADIUS), 0.0))
    return np.asarray(apart / (spread + NOISE), dtype=np.float32)


def kept_contrast_map(picture: Pixels) -> KeptContrastMap:
    """A catalogue picture's contrast map as it is kept: (64, 44) float16."""
    return contrast_map(picture).astype(np.float16)


def coarsened(contrasts: Sequence[ContrastMap], cells: tuple[int, int]) -> NDArray[np.float32]:
    """(n, down x across) float32, each row of unit length: the maps' means over a grid of `cells` (down, across).

    The grid divides a contrast map's 64 x 44 evenly. Being means, they are as much as a linear map of what similarity
    compares, and can stand in an embedding's matrix.
    """
    down, across = cells
    tall, wide = SIZE[1] // down, SIZE[0] // across
    means = [array.reshape(down, tall, across, wide).mean(axis=(1, 3)).ravel() for array in contrasts]
    rows = np.asarray(means, dtype=np.float32).reshape(len(contrasts), down * across)
    return np.asarray(rows / np.maximum(np.linalg.norm(rows, axis=1, keepdims=True), 1e-3), dtype=np.float32)


def similarities(
    crop: ContrastMap, artworks: Sequence[ContrastMap | KeptContrastMap], *, blocks: Blocks | None = None
) -> NDArray[np.float32]:
    """(n,) from -1 to 1: how alike the crop is to each of the artworks, most of each; over some `blocks` or all."""
    return most_and_least(crop, artworks, blocks=blocks)[:, 0]


def most_and_least(
    crop: ContrastMap, artworks: Sequence[ContrastMap | KeptContrastMap], *, blocks: Blocks | None = None
) -> NDArray[np.float32]:
    """(n, 2) from -1 to 1: the mean of the blocks of each artwork that are most alike, and of the others.

    Flat blocks do not count where enough others are there. `blocks`: those that are in view, at least two, where only
    a part of the card is.
    """
    if not len(artworks):
        return np.empty((0, 2), dtype=np.float32)
    planes = np.asarray(artworks, dtype=np.float32)
    alike, textured = block_similarity(crop, planes), np.sqrt(_sums(planes * planes)) >= FLAT
    if blocks is not None:
        alike, textured = alike[:, blocks], textured[:, blocks]
    alike, textured = alike.reshape(len(planes), -1), textured.reshape(len(planes), -1)
    textured |= textured.sum(axis=1, keepdims=True) < TEXTURED
    likest = -np.sort(np.where(textured, -alike, np.inf))
    looked_at, place = textured.sum(axis=1, keepdims=True), np.arange(likest.shape[1])
    counted = np.maximum(1, np.minimum(looked_at - 1, np.rint(COUNTED * looked_at / (BLOCKS[0] * BLOCKS[1]))))
    parts = (place < counted, (place >= counted) & (place < looked_at))
    return np.stack([likest.mean(axis=1, where=part) for part in parts], axis=1).astype(np.float32)


def block_similarity(crop: ContrastMap, artworks: Sequence[ContrastMap | KeptContrastMap] | ContrastMap) -> ContrastMap:
    """(n, 8, 4) from -1 to 1: how alike each block of each of the artworks, at least one, is to the crop.

    About 0 where the artwork is flat.
    """
    others = np.asarray(artworks, dtype=np.float32)
    lengths, theirs = (np.sqrt(_sums(planes * planes)) + 1e-3 for planes in (crop, others))
    padded = np.pad(others, ((0, 0), (SHIFT, SHIFT), (SHIFT, SHIFT)), mode="edge")
    best = np.full(theirs.shape, -np.inf, dtype=np.float32)
    shifted = np.lib.stride_tricks.sliding_window_view(padded, crop.shape[1], axis=2).swapaxes(1, 2)
    for down in range(2 * SHIFT + 1):
        np.maximum(best, _sums(crop * shifted[:, :, down : down + crop.shape[0]]).max(axis=1), out=best)
    # A block into which a shift brings a line would count more than one that fits wholly.
    return np.asarray(np.minimum(best / (lengths * np.maximum(theirs, FLAT)), 1.0), dtype=np.float32)


class ContrastMaps:
    """The contrast maps of a catalogue's pictures: the kept ones, else made when they are asked for and remembered."""

    def __init__(
        self,
        picture: Callable[[str], Pixels | None],
        *,
        kept: Callable[[str], KeptContrastMap | None] = lambda picture_sha256: None,
        remembered: int = REMEMBERED,
    ) -> None:
        """`picture`: the pixels of a picture by its content hash, None where they cannot be had; `kept`: its relief."""

        def made(picture_sha256: str) -> KeptContrastMap | None:
            """(64, 44) float16; None for a picture that cannot be had."""
            contrast = kept(picture_sha256)
            if contrast is None and (pixels := picture(picture_sha256)) is not None:
                contrast = kept_contrast_map(pixels)
            return contrast

        # Not a method, which would hold these maps, with the catalogue that they are of, until the collector comes by.
        self.of = lru_cache(maxsize=remembered)(made)

    def similarity(self, crop: Pixels, *, blocks: Blocks | None = None) -> AskedSimilarity:
        """For one crop."""
        return self.similarity_to(contrast_map(crop), blocks=blocks)

    def similarity_to(self, own: ContrastMap, *, blocks: Blocks | None = None) -> AskedSimilarity:
        """Compare a crop of which only the contrast map was kept."""

        def asked(pictures: Sequence[str]) -> list[PictureSimilarity | None]:
            theirs = [self.of(picture) for picture in pictures]
            alike = iter(most_and_least(own, [array for array in theirs if array is not None], blocks=blocks).tolist())
            return [None if array is None else PictureSimilarity(*next(alike)) for array in theirs]

        return asked


def once(similarity: Similarity) -> AskedSimilarity:
    """Compares with each picture once."""
    by_picture: dict[str, PictureSimilarity | None] = {}

    def asked(pictures: Sequence[str]) -> list[PictureSimilarity | None]:
        new = [picture for picture in pictures if picture not in by_picture]
        if new:
            by_picture.update(zip(new, similarity(new), strict=True))
        return [by_picture[picture] for picture in pictures]

    return asked


def mean_around(plane: NDArray[np.float32], by: int) -> NDArray[np.float32]:
    """The mean of a square of 2 `by` + 1 about each pixel; edge pixels repeat."""
    wide = 2 * by + 1
    total = np.pad(plane, ((by + 1, by), (by + 1, by)), mode="edge").cumsum(axis=0, dtype=np.float64).cumsum(axis=1)
    whole = total[wide:, wide:] - total[:-wide, wide:] - total[wide:, :-wide] + total[:-wide, :-wide]
    return np.asarray(whole / wide**2, dtype=np.float32)


def _sums(planes: NDArray[np.float32]) -> NDArray[np.float32]:
    """(..., 64, 44) summed over each block: (..., 8, 4)."""
    (across, down), (*before, tall, wide) = BLOCKS, planes.shape
    rows = planes.reshape(*before, down, tall // down, wide).sum(axis=-2)
    return np.asarray(rows @ np.eye(across, dtype=np.float32).repeat(wide // across, axis=0))
