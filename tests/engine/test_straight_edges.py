"""Outlines that straight edges bear out, on drawn cards with a frame within the frame; and where there are none."""

from __future__ import annotations

import numpy as np
import pytest
from PIL import Image, ImageFilter
from tests.pictures import card, photo_of

from karuta.domain.sighting import Corners, iou
from karuta.engine.edge_outlines import EdgeOutlines

SIZE = (600, 800)
GROUND = (244, 240, 232)
FLAT = np.array([(170.0, 180), (430, 180), (430, 560), (170, 560)])


def turned(corners: Corners, degrees: float) -> Corners:
    angle, middle = np.radians(degrees), corners.mean(axis=0)
    turn = np.array([[np.cos(angle), np.sin(angle)], [-np.sin(angle), np.cos(angle)]])
    return np.asarray((corners - middle) @ turn + middle)


def on_cloth(corners: Corners, *, seed: int = 3) -> np.ndarray:
    """A photo of a drawn card on ground that is nowhere quite even."""
    weave = np.random.default_rng(seed).normal(0, 9, (SIZE[1], SIZE[0], 3))
    seen = photo_of(card(seed), corners, size=SIZE, ground=GROUND).astype(float) + weave
    image = Image.fromarray(np.clip(seen, 0, 255).astype(np.uint8)).filter(ImageFilter.GaussianBlur(1.0))
    return np.asarray(image)


def overlap(one: Corners, other: Corners) -> float:
    """Whichever way up: edges do not say."""
    return max(iou(one, other), iou(np.roll(one, 2, axis=0), other))


@pytest.mark.parametrize("degrees", [0, 17, 45, 90, 141])
def test_a_card_is_outlined_however_it_lies_though_its_middle_is_guessed_wrongly(degrees: float) -> None:
    lies = turned(FLAT, degrees)
    found = EdgeOutlines(on_cloth(lies)).around([lies.mean(axis=0) + (18, -22)], most=3)
    assert max(overlap(outline, lies) for outline in found) > 0.9


def test_a_slanted_card_is_outlined_side_by_side() -> None:
    slanted = np.array([(190.0, 200), (400, 180), (470, 560), (150, 540)])
    found = EdgeOutlines(on_cloth(slanted)).around([slanted.mean(axis=0)], most=3)
    assert max(overlap(outline, slanted) for outline in found) > 0.9


def test_the_edge_of_the_card_is_told_from_the_frames_within_it() -> None:
    found = EdgeOutlines(on_cloth(FLAT)).around([FLAT.mean(axis=0)], most=6)
    assert len(found) == len({tuple(outline.ravel()) for outline in found}) > 1
    assert overlap(found[0], FLAT) > 0.9


def test_nothing_is_outlined_where_nothing_has_an_edge() -> None:
    slope = np.tile(np.linspace(40, 200, SIZE[1])[:, None, None], (1, SIZE[0], 3)).astype(np.uint8)
    assert EdgeOutlines(slope).around([np.array([300.0, 400.0])], most=6) == []


@pytest.mark.parametrize("size", [(40, 30), (1, 1), (700, 9)])
def test_a_tiny_or_narrow_picture_and_no_place_are_no_trouble(size: tuple[int, int]) -> None:
    noise = np.random.default_rng(1).integers(0, 256, (size[1], size[0], 3)).astype(np.uint8)
    edges = EdgeOutlines(noise)
    assert edges.around([], most=6) == []
    assert len(edges.around([np.array(size) / 2], most=6)) <= 6
