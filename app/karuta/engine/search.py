"""Nearest pictures by cosine: the exact search, the interface of every search, confirmed crops, and a joined one.

Confirmed crops change with every label, so no index is rebuilt for them. The lane that looks photos up owns them, and
changes them only between two lookups. Reads and writes no file.
"""

from __future__ import annotations

import hashlib
from bisect import bisect_left, insort
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from hashlib import sha256
from pathlib import Path
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from karuta.domain.card import Artwork, CardKey
from karuta.domain.match import CatalogueView, Exemplar, Neighbour, main_artworks, stands_for
from karuta.files import file_hash


@dataclass(frozen=True, eq=False)
class PictureVectors:
    """Pictures (by content hash, sorted, each once) and their unit vectors, (n, dimension) float32."""

    pictures: tuple[str, ...]
    vectors: NDArray[np.float32]

    def __post_init__(self) -> None:
        if self.vectors.ndim != 2 or len(self.pictures) != len(self.vectors):
            raise ValueError("as many pictures as vectors, and vectors are rows")

    def __len__(self) -> int:
        return len(self.pictures)


class Search(Protocol):
    """The protocol of all that answers a lookup: the exact search, an index, or several joined."""

    def __len__(self) -> int: ...

    def neighbours(self, queries: NDArray[np.float32], *, count: int) -> list[tuple[Neighbour, ...]]:
        """For each query, a (dimension,) unit vector, its `count` nearest pictures (or all), best first."""
        ...


class ExactSearch:
    """Compares with every vector: the reference, the fallback, and the search for pictures not yet in an index."""

    def __init__(self, stock: PictureVectors) -> None:
        self._stock = stock

    def __len__(self) -> int:
        return len(self._stock)

    def neighbours(self, queries: NDArray[np.float32], *, count: int) -> list[tuple[Neighbour, ...]]:
        if not len(self._stock):
            return [() for _ in queries]
        scores = queries @ self._stock.vectors.T
        return [best(self._stock.pictures, row, count=count) for row in scores]


class JoinedSearch:
    """Several searches over different pictures that answer as one."""

    def __init__(self, parts: Sequence[Search]) -> None:
        self._parts = tuple(parts)

    def __len__(self) -> int:
        return sum(len(part) for part in self._parts)

    def neighbours(self, queries: NDArray[np.float32], *, count: int) -> list[tuple[Neighbour, ...]]:
        answers = [part.neighbours(queries, count=count) for part in self._parts]
        return [
            tuple(sorted((near for part in each for near in part), key=_best_first)[:count])
            for each in zip(*answers, strict=True)
        ]


class SearchWithout:
    """A search that knows nothing of some pictures, as if they had never been added."""

    def __init__(self, whole: Search, without: Collection[str]) -> None:
        """`without`: pictures that the search holds."""
        self._whole = whole
        self._without = frozenset(without)

    def __len__(self) -> int:
        return len(self._whole) - len(self._without)

    def neighbours(self, queries: NDArray[np.float32], *, count: int) -> list[tuple[Neighbour, ...]]:
        more = self._whole.neighbours(queries, count=count + len(self._without))
        return [
            tuple(neighbour for neighbour in near if neighbour.picture_sha256 not in self._without)[:count]
            for near in more
        ]


def best(
    pictures: Sequence[str], scores: NDArray[np.float32], *, count: int, rows: NDArray[np.int_] | None = None
) -> tuple[Neighbour, ...]:
    """The `count` best as neighbours. `scores`: (n,) cosines, of `rows` of `pictures` (all of them by default)."""
    places = np.arange(len(scores)) if rows is None else rows
    if count < len(scores):
        top = np.argpartition(-scores, count)[:count]
        scores, places = scores[top], places[top]
    nearest = (
        Neighbour(picture_sha256=pictures[row], score=score)
        for score, row in zip(scores.tolist(), places.tolist(), strict=True)
    )
    return tuple(sorted(nearest, key=_best_first))


def _best_first(neighbour: Neighbour) -> tuple[float, str]:
    return -neighbour.score, neighbour.picture_sha256


