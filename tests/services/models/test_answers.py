"""The gate asks for the answers that a lookup gives: the same cards first, similarity included."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from tests.learning import GAME, candidate, card_ids, crops_of, known_library, poorly, silent, told_crop

from karuta.domain.cancel import CancelToken
from karuta.domain.card import CardKey
from karuta.engine import similarity
from karuta.paths import LibraryFolder, resources_folder
from karuta.services.library.open_library import active_model_folder
from karuta.services.models.contender import Bench, Contender
from karuta.store.cards import Catalogue


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> LibraryFolder:
    return known_library(tmp_path_factory.mktemp("made"))


def contenders(library: LibraryFolder) -> tuple[Bench, list[Contender]]:
    """The shipped model, and one whose embedding is poor."""
    places = [active_model_folder(library), candidate(library, "poor", change=poorly)]
    with Catalogue.open_reading(library.catalogue_db) as catalogue:
        bench = Bench(catalogue, library, CancelToken(), silent)
        return bench, [bench.contender(place) for place in places]


def test_the_gate_judges_the_card_that_a_lookup_would_offer_first(
    library: LibraryFolder, monkeypatch: pytest.MonkeyPatch
) -> None:
    bench, pair = contenders(library)
    crops = crops_of(card_ids(library), times=2)
    cards = [CardKey(GAME, id) for id, _ in crops]
    made = [(number, lambda size, crop=crop: crop) for number, (_, crop) in enumerate(crops)]
    shown = bench.shown(pair, made, total=len(crops), step="labels")
    looked: list[int] = []
    compared = similarity.most_and_least

    def counted(crop: similarity.ContrastMap, artworks: Sequence[similarity.ContrastMap], **given: Any) -> Any:
        looked.append(len(artworks))
        return compared(crop, artworks, **given)

    monkeypatch.setattr(similarity, "most_and_least", counted)
    answers = bench.answers(pair, shown, cards)
    asked = sum(looked)
    for one, found in zip(pair, answers, strict=True):
        recogniser = one.recogniser(resources_folder())
        firsts = [
            told_crop(recogniser, crop)(Path()).sightings[0].matches[0].card == card
            for (_, crop), card in zip(crops, cards, strict=True)
        ]
        assert found.offered.tolist() == firsts
    poor = answers[1]
    assert poor.nearest.sum() < poor.offered.sum(), "similarity must repair something here, or it was not asked"
    # 24 pictures for each model would be 48; what both have among their first is looked at once.
    assert 0 < asked < 24 * len(crops)
