"""Keeps unit vectors in catalogue.db by picture and model hash; makes and compares none."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from sqlite_utils import Database

# Below SQLite's limit of 999 parameters in versions before 3.32.
_AT_ONCE = 500

_UNIT_TOLERANCE = 1e-3
_BYTES = 4


@dataclass(frozen=True, eq=False)
class PictureRows:
    """Vectors by picture hash: `vectors` is (n, dimension) float32, unit, one row a picture."""

    pictures: tuple[str, ...]
    vectors: NDArray[np.float32]


def add(database: Database, pictures: Sequence[str], vectors: NDArray[np.float32], *, model_sha256: str) -> None:
    """Keep one vector a picture, inside the caller's transaction; one that is there already stays,
    unless its length shows that it is damaged.

    `vectors`: (n, dimension) float32, unit length. Raises `ValueError` for anything else: it would be found
    only when a lookup goes wrong.
    """
    if not len(pictures):
        return
    if vectors.ndim != 2 or len(vectors) != len(pictures):
        raise ValueError(f"{len(pictures)} pictures need as many vectors, not {vectors.shape}")
    lengths = np.linalg.norm(vectors.astype(np.float64), axis=1)
    # A NaN fails this comparison too.
    if not (np.abs(lengths - 1.0) < _UNIT_TOLERANCE).all():
        raise ValueError("vectors must be finite and of unit length")
    rows = np.ascontiguousarray(vectors, dtype="<f4")
    database.conn.executemany(
        "INSERT INTO embeddings (model_sha256, picture_sha256, vector) VALUES (?, ?, ?) "
        "ON CONFLICT (model_sha256, picture_sha256) DO UPDATE SET vector = excluded.vector "
        "WHERE length(vector) != length(excluded.vector)",
        [(model_sha256, picture, row.tobytes()) for picture, row in zip(pictures, rows, strict=True)],
    )


def missing(database: Database, pictures: Sequence[str], *, model_sha256: str) -> tuple[str, ...]:
    """Those of the pictures, each once and in their order, that have no vector of this model."""
    wanted = list(dict.fromkeys(pictures))
    there: set[str] = set()
    for part in _parts(wanted):
        there.update(
            picture
            for (picture,) in database.execute(
                f"SELECT picture_sha256 FROM embeddings WHERE model_sha256 = ? AND picture_sha256 IN ({_marks(part)})",
                [model_sha256, *part],
            ).fetchall()
        )
    return tuple(picture for picture in wanted if picture not in there)


def get(database: Database, pictures: Sequence[str], *, model_sha256: str, dimension: int) -> PictureRows:
    """The vectors of those of the pictures that have one, each once, in their order.

    A vector of another length than `dimension` (a damaged file) counts as none.
    """
    wanted = list(dict.fromkeys(pictures))
    blobs: dict[str, bytes] = {}
    for part in _parts(wanted):
        blobs.update(
            database.execute(
                "SELECT picture_sha256, vector FROM embeddings "
                f"WHERE model_sha256 = ? AND picture_sha256 IN ({_marks(part)}) AND length(vector) = ?",
                [model_sha256, *part, _BYTES * dimension],
            ).fetchall()
        )
    there = tuple(picture for picture in wanted if picture in blobs)
    # A bytearray, so that the array can be written to.
    joined = bytearray().join(blobs[picture] for picture in there)
    vectors = np.frombuffer(joined, dtype="<f4").reshape(len(there), dimension)
    return PictureRows(there, vectors.astype(np.float32, copy=False))


def _parts(pictures: Sequence[str]) -> Iterator[Sequence[str]]:
    for start in range(0, len(pictures), _AT_ONCE):
        yield pictures[start : start + _AT_ONCE]


def _marks(part: Sequence[str]) -> str:
    return ",".join("?" * len(part))
