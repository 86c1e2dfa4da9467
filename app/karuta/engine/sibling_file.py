"""Pairs of nearly equal pictures on the disk, by content hash; made again at any time, so never a truth.

One file: which pictures were compared with each other, and the pairs among them. It is written whole, with a checksum.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from karuta.files import make_folder, write_whole

HEAD = b"karuta siblings 1"
_SEAL = 32
_NAME = np.dtype("V32")
_PAIR = np.dtype("<u4")


class SiblingsDamaged(Exception):  # noqa: N818 - what happened
    """The file is not as it was written."""


@dataclass(frozen=True, eq=False)
class SiblingPairs:
    """`model`: the hash of the model by whose vectors; `pictures`: by content hash, each with all before it; `pairs`:

    (n, 2) rows of them.
    """

    model: str
    pictures: tuple[str, ...]
    pairs: NDArray[np.uint32]

    @property
    def named(self) -> list[tuple[str, str]]:
        return [(self.pictures[first], self.pictures[second]) for first, second in self.pairs.tolist()]


NOTHING = SiblingPairs("", (), np.empty((0, 2), dtype=np.uint32))


def read_siblings(folder: Path) -> SiblingPairs:
    """Read what was compared; nothing where none is kept or another release wrote it. Raises `SiblingsDamaged`."""
    try:
        content = _file(folder).read_bytes()
    except FileNotFoundError:
        return NOTHING
    except OSError as error:
        raise SiblingsDamaged from error
    if content[: len(HEAD)] != HEAD:
        return NOTHING
    seal, rest = content[len(HEAD) : len(HEAD) + _SEAL], content[len(HEAD) + _SEAL :]
    if hashlib.sha256(rest).digest() != seal:
        raise SiblingsDamaged
    count = int(np.frombuffer(rest, _PAIR, count=1)[0])
    model, *names = (bytes(array).hex() for array in np.frombuffer(rest, _NAME, count=count, offset=_PAIR.itemsize))
    pairs = np.frombuffer(rest, _PAIR, offset=_PAIR.itemsize + count * _NAME.itemsize).reshape(-1, 2)
    return SiblingPairs(model, tuple(names), pairs)


def sound_siblings(folder: Path) -> SiblingPairs:
    """Read it; nothing where the file is damaged."""
    try:
        return read_siblings(folder)
    except SiblingsDamaged:
        return NOTHING


def keep_siblings(folder: Path, compared: SiblingPairs) -> None:
    """Raises `OSError`."""
    names = b"".join(bytes.fromhex(text) for text in (compared.model, *compared.pictures))
    count = np.array([1 + len(compared.pictures)], dtype=_PAIR).tobytes()
    rest = count + names + np.ascontiguousarray(compared.pairs, dtype=_PAIR).tobytes()
    make_folder(folder)
    content = HEAD + hashlib.sha256(rest).digest() + rest
    write_whole(_file(folder), lambda beside: beside.write_bytes(content))


def _file(folder: Path) -> Path:
    return folder / "pairs"
