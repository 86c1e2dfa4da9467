"""Facts that picture files state about themselves before a pixel is decoded: a few bytes read here and there.

Keeps no picture.
"""

from __future__ import annotations

import re
import struct
from dataclasses import dataclass, replace
from typing import BinaryIO

_SCAN = 0xDA
_FRAMES = frozenset((*range(0xC0, 0xC4), *range(0xC5, 0xC8), *range(0xC9, 0xCC), *range(0xCD, 0xD0)))
_PROGRESSIVE = frozenset((0xC2, 0xC6, 0xCA, 0xCE))
_ALONE = frozenset((0x01, *range(0xD0, 0xD9)))
# A few dozen are usual.
_MOST_SEGMENTS = 10_000
# What may stand between two scans, and the picture's end; not what stands within one.
_BETWEEN = re.compile(rb"\xff[\xc0-\xcf\xd9-\xfe]")
_END = 0xD9
_PIECE = 1 << 20

# 250 megapixels of RGBA in Pillow's pieces of 64 kB, none of them compressed, are 15,000.
_MOST_CHUNKS = 100_000
_TELLING = frozenset((b"eXIf", b"tEXt", b"zTXt", b"iTXt"))


JPEG, PNG = b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n"


@dataclass(frozen=True)
class Facts:
    """Facts about a file, known before Pillow opens it. `head`: its first 64 bytes; `bytes`: its length.

    `held`: see `jpeg_coefficients`. `tells_behind`: whether a chunk after a PNG's pixels may give its orientation.
    `beside`: the length of a PNG's longest chunk without pixels. `promised`: see `webp_size`. `scans`: of a JPEG, see
    `jpeg_scans`.
    """

    head: bytes
    bytes: int
    held: int | None = 0
    tells_behind: bool = False
    beside: int = 0
    promised: tuple[int, int] | None = None
    scans: int = 1

    @property
    def is_read_whole(self) -> bool:
        """Whether the decoders of such files read them whole before anything is known of them."""
        return self.head[8:12] == b"WEBP" or self.head[4:8] == b"ftyp"


def facts_of(file: BinaryIO) -> Facts:
    """Leaves the file at its beginning."""
    length = file.seek(0, 2)
    file.seek(0)
    facts = Facts(head=file.read(64), bytes=length)
    if facts.head.startswith(JPEG):
        held = jpeg_coefficients(file)
        facts = replace(facts, held=held, scans=1 if held == 0 else jpeg_scans(file))
    elif facts.head.startswith(PNG):
        facts = _png(file, facts)
    elif facts.is_read_whole:
        facts = replace(facts, promised=webp_size(facts.head))
    file.seek(0)
    return facts


def jpeg_coefficients(file: BinaryIO) -> int | None:
    """Bytes of coefficients that a JPEG's decoder holds until it has read all of them, at any scale. None: malformed.

    A picture in one scan is decoded line by line: 0. One in several scans (progressive, or a scan for each colour) is
    held whole, two bytes per value.
    """
    values, components, progressive = 0, 0, False
    file.seek(2)
    for _ in range(_MOST_SEGMENTS):
        marker = _next_marker(file)
        if marker is None:
            return None
        if marker in _ALONE:
            continue
        length = int.from_bytes(file.read(2), "big") - 2
        if marker == _SCAN:
            in_scan = int.from_bytes(file.read(1), "big")
            return 2 * values if progressive or in_scan < components else 0
        if marker in _FRAMES:
            values, components = _frame(file.read(max(0, length)))
            progressive = marker in _PROGRESSIVE
        elif length < 0:
            return None
        else:
            file.seek(length, 1)
    return None


def jpeg_scans(file: BinaryIO) -> int:
    """How many scans a JPEG has whose first one the file stands in. A decoder goes over the whole picture for each.

    At most `_MOST_SEGMENTS`: one with more segments than that has as many scans, for all that is known.
    """
    count, begins, piece, at = 1, file.tell(), b"", 0
    for _ in range(_MOST_SEGMENTS):
        while (marker := _BETWEEN.search(piece, at)) is None or marker.end() + 2 > len(piece):
            # From the last byte on, or from a marker whose length is not there yet.
            begins += max(at, len(piece) - 1) if marker is None else marker.start()
            file.seek(begins)
            piece, at = file.read(_PIECE), 0
            if len(piece) < 4:
                return count
        if piece[marker.end() - 1] == _END:
            return count
        count += piece[marker.end() - 1] == _SCAN
        at = marker.end() + int.from_bytes(piece[marker.end() : marker.end() + 2], "big")
    return _MOST_SEGMENTS


def _png(file: BinaryIO, facts: Facts) -> Facts:
    """Only the names and lengths of its chunks are read."""
    has_pixels, tells_behind, beside = False, False, 0
    file.seek(len(PNG))
    for _ in range(_MOST_CHUNKS):
        begin = file.read(8)
        if len(begin) < 8 or begin[4:] == b"IEND":
            break
        length, name = struct.unpack(">I4s", begin)
        if name in (b"IDAT", b"fdAT"):
            has_pixels = True
        else:
            tells_behind |= has_pixels and name in _TELLING
            beside = max(beside, length)
        file.seek(length + 4, 1)
    return replace(facts, tells_behind=tells_behind, beside=beside)


def webp_size(head: bytes) -> tuple[int, int] | None:
    """(width, height) that a WebP declares, from its first 30 bytes; None if it declares none.

    Its decoder allocates the memory when it is created, before anybody can ask it for the size.
    """
    kind = head[12:16]
    if kind == b"VP8X" and len(head) >= 30:
        return 1 + int.from_bytes(head[24:27], "little"), 1 + int.from_bytes(head[27:30], "little")
    if kind == b"VP8L" and len(head) >= 25:
        bits = int.from_bytes(head[21:25], "little")
        return 1 + (bits & 0x3FFF), 1 + (bits >> 14 & 0x3FFF)
    if kind == b"VP8 " and len(head) >= 30:
        wide, tall = struct.unpack_from("<HH", head, 26)
        return wide & 0x3FFF, tall & 0x3FFF
    return None


def _next_marker(file: BinaryIO) -> int | None:
    """Skips what decoders ignore between segments."""
    before = b""
    for _ in range(_MOST_SEGMENTS):
        byte = file.read(1)
        if not byte:
            return None
        if before == b"\xff" and byte not in (b"\xff", b"\x00"):
            return byte[0]
        before = byte
    return None


def _frame(segment: bytes) -> tuple[int, int]:
    """How many coefficients a frame has, and how many components; a component may be subsampled."""
    if len(segment) < 6:
        return 0, 0
    tall, wide, count = struct.unpack_from(">HHB", segment, 1)
    samplings = [segment[at] for at in range(7, min(len(segment), 6 + 3 * count), 3)]
    finest = (
        max((sampling >> 4 for sampling in samplings), default=1)
        * max((sampling & 15 for sampling in samplings), default=1)
        or 1
    )
    return sum(wide * tall * (sampling >> 4) * (sampling & 15) // finest for sampling in samplings), count
