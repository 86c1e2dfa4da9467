"""The demo library in resources/demo is whole: what the files say agrees, and every picture can be seen."""

from __future__ import annotations

import csv
import hashlib
import json
from collections import Counter
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image, ImageOps

from karuta.domain.sighting import area, as_corners, iou

DEMO = Path(__file__).resolve().parents[2] / "resources" / "demo"
CATALOGUE = DEMO / "catalogue"
PHOTOS = DEMO / "photos"


def cards() -> list[dict[str, Any]]:
    return [json.loads(line) for line in (CATALOGUE / "cards.jsonl").read_text(encoding="utf-8").splitlines()]


def pictures() -> list[dict[str, str]]:
    with (CATALOGUE / "images.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def truth() -> list[dict[str, str]]:
    with (PHOTOS / "truth.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def corners_of(row: dict[str, str]) -> Any:
    return as_corners([float(number) for number in row["corners"].split()])


def test_there_are_at_least_two_hundred_cards_of_one_game_each_with_its_own_names() -> None:
    deck = cards()
    assert len(deck) >= 200
    assert {card["game"] for card in deck} == {"kazeyomi"}
    for what in ("en", "ja"):
        names = [card["names"][what] for card in deck]
        assert all(name.strip() for name in names)
        assert [name for name, count in Counter(names).items() if count > 1] == []
    assert len({card["card_id"] for card in deck}) == len(deck)


def test_every_picture_is_named_once_belongs_to_a_card_and_opens_as_a_card() -> None:
    known = {card["card_id"] for card in cards()}
    rows = pictures()
    backs = [row for row in rows if row["artwork"] == "back"]
    assert [(row["file"], row["card_id"]) for row in backs] == [("back.webp", "")]
    assert {row["card_id"] for row in rows} - {""} <= known
    assert sorted(row["file"] for row in rows) == sorted(path.name for path in (CATALOGUE / "images").iterdir())
    assert {row["artwork"] for row in rows} == {"main", "alternate", "back"}
    assert max(Counter(row["card_id"] for row in rows if row["artwork"] == "main").values()) == 1
    for row in rows:
        with Image.open(CATALOGUE / "images" / row["file"]) as image:
            image.load()
            assert image.size == (421, 614), row["file"]
            assert float(np.asarray(image.convert("L"), dtype=np.float32).std()) > 15, f"{row['file']} is nearly blank"


def test_two_cards_share_one_picture_and_a_few_have_none() -> None:
    by_content: dict[str, set[str]] = {}
    for row in pictures():
        content = hashlib.sha256((CATALOGUE / "images" / row["file"]).read_bytes()).hexdigest()
        by_content.setdefault(content, set()).add(row["card_id"])
    assert [len(owners) for owners in by_content.values() if len(owners) > 1] == [2]
    without = {card["card_id"] for card in cards()} - {row["card_id"] for row in pictures()}
    assert 1 <= len(without) <= 2


@pytest.mark.parametrize("name", sorted({row["photo"] for row in truth()}) if PHOTOS.is_dir() else [])
def test_corners_are_cards_that_lie_in_their_photo_apart_from_each_other(name: str) -> None:
    with Image.open(PHOTOS / name) as image:
        width, height = ImageOps.exif_transpose(image).size
        image.load()
    assert 1000 <= max(width, height) <= 1400
    assert 40_000 <= (PHOTOS / name).stat().st_size <= 260_000
    outlines = [corners_of(row) for row in truth() if row["photo"] == name and row["corners"]]
    for outline in outlines:
        assert area(outline) > 0.02 * width * height
        assert (outline > -0.15 * width).all()
        assert (outline < np.array([1.15 * width, 1.15 * height])).all()
    for i, outline in enumerate(outlines):
        assert all(iou(outline, other) < 0.05 for other in outlines[:i])


def test_the_whole_demo_stays_under_twelve_megabytes() -> None:
    assert sum(path.stat().st_size for path in DEMO.rglob("*") if path.is_file()) < 12_000_000


def table(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_the_sample_listings_show_photos_of_the_demo_and_the_sales_are_of_its_cards() -> None:
    listings = table(DEMO / "listings.csv")
    assert len({row["listing_id"] for row in listings}) == len(listings) >= 10
    assert all((DEMO / row["photos"]).is_file() for row in listings)
    cards = {
        json.loads(line)["card_id"] for line in (CATALOGUE / "cards.jsonl").read_text(encoding="utf-8").splitlines()
    }
    sold = Counter(row["card_id"] for row in table(DEMO / "sales.csv"))
    # Fewer than five of a card say nothing about its price.
    assert set(sold) <= cards and min(sold.values()) >= 5


def test_the_sample_pack_has_cards_that_the_catalogue_lacks_each_with_its_picture() -> None:
    lines = (DEMO / "letters" / "cards.jsonl").read_text(encoding="utf-8").splitlines()
    lacking = {json.loads(line)["card_id"] for line in lines}
    rows = table(DEMO / "letters" / "images.csv")
    assert {row["card_id"] for row in rows} == lacking
    assert {row["file"] for row in rows} == {path.name for path in (DEMO / "letters" / "images").iterdir()}
    known = (CATALOGUE / "cards.jsonl").read_text(encoding="utf-8")
    assert lines and not any(f'"{card_id}"' in known for card_id in lacking)
