"""Pieces of drawn photos are always the same for a step, and what they say of their lines is what the engine reads."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray

from karuta.engine.name_lines import lines_of
from workshop.code_reader.typefaces import type_faces
from workshop.name_reader.drawn_cards import TALL, WIDE, CardFace, FaceMaker
from workshop.name_reader.scenes import (
    Floats,
    SceneMaker,
    SceneMix,
    cell_targets,
    heights,
)

MIX = SceneMix(pieces=((128, 3), (192, 1)), capitals=(12, 30), at_line=0.9, blur=0.05, noise=4)
CELLS = 64


def maker() -> SceneMaker:
    """With Pillow's own font alone, which every computer has."""
    return SceneMaker(type_faces([]), MIX, seed=5)


def line(left: float, top: float, *, length: float, capitals: float, slope: float = 0.0) -> Floats:
    way, down = np.array([length, slope * length]), np.array([-slope * capitals, capitals])
    start = np.array([left, top])
    return np.array([start, start + way, start + way + down, start + down])


def targets(drawn: Floats, *, counts: bool = True) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """Of one line on card 1; card 2 lies on it from the 40th column on."""
    owner = np.ones((CELLS, CELLS), np.uint8)
    owner[:, 40:] = 2
    return cell_targets(drawn[None], np.ones(1, np.int64), np.array([counts]), owner)


def test_a_step_is_the_same_whatever_was_drawn_before() -> None:
    late = maker()
    other, again, one = late.batch(7), late.batch(5), maker().batch(5)
    assert (one.pixels == again.pixels).all() and (one.said == again.said).all()
    assert one.pixels.shape == (1, 192, 192) and one.said.shape == (1, 5, 48, 48)
    assert (one.pixels != other.pixels).any()


def test_what_is_said_of_a_line_is_read_as_that_line() -> None:
    drawn = line(20, 60, length=120, capitals=18, slope=0.15)
    said, _ = targets(drawn)
    said[0] = np.where(said[0] > 0, 5, -5)
    (found,) = lines_of(said)
    assert np.abs(found.corners - drawn).max() < 8
    assert found.capitals == pytest.approx(heights(drawn[None])[0], rel=0.02)


def test_a_face_has_its_letters_where_it_says_its_lines() -> None:
    drawer, strokes = FaceMaker(type_faces([])), []
    for seed in range(12):
        face = drawer.face(np.random.default_rng(seed))
        steps = np.abs(np.diff(face.pixels.astype(float), axis=1))
        for corners in face.lines[face.counts]:
            (left, top), (right, end) = np.rint(corners[[0, 2]]).astype(int)
            if corners[0, 1] == corners[1, 1] and top > end - top:
                strokes.append((steps[top:end, left:right].mean(), steps[2 * top - end : top, left:right].mean()))
    on, above = np.array(strokes).T
    assert len(on) > 50 and (on > above).mean() > 0.95 and on.mean() > 3 * above.mean()


def test_a_piece_says_lines_where_the_scene_shows_them(monkeypatch: pytest.MonkeyPatch) -> None:
    bars = [line(60, 40 + 60 * number, length=360, capitals=30) for number in range(10)]
    white = np.full((TALL, WIDE), 255, np.uint8)
    for (left, top), _, (right, end), _ in np.stack(bars).astype(int):
        white[top:end, left:right] = 0
    face = CardFace(white, np.stack(bars), np.ones(len(bars), bool))
    monkeypatch.setattr(FaceMaker, "face", lambda self, rng: face)
    pieces = maker().batch(0)
    grey = pieces.pixels.reshape(len(pieces.pixels), 32, 4, 32, 4).mean(axis=(2, 4))
    for picture, said in zip(grey, pieces.said[:, 0] > 0, strict=True):
        assert not said.any() or picture[said].mean() < picture[~said].mean() - 20
    assert pieces.said[:, 0].any()
