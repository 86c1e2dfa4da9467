"""Parts of cards: where a game has its art, which blocks are in view, and what is looked for beside the photo."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray
from tests.pictures import card

from karuta.domain.card import Artwork, CardKey
from karuta.domain.match import CatalogueView
from karuta.engine.detect import Proposal
from karuta.engine.likeness import SIZE, KeptRelief, Reliefs, kept_relief, likenesses, relief
from karuta.engine.part_views import (
    ASKED,
    LEAST_ASKED,
    MARGIN,
    ArtWindow,
    art_box,
    art_windows,
    blocks_in_view,
    cut_cards,
)

WHOLE = np.array([(0.0, 0), (440, 0), (440, 640), (0, 640)])


def framed(count: int, *, art: tuple[int, int, int, int]) -> list[KeptRelief]:
    """Reliefs that share a frame and differ in their art (left, top, right, bottom)."""
    rng = np.random.default_rng(8)
    frame = rng.normal(0, 1, SIZE[::-1])
    found = []
    for _ in range(count):
        plane = frame + rng.normal(0, 0.3, frame.shape)
        left, top, right, bottom = art
        plane[top:bottom, left:right] = rng.normal(0, 1, (bottom - top, right - left))
        found.append(plane.astype(np.float16))
    return found


def test_the_art_is_where_the_pictures_of_a_game_differ() -> None:
    box = art_box(framed(80, art=(6, 12, 38, 44)))
    assert box is not None
    assert np.abs(np.array(box) - (6, 12, 38, 44)).max() <= 1


@pytest.mark.parametrize("art", [(0, 0, 44, 64), (20, 20, 26, 26)], ids=["to the edge", "hardly any"])
def test_a_game_without_an_art_box_has_none(art: tuple[int, int, int, int]) -> None:
    assert art_box(framed(80, art=art)) is None


def test_each_game_of_a_catalogue_has_its_own_window_if_it_has_pictures_enough() -> None:
    stock = {f"a{at:063x}": one for at, one in enumerate(framed(LEAST_ASKED, art=(6, 12, 38, 44)))}
    stock |= {f"b{at:063x}": one for at, one in enumerate(framed(LEAST_ASKED - 1, art=(4, 6, 40, 30)))}
    stock |= {f"c{at:063x}": one for at, one in enumerate(framed(2 * ASKED, art=(4, 30, 40, 60)))}
    artworks = [Artwork(CardKey(name[0], name), name, name, "main", name) for name in stock]
    asked: list[str] = []

    def kept(name: str) -> KeptRelief:
        asked.append(name)
        return stock[name]

    windows = art_windows(CatalogueView.of(artworks), Reliefs(lambda name: None, kept=kept))
    assert [one.game for one in windows] == ["a", "c"]
    assert windows[1].top >= 29
    assert sum(name.startswith("c") for name in asked) == ASKED


def test_the_card_around_a_photo_of_its_art_has_the_photo_where_its_art_is() -> None:
    window = ArtWindow("g", 11, 16, 33, 40)
    corners = window.card_around((220, 240))
    assert np.allclose(corners, np.array([(0, 0), (440, 0), (440, 640), (0, 640)]) - (110, 160))
    assert window.blocks.sum() == 6 and window.blocks[2:5, 1:3].all()
    shown = window.alone(np.full((256, 176, 3), 200, np.uint8))
    assert (shown[64:160, 44:132] == 200).all() and (shown == 200).mean() == pytest.approx(0.1875)


@pytest.mark.parametrize(
    ("size", "fits"), [((100, 100), True), ((115, 100), True), ((75, 100), False), ((160, 90), False)]
)
def test_a_photo_of_another_shape_is_no_artwork_alone(size: tuple[int, int], *, fits: bool) -> None:
    assert ArtWindow("g", 6, 12, 38, 44).fits(size, card=59 / 86) is fits


def test_only_blocks_that_lie_wholly_in_the_photo_are_in_view() -> None:
    assert blocks_in_view(WHOLE, (440, 640)).all()
    left = blocks_in_view(WHOLE, (225, 640))
    assert left[:, :2].all() and not left[:, 2:].any()
    below = blocks_in_view(WHOLE - (0, 330), (440, 640))
    assert not below[:5].any() and below[5:].all()


def test_likeness_over_some_blocks_does_not_ask_the_others() -> None:
    face, other = card(3), card(4)
    half = face.copy()
    half[:, 88:] = other[:, 88:]
    blocks = blocks_in_view(WHOLE, (225, 640))
    over_all, over_some = (
        float(likenesses(relief(half), [kept_relief(face)], blocks=one)[0]) for one in (None, blocks)
    )
    assert over_some > 0.95 > over_all + 0.05


class Recording:
    """A detector that proposes what it is told, in the pixels that it is given, and keeps these."""

    longest = 640

    def __init__(self, *corners: NDArray[np.float64]) -> None:
        self.corners = corners
        self.seen: NDArray[np.uint8] | None = None

    def propose(self, pixels: NDArray[np.uint8]) -> list[Proposal]:
        self.seen = pixels
        return [Proposal(one, 0.9, upright=True) for one in self.corners]


def test_a_cut_card_is_looked_for_beside_the_photo_and_given_in_its_pixels() -> None:
    photo = np.random.default_rng(0).integers(0, 256, (400, 300, 3)).astype(np.uint8)
    by = round(MARGIN * 400)
    cut = np.array([(200.0, 50), (400, 50), (400, 350), (200, 350)])
    inside = np.array([(20.0, 50), (150, 50), (150, 240), (20, 240)])
    outside = cut + (95, 0)
    eyes = Recording(cut + by, inside + by, outside + by)
    assert [one.corners.tolist() for one in cut_cards(eyes, photo)] == [cut.tolist()]
    assert eyes.seen is not None and eyes.seen.shape == (400 + 2 * by, 300 + 2 * by, 3)
    assert np.array_equal(eyes.seen[by:-by, by:-by], photo)
