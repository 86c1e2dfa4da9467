"""From a file to upright RGB pixels or one of the error codes of `lookup`, and from pixels to small files' bytes.

Only the formats of `FORMATS` are opened (a `.jpg` that is EPS would start Ghostscript). What would take more memory
than `budget` allows is refused before a pixel is decoded. EXIF orientation is applied once, in `opened`.
Of animations the first frame is used. Encoded are the crops (lossless) and thumbnails that a library keeps. Never
writes and never guesses.
"""

from __future__ import annotations

import io
import logging
import stat
import struct
import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PIL import Image, PngImagePlugin

from karuta.domain.cancel import CancelToken
from karuta.domain.errors import Cancelled, IrregularFile, PictureError
from karuta.domain.pixels import Pixels
from karuta.domain.work import TooMuchWork
from karuta.engine.budget import MOST_FILE, MOST_HEAD, MOST_PIXELS, MOST_SECONDS
from karuta.engine.opened import GuardedFile, HeadTooLong, Opened, TooSlow, check_pixels
from karuta.engine.pdf_pages import refusal_of
from karuta.engine.picture_head import JPEG, Facts, facts_of
from karuta.files import PDF, holding, stat_or_none

log = logging.getLogger(__name__)

# The JPEG reader also opens a phone's MPO.
FORMATS = ("JPEG", "PNG", "WEBP", "AVIF", "HEIF", "TIFF", "BMP", "GIF")

# What a person may well drop and Karuta does not open: first bytes (at an offset) -> its name.
REFUSED: tuple[tuple[int, bytes, str], ...] = (
    (0, b"%!PS", "a PostScript file"),
    (0, b"\xc5\xd0\xd3\xc6", "a PostScript file"),
    (0, b"8BPS", "a Photoshop file"),
    (0, b"<svg", "an SVG drawing"),
    (0, b"\x00\x00\x01\x00", "an icon"),
    (0, b"\xff\x0a", "a JPEG XL picture"),
    (0, b"\x00\x00\x00\x0cJXL ", "a JPEG XL picture"),
    (0, b"\x00\x00\x00\x0cjP  ", "a JPEG 2000 picture"),
    (0, b"\xff\x4f\xff\x51", "a JPEG 2000 picture"),
    (0, b"\x1aE\xdf\xa3", "a video"),
    (4, b"ftypqt", "a video"),
    (4, b"ftypmp4", "a video"),
    (4, b"ftypisom", "a video"),
    (4, b"ftypM4V", "a video"),
    (0, b"PK\x03\x04", "an archive"),
    (0, b"\x1f\x8b", "an archive"),
    (0, b"7z\xbc\xaf", "an archive"),
    (0, b"Rar!", "an archive"),
)

# First bytes (at an offset) of formats that are opened: such a file that fails was cut off or damaged.
ACCEPTED: tuple[tuple[int, bytes], ...] = (
    (0, b"\xff\xd8\xff"),
    (0, b"\x89PNG\r\n\x1a\n"),
    (8, b"WEBP"),
    (4, b"ftypavi"),
    (4, b"ftyphei"),
    (4, b"ftyphev"),
    (4, b"ftypmif1"),
    (4, b"ftypmsf1"),
    (0, b"II*\x00"),
    (0, b"MM\x00*"),
    (0, b"BM"),
    (0, b"GIF8"),
)

# Pillow warns beyond this and fails at twice as much. Our own limit is checked once the header is known, but a GIF's
# first frame may be decoded while the header is read.
Image.MAX_IMAGE_PIXELS = MOST_PIXELS
# For a compressed text or profile in a PNG. Pillow allows 1 MB; photo editors write longer ones.
PngImagePlugin.MAX_TEXT_CHUNK = MOST_HEAD


@dataclass(frozen=True)
class Picture:
    """An opened picture file with a sound header. `size` is (width, height), upright, full. `cancel` stops a decode.

    `seconds`: of a processor, that are left for one after it was opened.
    """

    path: Path
    size: tuple[int, int]
    cancel: CancelToken = field(default_factory=CancelToken, compare=False)
    seconds: float = field(default=MOST_SECONDS, compare=False)

    def pixels(self, *, longest: int | None = None) -> Pixels:
        """Upright RGB pixels, (height, width, 3) uint8: all of them, or as many as the budget allows (see `budget`).

        With `longest`, a JPEG may be decoded at 1/2, 1/4 or 1/8, as long as its longer side keeps at least that many
        pixels (12 MP: 58 ms instead of 106-186 ms). Raises `PictureError`, and `Cancelled`.
        """
        with _explained(self.path), _opened(self.path, self.cancel, self.seconds) as opened:
            return opened.pixels(longest)

    def whole(self) -> Image.Image:
        """The whole picture upright, in mode L or RGB. Raises `PictureError`, also if it has too many pixels."""
        with _explained(self.path), _opened(self.path, self.cancel, self.seconds) as opened:
            return opened.whole()


