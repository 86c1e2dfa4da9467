"""Pairs for the embedder: only cards that may be trained on, the same for the same step, half of one frame kind."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from tests.training.drawn_catalogue import drawn_catalogue, drawn_faces

from karuta.engine.prepare import InputSpec
from karuta.training.head.task import held_out
from workshop.pairs import PairMaker, PairMix, PairSource, pair_sources

SPEC = InputSpec(width=44, height=64, mean=(127.0, 127.0, 127.0), scale=(1 / 128, 1 / 128, 1 / 128))
CARDS = 60


@pytest.fixture(scope="module")
def catalogue(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return drawn_catalogue(tmp_path_factory.mktemp("catalogue") / "cards", CARDS)


@pytest.fixture(scope="module")
def sources(catalogue: Path) -> list[PairSource]:
    return pair_sources(catalogue)


def test_no_card_that_is_held_out_is_a_source(sources: list[PairSource]) -> None:
    ids = {source.artwork.key.card_id for source in sources}
    assert ids == {str(number) for number in range(CARDS) if not held_out("drawn", str(number))}
    assert len(ids) < CARDS


def test_a_sharper_picture_and_another_face_are_found_by_name_and_card(catalogue: Path, tmp_path: Path) -> None:
    name = pair_sources(catalogue)[0].artwork.path.name
    (tmp_path / "sharp").mkdir()
    (tmp_path / "sharp" / name).write_bytes((catalogue / "images" / name).read_bytes())
    faces = drawn_faces(tmp_path / "faces", [1, 2])
    found = pair_sources(catalogue, sharp=tmp_path / "sharp", other_faces=faces)
    assert [source.artwork.path.name for source in found if source.sharp] == [name]
    assert {source.artwork.key.card_id for source in found if source.other_face} <= {"1", "2"}


def test_the_same_step_gives_the_same_batch_whatever_was_drawn_before(sources: list[PairSource]) -> None:
    one, other = (PairMaker(sources, spec=SPEC, mix=PairMix(), seed=5) for _ in range(2))
    other.batch(3, size=4)
    first, again = one.batch(7, size=6), other.batch(7, size=6)
    assert np.array_equal(first.photographed, again.photographed)
    assert np.array_equal(first.clean, again.clean)
    assert not np.array_equal(first.photographed, one.batch(8, size=6).photographed)


def test_a_batch_has_crops_of_the_networks_size_and_no_card_twice(sources: list[PairSource]) -> None:
    batch = PairMaker(sources * 2, spec=SPEC, mix=PairMix(), seed=5).batch(0, size=20)
    assert batch.photographed.shape == batch.clean.shape == (20, 64, 44, 3)
    cards = [(sources * 2)[i].artwork.key for i in batch.sources]
    assert len(set(cards)) == 20


def test_another_language_is_a_photo_of_the_same_card(catalogue: Path, tmp_path: Path) -> None:
    faces = drawn_faces(tmp_path / "faces", list(range(CARDS)))
    found = pair_sources(catalogue, other_faces=faces)
    never, always = (
        PairMaker(found, spec=SPEC, mix=PairMix(other_face=odds), seed=5).batch(0, size=8) for odds in (0.0, 1.0)
    )
    assert np.array_equal(never.clean, always.clean)
    assert not np.array_equal(never.photographed, always.photographed)
