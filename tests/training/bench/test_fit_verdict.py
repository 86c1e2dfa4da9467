"""Fitting a verdict: curves find what made the data, thresholds keep their promises on answers not fitted on."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from karuta.domain.calibration import CropQuality, SearchEvidence, VerdictBound
from karuta.domain.card import CardKey
from karuta.domain.match import Verdict
from karuta.training.photographer import Grade
from karuta.training.recalibrate import probabilities
from karuta.training.verdict_rows import Alike, Rows, Sighted, answers
from workshop.artworks import ArtworkFile
from workshop.bench.fit_curve import fit_curve
from workshop.bench.fit_verdict import fit_calibration, raised, told_apart
from workshop.bench.taken_photos import face_of, taken_photos

CARDS, DIMENSION = 300, 32
SIZES = (1, 12, 50)


def test_a_curve_finds_the_probabilities_that_made_the_outcomes() -> None:
    rng = np.random.default_rng(1)
    values = rng.uniform(-1, 1, (20_000, 2))
    chance = 1 / (1 + np.exp(-(0.5 + 3 * values[:, 0] - 2 * values[:, 0] * values[:, 1])))
    curve = fit_curve(values, (rng.random(20_000) < chance).astype(float), ridge=1e-6)
    assert np.abs(probabilities(curve, values) - chance).mean() < 0.01


def test_cards_that_share_a_picture_are_one_to_the_fit(tmp_path: Path) -> None:
    files = []
    for name, content in (("a", "1"), ("b", "2"), ("c", "2"), ("d", "3"), ("e", "3"), ("f", "4")):
        (tmp_path / name).write_text(content)
        files.append(tmp_path / name)
    cards = ["A", "B", "C", "C", "D", "E"]
    artworks = [ArtworkFile(CardKey("g", card), path) for card, path in zip(cards, files, strict=True)]
    assert told_apart(artworks).tolist() == [0, 1, 1, 1, 1, 2]


@dataclass(frozen=True)
class World:
    """Cards as random directions, crops near their card, some of them poor."""

    sighted: list[Sighted]
    rows: Rows


@pytest.fixture(scope="module")
def world() -> World:
    rng = np.random.default_rng(3)
    vectors = rng.normal(size=(CARDS, DIMENSION)).astype(np.float32)
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    faces = rng.normal(size=(CARDS, 64, 44)).astype(np.float32)
    sighted = []
    for number in range(1200):
        card, is_poor = int(rng.integers(CARDS)), number % 5 == 0
        noise = rng.normal(size=DIMENSION) * (0.35 if is_poor else 0.08)
        seen = vectors[card] + noise
        quality = CropQuality(0.05 if is_poor else 0.5, 0.5, 0.2, 300.0, 0.9)
        grade = Grade.BRUTAL if is_poor else Grade.PLAIN
        # Half of the light of a poor crop is noise, and noise of its own covers every look.
        look = faces[card] + rng.normal(size=faces[card].shape) * (1.2 if is_poor else 0.4)
        embedding = (seen / np.linalg.norm(seen)).astype(np.float32)
        sighted.append(Sighted(card, grade, embedding, quality, look.astype(np.float32)))
    rows = answers(sighted, vectors, np.arange(CARDS), alike=Alike(faces.__getitem__), sizes=SIZES, seed=4)
    return World(sighted, rows)


def test_similarity_finds_more_of_the_cards(world: World) -> None:
    known = world.rows.has_card
    assert world.rows.likened_right[known].mean() > world.rows.right[known].mean()
    assert not world.rows.likened_right[~known].any()
    assert (np.isnan(world.rows.likened[:, 2]) == np.isnan(world.rows.evidence[:, 1])).all()


@pytest.mark.parametrize("likened", [False, True])
def test_sure_can_be_trusted_and_known_cards_are_seldom_refused(world: World, *, likened: bool) -> None:
    calibration = fit_calibration(world.rows, world.sighted)
    rows = world.rows
    decisions = []
    for number, known in enumerate(rows.has_card):
        row = rows.likened[number] if likened else rows.evidence[number]
        right = rows.likened_right[number] if likened else rows.right[number]
        if rows.sighted[number] % 2 == 0 or np.isnan(row[-2]):
            continue
        similarity = row[1] if likened else None
        least = rows.least[number, 0] if likened else None
        evidence = SearchEvidence(row[0], row[-3], row[-2], round(10 ** row[-1]), 1, similarity, least)
        sighted = world.sighted[rows.sighted[number]]
        decisions.append((calibration.decide(evidence, sighted.quality).verdict, right, known, sighted.grade))
    sure = [right for verdict, right, _, _ in decisions if verdict is Verdict.SURE]
    assert len(sure) > 500 and np.mean(sure) > 0.995
    strangers = [verdict for verdict, _, known, _ in decisions if not known]
    assert np.mean([verdict is Verdict.SURE for verdict in strangers]) < 0.01
    assert np.mean([verdict in (Verdict.UNKNOWN, Verdict.UNREADABLE) for verdict in strangers]) > 0.8
    easy = [verdict for verdict, _, known, grade in decisions if known and grade is Grade.PLAIN]
    assert np.mean([verdict in (Verdict.UNKNOWN, Verdict.UNREADABLE) for verdict in easy]) < 0.02


def test_bounds_of_sure_rise_where_curves_keep_their_promise_no_more_and_never_fall(world: World) -> None:
    fitted = fit_calibration(world.rows, world.sighted)
    assert fitted.likened is not None

    def bounds(value: float) -> list[float]:
        begun = replace(fitted.likened, sure=VerdictBound(((0.0, value),)))  # type: ignore[type-var]
        now = raised(replace(fitted, likened=begun), world.rows)
        assert now.answer == fitted.answer and now.likened is not None and now.likened.answer == begun.answer
        return [value for _, value in now.likened.sure.points]

    low, high = bounds(0.1), bounds(0.9999)
    assert min(low) >= 0.5 and max(low) < 0.9999 and set(high) == {0.9999}


def test_photos_of_other_faces_are_taken_where_there_are_some(tmp_path: Path) -> None:
    artworks, faces = [], {}
    for number in range(4):
        for kind, shade in (("a", 40), ("b", 220)):
            path = tmp_path / f"{kind}{number}.png"
            Image.new("RGB", (60, 88), (shade, shade, shade)).save(path)
        artworks.append(ArtworkFile(CardKey("g", str(number)), tmp_path / f"a{number}.png"))
        faces[str(number)] = tmp_path / f"b{number}.png"
    rng = np.random.default_rng(1)
    chosen = [face_of(artworks[number % 4], faces, rng).name[0] for number in range(60)]
    assert 15 < chosen.count("b") < 45
    assert face_of(artworks[0], {}, rng) == artworks[0].path
    taken = list(taken_photos(artworks, photos=3, seed=1, folder=tmp_path / "photos", faces=faces))
    again = list(taken_photos(artworks, photos=3, seed=1, folder=tmp_path / "photos", faces=faces))
    assert [photo.path.read_bytes() for photo in taken] == [photo.path.read_bytes() for photo in again]
