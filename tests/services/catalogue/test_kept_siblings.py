"""Which artworks hardly differ is found once a pack is live, a share at a time, and made again where it is damaged."""

from __future__ import annotations

from pathlib import Path

import pytest
from PIL import Image, ImageDraw
from tests.packs import library_with, numbered_pack
from tests.pictures import card as drawn

from karuta.domain.cancel import CancelToken
from karuta.engine.sibling_file import read_siblings
from karuta.paths import LibraryFolder, resources_folder
from karuta.services.catalogue import kept_pictures
from karuta.services.catalogue.kept_pictures import (
    keep_all,
    keep_missing_contrasts,
    keep_missing_siblings,
    library_siblings,
)
from karuta.services.library.doctor import examine, repair
from karuta.services.library.keeping.checking import RepairContext
from karuta.store.cards import Catalogue


def cards_told_with_care(library: LibraryFolder) -> list[set[str]]:
    with Catalogue.open_reading(library.catalogue_db) as catalogue:
        view = catalogue.view()
        pairs = library_siblings(library, catalogue).pairs
    return [{view.by_picture[picture][0].card.card_id for picture in pair} for pair in pairs]


@pytest.fixture
def library(tmp_path: Path) -> LibraryFolder:
    """Of four cards, of which number 1 is number 0 with another name on it."""
    pack = numbered_pack(tmp_path / "pack", range(4))
    face = Image.fromarray(drawn(0))
    wide, tall = face.size
    for at in range(0, wide, max(2, wide // 12)):
        ImageDraw.Draw(face).rectangle((at, 0, at + wide // 30, tall // 9), fill=(255, 255, 255))
    face.save(pack / "images" / "0001.png")
    made = library_with(tmp_path, pack)
    keep_all(keep_missing_contrasts, made, cancel=CancelToken(), progress=lambda done, total: None)
    return made


def test_they_are_found_a_share_at_a_time_and_nothing_is_compared_twice(
    library: LibraryFolder, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(kept_pictures, "SIBLINGS_BATCH", 1)
    assert not keep_missing_siblings(library, cancel=CancelToken(), most=2)
    assert len(read_siblings(library.siblings).pictures) == 2
    assert keep_missing_siblings(library, cancel=CancelToken())
    whole = (library.siblings / "pairs").stat().st_mtime_ns
    assert keep_missing_siblings(library, cancel=CancelToken())
    assert (library.siblings / "pairs").stat().st_mtime_ns == whole
    assert cards_told_with_care(library) == [{"0", "1"}]


def test_the_doctor_lists_them_and_finds_them_again_where_they_are_damaged(library: LibraryFolder) -> None:
    assert keep_missing_siblings(library, cancel=CancelToken())
    context = RepairContext(library, resources_folder())
    (sound,) = [finding for finding in examine(context) if finding.check == "siblings"]
    assert sound.ok
    assert len(sound.rows) == 1
    path = library.siblings / "pairs"
    path.write_bytes(path.read_bytes()[:-1] + b"\x07")
    (damaged,) = [finding for finding in examine(context) if finding.check == "siblings"]
    assert not damaged.ok
    assert repair(context)
    assert cards_told_with_care(library) == [{"0", "1"}]
