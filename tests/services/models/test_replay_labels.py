"""Labels replay: what was shown comes back, after packs, promotions and rollbacks; damage does not."""

from __future__ import annotations

import json
import shutil
import sqlite3
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from tests.lab import replay
from tests.lab.replay import parsed_searched, replayed, shown_events
from tests.learning import (
    RESOURCES,
    candidate,
    confirm_crops,
    crops_of,
    fold_ids,
    known_library,
    silent,
    slightly,
)
from tests.older_catalogue import made_older
from tests.packs import add_with_model, card, library_with, numbered_pack, small_pack, write_pack
from tests.window import photograph

from karuta import bootstrap, paths
from karuta.domain.cancel import CancelToken
from karuta.domain.label import Kind, Origin, Source
from karuta.domain.recognition import Forest
from karuta.engine.index import annoy_available, read_manifest
from karuta.engine.search import stock_hash
from karuta.paths import LibraryFolder
from karuta.services.library.open_library import open_for_reading
from karuta.services.models.promote_model import PromotionRequest, promote_model
from karuta.store.cards import Catalogue
from karuta.store.label_file import LabelFile


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> LibraryFolder:
    library = known_library(tmp_path_factory.mktemp("made"), new=4, others=8)
    confirm_crops(library, crops_of(fold_ids(4, new=True), times=2))
    return library


def test_labels_replay_after_a_pack_that_came_later_and_after_a_promotion(
    library: LibraryFolder, tmp_path: Path
) -> None:
    add_with_model(write_pack(tmp_path / "later", [card("9001")], drawn={"9001": 77}), library)
    candidate(library, "twin", change=slightly)
    promote_model(library, RESOURCES, PromotionRequest("twin", force=True, crops=8), cancel=CancelToken(), told=silent)
    confirm_crops(
        library, crops_of(["9001"], times=1), origin=Origin("karuta", "desk", Source.MACHINE), kind=Kind.AUTO_CONFIRM
    )
    found = replayed(library)
    assert len(found) == 9 and len({label.model_hash for label in found}) == 2
    assert all(label.same_list is True and label.fault is None for label in found)


def test_labels_replay_after_their_catalogue_was_migrated_and_packs_came_and_went(
    library: LibraryFolder, tmp_path: Path
) -> None:
    made_older(library.catalogue_db)
    add_with_model(write_pack(tmp_path / "later", [card("9001")], drawn={"9001": 77}), library)
    confirm_crops(library, crops_of(["9001"], times=1))
    with Catalogue.open_writing(library.catalogue_db) as catalogue:
        for addition in catalogue.additions():
            catalogue.take_back([addition.number])
    found = replayed(library)
    assert len(found) == 9 and all(label.same_list is True and label.fault is None for label in found)


def test_lists_beside_confirmed_crops_come_back_and_so_do_the_scores_of_those(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(paths, "settings_file", lambda: tmp_path / "settings.json")
    library = LibraryFolder(tmp_path / "library")
    add_with_model(small_pack(tmp_path / "pack"), library)
    # Twice a face that is no artwork, so that the second photo is answered from the first one's crop; then a usual one.
    for number, (drawn, card_id) in enumerate([(40, "2"), (40, "2"), (3, "3")]):
        photo = photograph(tmp_path / f"{number}.png", drawn, ground=(60 + 20 * number, 60, 66))
        assert bootstrap.run(["--library", str(library.root), "confirm", str(photo), card_id]) == 0
    with LabelFile.open_reading(library) as file:
        shown = [[match.exemplar for match in event.shown] for some in shown_events(file) for event in some]
    assert shown[1][0] and not any(shown[2])
    found = replayed(library)
    assert [label.same_list for label in found] == [True, True, True]
    assert all(label.checked == label.shown and label.fault is None for label in found)


def test_vectors_that_are_gone_or_altered_are_told(library: LibraryFolder, capsys: pytest.CaptureFixture[str]) -> None:
    assert replay.main([str(library.root)]) == 0
    assert "everything comes back" in capsys.readouterr().out
    with closing(sqlite3.connect(library.labels_db)) as labels:
        shown = json.loads(labels.execute("SELECT shown FROM events").fetchone()[0])
    with closing(sqlite3.connect(library.catalogue_db)) as database, database:
        picture = shown[0]["picture_sha256"]
        vector = np.zeros(256, dtype="<f4")
        vector[7] = 1.0
        database.execute("UPDATE embeddings SET vector = ? WHERE picture_sha256 = ?", [vector.tobytes(), picture])
    assert any("a score differs" in (label.fault or "") for label in replayed(library))
    with closing(sqlite3.connect(library.catalogue_db)) as database, database:
        database.execute("DELETE FROM embeddings WHERE picture_sha256 = ?", [picture])
    assert any(label.lost for label in replayed(library))
    assert replay.main([str(library.root), "--json"]) == 1
    lines = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert len(lines) == 8 and any("no vector" in (line["fault"] or "") for line in lines)


@pytest.mark.skipif(not annoy_available(), reason="no Annoy here; the exact search answers")
def test_a_look_says_which_forest_proposed_and_what_was_searched_beside_it(tmp_path: Path) -> None:
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
