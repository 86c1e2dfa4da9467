"""A PDF's pages as photos: how many there are, and each as a picture file that is drawn when its pixels are read.

What a stranger's file holds is looked at by a process of its own (`draw_pdf`) alone.
"""

from __future__ import annotations

import io
import struct
from collections.abc import Sequence
from pathlib import Path

from karuta.domain.cancel import CancelToken
from karuta.domain.errors import PictureError
from karuta.engine import draw_pdf
from karuta.engine.draw_pdf import BUG, MOST_PAGES, MOST_SECONDS, PROTECTED, TOO_MANY_PAGES
from karuta.files import PDF, FileStamp, PdfPage, open_regular, page_named, stamp_of
from karuta.jobs.starter import TOO_LONG, Ended, run_apart

_Key = tuple[Path, FileStamp, tuple[int, ...]]
# Of the last files, refused ones too: a watched folder is listed again and again.
_sizes: dict[_Key, Ended] = {}
# Of the last page: it is opened for its size, its pixels, its thumbnail and its print.
_drawn: dict[_Key, Ended] = {}
_MOST_SIZES = 1000
# Where the system has no bound of a processor.
_CLOCK = 300
# As BMP: rows from the top, as PDFium has them. What is read ahead of the pixels ends before them.
_HEAD = struct.Struct("<2sIII IiiHHIIiiII 74x")


def pages_in(file: str) -> list[str]:
    """The photos in a file: a PDF's pages in their order, else the file itself, also where it is no PDF that opens."""
    path = Path(file)
    if path.suffix.lower() != PDF:
        return [file]
    try:
        sizes = _page_sizes(path, path.name, None)
    except (PictureError, OSError):  # whoever opens it says why
        return [file]
    return [page_named(file, number) for number in range(1, len(sizes) + 1)]


def refusal_of(path: Path) -> PictureError:
    """Why a PDF itself is no photo."""
    if path.suffix.lower() != PDF:
        return PictureError(
            "unsupported",
            "{name} is a PDF; end its name with .pdf, and its pages are photos.",
            name=path.name,
        )
    try:
        count = len(_page_sizes(path, path.name, None))
    except PictureError as error:
        return error
    return PictureError(
        "unsupported",
        "{name} is a PDF, and each page of it is a photo; name one of them, as in {page} (it has {count}).",
        name=path.name,
        count=count,
        page=page_named(path.name, 1),
    )


class PageFile(io.RawIOBase):
    """A page as a BMP. Raises `PictureError`, `Cancelled` and `OSError` where it is opened, and where it is drawn."""

    def __init__(self, page: PdfPage, cancel: CancelToken) -> None:
        self._page, self._cancel, self._at = page, cancel, 0
        self._name = page_named(page.file.name, page.number)
        sizes = _page_sizes(page.file, self._name, cancel)
        if page.number > len(sizes):
            raise PictureError(
                "missing",
                "There is no {name}: its PDF ends with page {count}.",
                name=self._name,
                count=len(sizes),
            )
        self._size = wide, tall = sizes[page.number - 1]
        if not wide:
            raise _refusal(draw_pdf.DAMAGED, self._name)
        self._length = _HEAD.size + draw_pdf.row_bytes(wide) * tall
        fields = (40, wide, -tall, 1, 24, 0, 0, 0, 0, 0, 0)
        self._head = _HEAD.pack(b"BM", self._length, 0, _HEAD.size, *fields)

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def seek(self, offset: int, whence: int = io.SEEK_SET, /) -> int:
        self._at = max(0, offset + (0, self._at, self._length)[whence])
        return self._at

    def readinto(self, buffer: memoryview, /) -> int:  # type: ignore[override]
        is_head = self._at < _HEAD.size
        data, at = (self._head, self._at) if is_head else (self._rows(), self._at - _HEAD.size)
        piece = memoryview(data)[at : at + len(buffer)]
        buffer[: len(piece)] = piece
        self._at += len(piece)
        return len(piece)

    def _rows(self) -> bytes:
        ended = _asked(_drawn, 1, self._page.file, (self._page.number, *self._size), self._cancel)
        if ended.code or len(ended.output) != self._length - _HEAD.size:
            raise _refusal(ended.code, self._name)
        return ended.output


def _page_sizes(path: Path, name: str, cancel: CancelToken | None) -> list[tuple[int, int]]:
    """(width, height) in pixels of each page; (0, 0) of a damaged one. Raises `PictureError`, `OSError`."""
    ended = _asked(_sizes, _MOST_SIZES, path, (), cancel or CancelToken())
    if ended.code:
        raise _refusal(ended.code, name)
    numbers = list(map(int, ended.output.split()))
    return list(zip(numbers[::2], numbers[1::2], strict=True))


def _asked(kept: dict[_Key, Ended], most: int, path: Path, words: Sequence[int], cancel: CancelToken) -> Ended:
    """What the process said, or says now if nobody asked yet."""
    key = (path, stamp_of(path), tuple(words))
    ended = kept.get(key)
    if ended is None:
        while len(kept) >= most:
            kept.pop(next(iter(kept)), None)
        with open_regular(path) as file:
            ended = run_apart(draw_pdf.__name__, map(str, words), given=file, seconds=_CLOCK, cancel=cancel)
        kept[key] = ended
    return ended


def _refusal(code: int, name: str) -> PictureError:
    if code == PROTECTED:
        return PictureError("unsupported", "{name} is locked with a password; save the PDF without one.", name=name)
    if code == TOO_MANY_PAGES:
        return PictureError(
            "too_large", "{name} has more than {most} pages; divide the PDF.", name=name, most=f"{MOST_PAGES:,}"
        )
    if code == TOO_LONG:
        return PictureError(
            "too_slow",
            "{name} takes more than {seconds} seconds of a processor to draw; save the page as a JPEG.",
            name=name,
            seconds=MOST_SECONDS,
        )
    if code == BUG:
        text = "{name} could not be decoded: something in Karuta went wrong; please report it."
        return PictureError("internal", text, name=name)
    return PictureError(
        "truncated", "{name} is damaged, or needs too much memory; copy the PDF again, or save it anew.", name=name
    )