def stock_hash(pictures: Iterable[str], model_hash: str) -> str:
    """The index hash: of the sorted list of (picture content hash, model hash)."""
    digest = hashlib.sha256()
    for picture in sorted(pictures):
        digest.update(f"{picture} {model_hash}\n".encode("ascii"))
    return digest.hexdigest()


SameShots = Callable[[Path], Collection[str]]
"""The hashes of the photos that are the same shot as the one in a file: itself, and its near-duplicates."""

# An exemplar counts only if it is nearer than every artwork by this margin. Photos share traits that clean pictures
# lack, so without a margin crops of other cards beat the right artwork.
MARGIN = 0.08
_FIRST_ROWS = 64
_NEVER = np.float32(-2.0)
"""Less than any cosine."""


def only_itself(path: Path) -> Collection[str]:
    """A photo counts as the same shot only as itself."""
    return (file_hash(path),)


class Exemplars:
    """Crops that stand for cards. One crop may have been cut from several photos (copies of one shot)."""

    def __init__(
        self, view: CatalogueView, *, dimension: int, model_hash: str, same_shots: SameShots = only_itself
    ) -> None:
        self.margin = MARGIN
        self.same_shots = same_shots
        self._view = view
        self._mains = main_artworks(view)
        self._model_hash = model_hash
        self._of_photo: dict[str, dict[str, Exemplar]] = {}
        self._places: dict[str, dict[tuple[str, str], CardKey]] = defaultdict(dict)
        self._vectors: dict[str, NDArray[np.float32]] = {}
        self._artworks: dict[str, tuple[Artwork, ...]] = {}
        self._row_of: dict[str, int] = {}
        self._crops: list[str] = []
        self._rows = np.zeros((_FIRST_ROWS, dimension), dtype=np.float32)
        self._lines = sorted(self._line(picture) for picture in view.by_picture)
        self._hash: str | None = None

    def __len__(self) -> int:
        """The number of crops that count: each has a vector of this model and one undisputed card."""
        return len(self._crops)

    @property
    def crops(self) -> Mapping[str, tuple[Artwork, ...]]:
        """The crops that count, each with the artworks of the cards for which it stands."""
        return self._artworks

    @property
    def unpictured(self) -> list[Artwork]:
        """What crops that count stand for, of cards without a picture."""
        return [artwork for artworks in self._artworks.values() for artwork in artworks if not artwork.picture_sha256]

    @property
    def lacking(self) -> tuple[str, ...]:
        """Crops (by hash) that would count once this model had embedded them."""
        return tuple(crop for crop in self._places if crop not in self._vectors and self._stands_for(crop))

    @property
    def index_hash(self) -> str:
        """The hash of the sorted list of (picture content hash, model hash), artworks and exemplars."""
        if self._hash is None:
            self._hash = sha256(b"".join(self._lines)).hexdigest()
        return self._hash

    def replace(self, photos: Iterable[str], exemplars: Sequence[Exemplar]) -> None:
        """Make `exemplars` all those of `photos`."""
        touched = {exemplar.crop_sha256 for photo in photos for exemplar in self._of_photo.pop(photo, {}).values()}
        for crop in touched:
            self._places[crop] = {
                place: card for place, card in self._places[crop].items() if place[0] in self._of_photo
            }
        for exemplar in exemplars:
            self._of_photo.setdefault(exemplar.photo_sha256, {})[exemplar.sighting_id] = replace(exemplar, vector=None)
            self._places[exemplar.crop_sha256][exemplar.place] = exemplar.card
            if exemplar.vector is not None:
                self._vectors.setdefault(exemplar.crop_sha256, exemplar.vector)
            touched.add(exemplar.crop_sha256)
        for crop in touched:
            self._settle(crop)

    def embedded(self, crops: Sequence[str], vectors: NDArray[np.float32]) -> None:
        """This model's vectors, (n, dimension) float32, unit length, for crops that lacked one."""
        for crop, vector in zip(crops, vectors, strict=True):
            if crop in self._places:
                self._vectors.setdefault(crop, vector)
                self._settle(crop)

    def apart_from(self, photos: Collection[str]) -> ExemplarSearch:
        """A search of all crops except those that were (also) cut from one of `photos`."""
        own = {exemplar.crop_sha256 for photo in photos for exemplar in self._of_photo.get(photo, {}).values()}
        return ExemplarSearch(self._crops, self._rows, [self._row_of[crop] for crop in own if crop in self._row_of])

    def _stands_for(self, crop: str) -> tuple[Artwork, ...]:
        """None if the same pixels were confirmed as two cards, or are in the index as an artwork."""
        cards = set(self._places[crop].values())
        if len(cards) != 1 or crop in self._view.by_picture:
            return ()
        return stands_for(next(iter(cards)), self._view, self._mains)

    def _settle(self, crop: str) -> None:
        """Make one crop count, or not, as its places say."""
        if not self._places[crop]:
            del self._places[crop]
            self._vectors.pop(crop, None)
            self._drop(crop)
            return
        artworks = self._stands_for(crop)
        if artworks and crop in self._vectors:
            self._artworks[crop] = artworks
            self._take(crop)
        else:
            self._drop(crop)

    def _take(self, crop: str) -> None:
        if crop in self._row_of:
            return
        row = len(self._crops)
        if row == len(self._rows):
            self._rows = np.concatenate([self._rows, np.zeros_like(self._rows)])
        self._rows[row] = self._vectors[crop]
        self._row_of[crop] = row
        self._crops.append(crop)
        insort(self._lines, self._line(crop))
        self._hash = None

    def _drop(self, crop: str) -> None:
        """The last row moves to the place of the one removed."""
        self._artworks.pop(crop, None)
        row = self._row_of.pop(crop, None)
        if row is None:
            return
        last = self._crops.pop()
        if last != crop:
            self._rows[row] = self._rows[len(self._crops)]
            self._crops[row] = last
            self._row_of[last] = row
        line = self._line(crop)
        del self._lines[bisect_left(self._lines, line)]
        self._hash = None

    def _line(self, picture: str) -> bytes:
        return f"{picture} {self._model_hash}\n".encode("ascii")


