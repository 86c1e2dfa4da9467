"""From a file to upright RGB pixels, or to one of the error codes of `lookup`; never writes and never guesses.

Only the formats of `FORMATS` are opened (a `.jpg` that is EPS would start Ghostscript), bombs are refused
before a pixel is decoded, EXIF orientation is applied once and here, animations give their first frame.
"""

from __future__ import annotations

import logging
import stat
import struct
import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pi_heif
from numpy.typing import NDArray
from PIL import Image, ImageOps

from karuta.domain.errors import PictureError

log = logging.getLogger(__name__)

Pixels = NDArray[np.uint8]
"""(height, width, 3) uint8, RGB, upright."""

# A phone's MPO is opened by the JPEG reader.
FORMATS = ("JPEG", "PNG", "WEBP", "AVIF", "HEIF", "TIFF", "BMP", "GIF")
MOST_PIXELS = 250_000_000

# What a person may well drop and Karuta does not open: first bytes (at an offset) -> its name.
REFUSED: tuple[tuple[int, bytes, str], ...] = (
    (0, b"%!PS", "a PostScript file"),
    (0, b"\xc5\xd0\xd3\xc6", "a PostScript file"),
    (0, b"%PDF", "a PDF"),
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

# First bytes (at an offset) of what is opened: such a file that fails was cut off or damaged on its way.
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

pi_heif.register_heif_opener()
# Pillow's own limit warns at 89 MP; ours is checked in `open_picture`, before anything is decoded.
Image.MAX_IMAGE_PIXELS = None


@dataclass(frozen=True)
class Picture:
    """A picture file that was opened and whose head is sound. `size` is (width, height), upright, full."""

    path: Path
    size: tuple[int, int]
    is_jpeg: bool

    def pixels(self, *, longest: int | None = None) -> Pixels:
        """Upright RGB pixels.

        With `longest`, a JPEG may be decoded at 1/2, 1/4 or 1/8, as long as its longer side keeps at least
        that many pixels (12 MP: 58 ms against 106-186 ms). Raises `PictureError`.
        """
        with _explained(self.path), _opened(self.path) as image:
            if longest is not None and self.is_jpeg:
                _draft(image, longest)
            return _upright_rgb(image)


def open_picture(path: Path) -> Picture:
    """Open a picture file and check its head. Raises `PictureError` with one of the codes of `lookup`."""
    with _explained(path):
        _check_file(path)
        with _opened(path) as image:
            width, height = image.size
            if width * height > MOST_PIXELS:
                raise PictureError(
                    "too_large",
                    "{name} has {megapixels} megapixels; at most 250 can be opened.",
                    name=path.name,
                    megapixels=round(width * height / 1e6),
                )
            if _turns_sideways(image):
                width, height = height, width
            return Picture(path=path, size=(width, height), is_jpeg=image.format in ("JPEG", "MPO"))


def decode(path: Path) -> Pixels:
    """The whole picture in full size: `(height, width, 3) uint8, RGB, upright`. Raises `PictureError`."""
    return open_picture(path).pixels()


def _check_file(path: Path) -> None:
    status = path.stat()
    if stat.S_ISDIR(status.st_mode):
        raise PictureError("unsupported", "{name} is a folder; name the photos in it.", name=path.name)
    if not stat.S_ISREG(status.st_mode):
        raise PictureError("unsupported", "{name} is not a file; save the photo to a file first.", name=path.name)
    if status.st_size == 0:
        raise PictureError("empty", "{name} is an empty file; copy the photo again.", name=path.name)


@contextmanager
def _opened(path: Path) -> Iterator[Image.Image]:
    with path.open("rb") as file:
        head = file.read(64)
        file.seek(0)
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")
                image = Image.open(file, formats=FORMATS)
        except (OSError, ValueError, SyntaxError, RuntimeError, struct.error, EOFError, KeyError, TypeError) as error:
            raise _unopened(path, head) from error
        with image:
            yield image


def _unopened(path: Path, head: bytes) -> PictureError:
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
    """Turn what the operating system and the decoders raise into a `PictureError`."""
    try:
        yield
    except PictureError:
        raise
    except PermissionError as error:
        raise PictureError(
            "no_permission", "{name} may not be read; change its permissions.", name=path.name
        ) from error
    except (FileNotFoundError, NotADirectoryError) as error:
        raise PictureError("missing", "There is no file {path}; check the name.", path=path) from error
    except MemoryError as error:
        raise PictureError(
            "too_large", "{name} needs more memory than there is; scale it down.", name=path.name
        ) from error
    except (OSError, ValueError, SyntaxError, RuntimeError, struct.error, EOFError, KeyError, TypeError) as error:
        if not _exists(path):
            raise PictureError("missing", "There is no file {path}; check the name.", path=path) from error
        raise PictureError(
            "truncated", "{name} is damaged or cut off; copy the photo again.", name=path.name
        ) from error
    except Exception as error:
        # No way in which a file can be broken, as far as is known: ours, and worth a report.
        log.error("the decoding of %s", path, exc_info=error)
        raise PictureError(
            "internal", "{name} could not be decoded: something in Karuta went wrong; please report it.", name=path.name
        ) from error


def _exists(path: Path) -> bool:
    try:
        return path.exists()
    except (OSError, ValueError):  # a name too long or with a NUL byte
        return False


def _draft(image: Image.Image, longest: int) -> None:
    width, height = image.size
    full = max(width, height)
    if longest < full:
        image.draft(None, (-(-width * longest // full), -(-height * longest // full)))


def _orientation(image: Image.Image) -> int:
    try:
        return int(image.getexif().get(0x0112, 1))
    except Exception:  # a broken EXIF block must not cost the photo; Pillow raises many kinds here
        return 1


def _turns_sideways(image: Image.Image) -> bool:
    return _orientation(image) in (5, 6, 7, 8)


def _upright_rgb(image: Image.Image) -> Pixels:
    orientation = _orientation(image)
    image.load()
    flat = _rgb(image)
    if orientation in range(2, 9):
        exif = Image.Exif()
        exif[0x0112] = orientation
        flat.info["exif"] = exif.tobytes()
        flat = ImageOps.exif_transpose(flat)
    return np.asarray(flat)


def _rgb(image: Image.Image) -> Image.Image:
    """Any mode as 8-bit RGB: deep modes scaled by hand (Pillow clips them), transparency over white."""
    if image.mode.startswith(("I", "F")):
        return Image.fromarray(_eight_bits(np.asarray(image))).convert("RGB")
    if image.mode in ("RGBA", "LA", "PA", "La", "RGBa") or "transparency" in image.info:
        coloured = image.convert("RGBA")
        white = Image.new("RGBA", coloured.size, (255, 255, 255, 255))
        return Image.alpha_composite(white, coloured).convert("RGB")
    rgb = image if image.mode == "RGB" else image.convert("RGB")
    return rgb.copy() if rgb is image else rgb


def _eight_bits(values: NDArray[np.generic]) -> NDArray[np.uint8]:
    """Grey values of 16 or 32 bits or floats as 8 bits; the range is read off the type, then the values."""
    deep = np.nan_to_num(values.astype(np.float64))
    top = float(deep.max(initial=0.0))
    if values.dtype.kind == "f" and top <= 1.0:
        full = 1.0
    elif top <= 255.0 and values.dtype != np.uint16:
        full = 255.0
    else:
        full = max(65535.0, top)
    return np.clip(np.rint(deep * (255.0 / full)), 0, 255).astype(np.uint8)
