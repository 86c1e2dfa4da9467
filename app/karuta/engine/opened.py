"""A picture file that Pillow has opened: the memory it needs, its orientation, and its upright pixels on demand.

Pillow keeps four bytes per RGB pixel, and turning, converting and handing over a picture each make a full copy: 200
megapixels took 4 GB. Here only the result is new: upright 8-bit RGB is made a strip at a time.

Decoders keep everything in a header (texts, profiles, comments), however long it is. They read piece by piece, and
between two pieces `GuardedFile` can stop them: it limits how much of a header may be read, in how many pieces, and how
long a decoder goes on.
"""

from __future__ import annotations

import io
import os
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageFile

from karuta.domain.cancel import CancelToken
from karuta.domain.errors import PictureError
from karuta.domain.pixels import Pixels
from karuta.domain.work import READS, Work
from karuta.engine.budget import MOST_ALONE, MOST_PIXELS, MOST_SCANNED, Cost, Plan, cost_of, kept_bytes, plan_for
from karuta.engine.pdf_pages import PageFile
from karuta.engine.picture_head import Facts
from karuta.engine.strips import MOST_WINDOWS, count, is_strip
from karuta.files import open_regular, page_of

# Small enough for the processor's caches and for reused memory: 12 megapixels take 72 ms; in strips of a megapixel 95,
# in one piece 208.
_STRIP_PIXELS = 50_000
_WITH_ALPHA = ("RGBA", "LA", "PA", "La", "RGBa")
SIDEWAYS = frozenset((5, 6, 7, 8))
"""EXIF orientations that swap width and height."""


