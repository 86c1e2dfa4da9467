"""What lanes share: heaps, where the C library is told how many."""

from __future__ import annotations

import ctypes
import platform
import subprocess
import sys

import pytest

from karuta.jobs import lane


def test_lanes_share_heaps_where_glibc_is_the_c_library() -> None:
    is_glibc = sys.platform.startswith("linux") and platform.libc_ver()[0] == "glibc"
    assert lane.share_heaps() is is_glibc


# Freeing a photo's pixels would raise what glibc calls large to 30 MB. The fourth number of mallinfo2 counts the blocks
# that are the system's own.
HOW_MANY_ARE_THE_SYSTEMS = """
import ctypes
from karuta.jobs.lane import share_heaps

class Info(ctypes.Structure):
    _fields_ = [(f"number{place}", ctypes.c_size_t) for place in range(10)]

library = ctypes.CDLL(None)
library.mallinfo2.restype = Info
share_heaps()
photo = bytearray(30_000_000)
del photo
before = library.mallinfo2().number3
crops = [bytearray(18_000_000) for _ in range(5)]
print(library.mallinfo2().number3 - before)
"""


@pytest.mark.skipif(not hasattr(ctypes.pythonapi, "mallinfo2"), reason="needs glibc 2.33")
def test_what_is_large_goes_back_to_the_system_after_a_larger_photo_too() -> None:
    told = [sys.executable, "-c", HOW_MANY_ARE_THE_SYSTEMS]
    assert subprocess.run(told, check=True, capture_output=True, text=True).stdout.strip() == "5"
