"""The index: right answers, byte-identical builds, verified before it is opened, never half-written."""

from __future__ import annotations

import os
from pathlib import Path

import numpy as np
import pytest

from karuta.domain.errors import IndexDamaged, LibraryError
from karuta.engine.embed import unit
from karuta.engine.index import annoy_available, build_index, open_index, read_manifest
from karuta.engine.search import ExactSearch, JoinedSearch, PictureVectors, stock_hash

pytestmark = pytest.mark.skipif(not annoy_available(), reason="no Annoy here; the exact search answers")
MODEL = "m" * 64


def stock(count: int, *, dimension: int = 32, seed: int = 0) -> PictureVectors:
    vectors = unit(np.random.default_rng(seed).normal(size=(count, dimension)).astype(np.float32))
    return PictureVectors(tuple(f"{number:064x}" for number in range(count)), vectors)


def test_the_index_of_a_catalogue_of_usual_size_answers_to_the_last_place_what_the_exact_search_answers(
    tmp_path: Path,
) -> None:
    pictures = stock(3000)
    build_index(tmp_path, pictures, model_hash=MODEL)
    opened, _, _ = open_index(tmp_path, model_hash=MODEL, dimension=32)
    queries = unit(np.random.default_rng(9).normal(size=(40, 32)).astype(np.float32))
    for found, exact in zip(
        opened.neighbours(queries, count=100), ExactSearch(pictures).neighbours(queries, count=100), strict=True
    ):
        assert [neighbour.picture_sha256 for neighbour in found] == [neighbour.picture_sha256 for neighbour in exact]
        assert [neighbour.score for neighbour in found] == pytest.approx(
            [neighbour.score for neighbour in exact], abs=1e-6
        )


def test_annoy_is_what_answers(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever the catalogue's size: what it does not propose is not found."""
    pictures = stock(300)
    build_index(tmp_path, pictures, model_hash=MODEL)
    opened, _, _ = open_index(tmp_path, model_hash=MODEL, dimension=32)
    asked: list[int] = []

    class Shy:
        def get_nns_by_vector(self, query: object, wanted: int, *, search_k: int) -> list[int]:
            asked.append(search_k)
            return [7, 8]

    monkeypatch.setattr(opened, "_annoy", Shy())
    (found,) = opened.neighbours(pictures.vectors[:1], count=5)
    assert {int(neighbour.picture_sha256, 16) for neighbour in found} == {7, 8}
    assert asked == [300], "of so few pictures all are walked"


def test_two_builds_are_the_same_to_the_byte(tmp_path: Path) -> None:
    manifests = [build_index(tmp_path / name, stock(500), model_hash=MODEL) for name in ("one", "two")]
    assert manifests[0] == manifests[1]


@pytest.mark.parametrize("part", ["annoy", "vectors", "pictures"])
@pytest.mark.parametrize("damage", ["flip", "cut", "gone"])
def test_a_damaged_index_is_refused_before_annoy_sees_it(tmp_path: Path, part: str, damage: str) -> None:
    manifest = build_index(tmp_path, stock(300), model_hash=MODEL)
    path = tmp_path / getattr(manifest, part).file
    data = bytearray(path.read_bytes())
    if damage == "gone":
        path.unlink()
    else:
        data[len(data) // 2] ^= 0xFF
        path.write_bytes(bytes(data) if damage == "flip" else bytes(data[: len(data) // 2]))
    with pytest.raises(IndexDamaged):
        open_index(tmp_path, model_hash=MODEL, dimension=32)


@pytest.mark.parametrize("text", ["", "{", "[]", '{"format": 1}', '{"format": 99}'])
def test_a_damaged_manifest_is_refused(tmp_path: Path, text: str) -> None:
    build_index(tmp_path, stock(30), model_hash=MODEL)
    (tmp_path / "manifest.json").write_text(text, encoding="utf-8")
    with pytest.raises(IndexDamaged):
        read_manifest(tmp_path)


def test_another_models_index_is_refused(tmp_path: Path) -> None:
    build_index(tmp_path, stock(30), model_hash=MODEL)
    with pytest.raises(IndexDamaged):
        open_index(tmp_path, model_hash="other", dimension=32)


def test_a_failed_build_leaves_the_old_index(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    build_index(tmp_path, stock(300), model_hash=MODEL)
    kept = read_manifest(tmp_path)
    real = os.fsync
    for failing in range(1, 5):
        calls = 0

        def fail(handle: int, failing: int = failing) -> None:
            nonlocal calls
            calls += 1
            if calls == failing:
                raise OSError(28, "No space left on device")
            real(handle)

        monkeypatch.setattr(os, "fsync", fail)
        with pytest.raises(OSError, match="No space left"):
            build_index(tmp_path, stock(400, seed=failing), model_hash=MODEL)
        assert read_manifest(tmp_path) == kept
        assert len(open_index(tmp_path, model_hash=MODEL, dimension=32)[0]) == 300
        assert not list(tmp_path.glob(".*.part"))


def test_a_new_index_leaves_nothing_of_the_old_one(tmp_path: Path) -> None:
    build_index(tmp_path, stock(300), model_hash=MODEL)
    manifest = build_index(tmp_path, stock(310), model_hash=MODEL)
    assert {path.name for path in tmp_path.iterdir()} == {
        "manifest.json",
        manifest.vectors.file,
        manifest.pictures.file,
        manifest.annoy.file if manifest.annoy else "",
    }


@pytest.mark.parametrize("bad", [np.nan, 0.0, 3.0])
def test_vectors_that_are_no_unit_vectors_are_not_indexed(tmp_path: Path, bad: float) -> None:
    pictures = stock(20)
    pictures.vectors[7] *= bad
    with pytest.raises(LibraryError):
        build_index(tmp_path, pictures, model_hash=MODEL)


def test_joined_searches_answer_as_one() -> None:
    pictures = stock(200)
    parts = [PictureVectors(pictures.pictures[a:b], pictures.vectors[a:b]) for a, b in ((0, 150), (150, 200))]
    queries = pictures.vectors[[3, 170]]
    joined = JoinedSearch([ExactSearch(part) for part in parts]).neighbours(queries, count=7)
    assert joined == ExactSearch(pictures).neighbours(queries, count=7)


def test_the_index_hash_is_of_the_set_not_of_its_order() -> None:
    assert stock_hash(["b", "a"], MODEL) == stock_hash(["a", "b"], MODEL)
    assert stock_hash(["a"], MODEL) != stock_hash(["a", "b"], MODEL)
    assert stock_hash(["a"], MODEL) != stock_hash(["a"], "x")
