"""The listings that were opened last: offered where they still lie, and on this computer alone."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from karuta.listings.services.check.listing_sources import keep_last_listings, last_listings
from karuta.paths import LibraryFolder


@pytest.fixture
def library(tmp_path: Path) -> LibraryFolder:
    (tmp_path / "library").mkdir()
    return LibraryFolder(tmp_path / "library")


def test_a_copied_library_offers_none_elsewhere_and_a_damaged_file_is_kept_beside(
    library: LibraryFolder, tmp_path: Path
) -> None:
    keep_last_listings(library, tmp_path)
    said = json.loads(library.last_listings_json.read_text(encoding="utf-8"))
    library.last_listings_json.write_text(json.dumps({**said, "device": "another"}), encoding="utf-8")
    assert last_listings(library) is None
    library.last_listings_json.write_text("{", encoding="utf-8")
    assert last_listings(library) is None
    keep_last_listings(library, tmp_path)
    assert last_listings(library) == tmp_path
    assert len(list(library.root.glob("last-listings.json.damaged*"))) == 1
