"""Confirmed crops answer beside the index: marked, never for their own photo, and twins stay twins."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from tests.engine.test_recognise import LEFT, recogniser, saved
from tests.fakes import ToldDetector

from karuta.domain.card import Artwork, CardKey
from karuta.domain.match import CatalogueView, Exemplar, Verdict
from karuta.engine.recognise import Recogniser
from karuta.engine.search import Exemplars
from karuta.files import file_hash

# Card 100 has no picture in this catalogue; its photo is taken for another one.
STRANGER = 100


def with_crop_of(path: Path, plain: Recogniser, card_id: str, *, photo: str) -> Recogniser:
    """What `plain` sees in a photo, confirmed as a card."""
    (sighting,) = plain.recognise(path, k=3).sightings
    book = Exemplars(plain.view, dimension=plain.model.embedder.dimension, model_hash=plain.model.hash)
    crop = Exemplar(photo, "s", "c" * 64, CardKey("g", card_id), sighting.embedding)
    book.replace([photo], [crop])
    return replace(plain, exemplars=book)


def told(tmp_path: Path) -> tuple[Recogniser, Path]:
    path = saved(tmp_path, (STRANGER, LEFT))
    return recogniser(ToldDetector([LEFT], upright=True)), path


def test_a_confirmed_crop_wins_for_its_card_and_is_marked(tmp_path: Path) -> None:
    plain, path = told(tmp_path)
    before = plain.recognise(path, k=5)
    assert before.sightings[0].matches[0].score < 0.99
    helped = with_crop_of(path, plain, "29", photo="f" * 64)
    after = helped.recognise(path, k=5)
    first, *others = after.sightings[0].matches
    assert (first.card.card_id, first.artwork, first.exemplar) == ("29", "29.png", True)
    assert first.score == pytest.approx(1.0, abs=1e-5)
    assert first.picture_sha256 == "c" * 64
    assert not any(match.exemplar for match in others)
    assert len({match.card for match in (first, *others)}) == 5
    assert after.index_hash != before.index_hash


def test_a_photo_is_never_matched_with_its_own_crop(tmp_path: Path) -> None:
    plain, path = told(tmp_path)
    own = with_crop_of(path, plain, "29", photo=file_hash(path))
    assert own.recognise(path, k=5).sightings[0].matches == plain.recognise(path, k=5).sightings[0].matches
    drawn = own.recognise_corners(path, [LEFT], k=5).sightings[0].matches
    assert drawn == plain.recognise_corners(path, [LEFT], k=5).sightings[0].matches


def test_nor_with_that_of_a_near_duplicate(tmp_path: Path) -> None:
    plain, path = told(tmp_path)
    alike = with_crop_of(path, plain, "29", photo="d" * 64)
    assert alike.exemplars is not None
    assert alike.recognise(path, k=1).sightings[0].matches[0].exemplar
    alike.exemplars.same_shots = lambda path: {"d" * 64, "e" * 64}
    assert alike.recognise(path, k=5).sightings[0].matches == plain.recognise(path, k=5).sightings[0].matches


def test_two_cards_that_share_their_picture_are_told_apart_by_no_crop(tmp_path: Path) -> None:
    plain, path = told(tmp_path)
    shared = plain.view.artworks[29]
    twin = Artwork(CardKey("g", "29b"), "Twin", "29b.png", "main", shared.picture_sha256)
    twins = replace(plain, view=CatalogueView.of([*plain.view.artworks, twin]))
    helped = with_crop_of(path, twins, "29b", photo="f" * 64)
    (sighting,) = helped.recognise(path, k=5).sightings
    assert [match.card.card_id for match in sighting.matches[:2]] == ["29", "29b"]
    assert sighting.matches[0].score == sighting.matches[1].score
    assert sighting.verdict not in (Verdict.SURE, Verdict.LIKELY)


def test_a_card_without_a_picture_is_never_matched_and_an_artworks_own_pixels_stay_an_artwork() -> None:
    plain = recogniser(ToldDetector([LEFT], upright=True))
    vector = np.eye(192, dtype=np.float32)[0]
    book = Exemplars(plain.view, dimension=192, model_hash=plain.model.hash)
    artwork = plain.view.artworks[0].picture_sha256
    book.replace(
        ["p", "q"],
        [
            Exemplar("p", "s", "a" * 64, CardKey("g", "no picture"), vector),
            Exemplar("q", "s", artwork, CardKey("g", "5"), vector),
        ],
    )
    assert len(book) == 0
    assert book.lacking == ()


def test_a_crop_of_another_model_counts_once_it_is_embedded() -> None:
    plain = recogniser(ToldDetector([LEFT], upright=True))
    book = Exemplars(plain.view, dimension=192, model_hash=plain.model.hash)
    book.replace(["p"], [Exemplar("p", "s", "a" * 64, CardKey("g", "5"))])
    assert (len(book), book.lacking) == (0, ("a" * 64,))
    book.embedded(["a" * 64, "b" * 64], np.eye(192, dtype=np.float32)[:2])
    assert (len(book), book.lacking) == (1, ())
    book.replace(["p"], [])
    assert len(book) == 0
