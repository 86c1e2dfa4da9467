"""A pack's contrast maps are kept while it is added; what is missing or damaged is made again."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from tests.packs import library_with, small_pack

from karuta.domain.cancel import CancelToken
from karuta.engine.contrast_file import ContrastFile
from karuta.paths import LibraryFolder, resources_folder
from karuta.services.catalogue.catalogue_pictures import library_contrasts
from karuta.services.catalogue.kept_pictures import keep_all, keep_missing_contrasts
from karuta.services.library.doctor import examine, repair
from karuta.services.library.keeping.checking import RepairContext
from karuta.store.cards import Catalogue

CARDS = 6


def added(folder: Path) -> LibraryFolder:
    library = library_with(folder, small_pack(folder / "pack", CARDS))
    keep_all(keep_missing_contrasts, library, cancel=CancelToken(), progress=lambda done, total: None)
    return library


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> LibraryFolder:
    return added(tmp_path_factory.mktemp("made"))


def live(library: LibraryFolder) -> list[str]:
    with Catalogue.open_reading(library.catalogue_db) as catalogue:
        return sorted(catalogue.view().by_picture)


def lacking(library: LibraryFolder) -> int:
    return len(ContrastFile(library.contrasts).lacking(live(library)))


def test_a_lookup_decodes_no_artwork_then(library: LibraryFolder) -> None:
    with Catalogue.open_reading(library.catalogue_db) as catalogue:
        view = catalogue.view()
    expected = [library_contrasts(LibraryFolder(library.root), view).of(picture) for picture in live(library)[:3]]
    shutil.rmtree(library.artworks)
    kept = library_contrasts(library, view)
    assert [kept.of(picture).tobytes() for picture in live(library)[:3]] == [relief.tobytes() for relief in expected]
    shutil.rmtree(library.contrasts)
    assert library_contrasts(library, view).of(live(library)[0]) is None


def test_a_library_of_an_older_release_gets_them_a_share_at_a_time(library: LibraryFolder) -> None:
    before = [ContrastFile(library.contrasts).of(picture).tobytes() for picture in live(library)]
    shutil.rmtree(library.contrasts)
    assert not keep_missing_contrasts(library, cancel=CancelToken(), most=3)
    assert lacking(library) == len(live(library)) - 3
    assert keep_missing_contrasts(library, cancel=CancelToken())
    assert [ContrastFile(library.contrasts).of(picture).tobytes() for picture in live(library)] == before


@pytest.mark.parametrize(("file", "at"), [("values", 100), ("names", 20)])
def test_the_doctor_tells_of_damaged_ones_and_makes_them_again(library: LibraryFolder, file: str, at: int) -> None:
    path = library.contrasts / file
    damaged = bytearray(path.read_bytes())
    damaged[at] ^= 1
    path.write_bytes(damaged)
    context = RepairContext(library, resources_folder())
    (finding,) = [check for check in examine(context) if check.check == "reliefs"]
    assert not finding.ok
    assert "1 damaged" in finding.message
    assert all(check.ok for check in repair(context) if check.check == "reliefs")
    assert lacking(library) == 0
