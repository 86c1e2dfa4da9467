"""Decoding: every format upright and right, every error with its code."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image
from tests.heic import HEIC, QUARTERS_SIZE, heic

from karuta.domain.errors import PictureError
from karuta.engine import opened
from karuta.engine.decode import decode, open_picture

FORMATS = {"jpg": "JPEG", "png": "PNG", "webp": "WEBP", "avif": "AVIF", "tif": "TIFF", "bmp": "BMP", "gif": "GIF"}


def quarters() -> Image.Image:
    """Red, green, blue and white quarters, so that any turn shows."""
    pixels = np.zeros((40, 60, 3), np.uint8)
    pixels[:20, :30] = (220, 20, 20)
    pixels[:20, 30:] = (20, 200, 20)
    pixels[20:, :30] = (20, 20, 220)
    pixels[20:, 30:] = (250, 250, 250)
    return Image.fromarray(pixels)


@pytest.mark.parametrize("suffix", FORMATS)
def test_each_format_gives_the_same_upright_rgb(tmp_path: Path, suffix: str) -> None:
    path = tmp_path / f"photo.{suffix}"
    quarters().save(path, FORMATS[suffix])
    pixels = decode(path)
    assert pixels.shape == (40, 60, 3) and pixels.dtype == np.uint8
    assert pixels[5, 5, 0] > 180 and pixels[5, 55, 1] > 160 and pixels[35, 5, 2] > 180 and pixels[35, 55].min() > 220


def test_a_large_jpeg_is_decoded_smaller_but_never_below_what_is_asked(tmp_path: Path) -> None:
    path = tmp_path / "large.jpg"
    Image.new("RGB", (4000, 3000), (90, 120, 40)).save(path)
    picture = open_picture(path)
    assert picture.size == (4000, 3000)
    assert picture.pixels(longest=900).shape == (750, 1000, 3)
    assert picture.pixels(longest=1001).shape == (1500, 2000, 3)
    assert picture.pixels().shape == (3000, 4000, 3)


def test_sixteen_bits_are_scaled_not_clipped(tmp_path: Path) -> None:
    ramp = np.linspace(0, 65535, 64, dtype=np.uint16).reshape(1, 64).repeat(8, axis=0)
    path = tmp_path / "deep.png"
    Image.fromarray(ramp).save(path)
    grey = decode(path)[0, :, 0].astype(int)
    assert grey[0] == 0 and grey[-1] == 255 and abs(grey[32] - 130) <= 2


def test_transparency_is_seen_over_white(tmp_path: Path) -> None:
    path = tmp_path / "clear.png"
    Image.new("RGBA", (8, 8), (255, 0, 0, 0)).save(path)
    assert decode(path).min() == 255


def test_an_animation_gives_its_first_frame(tmp_path: Path) -> None:
    path = tmp_path / "moving.gif"
    frames = [Image.new("RGB", (10, 10), colour) for colour in ((255, 0, 0), (0, 255, 0))]
    frames[0].save(path, save_all=True, append_images=frames[1:])
    assert decode(path)[5, 5].tolist() == [255, 0, 0]


@pytest.mark.parametrize("mode", ["1", "L", "P", "CMYK", "LA", "RGBA", "I;16", "F"])
def test_any_mode_becomes_rgb(tmp_path: Path, mode: str) -> None:
    path = tmp_path / "mode.tif"
    grey = Image.new("L", (12, 12), 200)
    image = Image.fromarray(np.full((12, 12), 51_400, np.uint16)) if mode == "I;16" else grey.convert(mode)
    image.save(path)
    pixels = decode(path)
    assert pixels.shape == (12, 12, 3)
    assert abs(int(pixels[6, 6, 1]) - (255 if mode == "1" else 200)) <= 2


def test_heic_is_read(tmp_path: Path) -> None:
    path = tmp_path / "phone.heic"
    path.write_bytes(HEIC)
    pixels = decode(path)
    assert pixels.shape == (96, 64, 3)
    assert np.abs(pixels[(10, 85), (30, 30)].astype(int) - [(200, 40, 40), (30, 60, 180)]).max() <= 6


def test_the_tiles_of_a_heic_are_decoded_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "phone.heic"
    path.write_bytes(heic(columns=2, rows=2))
    with Image.open(path) as image:
        assert image.n_frames > 1  # type: ignore[attr-defined]
    decoded: list[object] = []
    of_pillow = Image.Image.frombytes

    def counted(self: Image.Image, *arguments: Any) -> None:
        if self.format == "HEIF":
            decoded.append(self)
        of_pillow(self, *arguments)

    monkeypatch.setattr(Image.Image, "frombytes", counted)
    assert decode(path).shape == (2 * QUARTERS_SIZE[1], 2 * QUARTERS_SIZE[0], 3)
    assert len(decoded) == 1


def test_a_heic_that_was_cut_off_is_truncated(tmp_path: Path) -> None:
    path = tmp_path / "phone.heic"
    path.write_bytes(HEIC[: len(HEIC) // 2])
    with pytest.raises(PictureError) as caught:
        decode(path)
    assert caught.value.code == "truncated"


@pytest.mark.parametrize(
    ("code", "make"),
    [
        ("missing", lambda path: None),
        ("empty", lambda path: path.write_bytes(b"")),
        ("not_a_picture", lambda path: path.write_text("to be or not to be", encoding="utf-8")),
        ("unsupported", lambda path: path.mkdir()),
        ("unsupported", lambda path: path.write_bytes(b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 10 10\n")),
        ("unsupported", lambda path: path.write_bytes(b"%PDF-1.7\n")),
        ("unsupported", lambda path: path.write_bytes(b"8BPS\x00\x01" + bytes(20))),
        ("unsupported", lambda path: path.write_bytes(b"  \n<svg xmlns='http://www.w3.org/2000/svg'/>")),
    ],
)
def test_what_cannot_be_shown_says_why(tmp_path: Path, code: str, make: object) -> None:
    path = tmp_path / "photo.jpg"
    make(path)  # type: ignore[operator]
    with pytest.raises(PictureError) as raised:
        decode(path)
    assert raised.value.code == code
    assert str(raised.value).endswith(".") and "photo.jpg" in str(raised.value)


@pytest.mark.parametrize("suffix", ["jpg", "png", "webp", "avif", "tif", "gif", "bmp"])
@pytest.mark.parametrize("share", [0.1, 0.5, 0.9])
def test_a_cut_off_file_is_truncated_or_whole_but_never_a_crash(tmp_path: Path, suffix: str, share: float) -> None:
    whole = tmp_path / f"whole.{suffix}"
    noise = np.random.default_rng(1).integers(0, 255, (120, 160, 3), dtype=np.uint8)
    Image.fromarray(noise).save(whole, FORMATS[suffix])
    data = whole.read_bytes()
    path = tmp_path / f"cut.{suffix}"
    path.write_bytes(data[: int(len(data) * share)])
    with pytest.raises(PictureError) as raised:
        decode(path)
    assert raised.value.code == "truncated"


def test_a_bomb_is_refused_before_it_is_decoded(tmp_path: Path) -> None:
    path = tmp_path / "bomb.png"
    Image.new("1", (20_000, 13_000)).save(path)
    with pytest.raises(PictureError) as raised:
        open_picture(path)
    assert raised.value.code == "too_large"


def test_a_forbidden_file_says_so_for_root_too(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "photo.jpg"
    quarters().save(path)

    def refuse(*_: object, **__: object) -> None:
        raise PermissionError(13, "Permission denied", str(path))

    monkeypatch.setattr(opened, "open_regular", refuse)
    with pytest.raises(PictureError) as raised:
        decode(path)
    assert raised.value.code == "no_permission"


def test_a_broken_exif_block_does_not_cost_the_photo(tmp_path: Path) -> None:
    path = tmp_path / "exif.jpg"
    quarters().save(path, exif=b"Exif\x00\x00MM\x00*\xff\xff\xff\xff" + bytes(range(64)))
    assert decode(path).shape == (40, 60, 3)


@pytest.mark.parametrize("name", ["x" * 300 + ".jpg", "nul\0byte.jpg"])
def test_an_impossible_name_is_a_missing_file(tmp_path: Path, name: str) -> None:
    with pytest.raises(PictureError) as raised:
        decode(tmp_path / name)
    assert raised.value.code == "missing"
