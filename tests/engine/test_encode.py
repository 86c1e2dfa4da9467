"""What a library keeps of pictures: crops without loss, thumbnails upright and small."""

from __future__ import annotations

import io
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from karuta.engine.decode import THUMBNAIL_LONGEST, crop_webp, decode, thumbnail_jpeg


def test_a_crop_comes_back_as_it_was(tmp_path: Path) -> None:
    crop = np.random.default_rng(1).integers(0, 256, (256, 176, 3)).astype(np.uint8)
    (tmp_path / "crop.webp").write_bytes(crop_webp(crop))
    assert np.array_equal(decode(tmp_path / "crop.webp"), crop)


@pytest.mark.parametrize("orientation", [1, 6])
def test_a_thumbnail_is_upright_and_small(tmp_path: Path, orientation: int) -> None:
    exif = Image.Exif()
    exif[0x0112] = orientation
    Image.new("RGB", (1200, 800), "red").save(tmp_path / "a.jpg", exif=exif)
    with Image.open(io.BytesIO(thumbnail_jpeg(tmp_path / "a.jpg"))) as thumbnail:
        assert max(thumbnail.size) == THUMBNAIL_LONGEST
        assert (thumbnail.width > thumbnail.height) == (orientation == 1)
