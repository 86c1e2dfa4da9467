"""A list that Annoy proposed comes back from the same forest, made again, where an exact search gives another one."""

from __future__ import annotations

import shutil
from dataclasses import replace
from pathlib import Path

import pytest
from tests.lab.replay import parsed_searched
from tests.learning import RESOURCES
from tests.packs import add_with_model, library_with, numbered_pack, small_pack
from tests.window import photograph

from karuta.domain.recognition import Forest
from karuta.engine.index import annoy_available, read_manifest
from karuta.engine.search import stock_hash
from karuta.services.library.open_library import open_for_reading

pytestmark = pytest.mark.skipif(not annoy_available(), reason="no Annoy here; the exact search answers")
MODEL, HELD, LATER, DIMENSION = "f" * 64, 12_000, 40, 24


def test_a_look_says_which_forest_proposed_and_what_was_searched_beside_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    library = library_with(tmp_path, small_pack(tmp_path / "first"))
    opened = open_for_reading(library, RESOURCES).recogniser
    manifest = read_manifest(library.index)
    assert manifest.annoy is not None
    assert opened.forest == Forest(
        manifest.annoy.sha256, manifest.index_hash, manifest.trees, manifest.seed, manifest.items
    )
    assert opened.provenance.artworks_hash == manifest.index_hash
    shutil.copytree(library.index, tmp_path / "kept")
    add_with_model(numbered_pack(tmp_path / "later", [9]), library)
    shutil.rmtree(library.index)
    shutil.copytree(tmp_path / "kept", library.index)
    newer = open_for_reading(library, RESOURCES).recogniser
    (since,) = newer.view.by_picture.keys() - opened.view.by_picture.keys()
    assert newer.forest == replace(opened.forest, beside=stock_hash([since], newer.model.hash))
    seen = newer.recognise(photograph(tmp_path / "p.png", 3), k=9)
    assert parsed_searched(seen.searched) == newer.forest
    assert seen.artworks_hash == newer.provenance.artworks_hash != opened.provenance.artworks_hash