def upright_rgb(image: Image.Image, *, orientation: int, step: int = 1) -> Pixels:
    """A loaded picture, upright, reduced by `step` (averaged): (height, width, 3) uint8 RGB.

    Deep modes are scaled by hand, because Pillow clips them. Transparency is shown over white.
    """
    stored = (-(-image.width // step), -(-image.height // step))
    wide, tall = stored[::-1] if orientation in SIDEWAYS else stored
    upright: Pixels = np.empty((tall, wide, 3), dtype=np.uint8)
    as_stored = _lying(upright, orientation)
    grey = _grey_of(image) if image.mode.startswith(("I", "F")) else None
    for top, strip in _strips(image, step):
        flat = Image.fromarray(grey(strip)) if grey else _rgb(strip)
        if step > 1:
            flat = flat.reduce(step)
        rows = np.asarray(flat)
        target = as_stored[top // step : top // step + len(rows)]
        target[...] = rows if rows.ndim == 3 else rows[..., None]
    return upright


def upright_image(image: Image.Image, *, orientation: int) -> Image.Image:
    """Open it as a Pillow picture, for pictures too large to be held as an array as well."""
    if _by_hand(image):
        return Image.fromarray(upright_rgb(image, orientation=orientation))
    turned = TURNS.get(orientation)
    flat = image if image.mode in ("L", "RGB") else image.convert("RGB")
    return flat if turned is None else flat.transpose(turned)


def extra_bytes(image: Image.Image, orientation: int) -> int:
    """The bytes per pixel that `upright_image` takes beside the picture itself."""
    if _by_hand(image):
        return 3 + 4
    result = 1 if image.mode == "L" else 4
    return result * ((image.mode not in ("L", "RGB")) + (orientation in TURNS))


def _by_hand(image: Image.Image) -> bool:
    return image.mode.startswith(("I", "F")) or image.mode in _WITH_ALPHA or "transparency" in image.info


TURNS = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}
"""What makes a picture of this EXIF orientation upright."""


def _lying(upright: Pixels, orientation: int) -> Pixels:
    """A view of the upright memory in the file's orientation: what is written to it row by row stands upright."""
    lying = upright.swapaxes(0, 1) if orientation in SIDEWAYS else upright
    down = -1 if orientation in (3, 4, 6, 7) else 1
    across = -1 if orientation in (2, 3, 7, 8) else 1
    return lying[::down, ::across]


def _strips(image: Image.Image, step: int) -> Iterator[tuple[int, Image.Image]]:
    rows = max(1, _STRIP_PIXELS // (image.width * step)) * step
    if rows >= image.height:
        yield 0, image
        return
    for top in range(0, image.height, rows):
        yield top, image.crop((0, top, image.width, min(image.height, top + rows)))


def _rgb(image: Image.Image) -> Image.Image:
    if image.mode in _WITH_ALPHA or "transparency" in image.info:
        coloured = image.convert("RGBA")
        white = Image.new("RGBA", coloured.size, (255, 255, 255, 255))
        return Image.alpha_composite(white, coloured).convert("RGB")
    return image if image.mode in ("L", "RGB") else image.convert("RGB")


def _grey_of(image: Image.Image) -> Callable[[Image.Image], NDArray[np.uint8]]:
    """Grey values of 16 or 32 bits or floats as 8 bits; the range follows from the mode, then from the values."""
    if image.mode.startswith("I;16"):
        table = np.rint(np.arange(65536) * (255.0 / 65535.0)).astype(np.uint8)
        return lambda strip: np.asarray(table[np.asarray(strip)])
    is_float = image.mode == "F"
    top = max((_highest(np.asarray(strip)) for _, strip in _strips(image, 1)), default=0.0)
    if is_float and top <= 1.0:
        full = 1.0
    elif top <= 255.0:
        full = 255.0
    else:
        full = max(65535.0, top)

    def grey(strip: Image.Image) -> NDArray[np.uint8]:
        values = np.nan_to_num(np.asarray(strip).astype(np.float64), posinf=top)
        return np.clip(np.rint(values * (255.0 / full)), 0, 255).astype(np.uint8)

    return grey


def _highest(values: NDArray[np.generic]) -> float:
    """The highest value that is not NaN."""
    numbers = values[np.isfinite(values)]
    return float(numbers.max(initial=0)) if numbers.size else 0.0


class HeadTooLong(Exception):  # noqa: N818 - what happened; caught where it is known whose head it was
    """More was read than `allow` allowed."""


class TooSlow(Exception):  # noqa: N818 - as above
    """Raised where reading a picture took more processor time than is allowed."""


class GuardedFile(io.BufferedReader):
    """Like any regular file opened for reading, or a PDF's page, until `allow` sets a limit.

    `seconds`: of a processor, of the thread that reads it. Raises `TooSlow`, `Cancelled`, and `TooMuchWork` for a file
    of so many parts that it is read byte by byte.
    """

    def __init__(self, path: Path, *, seconds: float, cancel: CancelToken) -> None:
        page = page_of(path)
        super().__init__(open_regular(path) if page is None else PageFile(page, cancel))
        self.counts_fill = False
        """Whether each byte 0xFF of a piece that holds nothing else counts: a JPEG's decoder skips them one by one, and
        begins anew with each piece."""
        self._left: int | None = None
        self._work = Work(path.name, READS, size=self.seek(0, os.SEEK_END))
        self._cancel = cancel
        # Never by the clock on the wall: a busy computer is not the photo's fault.
        self._ends = time.thread_time() + seconds

    @property
    def seconds_left(self) -> float:
        """Of those that reading it may take."""
        return self._ends - time.thread_time()

    def allow(self, count: int | None) -> None:
        """From now on this many bytes may be read; None: all of them."""
        self._left = count

    def read(self, size: int | None = -1, /) -> bytes:
        self._cancel.check()
        self._work.count()
        if time.thread_time() > self._ends:
            raise TooSlow
        if self._left is None:
            data = super().read(size)
            if self.counts_fill and data.startswith(b"\xff\xff") and not data.strip(b"\xff"):
                self._work.count(len(data))
            return data
        bytes_asked = self._left + 1 if size is None or size < 0 else min(size, self._left + 1)
        data = super().read(bytes_asked)
        if len(data) > self._left:
            raise HeadTooLong
        self._left -= len(data)
        return data


_ORIENTATION = 0x0112
_WIDTH, _HEIGHT = 256, 257
# Scans times pixels.
_READ_SLOWLY = 500_000_000


@dataclass(frozen=True, eq=False)
class Opened:
    """`name`: the file's; `file`: where it is read.

    All methods raise `PictureError` `too_large` if the budget does not suffice.
    """

    name: str
    facts: Facts
    image: Image.Image
    file: GuardedFile

    @property
    def seconds_left(self) -> float:
        """Of a processor, for decoding it."""
        return self.file.seconds_left

    @property
    def upright_size(self) -> tuple[int, int]:
        """(width, height), before anything is decoded."""
        size = self._stored_size()
        return size[::-1] if self._orientation() in SIDEWAYS else size

    def check(self) -> None:
        """Raises `PictureError` if it cannot be decoded within the budget."""
        self._plan(None)

    def pixels(self, longest: int | None) -> Pixels:
        """See `Picture.pixels`."""
        plan = self._plan(longest)
        self._load(plan)
        return upright_rgb(_loaded(self.image), orientation=self._orientation(), step=plan.step)

    def whole(self) -> Image.Image:
        """See `Picture.whole`."""
        if self._plan(None) != Plan(1, 1):
            each = kept_bytes(self.image.mode) + extra_bytes(self.image, self._orientation())
            cost = Cost(each, each, fixed=cost_of(self.image, self.facts).fixed)
            if not cost.reaches(self.image.width * self.image.height, most=MOST_ALONE):
                raise self._too_large(cost, most=MOST_ALONE)
        self._load(Plan(1, 1))
        return upright_image(_loaded(self.image), orientation=self._orientation())

    def _plan(self, longest: int | None) -> Plan:
        check_pixels(self.name, self.image.size)
        if self._scanned > MOST_SCANNED:
            raise PictureError(
                "too_slow",
                "{name} has {scans} layers, and each is worked through in full; save it anew as a plain JPEG.",
                name=self.name,
                scans=self.facts.scans,
            )
        cost = cost_of(self.image, self.facts)
        plan = plan_for(self.image.size, cost, longest=longest)
        if plan is None:
            raise _too_long(self.name, self.image.size) if is_strip(self.image.size) else self._too_large(cost)
        return plan

    def _too_large(self, cost: Cost, *, most: int | None = None) -> PictureError:
        pixels = self.image.width * self.image.height
        return PictureError(
            "too_large",
            "{name} has {megapixels} megapixels; in this format ({format}) at most {most} can be opened, so save it "
            "smaller or as a plain JPEG.",
            name=self.name,
            megapixels=-(-pixels // 1_000_000),
            format=_NAMES.get(self.image.format or "", self.image.format),
            most=cost.most_megapixels(pixels, most=most),
        )

    @property
    def _scanned(self) -> int:
        return self.facts.scans * self.image.width * self.image.height

    def _load(self, plan: Plan) -> None:
        if self._scanned > _READ_SLOWLY and isinstance(self.image, ImageFile.ImageFile):
            # A few bytes may hold a scan of the whole picture, and a decoder is stopped between two pieces.
            self.image.decodermaxblock = 1024
        if plan.scale > 1:
            width, height = self.image.size
            self.image.draft(None, (max(1, width // plan.scale), max(1, height // plan.scale)))
        self.image.load()

    def _stored_size(self) -> tuple[int, int]:
        """As the file has it; Pillow gives a TIFF's upright size from the beginning."""
        tags: Any = getattr(self.image, "tag_v2", None)
        if self.image.format == "TIFF" and tags and _WIDTH in tags and _HEIGHT in tags:
            return int(tags[_WIDTH]), int(tags[_HEIGHT])
        return self.image.size

    def _orientation(self) -> int:
        """How it still has to be turned.

        Checked again once the pixels are there, because Pillow turns a TIFF by itself.
        """
        try:
            return int(self._exif().get(_ORIENTATION, 1))
        except Exception:  # a broken EXIF block must not cost the photo; Pillow raises many kinds here
            return 1

    def _exif(self) -> Image.Exif:
        # For a PNG without EXIF before its pixels, Pillow would decode the whole picture to see what comes after them.
        if self.image.format == "PNG" and not self.facts.tells_behind:
            return Image.Image.getexif(self.image)
        return self.image.getexif()


def _loaded(image: Image.Image) -> Image.Image:
    """The pixels without their file, and without a copy.

    pi-heif decodes a file with several pictures again at each access to its pixels: 50 tiles of a 12 MP photo, stored
    as pictures of their own, took 8 s, and of 48 MP two minutes.
    """
    return image._new(image.im)  # Pillow has no public way to share them


def check_pixels(name: str, size: tuple[int, int]) -> None:
    """Raises `PictureError` `too_large` or `too_long`."""
    pixels = size[0] * size[1]
    if pixels > MOST_PIXELS:
        raise PictureError(
            "too_large",
            "{name} has {megapixels} megapixels; at most 250 can be opened.",
            name=name,
            megapixels=round(pixels / 1e6),
        )
    if count(size) > MOST_WINDOWS:
        raise _too_long(name, size)


def _too_long(name: str, size: tuple[int, int]) -> PictureError:
    return PictureError(
        "too_long",
        "{name} is too long a strip ({width} x {height} pixels) to look for cards in; cut it into several pictures.",
        name=name,
        width=size[0],
        height=size[1],
    )


_NAMES = {"WEBP": "WebP", "HEIF": "HEIC", "MPO": "JPEG"}
