"""Reading a catalogue folder: good rows are kept, every bad one is skipped with its line and its reason."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

import pytest
from tests.packs import card, small_pack, write_pack, write_picture

from karuta.domain.card import Card, CardKey
from karuta.domain.errors import CatalogueError
from karuta.services.catalogue.catalogue_folder import (
    ArtworkRow,
    SkippedRow,
    open_folder,
    read_artworks,
    read_numbered_cards,
)
from karuta.services.catalogue.catalogue_rows import BadRow, card_from_json


def rows_of(folder: Path) -> tuple[list[Card], list[SkippedRow]]:
    rows = [row for _, row in read_numbered_cards(open_folder(folder))]
    return [row for row in rows if isinstance(row, Card)], [row for row in rows if isinstance(row, SkippedRow)]


def artworks_of(folder: Path, *known: str) -> tuple[list[ArtworkRow], list[SkippedRow]]:
    """`known`: card ids of the game ohajiki."""

    def find(game: str, card_id: str) -> CardKey:
        if card_id not in known or game not in ("", "ohajiki"):
            raise BadRow(f"unknown card {card_id}")
        return CardKey("ohajiki", card_id)

    rows = list(read_artworks(open_folder(folder), find))
    return [row for row in rows if isinstance(row, ArtworkRow)], [row for row in rows if isinstance(row, SkippedRow)]


@pytest.mark.parametrize(
    "empty",
    [{}, {"readings": None, "codes": None, "kind": None, "facts": None, "printings": None}]
    + [{"readings": {}, "codes": {}, "kind": "", "facts": {}, "printings": []}],
)
def test_what_may_be_absent_may_be_empty(empty: dict[str, Any]) -> None:
    read = card_from_json(json.dumps({**card("7"), **empty}))
    assert read == Card(CardKey("ohajiki", "7"), {"en": "Card 7"})


def test_a_card_id_may_be_a_number_and_names_may_have_gaps() -> None:
    read = card_from_json('{"card_id": 7, "game": " ohajiki ", "names": {"en": "", "ja": null, "de": " Sieben "}}')
    assert (read.key, read.names) == (CardKey("ohajiki", "7"), {"de": "Sieben"})


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("{", "not JSON"),
        ("[]", "not a JSON object"),
        ('"text"', "not a JSON object"),
        ("[" * 100_000, "not JSON"),
        ('{"game": "g", "names": {"en": "x"}}', "card_id is missing"),
        ('{"card_id": "", "game": "g", "names": {"en": "x"}}', "card_id is missing"),
        ('{"card_id": "1", "names": {"en": "x"}}', "game is missing"),
        ('{"card_id": "1", "game": "g"}', "names is missing"),
        ('{"card_id": "1", "game": "g", "names": {"en": " "}}', "no name in any language"),
        ('{"card_id": "1", "game": "g", "names": "x"}', "names is not an object"),
        ('{"card_id": "1", "game": "g", "names": {"en": ["x"]}}', "names.en is not text"),
        ('{"card_id": true, "game": "g", "names": {"en": "x"}}', "card_id is not text"),
        ('{"card_id": "1", "game": "a:b", "names": {"en": "x"}}', "a colon"),
        ('{"card_id": "1\\n2", "game": "g", "names": {"en": "x"}}', "cannot be shown"),
        ('{"card_id": "1", "game": "g", "names": {"en": "\\ud800"}}', "half a character"),
        ('{"card_id": "1", "game": "g", "names": {"en": "x"}, "facts": {"atk": NaN}}', "NaN is not a number"),
        ('{"card_id": "1", "game": "g", "names": {"en": "x"}, "facts": {"atk": 1e999}}', "1e999 is too large"),
        ('{"card_id": "1", "game": "g", "names": {"en": "x"}, "codes": "123"}', "codes is not an object"),
        ('{"card_id": "1", "game": "g", "names": {"en": "x"}, "printings": {"a": 1}}', "printings is not a list"),
        ('{"card_id": "1", "game": "g", "names": {"en": "x"}, "printings": ["A-1"]}', "a printing is not an object"),
    ],
)
def test_a_bad_card_says_what_is_wrong_with_it(line: str, reason: str) -> None:
    with pytest.raises(BadRow, match=reason):
        card_from_json(line)


def test_bad_lines_are_skipped_with_their_number_and_the_others_kept(tmp_path: Path) -> None:
    write_pack(tmp_path, [])
    good = [json.dumps(card(name)).encode() for name in ("1", "2")]
    lines = [b"\xef\xbb\xbf" + good[0] + b"\r", b"", b"nonsense", b'{"card_id": "\xff"}', good[0], b"  ", good[1]]
    (tmp_path / "cards.jsonl").write_bytes(b"\n".join(lines))
    kept, skipped = rows_of(tmp_path)
    assert [stored_card.key.card_id for stored_card in kept] == ["1", "2"]
    assert skipped == [
        SkippedRow("cards.jsonl", 3, "not JSON"),
        SkippedRow("cards.jsonl", 4, "not UTF-8"),
        SkippedRow("cards.jsonl", 5, "card ohajiki:1 was on line 1 already"),
    ]


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        ("there.png,1", "artwork is missing"),
        (",1,main", "file is missing"),
        ("there.png,,main", "card_id is missing"),
        ("there.png,1,cover", "not main, alternate or back"),
        ("there.png,2,main", "unknown card 2"),
        ("gone.png,1,main", "picture gone.png is missing"),
        (".,1,main", "is missing"),
        ("../secret.png,1,main", "leads out of images/"),
        ("deep/../../secret.png,1,main", "leads out of images/"),
        ("..\\secret.png,1,main", "leads out of images/"),
        ("/etc/hostname,1,main", "leads out of images/"),
        ("C:\\secret.png,1,main", "leads out of images/"),
        (f"{'x' * 5000}.png,1,main", "cannot be read"),
        ('"there.png,1,main', "not CSV"),
    ],
)
def test_a_bad_artwork_says_what_is_wrong_with_it(tmp_path: Path, row: str, reason: str) -> None:
    folder = write_pack(tmp_path / "pack", [], images=[(row,)], pictures={"there.png": 1})
    write_picture(tmp_path / "secret.png", 2)
    write_picture(folder / "secret.png", 2)
    kept, skipped = artworks_of(folder, "1")
    assert kept == []
    assert [(skipped_row.file, skipped_row.line) for skipped_row in skipped] == [("images.csv", 2)]
    assert reason in skipped[0].reason


@pytest.mark.skipif(os.name == "nt", reason="links need a right of their own on Windows")
def test_a_link_to_a_picture_is_followed_and_one_in_a_circle_is_skipped(tmp_path: Path) -> None:
    write_picture(tmp_path / "elsewhere.png", 1)
    folder = write_pack(tmp_path / "pack", [], images=[("link.png", "1", "main"), ("loop.png", "1", "main")])
    (folder / "images" / "link.png").symlink_to(tmp_path / "elsewhere.png")
    (folder / "images" / "loop.png").symlink_to(folder / "images" / "loop.png")
    kept, skipped = artworks_of(folder, "1")
    assert [row.file for row in kept] == ["link.png"]
    assert [row.line for row in skipped] == [3]


@pytest.mark.parametrize(
    ("spoil", "sentence"),
    [
        (lambda folder: (folder / "cards.jsonl").unlink(), "has no cards.jsonl"),
        (
            lambda folder: (folder / "images.csv").write_text("a,b\n"),
            "has no column file and no card_id and no artwork",
        ),
        (lambda folder: (folder / "images.csv").write_text(""), "has no column file"),
        (lambda folder: (folder / "images.csv").write_bytes(b"f\xffle,card_id,artwork\n"), "save it as UTF-8"),
    ],
)
def test_a_folder_that_is_no_catalogue_is_one_sentence(tmp_path: Path, spoil: Any, sentence: str) -> None:
    spoil(small_pack(tmp_path))
    with pytest.raises(CatalogueError, match=sentence):
        open_folder(tmp_path)


def test_a_folder_that_is_not_there_or_is_a_file_is_one_sentence(tmp_path: Path) -> None:
    with pytest.raises(CatalogueError, match="There is no folder"):
        open_folder(tmp_path / "gone")
    with pytest.raises(CatalogueError, match="is a file; choose the folder"):
        open_folder(small_pack(tmp_path) / "cards.jsonl")
