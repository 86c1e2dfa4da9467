"""Scenes for the detector: corners lie where the cards are, whatever was done to the picture."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from tests.training.drawn_catalogue import drawn_catalogue

from karuta.domain.sighting import as_corners, iou
from karuta.engine.cards_net import INSIDE
from workshop.scenes import BACKGROUND, Framed, SceneMaker, SceneMix, cut, letterboxed, turned

SIDE = 160
NOTHING = SceneMix(single=0, near=0, whole=0, scatter=0, page=0, nothing=0)


@pytest.fixture(scope="module")
def faces(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    return sorted((drawn_catalogue(tmp_path_factory.mktemp("faces") / "cards", 6) / "images").iterdir())


def maker(faces: list[Path], mix: SceneMix, *, seed: int = 1) -> SceneMaker:
    return SceneMaker(faces, side=SIDE, mix=mix, seed=seed)


@pytest.mark.parametrize(
    ("way", "least", "most"),
    [
        ("single", 1, 1),
        ("near", 1, 1),
        ("whole", 1, 1),
        ("scatter", 1, 7),
        ("page", 1, 9),
        ("nothing", 0, 0),
        ("rows", 2, 48),
        ("over", 1, 4),
        ("again", 1, 48),
        ("cut", 1, 1),
    ],
)
def test_each_kind_of_scene_has_its_cards_as_upright_corners(
    faces: list[Path], way: str, least: int, most: int
) -> None:
    made = maker(faces, replace(NOTHING, **({"again": 0.5, "page": 0.5} if way == "again" else {way: 1.0})))
    for number in range(4):
        scene = made.scene(number)
        assert scene.pixels.shape == (SIDE, SIDE, 3)
        assert scene.pixels.dtype == np.uint8
        assert least <= len(scene.corners) == len(scene.visible) <= most
        for corners in scene.corners:
            as_corners(corners)


def test_a_card_that_the_edge_cuts_reaches_into_the_margin_in_which_it_is_looked_for(faces: list[Path]) -> None:
    made = maker(faces, replace(NOTHING, cut=1.0))
    low, high = SIDE * (1 - INSIDE) / 2 - 1, SIDE * (1 + INSIDE) / 2 + 1
    reach = []
    for number in range(12):
        scene = made.scene(number)
        assert (scene.pixels[: int(low)] == BACKGROUND).all()
        assert (scene.pixels[:, int(high) + 1 :] == BACKGROUND).all()
        reach.append(bool((scene.corners[0] < low).any() or (scene.corners[0] > high).any()))
    assert sum(reach) > len(reach) / 2


def marked(x: int, y: int) -> Image.Image:
    image = Image.new("RGB", (80, 100), (10, 10, 10))
    image.paste((250, 0, 0), (x - 3, y - 3, x + 3, y + 3))
    return image


def square_at(framed: Framed) -> np.ndarray:
    """Where the red square is."""
    places = np.argwhere(framed.pixels[:, :, 0].astype(int) - framed.pixels[:, :, 1] > 120)
    return np.asarray(places.mean(axis=0)[::-1] + 0.5)


CORNERS = np.array([(20.0, 30), (50, 30), (50, 80), (20, 80)])


@pytest.mark.parametrize("quarters", [0, 1, 2, 3])
def test_corners_go_with_the_pixels_when_a_scene_is_boxed_and_turned(quarters: int) -> None:
    framed = turned(letterboxed(np.asarray(marked(20, 30)), [CORNERS], [1.0], side=SIDE), quarters=quarters)
    assert np.abs(square_at(framed) - framed.corners[0][0]).max() < 1.0
    as_corners(framed.corners[0])


def test_corners_go_with_the_pixels_when_a_part_is_cut_out() -> None:
    framed = cut(np.asarray(marked(50, 80)), CORNERS, middle=np.array([40.0, 60.0]), reach=30.0, side=SIDE)
    assert np.abs(square_at(framed) - framed.corners[0][2]).max() < 2.0
    assert framed.visible[0] == pytest.approx(1.0)
    beside = cut(np.asarray(marked(50, 80)), CORNERS, middle=np.array([20.0, 55.0]), reach=15.0, side=SIDE)
    assert 0.2 < beside.visible[0] < 0.4
    assert iou(beside.corners[0], framed.corners[0]) < 1.0


def test_faces_of_no_game_are_cards_and_other_printed_things_are_none(faces: list[Path]) -> None:
    drawn = maker(faces, replace(NOTHING, scatter=1.0, any_face=1.0))
    scenes = [drawn.scene(number) for number in range(6)]
    assert all(len(scene.has_top) == len(scene.corners) > 0 for scene in scenes)
    assert any(not top for scene in scenes for top in scene.has_top), "of some nothing says which way is up"
    things = maker(faces, replace(NOTHING, nothing=1.0, no_card=1.0))
    assert all(things.scene(number).corners == () for number in range(4))
