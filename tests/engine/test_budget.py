"""What a picture may take in memory: refused before a pixel is decoded, or made smaller, and said in a sentence."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from tests import picture_table

from karuta.domain.errors import PictureError
from karuta.engine import budget
from karuta.engine.budget import Cost, Plan, plan_for
from karuta.engine.decode import decode, open_picture
from karuta.engine.picture_head import jpeg_coefficients

JPEG = Cost(4, 4, scales=(1, 2, 4, 8))
ROOT = Path(__file__).parents[2]


@pytest.mark.parametrize(
    ("size", "cost", "longest", "plan"),
    [
        ((4000, 3000), Cost(4, 4), None, Plan(1, 1)),
        ((4000, 3000), Cost(4, 4), 640, Plan(1, 1)),
        ((4000, 3000), JPEG, 900, Plan(4, 1)),
        ((4000, 3000), JPEG, 1001, Plan(2, 1)),
        ((4000, 3000), JPEG, 5000, Plan(1, 1)),
        ((8160, 6120), JPEG, None, Plan(1, 1)),
        ((16_320, 12_240), JPEG, None, Plan(2, 1)),
        ((16_320, 12_240), Cost(4, 4, fixed=600_000_000, scales=(1, 2, 4, 8)), None, Plan(4, 1)),
        ((16_320, 12_240), Cost(4, 4, fixed=800_000_000, scales=(1, 2, 4, 8)), None, None),
        ((12_000, 12_000), Cost(4, 4), None, Plan(1, 2)),
        ((12_000, 12_000), Cost(17, 14), None, None),
        ((16_000_000, 15), Cost(1, 1), None, Plan(1, 3)),
    ],
)
def test_a_picture_is_decoded_as_finely_as_the_budget_allows(
    size: tuple[int, int], cost: Cost, longest: int | None, plan: Plan | None
) -> None:
    assert plan_for(size, cost, longest=longest) == plan


@pytest.mark.parametrize(
    "name",
    [
        *("webp-144mp-32-bytes.webp", "webp-268mp-32-bytes.webp", "webp-100mp-animated.webp", "heic-120mp.heic"),
        *("heic-199mp.heic", "bmp-249mp-head.bmp", "bmp-249mp-rle.bmp", "png-249mp-RGBA-interlaced-head.png"),
        *("png-billions.png", "jpeg-249mp-scans.jpg", "tiff-249mp-head.tif", "gif-4-billion-frame.gif"),
    ],
)
def test_what_would_take_too_much_is_refused_before_a_pixel_is_decoded(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    picture_table.made(name, str(tmp_path / name))
    monkeypatch.setattr("PIL.ImageFile.ImageFile.load", lambda image: pytest.fail("decoded"))
    with pytest.raises(PictureError) as refused:
        open_picture(tmp_path / name)
    is_strip = name == "jpeg-249mp-scans.jpg"
    assert refused.value.code == ("too_long" if is_strip else "too_large")
    assert is_strip or "at most" in str(refused.value)
    assert str(refused.value).startswith(name)


@pytest.mark.parametrize(
    "name",
    [
        *("png-ztxt-bomb.png", "png-itxt-bomb.png", "png-ztxt-bomb-behind.png", "png-many-texts.png"),
        *("tiff-long-tag.tif", "jpeg-long-head.jpg", "png-long-text.png", "png-long-text-behind.png"),
    ],
)
def test_what_carries_too_much_beside_its_pixels_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    monkeypatch.setattr(picture_table, "LONG", 40_000_000)
    monkeypatch.setattr(picture_table, "BOMB", 80_000_000)
    picture_table.made(name, str(tmp_path / name))
    with pytest.raises(PictureError) as refused:
        decode(tmp_path / name)
    assert refused.value.code == "too_large"
    assert "besides its pixels" in str(refused.value)


@pytest.mark.parametrize("name", ["webp-long-chunk.webp", "avif-long.avif", "heic-long.heic"])
def test_a_file_that_would_be_read_whole_may_not_be_long(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    monkeypatch.setattr(picture_table, "LONG", 129_000_000)
    picture_table.made(name, str(tmp_path / name))
    with pytest.raises(PictureError) as refused:
        open_picture(tmp_path / name)
    assert refused.value.code == "too_large" and "at most 128" in str(refused.value)


def test_a_picture_beyond_the_budget_comes_smaller_and_says_its_full_size(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(budget, "MOST_GIVEN", 10_000)
    for suffix, shape in {"png": (75, 100, 3), "jpg": (75, 100, 3)}.items():
        path = tmp_path / f"large.{suffix}"
        Image.linear_gradient("L").resize((400, 300)).convert("RGB").save(path)
        picture = open_picture(path)
        pixels = picture.pixels()
        assert picture.size == (400, 300)
        assert pixels.shape == shape
        assert abs(int(pixels[-1].mean()) - 254) < 3 and pixels[0].mean() < 3


def test_how_a_png_lies_is_known_without_its_pixels(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Pillow decodes a PNG without EXIF to see whether some stands behind: every photo twice."""
    path = tmp_path / "photo.png"
    Image.new("RGB", (40, 30)).save(path)
    monkeypatch.setattr("PIL.ImageFile.ImageFile.load", lambda image: pytest.fail("decoded"))
    assert open_picture(path).size == (40, 30)


@pytest.mark.parametrize(
    ("options", "values"),
    [
        ({}, 0),
        ({"progressive": True, "subsampling": 0}, 3 * 160 * 96),
        ({"progressive": True, "subsampling": 2}, 1.5 * 160 * 96),
    ],
)
def test_what_a_jpeg_in_several_scans_holds_is_read_off_its_head(
    tmp_path: Path, options: dict[str, object], values: float
) -> None:
    path = tmp_path / "photo.jpg"
    noise = np.random.default_rng(1).integers(0, 256, (96, 160, 3), dtype=np.uint8)
    Image.fromarray(noise).save(path, comment=b"\xff" * 999, **options)
    with path.open("rb") as file:
        assert jpeg_coefficients(file) == 2 * values


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="reads VmHWM")
@pytest.mark.parametrize(("name", "most"), [("png-48mp-I16.png", 400), ("jpeg-50mp.jpg", 150)])
def test_a_large_picture_takes_what_its_format_keeps_and_what_is_given(tmp_path: Path, name: str, most: int) -> None:
    """A 16-bit PNG of 48 megapixels took 1.3 GB and 8 s."""
    picture_table.made(name, str(tmp_path / name))
    command = [sys.executable, "-m", "tests.lab.picture_memory", "--way", "detector", "--picture", tmp_path / name]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True, timeout=120)
    peak, _, said, _ = json.loads(done.stdout)
    assert "x" in said
    assert peak < most
