"""The drawing program draws the same picture twice, and what it draws is what the catalogue holds."""

from __future__ import annotations

import sys
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "packaging" / "demo"))

from kazeyomi.deck import KIND_OF, Card, deck, strangers  # noqa: E402
from kazeyomi.face import SIZE, art, face, reduced  # noqa: E402
from kazeyomi.windows import WINDOW  # noqa: E402

IMAGES = ROOT / "resources" / "demo" / "catalogue" / "images"
DECK = {card.card_id: card for card in deck()}
# Two quick pictures of kinds whose frames are drawn anyway, so that all of it stays at a few seconds.
SAMPLE = ("K131", "K202")


def window_of(image: Image.Image) -> np.ndarray[tuple[int, ...], np.dtype[np.float32]]:
    """The middle of the art, free of frame and lettering, as `(height, width, 3)` floats."""
    left, top, right, bottom = (round(edge / 2) for edge in WINDOW)
    box = (left + 40, top + 60, right - 90, bottom - 30)
    return np.asarray(image.convert("RGB").crop(box).resize((60, 80), Image.Resampling.BOX), dtype=np.float32)


@pytest.mark.parametrize("card_id", ["K202"])
def test_one_card_drawn_twice_is_the_same_to_the_pixel(card_id: str) -> None:
    once, again = (np.asarray(face(DECK[card_id])) for _ in range(2))
    assert np.array_equal(once, again)


@pytest.mark.parametrize("card_id", SAMPLE)
def test_the_catalogue_holds_what_the_program_draws(card_id: str) -> None:
    with Image.open(IMAGES / f"{card_id}.webp") as stored:
        kept = window_of(stored)
    drawn = window_of(reduced(face(DECK[card_id])))
    assert float(np.abs(kept - drawn).mean()) < 6.0


def test_a_face_is_a_card_of_the_size_that_the_catalogue_keeps() -> None:
    assert reduced(face(DECK["K202"])).size == SIZE


def test_a_stranger_is_drawn_but_is_not_in_the_deck() -> None:
    for card in strangers():
        assert card.card_id not in DECK
        assert card.passcode not in {known.passcode for known in DECK.values()}
        assert card.en not in {known.en for known in DECK.values()}


def test_every_family_has_ten_cards_and_a_kind() -> None:
    families = [card.family for card in DECK.values() if card.motif is not None]
    assert set(families) == set(KIND_OF)
    assert all(families.count(family) == 10 for family in KIND_OF)


def test_art_is_a_picture_in_the_range_of_its_colours() -> None:
    card: Card = DECK["K209"]
    shown = art(card)
    assert shown.dtype == np.float32
    assert 0 <= float(shown.min()) <= float(shown.max()) <= 1
