"""What answers lookups: Annoy at every size, the exact search where a person wants it or the index is an older one."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.packs import add_with_model, library_with, small_pack

from karuta import paths
from karuta.cli.answering import open_answering
from karuta.cli.root import Invocation
from karuta.engine import index
from karuta.engine.index import annoy_available, build_index, read_manifest
from karuta.log.log import Log
from karuta.paths import LibraryFolder, resources_folder
from karuta.services.library.open_library import library_model, open_for_reading, stored_vectors
from karuta.settings import Settings, write_settings
from karuta.store.cards import Catalogue

CARDS = 5

pytestmark = pytest.mark.skipif(not annoy_available(), reason="no Annoy here: the exact search answers")


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> LibraryFolder:
    folder = tmp_path_factory.mktemp("made")
    return library_with(folder, small_pack(folder / "pack", CARDS))


def grown_by_an_older_release(library: LibraryFolder) -> None:
    model = library_model(library)
    with Catalogue.open_reading(library.catalogue_db) as catalogue:
        stock = stored_vectors(catalogue, sorted(catalogue.view().by_picture), model)
    build_index(library.index, stock, model_hash=model.hash, trees=50)


def test_who_wants_it_has_every_picture_compared(library: LibraryFolder) -> None:
    opened = open_for_reading(library, resources_folder(), exact=True)
    assert (opened.recogniser.index_name, opened.recogniser.forest, opened.warning) == ("exact", None, None)


def test_where_annoy_cannot_run_every_picture_is_compared_and_nothing_is_warned_of(
    library: LibraryFolder, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(index, "can_run_annoy", lambda: False)
    opened = open_for_reading(library, resources_folder())
    assert (opened.recogniser.index_name, opened.recogniser.forest, opened.warning) == ("exact", None, None)


@pytest.mark.parametrize("chosen", ["annoy", "exact"])
def test_commands_follow_the_setting(
    library: LibraryFolder, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, chosen: str
) -> None:
    monkeypatch.setattr(paths, "settings_file", lambda: tmp_path / "settings.json")
    write_settings(tmp_path / "settings.json", Settings(index=chosen))
    invocation = Invocation(
        library=library,
        resources=resources_folder(),
        demo_library=LibraryFolder(tmp_path / "demo"),
        log=Log(tmp_path / "log"),
        open_window=lambda *arguments, **more: 0,
    )
    assert open_answering(invocation).recogniser.index_name == chosen


def test_an_older_releases_index_is_not_asked_and_the_next_pack_grows_it_anew(
    library: LibraryFolder, tmp_path: Path
) -> None:
    grown_by_an_older_release(library)
    opened = open_for_reading(library, resources_folder())
    assert (opened.recogniser.index_name, opened.warning) == ("exact", None)
    add_with_model(small_pack(tmp_path / "again", CARDS), library)
    assert read_manifest(library.index).trees == 1
    assert open_for_reading(library, resources_folder()).recogniser.index_name == "annoy"
