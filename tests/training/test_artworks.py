"""The workshop reads a catalogue folder as it is, with its gaps."""

from __future__ import annotations

from pathlib import Path

from karuta.domain.card import CardKey
from workshop.artworks import artwork_files


def folder(place: Path, images: str) -> Path:
    (place / "images").mkdir()
    (place / "images" / "1.webp").write_bytes(b"x")
    (place / "cards.jsonl").write_text('{"card_id": "1", "game": "one"}\nbroken\n{"card_id": "2"}\n', encoding="utf-8")
    (place / "images.csv").write_text(images, encoding="utf-8")
    return place


def test_a_row_may_name_the_game_itself(tmp_path: Path) -> None:
    found = artwork_files(folder(tmp_path, "file,card_id,artwork,game\n1.webp,7,main,other\n"))
    assert [artwork.key for artwork in found] == [CardKey("other", "7")]


def test_rows_without_a_picture_or_a_card_are_passed_over(tmp_path: Path) -> None:
    rows = "file,card_id,artwork\nmissing.webp,1,main\n1.webp,9,main\n,1,main\n1.webp,,main\n"
    assert artwork_files(folder(tmp_path, rows)) == []
