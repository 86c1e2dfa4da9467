"""The shipped model finds the back that it knows in a photo, any way round, and no back in a photo of a card."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from karuta.domain.match import Verdict
from karuta.domain.sighting import iou
from karuta.engine import backs
from karuta.engine.backs import Backs, KnownBack
from karuta.engine.decode import decode
from karuta.engine.model import load_model
from karuta.engine.prepare import fit
from karuta.engine.recognise import Recogniser
from karuta.engine.similarity import contrast_map
from karuta.paths import resources_folder
from karuta.services.library.open_library import shipped_model_folder
from karuta.training.photographer import Grade, photograph
from workshop.artworks import artwork_files
from workshop.bench.crop_test import embedded_artworks
from workshop.bench.fit_verdict import recogniser_of
from workshop.photographer.scattered import photograph_all

CATALOGUE = resources_folder() / "demo" / "catalogue"
BACK = decode(CATALOGUE / "images" / "back.webp")
FACES = artwork_files(CATALOGUE)[:20]


@pytest.fixture(scope="module")
def answering() -> Recogniser:
    model = load_model(shipped_model_folder(resources_folder()), threads=1)
    plain = recogniser_of(model, FACES, embedded_artworks(model.embedder, FACES))
    vectors = model.embedder.embed([fit(BACK, model.embedder.spec)])
    return replace(plain, backs=Backs([KnownBack("kazeyomi", "back")], vectors, lambda picture: BACK))


@pytest.mark.parametrize(("alike", "game"), [(0.65, None), (0.8, "kazeyomi")])
def test_what_is_somewhat_like_a_back_is_none(monkeypatch: pytest.MonkeyPatch, alike: float, game: str | None) -> None:
    monkeypatch.setattr(backs, "similarities", lambda own, pictures: np.array([alike], np.float32))
    known = Backs([KnownBack("kazeyomi", "back")], np.array([[1.0, 0.0]], np.float32), lambda picture: BACK)
    found = known.nearest(contrast_map(BACK), np.array([0.65, 0.76], np.float32), first=0.0)
    assert (found.game if found else None) == game


@pytest.mark.parametrize("seed", [1, 2])
def test_a_back_is_found_where_it_lies(answering: Recogniser, seed: int) -> None:
    scene = photograph([BACK], grade=Grade.PLAIN, rng=np.random.default_rng([3, seed]))
    (found,) = answering.recognise_frame(scene.pixels, k=5).sightings
    assert (found.back, found.verdict, found.matches) == ("kazeyomi", Verdict.UNKNOWN, ())
    assert iou(found.corners, scene.cards[0].corners) > 0.6


def test_beside_a_card_both_are_what_they_are(answering: Recogniser) -> None:
    face = decode(FACES[3].path)
    scene = photograph_all([face, BACK], grade=Grade.PLAIN, rng=np.random.default_rng(4))
    found = answering.recognise_frame(scene.pixels, k=5).sightings
    assert sorted(sighting.back or sighting.verdict for sighting in found) == ["kazeyomi", "sure"]


def test_a_card_is_no_back(answering: Recogniser) -> None:
    scene = photograph([decode(FACES[5].path)], grade=Grade.HARD, rng=np.random.default_rng(5))
    (found,) = answering.recognise_frame(scene.pixels, k=5).sightings
    assert found.back is None and found.matches[0].card == FACES[5].key
