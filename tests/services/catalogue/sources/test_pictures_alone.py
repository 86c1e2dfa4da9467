"""A folder of pictures and nothing else: names are cards, sub-folders are packs."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.sources import add_source, write_pictures

from karuta.domain.card import CardKey
from karuta.domain.errors import CatalogueError
from karuta.paths import LibraryFolder
from karuta.services.catalogue.add_pack import Tally
from karuta.store.cards import Catalogue


def test_each_picture_is_a_card_and_each_sub_folder_a_pack(tmp_path: Path, library: LibraryFolder) -> None:
    folder = tmp_path / "my cards"
    write_pictures(folder, ["Storm_Crow", "白龍"])
    write_pictures(folder / "winter", ["Snow Lantern"], suffix=".PNG")
    (folder / "notes.txt").write_text("no card")
    (folder / ".hidden.png").write_bytes(b"")
    report = add_source(folder, library)
    assert (report.format, report.pack, report.packs) == ("pictures", "my cards", ("my cards", "winter"))
    assert (report.cards, report.artworks) == (Tally(3, 0, 0), Tally(3, 0, 0))
    with Catalogue.open_reading(library.catalogue_db) as catalogue:
        names = {key: catalogue.card(key).names for key in catalogue.card_hashes()}
        packs = {key.card_id: pack for key, pack in catalogue.packs_of_cards().items()}
    assert names == {
        CardKey("my cards", "Storm_Crow"): {"en": "Storm Crow"},
        CardKey("my cards", "白龍"): {"zh-CN": "白龍"},
        CardKey("my cards", "Snow Lantern"): {"en": "Snow Lantern"},
    }
    assert packs == {"Storm_Crow": "my cards", "白龍": "my cards", "Snow Lantern": "winter"}
    assert add_source(folder, library).cards == Tally(0, 0, 3)


def test_a_picture_that_cannot_be_opened_is_no_card(tmp_path: Path, library: LibraryFolder) -> None:
    folder = tmp_path / "my cards"
    folder.mkdir()
    (folder / "Rare Card.jpg").write_bytes(b"")
    (folder / "Other.jpg").write_text("no picture")
    with pytest.raises(
        CatalogueError, match=r"None of the rows of my cards can be used \(2 skipped\).* Other\.jpg: Other\.jpg is not"
    ):
        add_source(folder, library)
    write_pictures(folder, ["Storm_Crow"])
    told: list[tuple[int, int]] = []
    report = add_source(folder, library, tell=lambda done, total: told.append((done, total)))
    assert told == [(1, 3), (2, 3), (3, 3)]
    assert (report.cards, report.artworks, report.fates.skipped) == (Tally(1, 0, 0), Tally(1, 0, 0), 2)
    assert [row.file for row in report.skipped] == ["Other.jpg", "Rare Card.jpg"]
    with Catalogue.open_reading(library.catalogue_db) as catalogue:
        assert set(catalogue.card_hashes()) == {CardKey("my cards", "Storm_Crow")}
