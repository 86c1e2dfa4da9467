"""A strip is seen window by window: whatever its size, all of it, and every card as wide as it whole in one of them."""

from __future__ import annotations

import struct
import zlib
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from karuta.domain.errors import PictureError
from karuta.engine import strips
from karuta.engine.budget import MOST_STRIP_GIVEN, Cost, plan_for
from karuta.engine.decode import open_picture
from karuta.engine.rectify import PhotoCuts

SIDES = st.integers(1, 65_000)


@given(wide=SIDES, tall=SIDES, place=st.floats(0, 1))
def test_windows_overlap_by_half_and_leave_nothing_out(wide: int, tall: int, place: float) -> None:
    pixels = np.broadcast_to(np.zeros(3, np.uint8), (tall, wide, 3))
    many = strips.count((wide, tall))
    found = strips.windows(pixels) if many <= strips.MOST_WINDOWS else []
    if not strips.is_strip((wide, tall)):
        assert [part.pixels.shape for part in found] == [pixels.shape] and found[0].at.tolist() == [0, 0]
        return
    long = strips.length((wide, tall))
    assert max(wide, tall) > strips.LEAST and long >= strips.SHAPE * min(wide, tall)
    for one, following in pairwise(found):
        assert 0 < (following.at - one.at).sum() <= long / 2 + 1
    if found:
        card = min(1.46 * min(wide, tall), long / 2 - 2)
        axis = int(tall >= wide)
        middle = card / 2 + place * (max(wide, tall) - card)
        begins = [(part.at[axis], part.at[axis] + long) for part in found]
        assert begins[0][0] == 0 and begins[-1][1] == max(wide, tall)
        assert any(low - 1 <= middle - card / 2 and middle + card / 2 <= high + 1 for low, high in begins)


@given(wide=st.integers(60, 900), tall=st.integers(60, 900), across=st.floats(0, 1), down=st.floats(0, 1))
def test_tiles_hold_every_small_card_whole(wide: int, tall: int, across: float, down: float) -> None:
    card = min(max(wide, tall) // 6, wide, tall)
    begin = np.array([across * (wide - card), down * (tall - card)])
    tiles = strips.tiles(np.zeros((tall, wide, 3), np.uint8))
    ends = [part.at + part.pixels.shape[1::-1] for part in tiles]
    assert any(
        (part.at <= begin + 1).all() and (begin + card <= end + 1).all() for part, end in zip(tiles, ends, strict=True)
    )
    assert (np.max(ends, axis=0) == (wide, tall)).all()


@pytest.mark.parametrize("size", [(4000, 3000), (1080, 2400), (2400, 1080), (3000, 1000), (640, 1), (1, 1)])
def test_photos_of_usual_shapes_are_seen_as_a_whole(size: tuple[int, int]) -> None:
    assert not strips.is_strip(size) and strips.longest(size, 640) == 640


def png(path: Path, size: tuple[int, int]) -> Path:
    """Black and white, packed to a few bytes: what is refused is never unpacked."""
    chunks = [(b"IHDR", struct.pack(">IIBBBBB", *size, 1, 0, 0, 0, 0)), (b"IDAT", zlib.compress(b"\0")), (b"IEND", b"")]
    packed = (
        struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data)) for name, data in chunks
    )
    path.write_bytes(b"\x89PNG\r\n\x1a\n" + b"".join(packed))
    return path


@pytest.mark.parametrize("size", [(1, 65_000), (20, 40_000), (65_000, 1_700), (30, 65_000)])
def test_a_strip_of_too_many_windows_is_refused_in_a_sentence_before_it_is_decoded(
    tmp_path: Path, size: tuple[int, int]
) -> None:
    with pytest.raises(PictureError) as refused:
        open_picture(png(tmp_path / "strip.png", size))
    assert refused.value.code == "too_long"
    assert str(refused.value).startswith(f"strip.png is too long a strip ({size[0]} x {size[1]} pixels)")


def test_a_strip_is_decoded_within_a_budget_of_its_own() -> None:
    plain = Cost(4, 4)
    whole, half = plan_for((1080, 24_000), plain), plan_for((2_600, 36_000), plain)
    assert whole is not None and half is not None
    assert (whole.step, half.step) == (1, 2) and 2_600 * 36_000 / half.step**2 <= MOST_STRIP_GIVEN
    assert plan_for((5_000, 50_000), plain) is None, "it is refused"
    assert plan_for((15_811, 15_811), Cost(1, 1)) is not None


def test_a_strip_is_decoded_as_finely_as_its_windows_need(tmp_path: Path) -> None:
    Image.new("RGB", (1080, 24_000)).save(tmp_path / "page.jpg")
    cuts = PhotoCuts(open_picture(tmp_path / "page.jpg"), longest=640)
    (first, *_) = strips.windows(cuts.pixels)
    assert max(first.pixels.shape) >= 640
    assert cuts.pixels.shape[1] < 1080, "no finer than they need"
