"""What tests of the catalogue file share: an empty one, open for writing."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from karuta.paths import LibraryFolder
from karuta.store.cards import Catalogue


@pytest.fixture
def path(library: LibraryFolder) -> Path:
    return library.catalogue_db


@pytest.fixture
def catalogue(path: Path) -> Iterator[Catalogue]:
    with Catalogue.open_writing(path) as opened:
        yield opened
