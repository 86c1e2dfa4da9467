"""Outlines that straight edges bear out, on drawn cards with a frame within the frame; and where there are none."""

from __future__ import annotations

import numpy as np
import pytest
from PIL import Image, ImageFilter
from tests.pictures import card, photo_of

from karuta.domain.sighting import Corners, iou
from karuta.engine.edge_lines import TURNS, TurnedEdges
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


def test_cards_are_outlined_around_each_place() -> None:
    left, right = FLAT * 0.6 + (-20, 60), FLAT * 0.6 + (220, 200)
    one, other = on_cloth(left), on_cloth(right, seed=4)
    both = np.where((np.indices(SIZE[::-1])[1] < 290)[..., None], one, other)
    found = EdgeOutlines(both).around([left.mean(axis=0), right.mean(axis=0)], most=8)
    for place in (left, right):
        assert max(overlap(outline, place) for outline in found) > 0.9


def test_the_edge_of_the_card_is_told_from_the_frames_within_it() -> None:
    found = EdgeOutlines(on_cloth(FLAT)).around([FLAT.mean(axis=0)], most=6)
    assert len(found) == len({tuple(outline.ravel()) for outline in found}) > 1
    assert overlap(found[0], FLAT) > 0.9


def test_every_outline_begins_with_a_short_side() -> None:
    lying = turned(FLAT, 90)
    for outline in EdgeOutlines(on_cloth(lying)).around([lying.mean(axis=0)], most=6):
        across, down = np.linalg.norm(outline[1] - outline[0]), np.linalg.norm(outline[2] - outline[1])
        assert across < down


def test_nothing_is_outlined_where_nothing_has_an_edge() -> None:
    slope = np.tile(np.linspace(40, 200, SIZE[1])[:, None, None], (1, SIZE[0], 3)).astype(np.uint8)
    assert EdgeOutlines(slope).around([np.array([300.0, 400.0])], most=6) == []


@pytest.mark.parametrize("size", [(40, 30), (1, 1), (700, 9)])
def test_a_tiny_or_narrow_picture_and_no_place_are_no_trouble(size: tuple[int, int]) -> None:
    noise = np.random.default_rng(1).integers(0, 256, (size[1], size[0], 3)).astype(np.uint8)
    edges = EdgeOutlines(noise)
    assert edges.around([], most=6) == []
    assert len(edges.around([np.array(size) / 2], most=6)) <= 6


@pytest.mark.parametrize("degrees", [0, 21, 180])
def test_beside_a_known_card_a_small_one_is_outlined_at_its_size_and_the_way_up_like_it(degrees: float) -> None:
    small = turned((FLAT - FLAT.mean(axis=0)) * 0.16 + (300, 400), degrees)
    known = small + (70, 12)
    (found,) = EdgeOutlines(on_cloth(small)).alike([small.mean(axis=0) + (9, -8)], [known])
    assert iou(found, small) > 0.75
    assert np.linalg.norm(found[0] - small[0]) < 8, "it stands as the known one does"


def test_beside_a_known_card_nothing_is_outlined_where_nothing_has_an_edge() -> None:
    slope = np.tile(np.linspace(40, 200, SIZE[1])[:, None, None], (1, SIZE[0], 3)).astype(np.uint8)
    assert EdgeOutlines(slope).alike([np.array([300.0, 400.0])], [FLAT * 0.2]) == []
    assert EdgeOutlines(slope).alike([], [FLAT]) == []


def test_sides_that_are_a_little_off_are_moved_to_the_edges_beside_them() -> None:
    lies = turned(FLAT, 12)
    loose = lies.mean(axis=0) + 0.98 * (lies - lies.mean(axis=0)) + (4, -3)
    (found,) = EdgeOutlines(on_cloth(lies)).beside(loose)
    assert iou(loose, lies) < 0.96
    assert iou(found, lies) > 0.97


def test_an_outline_that_edges_would_lead_elsewhere_is_left() -> None:
    """The frame within a card has edges, too; who laid the outline there has seen more than edges."""
    within = FLAT.mean(axis=0) + 0.9 * (FLAT - FLAT.mean(axis=0))
    assert EdgeOutlines(on_cloth(FLAT)).beside(within) == []


def test_a_place_that_is_asked_about_again_is_not_summed_again(monkeypatch: pytest.MonkeyPatch) -> None:
    summed: list[object] = []
    whole = TurnedEdges.whole
    monkeypatch.setattr(TurnedEdges, "whole", lambda turned, boxes: summed.append(boxes) or whole(turned, boxes))
    edges, place = EdgeOutlines(on_cloth(FLAT)), FLAT.mean(axis=0)
    first = edges.around([place], most=6)
    covered = edges.around([place], most=6, weakest=0.0)
    assert len(summed) == TURNS
    alone = EdgeOutlines(on_cloth(FLAT))
    assert np.allclose(alone.around([place], most=6, weakest=0.0), covered)
    assert np.allclose(alone.around([place], most=6), first)
