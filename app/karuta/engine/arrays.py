"""Writes `.npy` files, and reads those of a known shape that this program wrote, without trusting their headers.

`numpy.load` trusts a file's header: a damaged one makes it ask for any amount of memory, or fail in many ways.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from karuta.domain.shape import Misshapen


def write_array(path: Path, array: NDArray[Any]) -> None:
    """The bytes of `numpy.save`, whose error hides the system's own (`58624 requested and 8160 written`).

    Raises `OSError`.
    """
    whole = np.ascontiguousarray(array)
    with path.open("wb") as file:
        np.lib.format.write_array_header_1_0(file, np.lib.format.header_data_from_array_1_0(whole))
        file.write(whole.data)


_MAGIC = b"\x93NUMPY\x01\x00"
_HEAD = re.compile(rb"\{'descr': '<f4', 'fortran_order': False, 'shape': \((\d{1,12}), (\d{1,12})\), \} *\n")


def read_array(path: Path, *, shape: tuple[int, int], mapped: bool = False) -> NDArray[np.float32]:
    """A float32 matrix of exactly this shape. `mapped`: memory-mapped instead of loaded.

    Raises `Misshapen`, and `OSError`.
    """
    with path.open("rb") as file:
        begin = file.read(len(_MAGIC) + 2)
        long = int.from_bytes(begin[len(_MAGIC) :], "little")
        head = _HEAD.fullmatch(file.read(long)) if begin.startswith(_MAGIC) else None
        if head is None:
            raise Misshapen("{file} is not a matrix", file=path.name)
        if (int(head[1]), int(head[2])) != shape:
            raise Misshapen(
                "{file} has {rows} rows of {columns} values instead of {wanted} of {values}",
                file=path.name,
                rows=int(head[1]),
                columns=int(head[2]),
                wanted=shape[0],
                values=shape[1],
            )
        begins = file.tell()
        file.seek(0, 2)
        if file.tell() != begins + 4 * shape[0] * shape[1]:
            raise Misshapen("{file} is shorter or longer than it says", file=path.name)
        if mapped and shape[0] and shape[1]:
            return np.memmap(path, dtype="<f4", mode="r", offset=begins, shape=shape)
        file.seek(begins)
        return np.frombuffer(file.read(), dtype="<f4").reshape(shape).astype(np.float32)
