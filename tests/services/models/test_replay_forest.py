"""A list that Annoy proposed comes back from the same forest, made again, where an exact search gives another one."""

from __future__ import annotations

import copy
import shutil
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray
from tests.lab.replay import Replayed, parsed_searched, replayed
from tests.labelling import BY_COMMAND, ToldRecogniser, chosen, draw_photo, put_photo
from tests.learning import RESOURCES, silent
from tests.packs import card, small_pack, write_pack
from tests.window import photograph

from karuta.domain.cancel import CancelToken
from karuta.domain.card import Card, CardKey
from karuta.domain.catalogue import NewArtwork
from karuta.domain.label import Evidence, Kind
from karuta.domain.match import Match, Neighbour
from karuta.domain.recognition import Forest, searched_text
from karuta.engine.embed import unit
from karuta.engine.index import annoy_available, build_index, open_index, read_manifest
from karuta.engine.search import ExactSearch, JoinedSearch, PictureVectors, Search, stock_hash
from karuta.paths import LibraryFolder
from karuta.services.catalogue.add_folder import add_folder
from karuta.services.labels.decide import Choice, decide
from karuta.services.library.open_library import open_for_reading
from karuta.store.cards import Catalogue
from karuta.store.label_file import LabelFile
from karuta.store.match_json import embedding_bytes

pytestmark = pytest.mark.skipif(not annoy_available(), reason="no Annoy here; the exact search answers")
MODEL, HELD, LATER, DIMENSION = "f" * 64, 12_000, 40, 24


def picture(number: int) -> str:
    return f"{number:064x}"


def a_pack(catalogue: Catalogue, name: str, numbers: range, vectors: NDArray[np.float32]) -> None:
    """Cards of one picture each, with vectors that nobody had to draw."""
    pictures = [picture(number) for number in numbers]
    catalogue.add_vectors(pictures, vectors[numbers.start : numbers.stop], MODEL)
    staged = catalogue.stage(name)
    keys = [CardKey("g", str(number)) for number in numbers]
    staged.put_cards([Card(key, {"en": key.card_id}) for key in keys])
    staged.put_artworks(
        [
            NewArtwork(key, f"{key.card_id}.webp", "main", sha256, ".webp")
            for key, sha256 in zip(keys, pictures, strict=True)
        ]
    )
    staged.put_in_force()


def matches(found: tuple[Neighbour, ...]) -> tuple[Match, ...]:
    keys = [CardKey("g", str(int(near.picture_sha256, 16))) for near in found[:9]]
    return tuple(
        Match(key, key.card_id, f"{key.card_id}.webp", near.picture_sha256, near.score, None, exemplar=False)
        for key, near in zip(keys, found, strict=False)
    )


class Made:
    """A library with a forest over most of its pictures, and a query to which the forest gives another list."""

    def __init__(self, folder: Path) -> None:
        self.library = LibraryFolder(folder / "library")
        self.library.root.mkdir(parents=True)
        dice = np.random.default_rng(3)
        vectors = unit(dice.normal(size=(HELD + LATER, DIMENSION)).astype(np.float32))
        with Catalogue.open_writing(self.library.catalogue_db) as catalogue:
            a_pack(catalogue, "first", range(HELD), vectors)
            a_pack(catalogue, "later", range(HELD, HELD + LATER), vectors)
        names = tuple(picture(number) for number in range(HELD + LATER))
        held = PictureVectors(names[:HELD], vectors[:HELD])
        build_index(self.library.index, held, model_hash=MODEL, trees=3)
        index, _, manifest = open_index(self.library.index, model_hash=MODEL, dimension=DIMENSION)
        assert index.forest is not None
        assert manifest.annoy is not None
        assert index.forest.forest == manifest.annoy.sha256
        beside = PictureVectors(names[HELD:], vectors[HELD:])
        self.forest = replace(index.forest, beside=stock_hash(beside.pictures, MODEL))
        self.artworks_hash = stock_hash(names, MODEL)
        proposed: Search = JoinedSearch([index, ExactSearch(beside)])
        whole = ExactSearch(PictureVectors(names, vectors))
        while True:
            self.query = unit(dice.normal(size=(1, DIMENSION)).astype(np.float32))
            self.shown = matches(proposed.neighbours(self.query, count=100)[0])
            exact = matches(whole.neighbours(self.query, count=100)[0])
            if [match.card for match in self.shown] != [match.card for match in exact]:
                return

    def label(self, folder: Path, forest: Forest | None) -> None:
        with LabelFile.open_writing(self.library) as file:
            photo = put_photo(file, draw_photo(folder / "a.png"), recognise=ToldRecogniser())
            sighting = file.rows("SELECT id FROM sightings")[0][0]
            evidence = Evidence(
                embedding=embedding_bytes(self.query[0]),
                shown=self.shown,
                model="m@1",
                model_hash=MODEL,
                index="annoy@1",
                index_hash=self.artworks_hash,
                artworks_hash=self.artworks_hash,
                searched=searched_text(forest),
            )
            decide(file, [Choice(photo, Kind.CONFIRM, sighting, chosen(1), evidence=evidence)], BY_COMMAND)

    def replayed(self) -> Replayed:
        (one,) = replayed(self.library)
        return one


@pytest.fixture(scope="module")
def made_once(tmp_path_factory: pytest.TempPathFactory) -> Made:
    return Made(tmp_path_factory.mktemp("forest"))


@pytest.fixture
def made(made_once: Made, tmp_path: Path) -> Made:
    """A copy of one's own."""
    own = copy.copy(made_once)
    own.library = LibraryFolder(tmp_path / "library")
    shutil.copytree(made_once.library.root, own.library.root)
    return own


def test_a_look_says_which_forest_proposed_and_what_was_searched_beside_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    library = LibraryFolder(tmp_path / "library")

    def add(pack: Path) -> None:
        add_folder(pack, pack=None, library=library, resources=RESOURCES, cancel=CancelToken(), progress=silent)

    add(small_pack(tmp_path / "first"))
    opened = open_for_reading(library, RESOURCES).recogniser
    manifest = read_manifest(library.index)
    assert manifest.annoy is not None
    assert opened.forest == Forest(
        manifest.annoy.sha256, manifest.index_hash, manifest.trees, manifest.seed, manifest.items
    )
    assert opened.provenance.artworks_hash == manifest.index_hash
    shutil.copytree(library.index, tmp_path / "kept")
    add(write_pack(tmp_path / "later", [card("9")], images=[("9.png", "9", "main")], pictures={"9.png": 9}))
    shutil.rmtree(library.index)
    shutil.copytree(tmp_path / "kept", library.index)
    newer = open_for_reading(library, RESOURCES).recogniser
    (since,) = newer.view.by_picture.keys() - opened.view.by_picture.keys()
    assert newer.forest == replace(opened.forest, beside=stock_hash([since], newer.model.hash))
    seen = newer.recognise(photograph(tmp_path / "p.png", 3), k=9)
    assert parsed_searched(seen.searched) == newer.forest
    assert seen.artworks_hash == newer.provenance.artworks_hash != opened.provenance.artworks_hash