class ExemplarSearch:
    """Compares with every crop except the `hidden` rows; what it finds is marked as exemplar."""

    def __init__(self, crops: Sequence[str], rows: NDArray[np.float32], hidden: Sequence[int]) -> None:
        self._crops = crops
        self._rows = rows[: len(crops)]
        self._hidden = list(hidden)

    def __len__(self) -> int:
        return len(self._crops) - len(self._hidden)

    def neighbours(self, queries: NDArray[np.float32], *, count: int) -> list[tuple[Neighbour, ...]]:
        if not len(self):
            return [() for _ in queries]
        scores = queries @ self._rows.T
        scores[:, self._hidden] = _NEVER
        more = [best(self._crops, row, count=min(count, len(self))) for row in scores]
        return [tuple(replace(near, exemplar=True) for near in nearest if near.score > _NEVER) for nearest in more]


class CombinedSearch:
    """An index of artworks with exemplars beside it. Those that are nearer than every artwork by `margin` count."""

    def __init__(self, index: Search, crops: ExemplarSearch, *, margin: float) -> None:
        self._index = index
        self._crops = crops
        self._margin = margin

    def __len__(self) -> int:
        return len(self._index) + len(self._crops)

    def neighbours(self, queries: NDArray[np.float32], *, count: int) -> list[tuple[Neighbour, ...]]:
        artworks = self._index.neighbours(queries, count=count)
        crops = self._crops.neighbours(queries, count=count)
        return [self._joined(*both)[:count] for both in zip(artworks, crops, strict=True)]

    def _joined(self, artworks: tuple[Neighbour, ...], crops: tuple[Neighbour, ...]) -> tuple[Neighbour, ...]:
        """Every crop that counts is nearer than the first artwork, so crops come first."""
        least = artworks[0].score + self._margin if artworks else -1.0
        return (*(crop for crop in crops if crop.score >= least), *artworks)
