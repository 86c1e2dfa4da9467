"""The real command line, with the shipped model, on libraries of drawn cards in a temporary home."""

from __future__ import annotations

import shutil
from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from tests.commands import Run, commands_on
from tests.packs import card, library_with, write_pack
from tests.pictures import card as face
from tests.pictures import photo_of

from karuta.domain.cancel import CancelToken
from karuta.paths import LibraryFolder
from karuta.services.catalogue.kept_pictures import keep_all, keep_missing_contrasts, keep_missing_siblings

Karuta = Run
CARDS = 24
PLACE = np.array([(230.0, 150.0), (650.0, 170.0), (640.0, 780.0), (220.0, 760.0)])
ELSEWHERE = PLACE + (620.0, 30.0)


@pytest.fixture
def library(tmp_path: Path) -> Path:
    return tmp_path / "library"


@pytest.fixture
def karuta(library: Path, capsys: pytest.CaptureFixture[str]) -> Karuta:
    return commands_on(LibraryFolder(library), capsys)


def pack(folder: Path, *, game: str = "ohajiki", seeds: range = range(1, CARDS + 1)) -> Path:
    """Cards 1 to n of a game, each with a drawn picture `0001.png` and so on."""
    drawn = {str(i): seed for i, seed in enumerate(seeds, start=1)}
    return write_pack(folder, [card(id, f"{game} {id}", game=game) for id in drawn], drawn=drawn)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return pack(tmp_path / "cards")


@pytest.fixture(scope="session")
def made_library(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A library to which the cards of `folder` were added, made once."""
    place = tmp_path_factory.mktemp("made")
    library = library_with(place, pack(place / "cards"))
    for keep in (keep_missing_contrasts, keep_missing_siblings):
        keep_all(keep, library, cancel=CancelToken(), progress=lambda done, total: None)
    return library.root


@pytest.fixture
def stocked(made_library: Path, library: Path) -> Path:
    """The test's library holds the cards of `folder` already."""
    shutil.copytree(made_library, library)
    return library


def photo(path: Path, *seeds: int) -> Path:
    """A photo of up to two drawn cards on a dark table."""
    size = (1300, 900)
    picture = np.full((size[1], size[0], 3), (46, 44, 52), np.uint8)
    for seed, corners in zip(seeds, (PLACE, ELSEWHERE), strict=False):
        alone = photo_of(face(seed), corners, size=size, ground=(1, 2, 3))
        picture = np.where((alone == (1, 2, 3)).all(axis=2, keepdims=True), picture, alone).astype(np.uint8)
    Image.fromarray(picture).save(path, quality=92)
    return path
