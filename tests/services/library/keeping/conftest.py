"""A real library with three labels, for each test a copy that it may damage."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from tests.kept import make_library

from karuta.paths import LibraryFolder
from karuta.services.lookups.locate_photos import locate_photos
from karuta.store.label_file import LabelFile


@pytest.fixture(scope="session")
def made_once(tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("kept")
    make_library(place)
    # Not where the label file says that they are, so that only a copy's own photos are found.
    (place / "photos").rename(place / "pictures")
    return place


@pytest.fixture
def place(made_once: Path, tmp_path: Path) -> Path:
    """A folder with `library`, its `pack` and its `photos`."""
    for name, copied in (("library", "library"), ("pack", "pack"), ("pictures", "photos")):
        shutil.copytree(made_once / name, tmp_path / copied)
    with LabelFile.open_writing(LibraryFolder(tmp_path / "library")) as file:
        assert not locate_photos(file, tmp_path / "photos").missing
    return tmp_path


@pytest.fixture
def library(place: Path) -> LibraryFolder:
    return LibraryFolder(place / "library")
