"""Labels that are likely wrong are found without a model that has learned them by heart."""

from __future__ import annotations

import hashlib

import numpy as np
import pytest

from karuta.domain.card import Artwork, CardKey
from karuta.domain.match import CatalogueView
from karuta.engine.embed import unit
from karuta.engine.search import PictureVectors
from karuta.services.models.compare_on_labels import doubtful_labels
from karuta.services.models.contender import Contender
from karuta.store.confirmed_crops import ConfirmedCrop

CARDS, DIMENSION = 60, 32


def contender(rng: np.random.Generator) -> Contender:
    names = [f"{number:064d}" for number in range(CARDS)]
    artworks = [
        Artwork(CardKey("g", str(number)), f"Card {number}", f"{number}.png", "main", name)
        for number, name in enumerate(names)
    ]
    vectors = unit(rng.normal(size=(CARDS, DIMENSION)).astype(np.float32))
    stock = PictureVectors(tuple(names), vectors)
    return Contender(None, None, stock, CatalogueView.of(artworks), None)  # type: ignore[arg-type] # no network is asked


def label(number: int, card: int) -> ConfirmedCrop:
    photo = hashlib.sha256(str(number).encode()).hexdigest()
    return ConfirmedCrop("e", CardKey("g", str(card)), "c", photo, "s", "anna", "t", None, None, f"{number}.jpg")


def photographed(old: Contender, shown: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """Every photo is moved far, in three directions: without looking past them many are nearest to another card."""
    ways = np.linalg.qr(rng.normal(size=(DIMENSION, 3)))[0].T
    moved = old.stock.vectors[shown] + rng.normal(size=(len(shown), 3)) @ ways * 1.2
    return unit(moved.astype(np.float32))


@pytest.mark.parametrize("seed", [1, 2])
def test_wrong_labels_of_a_strange_look_are_named_and_right_ones_are_not(seed: int) -> None:
    rng = np.random.default_rng(seed)
    old = contender(rng)
    shown = np.tile(np.arange(CARDS), 4)
    crops = photographed(old, shown, rng)
    nearest = (crops @ old.stock.vectors.T).argmax(axis=1)
    assert (nearest != shown).mean() > 0.2, "the look must be strange to the old model"
    said = shown.copy()
    wrong = np.arange(7, len(shown), 20)
    said[wrong] = (said[wrong] + 13) % CARDS
    doubt = doubtful_labels(old, crops, [label(number, int(card)) for number, card in enumerate(said)])
    named = {int(doubtful_label.photo.removesuffix(".jpg")) for doubtful_label in doubt.doubtful}
    assert doubt.labels == len(shown)
    assert len(named & set(wrong.tolist())) >= 0.8 * len(wrong)
    assert len(named - set(wrong.tolist())) <= 0.01 * len(shown)
    first = doubt.doubtful[0]
    number = int(first.photo.removesuffix(".jpg"))
    assert (first.card, first.seen) == (f"Card {said[number]}", f"Card {shown[number]}")


def test_few_labels_tell_nothing_of_a_look() -> None:
    rng = np.random.default_rng(3)
    old = contender(rng)
    shown = np.arange(30)
    crops = photographed(old, shown, rng)
    doubt = doubtful_labels(old, crops, [label(number, (int(card) + 1) % CARDS) for number, card in enumerate(shown)])
    assert (doubt.labels, doubt.doubtful) == (30, ())