def open_picture(path: Path, *, cancel: CancelToken | None = None) -> Picture:
    """Open a picture file and check its header. Raises `PictureError` with one of the codes of `lookup`."""
    token = cancel or CancelToken()
    with _explained(path):
        _check_file(path)
        with _opened(path, token) as opened:
            opened.check()
            return Picture(path, opened.upright_size, token, opened.seconds_left)


def decode(path: Path) -> Pixels:
    """See `Picture.pixels`; the file is opened once. Raises `PictureError`."""
    with _explained(path):
        _check_file(path)
        with _opened(path, CancelToken()) as opened:
            return opened.pixels(None)


def _check_file(path: Path) -> None:
    status = holding(path).stat()
    if stat.S_ISDIR(status.st_mode):
        raise PictureError("unsupported", "{name} is a folder; choose the photos in it.", name=path.name)
    if not stat.S_ISREG(status.st_mode):
        raise IrregularFile(path)
    if status.st_size == 0:
        raise PictureError("empty", "{name} is an empty file; copy the photo again.", name=path.name)


@contextmanager
def _opened(path: Path, cancel: CancelToken, seconds: float = MOST_SECONDS) -> Iterator[Opened]:
    with GuardedFile(path, seconds=seconds, cancel=cancel) as file:
        facts = facts_of(file)
        file.counts_fill = facts.head.startswith(JPEG)
        _check_length(path, facts)
        try:
            # From here on, what is read is kept for as long as the picture is open.
            file.allow(MOST_FILE if facts.is_read_whole else MOST_HEAD)
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")
                image = Image.open(file, formats=_formats(facts.head))
        except HeadTooLong as error:
            raise _head_too_long(path) from error
        except (OSError, ValueError, SyntaxError, RuntimeError, struct.error, EOFError, KeyError, TypeError) as error:
            raise _head_too_long(path) if _is_bomb(error) else _unopened(path, facts.head) from error
        file.allow(None)
        with image:
            yield Opened(path.name, facts, image, file)


def _formats(head: bytes) -> tuple[str, ...]:
    """Those that these first bytes may be of. What reads HEIC is loaded for such a file alone: it takes 5 ms."""
    if head[4:8] != b"ftyp":
        return tuple(name for name in FORMATS if name != "HEIF")
    import pi_heif

    pi_heif.register_heif_opener()
    return FORMATS


