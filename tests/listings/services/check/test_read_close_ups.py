"""A photo of a part of a card says which printing it is, however it is held; what is not its code says nothing."""

from __future__ import annotations

from pathlib import Path

import pytest
from PIL import Image
from tests.close_ups import close_up

from karuta.domain.card import Card, CardKey, Printing
from karuta.engine.code_reader import CodeReader, load_code_reader
from karuta.listings.services.check.look_at_listing import read_close_up
from karuta.paths import resources_folder
from karuta.services.library.open_library import shipped_code_reader

CARD = Card(
    CardKey("kazeyomi", "1"),
    {"en": "Rain Fox"},
    printings=tuple(Printing(code) for code in ("KZF-EN031", "KZT-EN012", "KZF-JP031")),
)


@pytest.fixture(scope="module")
def reader() -> CodeReader:
    return load_code_reader(shipped_code_reader(resources_folder()))


@pytest.mark.parametrize("degrees", [0, 9, -14, 33, -40, 90, 187, 265])
def test_a_code_is_read_however_the_card_is_held(reader: CodeReader, tmp_path: Path, degrees: float) -> None:
    found = read_close_up(reader, "b.png", close_up(tmp_path / "b.png", "KZF-EN031", degrees=degrees), CARD)
    assert found is not None and found.printing.read.set_code == "KZF-EN031" and found.photo == "b.png"
    with Image.open(tmp_path / "b.png") as image:
        assert all(-60 <= x <= image.width + 60 and -60 <= y <= image.height + 60 for x, y in found.code_at)


@pytest.mark.parametrize("text", ["ABC-EN777", "Rain Fox", ""])
def test_what_is_none_of_its_codes_says_nothing(reader: CodeReader, tmp_path: Path, text: str) -> None:
    assert read_close_up(reader, "b.png", close_up(tmp_path / "b.png", text, degrees=4), CARD) is None
