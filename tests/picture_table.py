"""Pictures for `picture_memory`: honest ones of every format and mode, large ones, hostile ones; measures nothing."""

from __future__ import annotations

import itertools
import struct
import zlib
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from PIL import Image

from tests.heic import QUARTERS_SIZE, heic

Made = Callable[[Path], object]
MEGA = 1_000_000
# What a head carries in bytes that nobody needs, and what a few packed bytes become.
LONG, BOMB = 600 * MEGA, 500 * MEGA


@dataclass(frozen=True)
class Row:
    """One picture of the table. `opens`: whether it must be shown and looked up; a hostile one may be refused."""

    name: str
    make: Made
    opens: bool


def rows() -> list[Row]:
    """The whole table, honest pictures first."""
    return [*_honest(), *_hostile()]


def _honest() -> list[Row]:
    return [Row(name, make, opens=True) for name, make in itertools.chain(_jpegs(), _pngs(), _others(), _tiffs())]


def _jpegs() -> list[tuple[str, Made]]:
    made: list[tuple[str, Made]] = []
    for megapixels in (12, 50, 108, 200):
        made.append((f"jpeg-{megapixels}mp.jpg", _saved("RGB", megapixels, "JPEG", quality=85)))
        made.append((f"jpeg-{megapixels}mp-progressive.jpg", _saved("RGB", megapixels, "JPEG", progressive=True)))
    made.append(("jpeg-100mp-444.jpg", _saved("RGB", 100, "JPEG", subsampling=0)))
    made.append(("jpeg-100mp-444-progressive.jpg", _saved("RGB", 100, "JPEG", subsampling=0, progressive=True)))
    made.append(("jpeg-200mp-grey.jpg", _saved("L", 200, "JPEG")))
    made.append(("jpeg-48mp-cmyk.jpg", _saved("CMYK", 48, "JPEG")))
    made.append(("jpeg-12mp-profile.jpg", _saved("RGB", 12, "JPEG", icc_profile=bytes(3 * MEGA))))
    made.append(("jpeg-200mp-card.jpg", _card("JPEG", 200)))
    made.append(("mpo-12mp.mpo", _frames("MPO", 12)))
    made.append(("mpo-50mp.mpo", _frames("MPO", 50)))
    return made


