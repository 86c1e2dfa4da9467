"""Keeps unit vectors in catalogue.db by picture and model hash; makes and compares none."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
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
    unless it is damaged.

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
    sound = _sound(_blobs(database, pictures, model_sha256=model_sha256), length=_BYTES * rows.shape[1])
    database.conn.executemany(
        "INSERT OR REPLACE INTO embeddings (model_sha256, picture_sha256, vector) VALUES (?, ?, ?)",
        [
            (model_sha256, picture, row.tobytes())
            for picture, row in zip(pictures, rows, strict=True)
            if picture not in sound
        ],
    )


def replace(database: Database, pictures: Sequence[str], vectors: NDArray[np.float32], *, model_sha256: str) -> None:
    """The same in place of whatever is there: for vectors that are known to be the right ones."""
    marks = [(model_sha256, picture) for picture in pictures]
    database.conn.executemany("DELETE FROM embeddings WHERE model_sha256 = ? AND picture_sha256 = ?", marks)
    add(database, pictures, vectors, model_sha256=model_sha256)


def missing(database: Database, pictures: Sequence[str], *, model_sha256: str) -> tuple[str, ...]:
    """Those of the pictures, each once and in their order, that have no sound vector of this model."""
    wanted = list(dict.fromkeys(pictures))
    there = _sound(_blobs(database, wanted, model_sha256=model_sha256))
    return tuple(picture for picture in wanted if picture not in there)


def damaged(database: Database) -> dict[str, tuple[str, ...]]:
    """Model -> the pictures whose vector is none: not finite, not of unit length, or shorter than that model's are."""
    found: dict[str, tuple[str, ...]] = {}
    for (model,) in database.execute("SELECT DISTINCT model_sha256 FROM embeddings").fetchall():
        pictures = [
            row[0]
            for row in database.execute(
                "SELECT picture_sha256 FROM embeddings WHERE model_sha256 = ? ORDER BY 1", [model]
            ).fetchall()
        ]
        if bad := missing(database, pictures, model_sha256=model):
            found[model] = bad
    return found


def get(database: Database, pictures: Sequence[str], *, model_sha256: str, dimension: int) -> PictureRows:
    """The vectors of those of the pictures that have one, each once, in their order.

    A damaged one counts as none: of another length than `dimension`, not finite, or not of unit length.
    """
    wanted = list(dict.fromkeys(pictures))
    blobs = _blobs(database, wanted, model_sha256=model_sha256)
    sound = _sound(blobs, length=_BYTES * dimension)
    there = tuple(picture for picture in wanted if picture in sound)
    # A bytearray, so that the array can be written to.
    joined = bytearray().join(blobs[picture] for picture in there)
    vectors = np.frombuffer(joined, dtype="<f4").reshape(len(there), dimension)
    return PictureRows(there, vectors.astype(np.float32, copy=False))


def _blobs(database: Database, pictures: Sequence[str], *, model_sha256: str) -> dict[str, bytes]:
    found: dict[str, bytes] = {}
    for part in _parts(pictures):
        found.update(
            database.execute(
                "SELECT picture_sha256, vector FROM embeddings "
                f"WHERE model_sha256 = ? AND picture_sha256 IN ({_marks(part)})",
                [model_sha256, *part],
            ).fetchall()
        )
    return found


def _sound(blobs: Mapping[str, bytes], *, length: int | None = None) -> set[str]:
    """The pictures whose vector is one. `length`: in bytes, else that which most of them have."""
    if not blobs:
        return set()
    usual = length or Counter(len(blob) for blob in blobs.values()).most_common(1)[0][0]
    names = [picture for picture, blob in blobs.items() if len(blob) == usual and usual % _BYTES == 0]
    rows = np.frombuffer(b"".join(blobs[name] for name in names), dtype="<f4").reshape(len(names), usual // _BYTES)
    with np.errstate(over="ignore", invalid="ignore"):
        lengths = np.linalg.norm(rows.astype(np.float64), axis=1)
    return {name for name, fine in zip(names, np.abs(lengths - 1.0) < _UNIT_TOLERANCE, strict=True) if fine}


def _parts(pictures: Sequence[str]) -> Iterator[Sequence[str]]:
    for start in range(0, len(pictures), _AT_ONCE):
        yield pictures[start : start + _AT_ONCE]


def _marks(part: Sequence[str]) -> str:
    return ",".join("?" * len(part))
