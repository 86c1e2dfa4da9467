"""A photo is never opened where another library says that it lies, unless a person said so; never on a share."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest
from tests.labelling import BEN, LEFT, ToldRecogniser, draw_photo, library_in, put_photo

from karuta.domain.label import Kind, Origin, Source
from karuta.paths import LibraryFolder, resources_folder
from karuta.services.exports.export_sets import ExportRequest, export
from karuta.services.exports.formats import ExportFormat
from karuta.services.labels.decide import Choice, decide
from karuta.services.labels.merge import allow_places_of, merge_labels
from karuta.services.library.keeping.checking import RepairContext
from karuta.services.library.keeping.crops import PhotoFinder
from karuta.services.library.keeping.pictures_kept import check_thumbnails, mend_thumbnails
from karuta.services.lookups.locate_photos import current_place, missing_photos
from karuta.store.label_file import LabelFile
from karuta.store.photos import known_photo, places_of, unasked_photos

MERGES = Origin("anna", "laptop", Source.MERGE)


@pytest.fixture
def photo(tmp_path: Path) -> Path:
    return draw_photo(tmp_path / "theirs" / "a.png")


@pytest.fixture
def merged(tmp_path: Path, photo: Path) -> Callable[[str], LibraryFolder]:
    """A library that merged another one, which says that its photo lies at this path."""

    def made(path: str) -> LibraryFolder:
        theirs, mine = library_in(tmp_path / "ben"), library_in(tmp_path / "anna")
        with LabelFile.open_writing(theirs) as file:
            sha256 = put_photo(file, photo, recognise=ToldRecogniser({"a.png": (LEFT,)}))
            decide(file, [Choice(sha256, Kind.UNKNOWN)], BEN)
            with file.writing():
                file.change("UPDATE places SET path = ?", [(path,)])
                file.change("DELETE FROM seals WHERE of_table = 'places'", [()])
        with closing(sqlite3.connect(theirs.labels_db, isolation_level=None)) as raw:
            from karuta.store.seals import seal_unsealed

            raw.execute("BEGIN")
            seal_unsealed(raw)
            raw.execute("COMMIT")
        with LabelFile.open_writing(mine) as file:
            merge_labels(file, theirs.root, MERGES)
        return mine

    return made


def openers(file: LabelFile, photo: str, out: Path) -> Iterator[tuple[str, bool]]:
    """All that open a photo by a stored path, and whether they found it."""
    known = known_photo(file, photo)
    assert known is not None
    yield "its path", known.path is not None
    yield "the desk, and every lookup", current_place(file, known) is not None
    yield "crops that are cut again", PhotoFinder(file).place_of(photo) is not None
    yield "what is located", missing_photos(file) == []
    wish = ExportRequest(ExportFormat.named("coco"), photos=True)
    yield "an export with photos", export(file, out / "with photos", wish).missing == ()
    context = RepairContext(file.folder, resources_folder())
    for thumbnail in file.folder.thumbnails.rglob("*.jpg"):
        thumbnail.unlink()
    yield (
        "doctor",
        "not wanted" in str([*check_thumbnails(context)]) or any(not f.ok for f in check_thumbnails(context)),
    )
    yield "doctor --repair", [*mend_thumbnails(context)] != []


def found_by(library: LibraryFolder, out: Path) -> set[str]:
    with LabelFile.open_writing(library) as file:
        photo = file.value("SELECT sha256 FROM photos")
        out.mkdir()
        return {name for name, found in openers(file, photo, out) if found}


def test_it_is_opened_there_once_a_person_has_said_so(
    merged: Callable[[str], LibraryFolder], photo: Path, tmp_path: Path
) -> None:
    mine = merged(str(photo))
    assert found_by(mine, tmp_path / "before") == set()
    with LabelFile.open_writing(mine) as file:
        assert unasked_photos(file) == 1
    allow_places_of(mine, library_in(tmp_path / "ben").root)
    with LabelFile.open_writing(mine) as file:
        assert unasked_photos(file) == 0
    assert len(found_by(mine, tmp_path / "after")) == 7


@pytest.mark.parametrize("before", ["/", "file://"])
def test_on_a_share_it_is_never_opened(
    merged: Callable[[str], LibraryFolder], photo: Path, tmp_path: Path, before: str
) -> None:
    """On Linux //tmp/a.png is /tmp/a.png, and would be found."""
    mine = merged(f"{before}{photo}")
    for name in ("before", "after"):
        with LabelFile.open_writing(mine) as file:
            assert unasked_photos(file) == 0, "nobody is asked about what is never opened"
        assert found_by(mine, tmp_path / name) == set()
        allow_places_of(mine, library_in(tmp_path / "ben").root)


def test_ones_own_places_are_opened_wherever_they_are(tmp_path: Path, photo: Path) -> None:
    library = library_in(tmp_path / "anna")
    with LabelFile.open_writing(library) as file:
        sha256 = put_photo(file, photo)
        with file.writing():
            file.change("UPDATE places SET path = ?", [(f"/{photo}",)])
        assert places_of(file, sha256) == [Path(f"/{photo}")]


def test_a_photo_that_comes_here_by_itself_is_ones_own(merged: Callable[[str], LibraryFolder], photo: Path) -> None:
    mine = merged("//host/share/a.png")
    with LabelFile.open_writing(mine) as file:
        sha256 = put_photo(file, photo)
        known = known_photo(file, sha256)
        assert known is not None and current_place(file, known) == photo
