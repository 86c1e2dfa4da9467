"""Keeps unit vectors in catalogue.db by picture and model hash. Computes and compares none."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from karuta.store.database import Database

# Below SQLite's limit of 999 parameters in versions before 3.32.
_AT_ONCE = 500

_UNIT_TOLERANCE = 1e-3
_BYTES = 4


@dataclass(frozen=True, eq=False)
class PictureRows:
    """Vectors by picture hash: `vectors` is (n, dimension) float32, unit length, one row per picture."""

    pictures: tuple[str, ...]
    vectors: NDArray[np.float32]


def add(database: Database, pictures: Sequence[str], vectors: NDArray[np.float32], model_sha256: str) -> None:
    """Store one vector per picture, inside the caller's transaction; an existing one stays unless it is damaged.

    `vectors`: (n, dimension) float32, unit length. Raises `ValueError` for anything else, because it would be noticed
    only when a lookup goes wrong.
    """
    if not len(pictures):
        return
    if vectors.ndim != 2 or len(vectors) != len(pictures):
        raise ValueError(f"{len(pictures)} pictures need as many vectors, not {vectors.shape}")
    lengths = np.linalg.norm(vectors.astype(np.float64), axis=1)
    # NaN fails this comparison too.
    if not (np.abs(lengths - 1.0) < _UNIT_TOLERANCE).all():
        raise ValueError("vectors must be finite and of unit length")
    rows = np.ascontiguousarray(vectors, dtype="<f4")
    sound = _sound(_blobs(database, pictures, model_sha256), length=_BYTES * rows.shape[1])
    database.conn.executemany(
        "INSERT OR REPLACE INTO embeddings (model_sha256, picture_sha256, vector) VALUES (?, ?, ?)",
        [
            (model_sha256, picture, row.tobytes())
            for picture, row in zip(pictures, rows, strict=True)
            if picture not in sound
        ],
    )


def forget(database: Database, pictures: Sequence[str], model_sha256: str) -> None:
    """Drop these vectors of one model."""
    marks = [(model_sha256, picture) for picture in pictures]
    database.conn.executemany("DELETE FROM embeddings WHERE model_sha256 = ? AND picture_sha256 = ?", marks)


def misnamed(database: Database, model_sha256: str) -> dict[str, tuple[str, ...]]:
    """By another model's hash: pictures whose vector has this model's bits, so damage made that name."""
    wrong: dict[str, list[str]] = {}
    rows = database.execute(
        # The few of other models first, each beside this model's.
        """SELECT a.model_sha256, a.picture_sha256 FROM embeddings AS a CROSS JOIN embeddings AS b
        ON b.model_sha256 = ? AND b.picture_sha256 = a.picture_sha256
        WHERE a.model_sha256 <> ? AND a.vector = b.vector""",
        [model_sha256, model_sha256],
    )
    for model, picture in rows.fetchall():
        wrong.setdefault(model, []).append(picture)
    return {model: tuple(pictures) for model, pictures in wrong.items()}


def missing(database: Database, pictures: Sequence[str], model_sha256: str) -> tuple[str, ...]:
    """The pictures, each once and in their order, without a sound vector of this model."""
    distinct = list(dict.fromkeys(pictures))
    there = _sound(_blobs(database, distinct, model_sha256))
    return tuple(picture for picture in distinct if picture not in there)


def damaged(database: Database) -> dict[str, tuple[str, ...]]:
    """Model -> the pictures with a damaged vector: not finite, not of unit length, or shorter than that model's are."""
    broken: dict[str, tuple[str, ...]] = {}
    for (model,) in database.execute("SELECT DISTINCT model_sha256 FROM embeddings").fetchall():
        sql = "SELECT picture_sha256 FROM embeddings WHERE model_sha256 = ? ORDER BY 1"
        pictures = [picture for (picture,) in database.execute(sql, [model]).fetchall()]
        if bad := missing(database, pictures, model):
            broken[model] = bad
    return broken


def get(database: Database, pictures: Sequence[str], model_sha256: str, *, dimension: int) -> PictureRows:
    """The vectors of those pictures that have one, each once, in their order.

    A damaged one counts as missing: of another length than `dimension`, not finite, or not of unit length.
    """
    distinct = list(dict.fromkeys(pictures))
    blobs = _blobs(database, distinct, model_sha256)
    sound = _sound(blobs, length=_BYTES * dimension)
    there = tuple(picture for picture in distinct if picture in sound)
    # A bytearray, so that the array is writable.
    joined = bytearray().join(blobs[picture] for picture in there)
    vectors = np.frombuffer(joined, dtype="<f4").reshape(len(there), dimension)
    return PictureRows(there, vectors.astype(np.float32, copy=False))


def _blobs(database: Database, pictures: Sequence[str], model_sha256: str) -> dict[str, bytes]:
    blobs: dict[str, bytes] = {}
    for at in range(0, len(pictures), _AT_ONCE):
        part = pictures[at : at + _AT_ONCE]
        sql = "SELECT picture_sha256, vector FROM embeddings WHERE model_sha256 = ? AND picture_sha256 IN "
        blobs.update(database.execute(f"{sql} ({','.join('?' * len(part))})", [model_sha256, *part]).fetchall())
    return blobs


def _sound(blobs: Mapping[str, bytes], *, length: int | None = None) -> set[str]:
    """The pictures with a sound vector. `length`: in bytes; without it, the most common one."""
    if not blobs:
        return set()
    usual = length or Counter(len(blob) for blob in blobs.values()).most_common(1)[0][0]
    names = [picture for picture, blob in blobs.items() if len(blob) == usual and usual % _BYTES == 0]
    rows = np.frombuffer(b"".join(blobs[name] for name in names), dtype="<f4").reshape(len(names), usual // _BYTES)
    with np.errstate(over="ignore", invalid="ignore"):
        lengths = np.linalg.norm(rows.astype(np.float64), axis=1)
    return {name for name, fine in zip(names, np.abs(lengths - 1.0) < _UNIT_TOLERANCE, strict=True) if fine}
