"""Proposals keep their number, order and confidence; their corners move to where the net sees the card's edges."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image, ImageDraw

from karuta.domain.sighting import Corners, iou
from karuta.engine.cards_net import MARGIN, CornersNet, outline_view
from karuta.engine.detect import Hypothesis
from karuta.engine.prepare import InputSpec

SPEC = InputSpec(width=96, height=128, mean=(127.0, 127.0, 127.0), scale=(1 / 128, 1 / 128, 1 / 128))
COLOURS = ((255, 0, 0), (0, 255, 0), (0, 0, 255), (255, 255, 0))
CARD = np.array([(60.0, 40), (150, 52), (142, 180), (50, 168)])


class FourDots:
    """In place of the network: says where it sees a red dot (top left), a green, a blue and a yellow one clockwise."""

    def __init__(self) -> None:
        self.views: list[int] = []

    def run(self, outputs: list[str] | None, inputs: dict[str, Any]) -> list[Any]:
        (values,) = inputs.values()
        self.views.append(len(values))
        return [np.stack([self._answer(value * 128 + 127) for value in values]).reshape(-1, 8, 1, 1)]

    def _answer(self, view: NDArray[np.float32]) -> NDArray[np.float32]:
        places = []
        for colour in COLOURS:
            apart = np.abs(view - np.array(colour, dtype=np.float32).reshape(3, 1, 1)).max(axis=0)
            found = np.argwhere(apart < 110)
            if not len(found):
                return np.zeros(8, np.float32)
            places.append((found.mean(axis=0)[::-1] + 0.5) / (SPEC.width, SPEC.height))
        units = np.array(places) * (1 + 2 * MARGIN) - MARGIN
        return np.asarray(units - [(0, 0), (1, 0), (1, 1), (0, 1)], dtype=np.float32).ravel()


class Says:
    """In place of the network: one answer whatever it sees."""

    def __init__(self, move: float) -> None:
        self._move = move

    def run(self, outputs: list[str] | None, inputs: dict[str, Any]) -> list[Any]:
        (values,) = inputs.values()
        return [np.full((len(values), 8), self._move, np.float32)]


def photo(*cards: Corners) -> NDArray[np.uint8]:
    image = Image.new("RGB", (240, 240), (90, 90, 90))
    draw = ImageDraw.Draw(image)
    for card in cards:
        for (x, y), colour in zip(card, COLOURS, strict=True):
            draw.ellipse((x - 4, y - 4, x + 4, y + 4), fill=colour)
    return np.asarray(image)


def proposal(corners: Corners, confidence: float = 0.8) -> Hypothesis:
    return Hypothesis(corners, confidence, upright=True)


def net(session: Any) -> CornersNet:
    return CornersNet(session, input_name="pictures", spec=SPEC)


@pytest.mark.parametrize("quarters", range(4))
def test_corners_that_were_wrong_come_to_the_cards(quarters: int) -> None:
    card = np.roll(CARD, quarters, axis=0)
    wrong = card + np.array([(4.0, -5), (-6, 3), (5, 4), (-3, -6)])
    (found,) = net(FourDots()).refined(photo(card), [proposal(wrong)])
    assert iou(found.corners, card) > 0.97 > 0.93 > iou(wrong, card)
    assert np.linalg.norm(found.corners[0] - card[0]) < 3, "the upright order stays"
    assert (found.confidence, found.upright) == (0.8, True)


def test_what_would_be_another_place_is_not_believed() -> None:
    before = proposal(CARD)
    (found,) = net(Says(0.6)).refined(photo(CARD), [before])
    assert found is before


def test_an_answer_that_is_no_card_leaves_the_proposal() -> None:
    before = proposal(CARD)
    assert net(Says(float("nan"))).refined(photo(CARD), [before]) == [before]


def test_a_view_shows_the_card_with_a_margin_on_every_side() -> None:
    card = np.array([(40.0, 40), (120, 40), (120, 152), (40, 152)])
    image = Image.new("RGB", (200, 200), (10, 10, 10))
    ImageDraw.Draw(image).rectangle((40, 40, 119, 151), fill=(240, 240, 240))
    view = outline_view(np.asarray(image), card, size=SPEC.size)
    bright = view[..., 0] > 125
    share = MARGIN / (1 + 2 * MARGIN)
    assert bright[64].argmax() == pytest.approx(SPEC.width * share, abs=1.5)
    assert bright[:, 48].argmax() == pytest.approx(SPEC.height * share, abs=1.5)
    assert bright.mean() == pytest.approx(1 / (1 + 2 * MARGIN) ** 2, abs=0.02)
