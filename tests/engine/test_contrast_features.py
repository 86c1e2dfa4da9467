"""A model may count a coarse contrast map among its features; models without one answer as before."""

from __future__ import annotations

import copy
from typing import Any

import numpy as np
import pytest
from tests.pictures import card

from karuta.domain.shape import Misshapen, shaped
from karuta.engine.embed import Embedder
from karuta.engine.model import model_hash, read_model_card
from karuta.engine.model_shape import NamedContrastMap
from karuta.engine.prepare import InputSpec, fit
from karuta.paths import resources_folder

CELLS = (16, 22)
SPEC = InputSpec(width=176, height=256, mean=(127.0, 127.0, 127.0), scale=(1 / 128, 1 / 128, 1 / 128))
FACES = [fit(card(seed), SPEC) for seed in range(4)]
NETWORK = 5


class BlindNetwork:
    """Sees the same in every picture, as a net may in two cards of one frame."""

    def run(self, outputs: list[str] | None, inputs: dict[str, Any]) -> list[Any]:
        del outputs
        return [np.full((len(inputs["pictures"]), NETWORK), 3.0, dtype=np.float32)]


def embedder(contrast: tuple[int, int] | None) -> Embedder:
    features = NETWORK + (contrast[0] * contrast[1] if contrast else 0)
    projection = np.concatenate([np.eye(features), np.zeros((1, features))]).astype(np.float32)
    return Embedder(
        BlindNetwork(),
        input_name="pictures",
        spec=SPEC,
        projection=projection,
        normalise_pooled=True,
        contrast=contrast,
    )


def test_with_a_contrast_faces_are_told_apart_that_the_network_takes_for_one() -> None:
    blind, seeing = embedder(None).embed(FACES), embedder(CELLS).embed(FACES)
    assert np.allclose(blind @ blind.T, 1.0, atol=1e-5)
    assert (seeing @ seeing.T)[~np.eye(len(FACES), dtype=bool)].max() < 0.95
    darker = [(face * 0.4 + 20).astype(np.uint8) for face in FACES]
    assert (seeing @ embedder(CELLS).embed(darker).T).argmax(axis=1).tolist() == [0, 1, 2, 3]


def test_a_contrast_changes_what_vectors_mean_and_its_absence_leaves_a_hash_as_it_was() -> None:
    (folder,) = (path.parent for path in (resources_folder() / "models").glob("*/model.json"))
    without = copy.deepcopy(read_model_card(folder))
    without["embedder"].pop("relief", None)
    null, other = copy.deepcopy(without), copy.deepcopy(without)
    null["embedder"]["relief"] = None
    other["embedder"]["relief"] = {"down": 8, "across": 11}
    assert model_hash(null) == model_hash(without) != model_hash(other)


@pytest.mark.parametrize("said", [{"down": 5, "across": 22}, {"down": 16, "across": 10_000}, {"down": 16}])
def test_cells_that_do_not_divide_a_contrast_are_refused(said: dict[str, int]) -> None:
    with pytest.raises(Misshapen):
        shaped(said, NamedContrastMap)
