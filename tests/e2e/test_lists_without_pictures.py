"""A list of names without pictures looks cards up by their printed names, and learns pictures from confirmed ones."""

from __future__ import annotations

from pathlib import Path

import pytest
from PIL import Image, ImageDraw, ImageFilter, ImageFont
from tests.e2e.conftest import Karuta

NAMES = ("Ogre Marauder", "Thopter Arrest", "Triumph of Ferocity", "Silver Harbour", "Night Market", "Sleep")
TABLE, PAPER, INK = (96, 84, 74), (222, 214, 190), (24, 22, 20)


def face(name: str, *, art: int) -> Image.Image:
    """A card as large as a photo shows it: its name above a picture of its own, and a box of rules below."""
    card = Image.new("RGB", (420, 588), (40, 36, 60))
    draw = ImageDraw.Draw(card)
    draw.rectangle((16, 16, 404, 572), fill=PAPER)
    draw.text((34, 42), name, fill=INK, font=ImageFont.load_default(34), anchor="lm")
    for step in range(8):
        hue = (art * 53 + step * 29) % 255
        draw.ellipse((30 + step * 40, 80 + (art * step * 31) % 160, 120 + step * 30, 260), fill=(hue, 255 - hue, 90))
    draw.rectangle((30, 340, 390, 556), outline=INK, width=3)
    return card


def photo(
    path: Path, *cards: Image.Image, turned: float = 0.0, places: tuple[tuple[int, int], ...] = ((340, 60),)
) -> Path:
    table = Image.new("RGB", (1100, 720), TABLE)
    for card, place in zip(cards, places, strict=True):
        mask = Image.new("L", card.size, 255).rotate(turned, expand=True, resample=Image.Resampling.BICUBIC)
        table.paste(card.rotate(turned, expand=True, resample=Image.Resampling.BICUBIC), place, mask)
    table.filter(ImageFilter.GaussianBlur(0.8)).save(path, quality=90)
    return path


@pytest.fixture
def listed(karuta: Karuta, tmp_path: Path) -> Path:
    """A library of names alone."""
    names = tmp_path / "names.csv"
    names.write_text(
        "id,name\n" + "".join(f"{at},{name}\n" for at, name in enumerate(NAMES, start=1)), encoding="utf-8"
    )
    karuta("catalogue", "add", names, "--game", "magic")
    return names


@pytest.mark.usefixtures("listed")
def test_a_card_without_a_picture_is_known_by_its_printed_name(karuta: Karuta, tmp_path: Path) -> None:
    (answer,) = karuta("lookup", photo(tmp_path / "a.jpg", face("Ogre Marauder", art=1)), "--json").json
    (sighting,) = answer["sightings"]
    assert sighting["verdict"] == "sure"
    first = sighting["matches"][0]
    assert (first["card_id"], first["by"], first["score"], first["artwork"]) == ("1", "name", None, None)
    assert (sighting["name"]["text"], sighting["name"]["distance"]) == ("ogre marauder", 0)
    assert len(sighting["name"]["box"]) == 4 and answer["timings_ms"]["read"] > 0


@pytest.mark.usefixtures("listed")
def test_of_a_ladder_each_name_in_view_is_a_card_in_its_order(karuta: Karuta, tmp_path: Path) -> None:
    cards = [face(name, art=at) for at, name in enumerate(NAMES[:3])]
    ladder = photo(tmp_path / "l.jpg", *cards, places=((340, 10), (340, 70), (340, 130)))
    (answer,) = karuta("lookup", ladder, "--json").json
    assert [sighting["matches"][0]["name"] for sighting in answer["sightings"]] == list(NAMES[:3])


@pytest.mark.usefixtures("listed")
def test_a_name_that_no_card_of_the_list_has_is_not_forced_upon_one(karuta: Karuta, tmp_path: Path) -> None:
    (answer,) = karuta("lookup", photo(tmp_path / "s.jpg", face("Crystal Orchard", art=2)), "--json").json
    assert all(sighting["verdict"] not in ("sure", "likely") for sighting in answer["sightings"])


@pytest.mark.usefixtures("listed")
def test_a_confirmed_card_is_the_picture_of_its_name_from_then_on(karuta: Karuta, tmp_path: Path) -> None:
    first = photo(tmp_path / "first.jpg", face("Night Market", art=5))
    karuta("confirm", first, "5")
    # Its name is not legible in the second one.
    second = photo(tmp_path / "second.jpg", face("", art=5), places=((200, 90),))
    (answer,) = karuta("lookup", second, "--json").json
    match = answer["sightings"][0]["matches"][0]
    assert (match["card_id"], match["exemplar"], match["artwork"]) == ("5", True, None)


@pytest.mark.usefixtures("listed")
def test_without_reading_nothing_is_known_of_a_list_without_pictures(karuta: Karuta, tmp_path: Path) -> None:
    (answer,) = karuta("lookup", photo(tmp_path / "a.jpg", face("Sleep", art=1)), "--no-reading", "--json").json
    assert not any(sighting["matches"] for sighting in answer["sightings"])
