"""The contrast maps of a catalogue's pictures on the disk, found by content hash; made again at any time.

Two files in one folder: `values` has the contrast maps one after the other, `names` whose they are, with a checksum
each. Both are only added to, by one writer at a time and `names` last; a reader maps what was whole when it opened
them. A contrast map that was torn or damaged counts as missing, and its picture is decoded as if it had never been
kept.
"""

from __future__ import annotations

import zlib
from collections.abc import Collection, Iterable, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from karuta.engine.similarity import SIZE, KeptContrastMap
from karuta.files import make_folder, remove, write_whole

HEAD = b"karuta reliefs 1"
_NAME = np.dtype([("picture", "V32"), ("check", "<u4")])
_VALUE = np.dtype(("<f2", SIZE[::-1]))


class ContrastFile:
    """The contrast maps that a folder holds; empty where there is nothing, or what this release does not read.

    What came since it was opened is seen too, once something is asked for that was not there.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._mapped = _Mapped(folder)

    def __len__(self) -> int:
        return len(self._mapped.rows)

    def of(self, picture_sha256: str) -> KeptContrastMap | None:
        """(64, 44) float16; None where it was not kept, or is damaged."""
        if picture_sha256 not in self._mapped.rows and _size(_names(self._folder)) != self._mapped.size:
            self._mapped = _Mapped(self._folder)
        mapped = self._mapped
        row = mapped.rows.get(picture_sha256)
        if row is None:
            return None
        contrast = np.array(mapped.contrasts[row])
        return contrast if int(mapped.checks[row]) == _check(picture_sha256, contrast) else None

    def lacking(self, pictures: Iterable[str]) -> list[str]:
        """The pictures without a whole contrast map, in their order."""
        return [picture for picture in pictures if self.of(picture) is None]

    @property
    def pictures(self) -> Collection[str]:
        """Whose contrast maps are here, whole or not."""
        return self._mapped.rows.keys()


class _Mapped:
    """Both files as they were at one moment. `size`: of the names, in bytes, taken before they were read."""

    def __init__(self, folder: Path) -> None:
        self.size = _size(_names(folder))
        names, values = _mapped(_names(folder), _NAME), _mapped(_values(folder), _VALUE)
        count = min(len(names), len(values))
        self.checks, self.contrasts = np.array(names["check"][:count]), values[:count]
        # A picture that was kept again, because the first one was damaged, has its last one here.
        self.rows = {bytes(name).hex(): row for row, name in enumerate(names["picture"][:count])}


def keep_contrasts(folder: Path, contrasts: Sequence[tuple[str, KeptContrastMap]]) -> None:
    """Add (picture, (64, 44) float16). One writer at a time. Raises `OSError`.

    Files of another release, and what a stopped writer left behind the last whole contrast map, make room.
    """
    names, values = _names(folder), _values(folder)
    if not (_is_ours(names) and _is_ours(values)):
        make_folder(folder)
        remove(names)
        for path in (values, names):
            write_whole(path, lambda beside: beside.write_bytes(HEAD))
    whole = min(_count(names, _NAME), _count(values, _VALUE))
    _append(values, _VALUE, whole, np.array([contrast for _, contrast in contrasts], dtype="<f2").tobytes())
    rows = [(bytes.fromhex(picture), _check(picture, contrast)) for picture, contrast in contrasts]
    _append(names, _NAME, whole, np.array(rows, dtype=_NAME).tobytes())


def drop_other_contrasts(folder: Path, pictures: Collection[str]) -> bool:
    """Begin anew with what belongs to these pictures, where more than half belongs to none; whether it did.

    Raises `OSError`.
    """
    held = ContrastFile(folder)
    if 2 * sum(held.of(picture) is not None for picture in pictures) >= len(held):
        return False
    keep_only(folder, pictures)
    return True


def keep_only(folder: Path, pictures: Collection[str]) -> None:
    """Begin anew with the whole contrast maps of these pictures. Raises `OSError`."""
    held = ContrastFile(folder)
    kept = [(picture, contrast) for picture in pictures if (contrast := held.of(picture)) is not None]
    remove(_names(folder))
    keep_contrasts(folder, kept)


def _names(folder: Path) -> Path:
    return folder / "names"


def _values(folder: Path) -> Path:
    return folder / "values"


def _size(path: Path) -> int:
    try:
        return path.stat().st_size
    except OSError:
        return -1


def _count(path: Path, kind: np.dtype[Any]) -> int:
    return max(0, path.stat().st_size - len(HEAD)) // kind.itemsize


def _append(path: Path, kind: np.dtype[Any], whole: int, more: bytes) -> None:
    with path.open("rb+") as file:
        file.truncate(len(HEAD) + whole * kind.itemsize)
        file.seek(len(HEAD) + whole * kind.itemsize)
        file.write(more)


def _check(picture_sha256: str, contrast: NDArray[np.float16]) -> int:
    return zlib.crc32(bytes.fromhex(picture_sha256) + np.ascontiguousarray(contrast, dtype="<f2").tobytes())


def _is_ours(path: Path) -> bool:
    try:
        with path.open("rb") as file:
            return file.read(len(HEAD)) == HEAD
    except OSError:
        return False


def _mapped(path: Path, kind: np.dtype[Any]) -> NDArray[Any]:
    """As many whole records as there are, mapped; none where that cannot be."""
    if _is_ours(path):
        try:
            count = _count(path, kind)
            if count:
                return np.memmap(path, dtype=kind, mode="r", offset=len(HEAD), shape=(count,))
        except (OSError, ValueError):
            pass
    return np.empty(0, dtype=kind)
