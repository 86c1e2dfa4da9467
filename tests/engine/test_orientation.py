"""Every format that can say how it lies is seen upright, once, and its size is that of the upright picture."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from tests.heic import QUARTERS_SIZE, heic

from karuta.engine import opened
from karuta.engine.decode import decode, open_picture

SIZE = (96, 64)
RED, GREEN, BLUE, WHITE = (220, 20, 20), (20, 200, 20), (20, 20, 220), (250, 250, 250)
# How a camera that was held so stores what is upright.
STORED = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_90,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_270,
}


def stored(orientation: int, size: tuple[int, int] = SIZE) -> Image.Image:
    """Red, green, blue and white quarters, lying as the file of such a camera has them."""
    wide, tall = size
    pixels = np.empty((tall, wide, 3), np.uint8)
    pixels[: tall // 2, : wide // 2], pixels[: tall // 2, wide // 2 :] = RED, GREEN
    pixels[tall // 2 :, : wide // 2], pixels[tall // 2 :, wide // 2 :] = BLUE, WHITE
    image = Image.fromarray(pixels)
    return image.transpose(STORED[orientation]) if orientation in STORED else image


def exif_of(orientation: int) -> Image.Exif:
    exif = Image.Exif()
    exif[0x0112] = orientation
    return exif


def with_exif(kind: str, **options: object) -> Callable[[Path, int], object]:
    return lambda path, orientation: stored(orientation).save(path, kind, exif=exif_of(orientation), **options)


def tiff(compression: str) -> Callable[[Path, int], object]:
    return lambda path, orientation: stored(orientation).save(
        path, "TIFF", compression=compression, tiffinfo={274: orientation}
    )


def png_chunk(name: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))


def png_behind(path: Path, orientation: int) -> None:
    """Some programs write what they have to say behind the pixels."""
    stored(orientation).save(path, "PNG")
    chunk = png_chunk(b"eXIf", exif_of(orientation).tobytes().removeprefix(b"Exif\0\0"))
    path.write_bytes(path.read_bytes().replace(png_chunk(b"IEND", b""), chunk + png_chunk(b"IEND", b"")))


def png_xmp_behind(path: Path, orientation: int) -> None:
    stored(orientation).save(path, "PNG")
    text = f'<x tiff:Orientation="{orientation}"/>'.encode()
    chunk = png_chunk(b"iTXt", b"XML:com.adobe.xmp\0\0\0\0\0" + text)
    path.write_bytes(path.read_bytes().replace(png_chunk(b"IEND", b""), chunk + png_chunk(b"IEND", b"")))


WAYS: dict[str, Callable[[Path, int], object]] = {
    "jpeg": with_exif("JPEG", quality=95, subsampling=0),
    "mpo": with_exif("MPO", quality=95, subsampling=0, save_all=True, append_images=[Image.new("RGB", SIZE)]),
    "png": with_exif("PNG"),
    "png-behind": png_behind,
    "png-xmp-behind": png_xmp_behind,
    "webp": with_exif("WEBP", lossless=True),
    "avif": with_exif("AVIF", quality=95),
    "tiff": tiff("raw"),
    "tiff-deflate": tiff("tiff_adobe_deflate"),
}


def corners(pixels: np.ndarray) -> list[tuple[int, int, int]]:
    """The colours a little inside the four corners."""
    return [tuple(int(value) for value in pixels[y, x]) for y in (8, -8) for x in (8, -8)]


def alike(found: list[tuple[int, int, int]], wanted: tuple[tuple[int, int, int], ...]) -> bool:
    return bool(np.abs(np.array(found) - np.array(wanted)).max() <= 25)


@pytest.mark.parametrize("orientation", range(1, 9))
@pytest.mark.parametrize("way", WAYS)
def test_a_picture_is_seen_as_it_is_drawn(tmp_path: Path, way: str, orientation: int) -> None:
    path = tmp_path / "photo"
    WAYS[way](path, orientation)
    picture = open_picture(path)
    pixels = picture.pixels()
    assert picture.size == SIZE
    assert pixels.shape == (SIZE[1], SIZE[0], 3)
    assert alike(corners(pixels), (RED, GREEN, BLUE, WHITE))


@pytest.mark.parametrize("orientation", range(1, 9))
def test_a_heic_is_seen_as_its_container_turns_it(tmp_path: Path, orientation: int) -> None:
    path = tmp_path / "phone.heic"
    path.write_bytes(heic(orientation=orientation))
    drawn = Image.new("RGB", QUARTERS_SIZE)
    drawn.paste(Image.fromarray(decode(_plain(tmp_path))))
    turn = opened.TURNS.get(orientation)
    upright = np.asarray(drawn if turn is None else drawn.transpose(turn))
    picture = open_picture(path)
    pixels = picture.pixels()
    assert picture.size == (upright.shape[1], upright.shape[0])
    assert pixels.shape == upright.shape
    assert alike(corners(pixels), tuple(corners(upright)))


def _plain(folder: Path) -> Path:
    path = folder / "plain.heic"
    path.write_bytes(heic())
    return path


@pytest.mark.parametrize("orientation", range(1, 9))
def test_so_it_is_where_it_is_decoded_smaller(tmp_path: Path, orientation: int) -> None:
    path = tmp_path / "large.jpg"
    stored(orientation, (1600, 1200)).save(path, exif=exif_of(orientation))
    pixels = open_picture(path).pixels(longest=400)
    assert pixels.shape == (300, 400, 3)
    assert alike(corners(pixels), (RED, GREEN, BLUE, WHITE))


@pytest.mark.parametrize("orientation", range(1, 9))
@pytest.mark.parametrize("step", [1, 3])
def test_strips_are_laid_where_they_belong(monkeypatch: pytest.MonkeyPatch, orientation: int, step: int) -> None:
    """Against Pillow's own ways, with strips of a few lines."""
    monkeypatch.setattr(opened, "_STRIP_PIXELS", 500)
    noise = Image.fromarray(np.random.default_rng(orientation).integers(0, 256, (101, 67, 3), dtype=np.uint8))
    wanted = noise.reduce(step) if step > 1 else noise
    turn = opened.TURNS.get(orientation)
    wanted = wanted if turn is None else wanted.transpose(turn)
    found = opened.upright_rgb(noise, orientation=orientation, step=step)
    assert np.array_equal(found, np.asarray(wanted))
