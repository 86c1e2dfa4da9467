"""The composer gives the same picture twice, and what it puts together is what the demo library holds."""

from __future__ import annotations

import csv
import sys
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "packaging" / "demo"))

from kazeyomi.catalogue import write_cards  # noqa: E402
from kazeyomi.deck import alternate, deck, strangers  # noqa: E402
from kazeyomi.face import ART_FOLDER, face, reduced  # noqa: E402
from kazeyomi.photos import take, written  # noqa: E402
from kazeyomi.windows import ART, WINDOW  # noqa: E402
from kazeyomi.wishes import WISHES  # noqa: E402

DEMO = ROOT / "resources" / "demo"
DECK = {card.card_id: card for card in deck()}
# Kinds whose frames are quickest made, so that all of it stays at a few seconds.
SAMPLE = ("K131", "K202")
# What the packing of the art as WebP lost, and that of the committed card; another picture is ten times as far.
AS_GOOD_AS_THE_SAME = 4.0


def window_of(image: Image.Image) -> NDArray[np.float32]:
    """The middle of the art, free of frame and lettering, as `(height, width, 3)` floats."""
    left, top, right, bottom = (round(edge / 2) for edge in WINDOW)
    box = (left + 40, top + 60, right - 90, bottom - 30)
    return np.asarray(image.convert("RGB").crop(box).resize((60, 80), Image.Resampling.BOX), dtype=np.float32)


@pytest.mark.parametrize("card_id", SAMPLE)
def test_the_catalogue_holds_the_cards_that_the_composer_makes(card_id: str) -> None:
    with Image.open(DEMO / "catalogue" / "images" / f"{card_id}.webp") as stored:
        kept = window_of(stored)
    composed = window_of(reduced(face(DECK[card_id])))
    assert float(np.abs(kept - composed).mean()) < AS_GOOD_AS_THE_SAME


def test_the_list_of_cards_is_the_deck_to_the_byte(tmp_path: Path) -> None:
    write_cards(tmp_path / "cards.jsonl", tuple(DECK.values()))
    assert (tmp_path / "cards.jsonl").read_bytes() == (DEMO / "catalogue" / "cards.jsonl").read_bytes()


def test_every_card_has_its_art_at_the_size_of_the_window_and_no_art_is_left_over() -> None:
    cards = [card for known in (*DECK.values(), *strangers()) for card in (known, alternate(known)) if card is not None]
    named = {card.art for card in cards if card.art is not None}
    files = {path.stem: path for path in ART_FOLDER.iterdir()}
    assert named == set(files)
    for path in files.values():
        with Image.open(path) as image:
            assert (image.format, image.size) == ("WEBP", (ART.width, ART.height)), path.name
    assert sum(path.stat().st_size for path in files.values()) < 12_000_000


def test_the_sample_packs_list_is_the_strangers_to_the_byte(tmp_path: Path) -> None:
    write_cards(tmp_path / "cards.jsonl", strangers())
    assert (tmp_path / "cards.jsonl").read_bytes() == (DEMO / "letters" / "cards.jsonl").read_bytes()


def test_a_photo_taken_again_is_the_demos_with_its_truth() -> None:
    wish = next(wish for wish in WISHES if wish.name == "01-plain.jpg")
    photo, corners = take(wish, {"K001": np.asarray(face(DECK["K001"]))})
    with Image.open(DEMO / "photos" / wish.name) as stored:
        kept = np.asarray(stored.reduce(8), dtype=np.float32)
    assert float(np.abs(kept - np.asarray(Image.fromarray(photo).reduce(8), dtype=np.float32)).mean()) < 2
    with (DEMO / "photos" / "truth.csv").open(encoding="utf-8", newline="") as file:
        (row,) = [row for row in csv.DictReader(file) if row["photo"] == wish.name]
    assert [written(points) for points in corners] == [row["corners"]]
