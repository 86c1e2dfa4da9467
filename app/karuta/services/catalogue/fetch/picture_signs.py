"""Whether bytes are a whole picture, by how such files begin and end; decodes none."""

from __future__ import annotations

# Some writers leave a little behind the end.
_TAIL = 4096


def is_whole_picture(data: bytes) -> bool:
    """JPEG, PNG or WebP. A page of text, or a picture that broke off, is none."""
    if data.startswith(b"\xff\xd8\xff"):
        return b"\xff\xd9" in data[-_TAIL:]
    if data.startswith(b"\x89PNG\r\n\x1a\n"):
        return b"IEND" in data[-_TAIL:]
    if data.startswith(b"RIFF") and data[8:12] == b"WEBP":
        return len(data) >= 8 + int.from_bytes(data[4:8], "little")
    return False
