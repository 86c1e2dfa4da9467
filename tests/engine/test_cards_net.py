"""What the net says becomes corners in the photo's own pixels, in upright order, each card once."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image, ImageDraw

from karuta.domain.sighting import Corners, iou
from karuta.engine.cards_net import (
    CORNER_UNIT,
    INSIDE,
    LOOK_SHARE,
    STRIDE,
    CardsNet,
    agreeing,
    distinct,
    found_in,
    view_of,
    whole_view,
)
from karuta.engine.detect import Hypothesis
from karuta.engine.prepare import InputSpec

SIDE = 320
CELLS = SIDE // STRIDE
SPEC = InputSpec(width=SIDE, height=SIDE, mean=(127.0, 127.0, 127.0), scale=(1 / 128, 1 / 128, 1 / 128))
COLOURS = ((255, 0, 0), (0, 255, 0), (0, 0, 255), (255, 255, 0))
CARD = np.array([(-29.5, -43), (29.5, -43), (29.5, 43), (-29.5, 43)])


class FourDots:
    """In place of the network: sees a card where there are four dots, red top left, green, blue, yellow clockwise."""

    def __init__(self) -> None:
        self.looks: list[int] = []

    def run(self, outputs: list[str] | None, inputs: dict[str, Any]) -> list[Any]:
        (values,) = inputs.values()
        self.looks.append(len(values))
        return [np.stack([self._answer(value * 128 + 127) for value in values])]

    def _answer(self, picture: NDArray[np.float32]) -> NDArray[np.float32]:
        corners = []
        for colour in COLOURS:
            apart = np.abs(picture - np.array(colour, dtype=np.float32).reshape(3, 1, 1)).max(axis=0)
            places = np.argwhere(apart < 100)
            if not len(places):
                return silence()
            corners.append(places.mean(axis=0)[::-1] + 0.5)
        return said(np.array(corners))


def silence() -> NDArray[np.float32]:
    answer = np.zeros((9, CELLS, CELLS), dtype=np.float32)
    answer[0] = -9.0
    return answer


def said(corners: Corners, *, heat: float = 4.0, cell: tuple[int, int] | None = None) -> NDArray[np.float32]:
    """The answer that names these corners, in the square's pixels, from their middle's cell (row, column)."""
    answer = silence()
    middle = corners.mean(axis=0)
    row, column = cell or (int(middle[1] // STRIDE), int(middle[0] // STRIDE))
    answer[0, row, column] = heat
    answer[1:, row, column] = ((corners - (np.array([column, row]) + 0.5) * STRIDE) / CORNER_UNIT).ravel()
    return answer


def together(answers: Sequence[NDArray[np.float32]]) -> NDArray[np.float32]:
    """One answer that says all of them."""
    every = silence()
    for answer in answers:
        louder = answer[0] > every[0]
        every[:, louder] = answer[:, louder]
    return every


def photo(size: tuple[int, int], corners: Corners) -> NDArray[np.uint8]:
    image = Image.new("RGB", size, (40, 40, 40))
    draw = ImageDraw.Draw(image)
    reach = float(np.linalg.norm(corners[1] - corners[0])) / 12
    for (x, y), colour in zip(corners, COLOURS, strict=True):
        draw.ellipse((x - reach, y - reach, x + reach, y + reach), fill=colour)
    return np.asarray(image)


def placed(*, middle: tuple[float, float], scale: float, degrees: float) -> Corners:
    angle = math.radians(degrees)
    turn = np.array([[math.cos(angle), math.sin(angle)], [-math.sin(angle), math.cos(angle)]])
    return CARD * scale @ turn + middle


def net(session: FourDots | Says) -> CardsNet:
    return CardsNet(session, input_name="pictures", spec=SPEC)


def test_of_the_same_pixels_the_network_is_asked_once_and_of_others_anew() -> None:
    dots = FourDots()
    eye = net(dots)
    pixels = np.full((240, 320, 3), 90, np.uint8)
    eye.propose(pixels)
    eye.centres(pixels)
    assert dots.looks == [1]
    pixels[100:140, 100:140] = 255
    eye.centres(pixels)
    assert dots.looks == [1, 1], "a frame's memory may be used again"


@pytest.mark.parametrize("degrees", [0, 17, 90, 180, 200, 301])
@pytest.mark.parametrize("size", [(900, 1200), (1200, 700), (320, 320), (150, 200)])
def test_a_card_is_given_in_the_photos_pixels_top_left_first(size: tuple[int, int], degrees: float) -> None:
    corners = placed(middle=(size[0] * 0.45, size[1] * 0.55), scale=min(size) / 150, degrees=degrees)
    (found,) = net(FourDots()).propose(photo(size, corners))
    assert found.upright
    assert found.confidence > 0.9
    assert np.abs(found.corners - corners).max() < max(size) / SIDE


def test_a_small_card_is_looked_at_again_and_its_corners_become_exact() -> None:
    corners = placed(middle=(500.3, 700.8), scale=2.0, degrees=25)
    session = FourDots()
    (found,) = net(session).propose(photo((1000, 1400), corners))
    assert session.looks == [1, 1]
    assert np.abs(found.corners - corners).max() < 1.0, "one pixel of the first look is four of this photo"


@pytest.mark.parametrize("lies", [False, True])
def test_the_cards_of_a_strip_are_found_window_by_window_and_each_once(*, lies: bool) -> None:
    places = [(150.0, 500.0), (140.0, 2500.0), (160.0, 5700.0)]
    cards = [placed(middle=place, scale=2, degrees=10) for place in places]
    strip = np.maximum.reduce([photo((300, 6000), outline) for outline in cards])
    if lies:
        strip, cards = np.rot90(strip), [np.c_[outline[:, 1], 300 - outline[:, 0]] for outline in cards]
    session = FourDots()
    eye = net(session)
    found = sorted(eye.propose(strip), key=lambda one: float(one.corners[:, int(not lies)].mean()))
    assert len(found) == 3
    for one, card in zip(found, cards, strict=True):
        assert np.abs(one.corners - card).max() < 2, "as exact as in a photo"
    looks = len(session.looks)
    middles = [(centre.x, centre.y) for centre in eye.centres(strip)]
    assert len(session.looks) == looks, "what was seen is not looked at again"
    assert all(min(math.dist(card.mean(axis=0), middle) for middle in middles) < 20 for card in cards)


@pytest.mark.parametrize("many", [2, 3])
def test_where_a_few_outlines_are_very_small_the_tiles_of_the_photo_are_seen_too(many: int) -> None:
    class Far(FourDots):
        """In the whole photo it feels something small at wrong places."""

        def run(self, outputs: list[str] | None, inputs: dict[str, Any]) -> list[Any]:
            if self.looks:
                return super().run(outputs, inputs)
            self.looks.append(1)
            felt = [said(placed(middle=(160.0, 40.0 + 80 * row), scale=0.3, degrees=0)) for row in range(many)]
            return [together(felt)[None]]

    far = [placed(middle=middle, scale=0.8, degrees=10) for middle in ((120.0, 130.0), (880.0, 860.0))]
    session = Far()
    found = net(session).propose(np.maximum.reduce([photo((1000, 1000), outline) for outline in far]))
    seen = [min(np.abs(one.corners - outline).max() for one in found) < 1 for outline in far]
    assert seen == [many == 3] * 2
    assert session.looks == ([1, 3, 9, 2] if many == 3 else [1, 2])


class Says:
    """A network that answers every picture alike."""

    def __init__(self, answer: NDArray[np.float32]) -> None:
        self._answer = answer

    def run(self, outputs: list[str] | None, inputs: dict[str, Any]) -> list[Any]:
        (values,) = inputs.values()
        return [np.repeat(self._answer[None], len(values), axis=0)]


def test_a_card_partly_beside_the_photo_is_seen_beyond_its_edge_and_one_that_is_not_is_left() -> None:
    cut = placed(middle=(285, 100), scale=1.2, degrees=20)
    eye = net(Says(said(cut)))
    (found,) = eye.beyond(np.zeros((SIDE, SIDE, 3), np.uint8))
    assert np.abs((found - SIDE / 2) * INSIDE + SIDE / 2 - cut).max() < 1
    assert found[:, 0].max() > SIDE
    inside = placed(middle=(160, 160), scale=1.2, degrees=20)
    assert net(Says(said(inside))).beyond(np.zeros((SIDE, SIDE, 3), np.uint8)) == []


def test_corners_that_are_no_upright_card_are_passed_over() -> None:
    view = whole_view(np.zeros((SIDE, SIDE, 3), dtype=np.uint8), side=SIDE)
    corners = placed(middle=(160, 160), scale=1.5, degrees=0)
    assert len(found_in(said(corners), view)) == 1
    assert found_in(said(corners[::-1]), view) == [], "a card is never seen from behind"
    assert found_in(said(corners[[0, 2, 1, 3]]), view) == []
    assert found_in(said(np.full((4, 2), 160.0)), view) == []
    assert found_in(np.full((9, CELLS, CELLS), np.nan, dtype=np.float32), view) == []


def test_one_card_seen_from_two_cells_is_one_proposal() -> None:
    view = whole_view(np.zeros((SIDE, SIDE, 3), dtype=np.uint8), side=SIDE)
    corners = placed(middle=(160, 160), scale=2, degrees=10)
    twice = np.maximum(said(corners, heat=2.0, cell=(12, 20)), said(corners, heat=3.0, cell=(24, 20)))
    found = found_in(twice, view)
    assert len(found) == 2
    assert [round(hypothesis.confidence, 2) for hypothesis in distinct(found)] == [0.95]


def test_two_cards_that_overlap_a_little_stay_two() -> None:
    one, other = placed(middle=(100, 100), scale=1, degrees=0), placed(middle=(140, 100), scale=1, degrees=0)
    assert len(distinct([Hypothesis(one, 0.9, upright=True), Hypothesis(other, 0.8, upright=True)])) == 2


def test_a_second_look_shows_the_card_upright_and_goes_back_exactly() -> None:
    corners = placed(middle=(300, 200), scale=1.5, degrees=137)
    view = view_of(photo((600, 400), corners), corners, side=SIDE)
    seen = corners @ view.forth[:, :2].T + view.forth[:, 2]
    assert np.allclose(view.back(seen), corners)
    assert iou(seen, placed(middle=(160, 160), scale=SIDE * LOOK_SHARE / 86, degrees=0)) > 0.999
    assert tuple(view.pixels[round(seen[0, 1]), round(seen[0, 0])]) == COLOURS[0]


def test_a_neighbour_that_sees_the_card_upside_down_does_not_fold_it() -> None:
    view = whole_view(np.zeros((SIDE, SIDE, 3), dtype=np.uint8), side=SIDE)
    corners = placed(middle=(164, 164), scale=2, degrees=10)
    answer = said(corners, cell=(20, 20))
    turned = said(np.roll(corners, 2, axis=0), heat=3.9, cell=(20, 21))
    answer[:, 20, 21] = turned[:, 20, 21]
    (found,) = found_in(answer, view)
    assert np.abs(found.corners - corners).max() < 0.01


FORTY = [(20.0 + 40 * column, 30.0 + 60 * row) for row in range(5) for column in range(8)]


def forty() -> NDArray[np.float32]:
    return together([said(placed(middle=place, scale=0.4, degrees=0)) for place in FORTY])


@pytest.mark.parametrize("cell", [(0, 0), (0, CELLS - 1), (CELLS - 1, 0), (CELLS - 1, CELLS - 1), (7, CELLS - 1)])
def test_a_card_whose_middle_lies_at_the_edge_of_the_picture_is_found(cell: tuple[int, int]) -> None:
    corners = CARD + (np.array([cell[1], cell[0]]) + 0.5) * STRIDE
    (found,) = found_in(said(corners, cell=cell), whole_view(np.zeros((SIDE, SIDE, 3), np.uint8), side=SIDE))
    assert np.abs(found.corners - corners).max() < 0.5


def test_forty_small_cards_are_all_looked_at_again_a_few_at_once() -> None:
    class Crowd(FourDots):
        """Sees forty small cards in the whole photo, whatever it shows, and none elsewhere."""

        def run(self, outputs: list[str] | None, inputs: dict[str, Any]) -> list[Any]:
            (values,) = inputs.values()
            self.looks.append(len(values))
            if len(self.looks) > 1:  # at tiles and cards
                return [np.stack([silence() for _ in values])]
            return [forty()[None]]

    session = Crowd()
    assert len(net(session).propose(np.zeros((640, 640, 3), dtype=np.uint8))) == 40
    assert session.looks == [1, 12, 12, 12, 4, 9]


LIES = np.array([(100.0, 100), (300, 100), (300, 400), (100, 400)])


@pytest.mark.parametrize(("right", "kept"), [(60.0, 2), (30.0, 1)], ids=["a neighbour in a hand", "one seen twice"])
def test_cards_that_share_two_thirds_are_two_and_those_that_share_nearly_all_are_one(right: float, kept: int) -> None:
    assert len(distinct([Hypothesis(LIES, 0.9), Hypothesis(LIES + (right, 0), 0.5)])) == kept


def test_a_second_look_that_sees_a_neighbour_moves_no_outline() -> None:
    first, neighbour = Hypothesis(LIES, 0.6), Hypothesis(LIES + (60, 0), 0.9)
    left = agreeing(first, [neighbour])
    assert np.array_equal(left.corners, LIES)
    assert left.confidence < first.confidence
    nearer = Hypothesis(LIES + (8, 5), 0.9)
    assert np.array_equal(agreeing(first, [neighbour, nearer]).corners, nearer.corners)