def _check_length(path: Path, facts: Facts) -> None:
    if facts.is_read_whole and facts.bytes > MOST_FILE:
        raise PictureError(
            "too_large",
            "{name} is {megabytes} MB; in this format at most {most} can be opened, so save it smaller or as a JPEG.",
            name=path.name,
            megabytes=-(-facts.bytes // 1_000_000),
            most=MOST_FILE // 1_000_000,
        )
    if facts.beside > MOST_HEAD:
        raise _head_too_long(path)
    if facts.promised:
        check_pixels(path.name, facts.promised)


def _head_too_long(path: Path) -> PictureError:
    return PictureError(
        "too_large",
        "{name} has more than {most} MB of data besides its pixels (texts, profiles); save it without them.",
        name=path.name,
        most=MOST_HEAD // 1_000_000,
    )


def _is_bomb(error: Exception) -> bool:
    """Whether Pillow stopped at an endless compressed text or profile of a PNG; it has no exception class for that."""
    return isinstance(error, ValueError) and "MAX_TEXT" in str(error)


def _unopened(path: Path, head: bytes) -> PictureError:
    if path.suffix.lower() == PDF or head.startswith(b"%PDF"):
        return refusal_of(path)
    name = refused_format(head)
    if name:
        return PictureError(
            "unsupported",
            "{name} is {format}, which Karuta does not open; save it as JPEG or PNG.",
            name=path.name,
            format=name,
        )
    if any(head[at : at + len(magic)] == magic for at, magic in ACCEPTED):
        return PictureError("truncated", "{name} is damaged or cut off; copy the photo again.", name=path.name)
    return PictureError(
        "not_a_picture", "{name} is not a picture; choose a photo (JPEG, PNG, WebP, HEIC, ...).", name=path.name
    )


def refused_format(head: bytes) -> str | None:
    """The name of a known format that Karuta refuses, from a file's first 64 bytes; else None."""
    text = head.lstrip(b"\xef\xbb\xbf \t\r\n")
    for at, magic, name in REFUSED:
        if head[at : at + len(magic)] == magic or (at == 0 and magic[0:1] in b"<%" and text.startswith(magic)):
            return name
    Image.init()
    for name in Image.ID:
        if name in FORMATS:
            continue
        accepts: Callable[[bytes], bool | str] | None = Image.OPEN[name][1]
        try:
            if accepts is not None and accepts(head[:16]) is True:
                return f"a {name} file"
        except (ValueError, IndexError, struct.error):
            continue
    return None


@contextmanager
def _explained(path: Path) -> Iterator[None]:
    """Turns what the operating system and the decoders raise into a `PictureError`."""
    try:
        yield
    except (PictureError, Cancelled):
        raise
    except TooMuchWork as error:
        raise PictureError(
            "too_slow",
            "{name} is made of far too many small parts for its size (fill bytes, chunks); save it anew as a plain "
            "JPEG.",
            name=path.name,
        ) from error
    except TooSlow as error:
        raise PictureError(
            "too_slow",
            "{name} takes more than {seconds} seconds of a processor to open; save it anew as a plain JPEG.",
            name=path.name,
            seconds=MOST_SECONDS,
        ) from error
    except IrregularFile as error:
        raise PictureError(
            "unsupported", "{name} is not a file; save the photo to a file first.", name=path.name
        ) from error
    except PermissionError as error:
        raise PictureError(
            "no_permission", "{name} is not readable; change its permissions.", name=path.name
        ) from error
    except (FileNotFoundError, NotADirectoryError) as error:
        raise PictureError("missing", "There is no file {path}; check the name.", path=path) from error
    except MemoryError as error:
        raise PictureError(
            "too_large", "{name} needs more memory than is available; save it smaller.", name=path.name
        ) from error
    except (OSError, ValueError, SyntaxError, RuntimeError, struct.error, EOFError, KeyError, TypeError) as error:
        if stat_or_none(holding(path)) is None:  # a name too long or with a NUL byte, too
            raise PictureError("missing", "There is no file {path}; check the name.", path=path) from error
        if _is_bomb(error):
            raise _head_too_long(path) from error
        raise PictureError(
            "truncated", "{name} is damaged or cut off; copy the photo again.", name=path.name
        ) from error
    except Image.DecompressionBombError as error:
        raise PictureError(
            "too_large", "{name} has more than 250 megapixels; at most 250 can be opened.", name=path.name
        ) from error
    except Exception as error:
        # No known damage to a file causes this, so it is our bug and worth a report.
        log.error("the decoding of %s", path, exc_info=error)
        raise PictureError(
            "internal", "{name} could not be decoded: something in Karuta went wrong; please report it.", name=path.name
        ) from error


THUMBNAIL_LONGEST = 256
_THUMBNAIL_QUALITY = 80
_PHOTO_QUALITY = 95
_WITHOUT_LOSS = frozenset((".png", ".bmp", ".dib", ".gif", ".tif", ".tiff"))


def crop_webp(pixels: NDArray[np.uint8]) -> bytes:
    """A lossless crop to keep, from `(height, width, 3) uint8, RGB, upright`.

    It may be all that is left of a photo, and later models embed it again. As JPEG of quality 92, crops of 12 phone
    photos had cosines of only 0.91 to 0.98 with themselves, at 26 kB. This takes 70 kB and 3 ms.
    """
    buffer = io.BytesIO()
    # Method 0 with little effort: 2 ms, instead of 70 ms for a file that is 7 % smaller.
    Image.fromarray(pixels).save(buffer, "WEBP", lossless=True, method=0, quality=40)
    return buffer.getvalue()


def thumbnail_jpeg(path: Path) -> bytes:
    """A photo's thumbnail, upright, its longer side at most `THUMBNAIL_LONGEST`. Raises `PictureError`."""
    image = Image.fromarray(open_picture(path).pixels(longest=THUMBNAIL_LONGEST))
    image.thumbnail((THUMBNAIL_LONGEST, THUMBNAIL_LONGEST), Image.Resampling.BOX, reducing_gap=2.0)
    buffer = io.BytesIO()
    image.save(buffer, "JPEG", quality=_THUMBNAIL_QUALITY)
    return buffer.getvalue()


def photo_without_metadata(path: Path) -> tuple[bytes, str]:
    """A photo to give away, upright, with nothing but its pixels; and its suffix. Raises `PictureError`.

    It is encoded anew, because metadata stands not only in EXIF but also in makers' notes, in the second picture of an
    MPO and in the video at the end of a "motion photo". Lossless formats stay lossless; the rest becomes JPEG of
    quality 95.
    """
    picture = open_picture(path)
    image = picture.whole()
    # Pillow would write what it read besides the pixels: a comment, a profile.
    image.info = {}
    buffer = io.BytesIO()
    if picture.path.suffix.lower() in _WITHOUT_LOSS:
        image.save(buffer, "PNG")
        return buffer.getvalue(), ".png"
    image.save(buffer, "JPEG", quality=_PHOTO_QUALITY, subsampling=0)
    return buffer.getvalue(), ".jpg"