def _pngs() -> list[tuple[str, Made]]:
    # (colour type, bits, bytes a pixel)
    kinds = {"1": (0, 1), "L": (0, 8), "I16": (0, 16), "RGB": (2, 8), "RGB16": (2, 16), "P": (3, 8)}
    kinds |= {"LA": (4, 8), "LA16": (4, 16), "RGBA": (6, 8), "RGBA16": (6, 16)}
    made: list[tuple[str, Made]] = []
    for kind, (colour, bits) in kinds.items():
        made.append((f"png-48mp-{kind}.png", _png(48, colour, bits)))
    made.append(("png-50mp-card.png", _card("PNG", 50)))
    made.append(("png-24mp-RGB-interlaced.png", _saved("RGB", 24, "PNG", interlaced=True)))
    made.append(("png-100mp-RGB.png", _png(100, 2, 8)))
    made.append(("png-170mp-RGBA16.png", _png(170, 6, 16)))
    made.append(("png-249mp-P.png", _png(249, 3, 8)))
    made.append(
        ("png-12mp-profile.png", _png(12, 2, 8, before=lambda: _chunk(b"iCCP", b"x\0\0" + _packed(bytes(MEGA // 2)))))
    )
    return made


def _others() -> list[tuple[str, Made]]:
    made: list[tuple[str, Made]] = []
    for megapixels in (12, 24):
        made.append((f"webp-{megapixels}mp.webp", _saved("RGB", megapixels, "WEBP", method=0)))
        made.append((f"webp-{megapixels}mp-lossless.webp", _saved("RGBA", megapixels, "WEBP", lossless=True, method=0)))
    made.append(("webp-12mp-animated.webp", _frames("WEBP", 12, method=0)))
    for megapixels in (12, 48):
        made.append((f"avif-{megapixels}mp.avif", _saved("RGB", megapixels, "AVIF", speed=10)))
        made.append((f"heic-{megapixels}mp.heic", _heic(megapixels)))
    made.append(("avif-51mp.avif", _saved("RGB", 51, "AVIF", speed=10)))
    made.append(("avif-40mp-444-RGBA.avif", _saved("RGBA", 40, "AVIF", speed=10, subsampling="4:4:4")))
    made.append(("heic-60mp.heic", _heic(60)))
    made.append(("webp-40mp.webp", _saved("RGB", 40, "WEBP", method=0)))
    made.append(("webp-38mp-lossless.webp", _saved("RGBA", 38, "WEBP", lossless=True, method=0)))
    made.append(("webp-40mp-animated.webp", _frames("WEBP", 40, method=0)))
    made.append(("bmp-170mp.bmp", _saved("RGB", 170, "BMP")))
    made.append(("avif-12mp-RGBA.avif", _saved("RGBA", 12, "AVIF", speed=10)))
    made.append(("bmp-48mp.bmp", _saved("RGB", 48, "BMP")))
    made.append(("gif-48mp.gif", _saved("P", 48, "GIF")))
    made.append(("gif-12mp-animated.gif", _frames("GIF", 12)))
    made.append(("gif-12mp-transparent.gif", _saved("P", 12, "GIF", transparency=0)))
    return made


def _tiffs() -> list[tuple[str, Made]]:
    made: list[tuple[str, Made]] = []
    for mode in ("1", "L", "LA", "P", "RGB", "RGBA", "CMYK", "I;16", "I", "F", "YCbCr"):
        name = mode.replace(";", "")
        made.append((f"tiff-48mp-{name}.tif", _saved(mode, 48, "TIFF")))
        made.append((f"tiff-48mp-{name}-deflate.tif", _saved(mode, 48, "TIFF", compression="tiff_adobe_deflate")))
    made.append(("tiff-170mp-RGB-deflate.tif", _saved("RGB", 170, "TIFF", compression="tiff_adobe_deflate")))
    made.append(("tiff-80mp-RGBA-turned.tif", _saved("RGBA", 80, "TIFF", compression="tiff_lzw", tiffinfo={274: 6})))
    made.append(("tiff-48mp-jpeg.tif", _saved("RGB", 48, "TIFF", compression="jpeg")))
    made.append(("tiff-48mp-RGB16.tif", lambda path: path.write_bytes(_tiff16(8000, 6000))))
    return made


def _hostile() -> list[Row]:
    side = 15_811
    made: list[tuple[str, Made]] = [
        ("webp-144mp-32-bytes.webp", lambda path: path.write_bytes(_webp_lossless(12_000, 12_000))),
        ("webp-268mp-32-bytes.webp", lambda path: path.write_bytes(_webp_lossless(16_383, 16_383))),
        ("webp-100mp.webp", _saved("RGB", 100, "WEBP", lossless=True, method=0)),
        ("webp-100mp-animated.webp", lambda path: path.write_bytes(_webp_animated(10_000, 10_000))),
        ("avif-130mp.avif", _saved("L", 130, "AVIF", speed=10)),
        ("heic-199mp.heic", _heic(199)),
        ("heic-120mp.heic", _heic(120)),
        ("gif-249mp-empty.gif", lambda path: path.write_bytes(_gif_head(65_535, 3_800))),
        ("gif-249mp-transparent.gif", lambda path: path.write_bytes(_gif_head(65_535, 3_800, transparent=True))),
        ("gif-4-billion-frame.gif", lambda path: path.write_bytes(_gif_head(9, 9, frame=(65_535, 65_535)))),
        ("bmp-249mp-rle.bmp", lambda path: path.write_bytes(_bmp_rle(side, side))),
        ("bmp-249mp-head.bmp", lambda path: path.write_bytes(_bmp_head(side, side))),
        ("tiff-249mp-head.tif", lambda path: path.write_bytes(_tiff16(side, side, empty=True))),
        ("tiff-249mp-RGB.tif", _saved("RGB", 249, "TIFF", compression="tiff_adobe_deflate")),
        ("tiff-249mp-RGBA-strip.tif", _saved("RGBA", 249, "TIFF", compression="tiff_lzw", strip_size=1 << 30)),
        ("tiff-249mp-F.tif", _saved("F", 249, "TIFF", compression="tiff_adobe_deflate")),
        ("tiff-long-tag.tif", lambda path: _tiff_tag(path, LONG)),
        ("jpeg-249mp-scans.jpg", lambda path: path.write_bytes(_jpeg_scans(65_500, 3_800))),
        ("jpeg-249mp-444-progressive.jpg", _saved("RGB", 249, "JPEG", subsampling=0, progressive=True)),
        ("jpeg-249mp-cmyk-progressive.jpg", _saved("CMYK", 249, "JPEG", progressive=True)),
        ("jpeg-long-head.jpg", lambda path: _jpeg_comments(path, LONG)),
        ("jpeg-as-heic.heic", _saved("RGB", 200, "JPEG")),
        ("png-16-million-wide.png", _png(0, 0, 8, size=(16_000_000, 15))),
        ("png-16-million-tall.png", _png(0, 2, 8, size=(15, 16_000_000))),
        ("png-billions.png", lambda path: path.write_bytes(_png_head(2**31 - 1, 2**31 - 1))),
        (
            "png-249mp-RGBA-interlaced-head.png",
            lambda path: path.write_bytes(_png_head(side, side, colour=6, interlace=1)),
        ),
        ("png-250mp-apng.png", _png(249, 6, 8, before=lambda: _chunk(b"acTL", struct.pack(">II", 2, 0)))),
    ]
    for kind, colour, bits in (
        *(("1", 0, 1), ("L", 0, 8), ("I16", 0, 16), ("RGB", 2, 8), ("RGB16", 2, 16), ("LA", 4, 8)),
        *(("LA16", 4, 16), ("RGBA", 6, 8), ("RGBA16", 6, 16)),
    ):
        made.append((f"png-249mp-{kind}.png", _png(249, colour, bits)))
    made += [
        ("png-ztxt-bomb.png", _png(1, 2, 8, before=lambda: _chunk(b"zTXt", b"key\0\0" + _bomb()))),
        ("png-itxt-bomb.png", _png(1, 2, 8, before=lambda: _chunk(b"iTXt", b"key\0\1\0\0\0" + _bomb()))),
        ("png-iccp-bomb.png", _png(1, 2, 8, before=lambda: _chunk(b"iCCP", b"key\0\0" + _bomb()))),
        ("png-ztxt-bomb-behind.png", _png(1, 2, 8, after=lambda: _chunk(b"zTXt", b"key\0\0" + _bomb()))),
        ("png-many-texts.png", _png(1, 2, 8, before=lambda: _chunk(b"zTXt", b"k\0\0" + _packed(bytes(MEGA))) * 400)),
        ("png-long-text.png", _png(1, 2, 8, before=lambda: _chunk(b"tEXt", b"k\0" + bytes(LONG)))),
        ("png-long-text-behind.png", _png(1, 2, 8, after=lambda: _chunk(b"tEXt", b"k\0" + bytes(LONG)))),
        ("webp-long-chunk.webp", lambda path: path.write_bytes(_webp_chunk(LONG))),
        ("avif-long.avif", lambda path: path.write_bytes(b"\0\0\0\x1cftypavif" + bytes(LONG))),
        ("heic-long.heic", lambda path: path.write_bytes(b"\0\0\0\x1cftypheic" + bytes(LONG))),
    ]
    return [Row(name, make, opens=False) for name, make in made]


# How each is made


def size_of(megapixels: float) -> tuple[int, int]:
    """4 to 3, in whole blocks of 16."""
    height = int((megapixels * MEGA * 3 / 4) ** 0.5) // 16 * 16
    return height * 4 // 3, height


def _drawn(mode: str, megapixels: float) -> Image.Image:
    """A soft ramp: quick to make and to pack, and no single colour."""
    width, height = size_of(megapixels)
    if mode == "I;16":
        return Image.fromarray(np.tile((np.arange(width) * 8 % 65536).astype(np.uint16), (height, 1)))
    if mode in ("I", "F"):
        dtype = np.int32 if mode == "I" else np.float32
        return Image.fromarray(np.tile((np.arange(width) * 8 % 65536).astype(dtype), (height, 1)))
    grey = Image.linear_gradient("L").resize((width, height))
    return grey if mode == "L" else grey.convert(mode)


def _saved(mode: str, megapixels: float, kind: str, **options: Any) -> Made:
    def make(path: Path) -> None:
        if options.pop("interlaced", False):
            path.write_bytes(_interlaced(*size_of(megapixels)))
            return
        _drawn(mode, megapixels).save(path, kind, **options)

    return make


def _card(kind: str, megapixels: float) -> Made:
    """A card that fills most of the photo."""
    photo = Path(__file__).parents[1] / "resources" / "demo" / "photos" / "01-plain.jpg"

    def make(path: Path) -> None:
        with Image.open(photo) as image:
            image.resize(size_of(megapixels)[:: 1 if image.width > image.height else -1]).save(path, kind)

    return make


def _frames(kind: str, megapixels: float, **options: Any) -> Made:
    def make(path: Path) -> None:
        first = _drawn("RGB", megapixels)
        first.save(path, kind, save_all=True, append_images=[first.transpose(Image.Transpose.ROTATE_180)], **options)

    return make


def _packed(data: bytes) -> bytes:
    return zlib.compress(data, 1)


def _bomb() -> bytes:
    return _packed(bytes(BOMB))


def _chunk(name: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))


def _png_head(width: int, height: int, *, colour: int = 2, bits: int = 8, interlace: int = 0) -> bytes:
    """A PNG without pixels."""
    head = struct.pack(">IIBBBBB", width, height, bits, colour, 0, 0, interlace)
    return b"\x89PNG\r\n\x1a\n" + _chunk(b"IHDR", head) + _chunk(b"IDAT", _packed(bytes(99)))


def _png(
    megapixels: float,
    colour: int,
    bits: int,
    *,
    size: tuple[int, int] | None = None,
    before: Callable[[], bytes] = bytes,
    after: Callable[[], bytes] = bytes,
) -> Made:
    """Written row by row: a picture of 250 megapixels takes a few hundred kilobytes and no memory to make."""

    def make(path: Path) -> None:
        width, height = size or size_of(megapixels)
        channels = {0: 1, 2: 3, 3: 1, 4: 2, 6: 4}[colour]
        row = bytes(1) + (np.arange(-(-width * channels * bits // 8)) // 64 % 256).astype(np.uint8).tobytes()
        packer = zlib.compressobj(1)
        with path.open("wb") as file:
            file.write(b"\x89PNG\r\n\x1a\n")
            file.write(_chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, bits, colour, 0, 0, 0)))
            file.write(before())
            if colour == 3:
                file.write(_chunk(b"PLTE", bytes(range(256)) * 3))
            at_once = max(1, MEGA // len(row))
            for done in range(0, height, at_once):
                packed = packer.compress(row * min(at_once, height - done))
                if packed:
                    file.write(_chunk(b"IDAT", packed))
            file.write(_chunk(b"IDAT", packer.flush()))
            file.write(after() + _chunk(b"IEND", b""))

    return make


def _interlaced(width: int, height: int) -> bytes:
    """Adam7's seven passes of one colour."""
    data = b""
    for left, top, across, down in (
        *((0, 0, 8, 8), (4, 0, 8, 8), (0, 4, 4, 8), (2, 0, 4, 4)),
        *((0, 2, 2, 4), (1, 0, 2, 2), (0, 1, 1, 2)),
    ):
        wide, tall = -(-(width - left) // across), -(-(height - top) // down)
        data += (bytes(1) + b"\x40\x90\xc0" * wide) * tall
    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 1)
    return b"\x89PNG\r\n\x1a\n" + _chunk(b"IHDR", head) + _chunk(b"IDAT", _packed(data)) + _chunk(b"IEND", b"")


def _heic(megapixels: float) -> Made:
    """libheif takes fewer than 1,000 tiles."""
    side = min(30, round((megapixels * MEGA / (QUARTERS_SIZE[0] * QUARTERS_SIZE[1])) ** 0.5))
    return lambda path: path.write_bytes(heic(columns=side, rows=side))


def _riff(body: bytes) -> bytes:
    return b"RIFF" + struct.pack("<I", len(body) + 4) + b"WEBP" + body


def _webp_lossless(width: int, height: int) -> bytes:
    """One colour, in as few bits as the format can say it."""
    key = (width - 1) | (height - 1) << 14
    bits = bytes((0x88, 0x88, 0x08, 0, 0, 0))
    data = b"\x2f" + struct.pack("<I", key) + bits
    data += bytes(len(data) % 2)
    return _riff(b"VP8L" + struct.pack("<I", len(data)) + data)


def _webp_animated(width: int, height: int) -> bytes:
    """A small frame on a large canvas."""
    side = (width - 1).to_bytes(3, "little") + (height - 1).to_bytes(3, "little")
    tiny = (
        b"VP8L"
        + struct.pack("<I", 12)
        + b"\x2f"
        + struct.pack("<I", 15 | 15 << 14)
        + bytes((0x88, 0x88, 8, 0, 0, 0, 0))
    )
    frame = bytes(6) + (15).to_bytes(3, "little") * 2 + (100).to_bytes(3, "little") + b"\0" + tiny
    return _riff(
        b"VP8X" + struct.pack("<I", 10) + b"\x02\0\0\0" + side
        + b"ANIM" + struct.pack("<IIH", 6, 0, 0)
        + (b"ANMF" + struct.pack("<I", len(frame)) + frame) * 2
    )  # fmt: skip


def _webp_chunk(length: int) -> bytes:
    """A sound picture and a very long chunk that nobody needs."""
    tiny = _webp_lossless(16, 16)[12:]
    head = b"VP8X" + struct.pack("<I", 10) + b"\x0c\0\0\0" + (15).to_bytes(3, "little") * 2
    return _riff(head + tiny + b"XMP " + struct.pack("<I", length) + bytes(length))


def _gif_head(width: int, height: int, *, transparent: bool = False, frame: tuple[int, int] = (1, 1)) -> bytes:
    """A large screen with one pixel drawn on it; or a frame that is to be cleared, and so is made at once."""
    control = b"\x21\xf9\x04" + bytes([transparent + (frame[0] > 1) * 8]) + bytes(4)
    screen = struct.pack("<HHBBB", width, height, 0x80, 0, 0) + b"\0\0\0\xff\xff\xff"
    return b"GIF89a" + screen + control + b"\x2c" + struct.pack("<HHHHB", 0, 0, *frame, 0) + b"\x02\x02\x44\x01\0;"


def _bmp_head(width: int, height: int, *, rle: bool = False) -> bytes:
    kind, bits = (1, 8) if rle else (0, 24)
    info = struct.pack("<IiiHHIIiiII", 40, width, height, 1, bits, kind, 0, 0, 0, 256 if rle else 0, 0)
    palette = b"".join(bytes((at, at, at, 0)) for at in range(256)) if rle else b""
    return b"BM" + struct.pack("<IHHI", 54 + len(palette), 0, 0, 54 + len(palette)) + info + palette


def _bmp_rle(width: int, height: int) -> bytes:
    line = bytes((255, 77)) * (width // 255) + bytes((width % 255, 77, 0, 0))
    return _bmp_head(width, height, rle=True) + line * height + b"\0\1"


def _tiff16(width: int, height: int, *, empty: bool = False) -> bytes:
    """16 bits a channel, not packed: Pillow writes none."""
    row = (np.arange(width * 3) * 16 % 65536).astype("<u2").tobytes()
    data = b"" if empty else row * height
    tags = [
        *((256, 4, 1, width), (257, 4, 1, height), (258, 3, 3, 8), (259, 3, 1, 1), (262, 3, 1, 2), (273, 4, 1, 16)),
        *((277, 3, 1, 3), (278, 4, 1, height), (279, 4, 1, width * height * 6 % 2**32), (284, 3, 1, 1)),
    ]
    directory = struct.pack("<H", len(tags)) + b"".join(struct.pack("<HHII", *tag) for tag in tags) + bytes(4)
    at = 16 + len(data)
    return b"II*\0" + struct.pack("<I", at) + struct.pack("<HHH", 16, 16, 16) + bytes(2) + data + directory


def _tag_number(tag: bytes) -> int:
    return int.from_bytes(tag[:2], "little")


def _tiff_tag(path: Path, length: int) -> None:
    """A sound small picture whose description is very long."""
    small = _tiff16(16, 16)
    begins = struct.unpack_from("<I", small, 4)[0]
    count = struct.unpack_from("<H", small, begins)[0]
    tags = [small[begins + 2 + 12 * at : begins + 14 + 12 * at] for at in range(count)]
    tags.append(struct.pack("<HHII", 270, 2, length, len(small) + 4096))
    directory = struct.pack("<H", len(tags)) + b"".join(sorted(tags, key=_tag_number)) + bytes(4)
    body = small[:4] + struct.pack("<I", len(small)) + small[8:] + directory
    with path.open("wb") as file:
        file.write(body)
        file.truncate(len(small) + 4096 + length)


def _jpeg_scans(width: int, height: int) -> bytes:
    """Not progressive, but a scan for each colour: it is held whole all the same."""
    table = b"\xff\xdb\0\x43\0" + bytes([1]) * 64
    frame = b"\xff\xc0\0\x11\x08" + struct.pack(">HH", height, width) + b"\3\1\x11\0\2\x11\0\3\x11\0"
    huffman = b"".join(b"\xff\xc4\0\x14" + bytes([kind]) + bytes([1]) + bytes(15) + bytes([0]) for kind in (0x00, 0x10))
    scans = b"".join(b"\xff\xda\0\x08\1" + bytes([count, 0, 0, 63, 0]) + bytes(4096) for count in (1, 2, 3))
    return b"\xff\xd8" + table + frame + huffman + scans + b"\xff\xd9"


def _jpeg_comments(path: Path, length: int) -> None:
    """A sound picture behind very many comments."""
    _drawn("RGB", 1).save(path, "JPEG")
    data = path.read_bytes()
    with path.open("wb") as file:
        file.write(data[:2])
        for _ in range(length // 65_535):
            file.write(b"\xff\xfe\xff\xff" + bytes(65_533))
        file.write(data[2:])


def made(name: str, path: str) -> None:
    """Make the picture of this name."""
    next(row for row in rows() if row.name == name).make(Path(path))
