"""Rectifying: the crop shows the card as it was drawn, whichever way it lay."""

from __future__ import annotations

import numpy as np
import pytest
from PIL import Image
from tests.pictures import card, photo_of

from karuta.engine import rectify as module
from karuta.engine.rectify import FrameSource, PhotoCuts, rectify

SIZE = (176, 256)
UPRIGHT = np.array([(300.0, 200.0), (830.0, 230.0), (800.0, 990.0), (270.0, 960.0)])


def similarity(one: np.ndarray, other: np.ndarray) -> float:
    first, second = (np.asarray(picture, dtype=float).ravel() for picture in (one, other))
    return float(np.corrcoef(first, second)[0, 1])


@pytest.mark.parametrize("turn", range(4))
@pytest.mark.parametrize("scale", [0.25, 1.0, 3.0])
@pytest.mark.parametrize("resampling", [Image.Resampling.BICUBIC, Image.Resampling.BILINEAR])
def test_a_card_comes_out_flat_and_upright(turn: int, scale: float, resampling: Image.Resampling) -> None:
    face = card(3)
    corners = np.roll(UPRIGHT * scale, turn, axis=0)
    photo = photo_of(face, corners, size=(int(1100 * scale), int(1200 * scale)), ground=(90, 70, 60))
    crop = rectify(photo, corners, size=SIZE, resampling=resampling)
    expected = np.asarray(Image.fromarray(face).resize(SIZE, Image.Resampling.BICUBIC))
    assert crop.shape == (256, 176, 3) and crop.dtype == np.uint8
    assert similarity(crop, expected) > 0.96


def test_corners_outside_the_photo_repeat_its_edge() -> None:
    photo = np.full((100, 80, 3), 77, np.uint8)
    crop = rectify(photo, np.array([(-40.0, -50.0), (60.0, -50.0), (60.0, 90.0), (-40.0, 90.0)]), size=SIZE)
    assert (crop == 77).all()


def test_corners_outside_a_large_photo_are_cut_from_fewer_of_its_pixels(monkeypatch: pytest.MonkeyPatch) -> None:
    """12 megapixels with corners at four times their distance were padded to 3.8 GB."""
    ramp = np.linspace(0, 250, 400, dtype=np.uint8)[None, :, None] * np.ones((300, 1, 3), np.uint8)
    corners = np.array([(-300.0, -300.0), (700.0, -300.0), (700.0, 600.0), (-300.0, 600.0)])
    fine = rectify(ramp, corners, size=SIZE)
    padded = np.pad
    largest: list[int] = []

    def watched(*given: object, **named: object) -> np.ndarray:
        made = padded(*given, **named)  # type: ignore[call-overload]
        largest.append(made.size)
        return np.asarray(made)

    monkeypatch.setattr(np, "pad", watched)
    monkeypatch.setattr("karuta.engine.rectify.MOST_AROUND", 100_000)
    coarse = rectify(ramp, corners, size=SIZE)
    assert max(largest) <= 3 * 110_000
    assert np.abs(coarse.astype(int) - fine.astype(int)).max() <= 8


def test_a_crop_the_other_way_up_is_not_cut_again_and_the_same_byte_by_byte(monkeypatch: pytest.MonkeyPatch) -> None:
    photo = np.random.default_rng(5).integers(0, 256, (1200, 1100, 3)).astype(np.uint8)
    turned = np.roll(UPRIGHT, 2, axis=0)
    expected = rectify(photo, turned, size=SIZE)
    cuts = PhotoCuts(FrameSource(photo), longest=1200)
    cuts.crop(UPRIGHT, size=SIZE)
    asked: list[object] = []
    monkeypatch.setattr(module, "rectify", lambda *given, **more: asked.append(given) or rectify(*given, **more))
    assert (cuts.crop(turned, size=SIZE) == expected).all() and not asked
    cuts.crop(UPRIGHT + 1, size=SIZE)
    assert len(asked) == 1
