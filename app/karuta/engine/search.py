"""Nearest pictures by cosine: the exact search, the interface of every search, and a joined one. Reads no file."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from karuta.domain.match import Neighbour


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
    """What answers a lookup: the exact search, an index, or several joined."""

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
            tuple(sorted((n for found in each for n in found), key=_best_first)[:count])
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
        found = self._whole.neighbours(queries, count=count + len(self._without))
        return [tuple(one for one in near if one.picture_sha256 not in self._without)[:count] for near in found]


def best(
    pictures: Sequence[str], scores: NDArray[np.float32], *, count: int, rows: NDArray[np.int_] | None = None
) -> tuple[Neighbour, ...]:
    """The `count` best as neighbours. `scores`: (n,) cosines, of `rows` of `pictures` (all of them by default)."""
    places = np.arange(len(scores)) if rows is None else rows
    if count < len(scores):
        top = np.argpartition(-scores, count)[:count]
        scores, places = scores[top], places[top]
    found = (
        Neighbour(picture_sha256=pictures[int(row)], score=float(score))
        for score, row in zip(scores, places, strict=True)
    )
    return tuple(sorted(found, key=_best_first))


def _best_first(neighbour: Neighbour) -> tuple[float, str]:
    return -neighbour.score, neighbour.picture_sha256


def stock_hash(pictures: Iterable[str], model_hash: str) -> str:
    """The index hash: of the sorted list of (picture content hash, model hash)."""
    digest = hashlib.sha256()
    for picture in sorted(pictures):
        digest.update(f"{picture} {model_hash}\n".encode("ascii"))
    return digest.hexdigest()
