"""Draws a PDF's pages in a process of its own, which can open nothing: what a stranger's file does to it ends there.

`pdf_pages` starts it, with the PDF as standard input. Without arguments it writes each page's size in pixels, a line a
page (`0 0` for a damaged one); with a page's number and size, that page's rows from the top: three bytes a pixel, blue,
green, red, each row filled up to four bytes. Knows nothing of Karuta, so that it starts in a tenth of a second.
"""

from __future__ import annotations

import ctypes
import math
import mmap
import sys
from typing import Any

MOST_PAGES = 1000
MOST_PIXELS = 25_000_000
"""Of one page: A4 at 500 dots an inch. A finer one is drawn smaller."""

MOST_SECONDS = 10
"""Of a processor, for one page, and for the sizes of all."""

MOST_BYTES = 1_000_000_000
"""Of memory, besides the file itself."""

BUG, DAMAGED, PROTECTED, TOO_MANY_PAGES = 1, 3, 4, 5
"""Exit codes; the first is Python's own."""

_POINTS = 72
_AT_ONCE = 32
_USUAL = 300 / _POINTS
# Looked at for the finest picture of a page: an honest one has a few, or some hundred strips.
_MOST_OBJECTS = 2000


def row_bytes(wide: int) -> int:
    return -(-3 * wide // 4) * 4


def main(arguments: list[str]) -> int:
    data = mmap.mmap(0, 0, access=mmap.ACCESS_COPY)
    pdfium = _alone(len(data))
    file = (ctypes.c_char * len(data)).from_buffer(data)
    document = pdfium.FPDF_LoadMemDocument64(file, len(data), None)
    if not document:
        is_protected = pdfium.FPDF_GetLastError() in (pdfium.FPDF_ERR_PASSWORD, pdfium.FPDF_ERR_SECURITY)
        return PROTECTED if is_protected else DAMAGED
    if arguments:
        number, wide, tall = map(int, arguments)
        try:
            return _draw(pdfium, document, number - 1, (wide, tall))
        except MemoryError:
            return DAMAGED
    count = pdfium.FPDF_GetPageCount(document)
    if count > MOST_PAGES:
        return TOO_MANY_PAGES
    for index in range(count):
        if index % _AT_ONCE == _AT_ONCE - 1:  # PDFium keeps the pictures of all pages that it saw
            pdfium.FPDF_CloseDocument(document)
            document = pdfium.FPDF_LoadMemDocument64(file, len(data), None)
        print(*_size(pdfium, document, index))
    return 0 if count else DAMAGED


def _alone(file_bytes: int) -> Any:
    """PDFium, in a process that opens nothing from now on: no file, no connection, no fonts of the system."""
    import pypdfium2_raw as pdfium

    nowhere = (ctypes.POINTER(ctypes.c_char) * 1)()
    pdfium.FPDF_InitLibraryWithConfig(pdfium.FPDF_LIBRARY_CONFIG(version=2, m_pUserFontPaths=nowhere))
    if sys.platform != "win32":
        import resource

        resource.setrlimit(resource.RLIMIT_CPU, (MOST_SECONDS, MOST_SECONDS + 1))
        resource.setrlimit(resource.RLIMIT_AS, (most := MOST_BYTES + file_bytes, most))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
        resource.setrlimit(resource.RLIMIT_NOFILE, (3, 3))
    return pdfium


def _size(pdfium: Any, document: Any, index: int) -> tuple[int, int]:
    """(width, height) at which a page's largest picture keeps its pixels; (0, 0) for a page that is none."""
    page = pdfium.FPDF_LoadPage(document, index)
    wide, tall = (pdfium.FPDF_GetPageWidthF(page), pdfium.FPDF_GetPageHeightF(page)) if page else (0, 0)
    if not (0 < wide * tall < math.inf):
        return 0, 0
    _, covered, density = _largest_picture(pdfium, page)
    pdfium.FPDF_ClosePage(page)
    # Beside small pictures there may be print.
    scale = density if covered > wide * tall / 2 else max(density, _USUAL)
    scale = min(scale, math.sqrt(MOST_PIXELS / (wide * tall)))
    return max(1, round(wide * scale)), max(1, round(tall * scale))


def _largest_picture(pdfium: Any, page: Any) -> tuple[Any, float, float]:
    """It or None, its area in square points, and how many pixels it has for each point of its side."""
    largest: tuple[Any, float, float] = (None, 0.0, 0.0)
    edges = [ctypes.c_float() for _ in range(4)]
    sides = [ctypes.c_uint() for _ in range(2)]
    for at in range(min(_MOST_OBJECTS, pdfium.FPDFPage_CountObjects(page))):
        thing = pdfium.FPDFPage_GetObject(page, at)
        if pdfium.FPDFPageObj_GetType(thing) != pdfium.FPDF_PAGEOBJ_IMAGE:
            continue
        pdfium.FPDFPageObj_GetBounds(thing, *edges)
        pdfium.FPDFImageObj_GetImagePixelSize(thing, *sides)
        left, bottom, right, top = (edge.value for edge in edges)
        area = (right - left) * (top - bottom)
        if area > largest[1]:
            largest = thing, area, math.sqrt(sides[0].value * sides[1].value / area)
    return largest


def _draw(pdfium: Any, document: Any, index: int, size: tuple[int, int]) -> int:
    page = pdfium.FPDF_LoadPage(document, index)
    if not page:
        return DAMAGED
    picture, *_ = _largest_picture(pdfium, page)
    if picture:
        # One that cannot be decoded is passed over where the page is drawn, and leaves it white.
        decoded = pdfium.FPDFImageObj_GetBitmap(picture)
        if not decoded:
            return DAMAGED
        pdfium.FPDFBitmap_Destroy(decoded)
    wide, tall = size
    pixels = (ctypes.c_char * (row_bytes(wide) * tall))()
    bitmap = pdfium.FPDFBitmap_CreateEx(wide, tall, pdfium.FPDFBitmap_BGR, pixels, row_bytes(wide))
    pdfium.FPDFBitmap_FillRect(bitmap, 0, 0, wide, tall, 0xFFFFFFFF)
    pdfium.FPDF_RenderPageBitmap(bitmap, page, 0, 0, wide, tall, 0, pdfium.FPDF_RENDER_LIMITEDIMAGECACHE)
    sys.stdout.buffer.write(pixels)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
