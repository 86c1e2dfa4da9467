"""The walk: several cards in one photo, any way round, right in full-size coordinates, with honest timings."""

from __future__ import annotations

import dataclasses
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest
from PIL import Image
from tests.fakes import SPEC, ToldDetector, fake_model
from tests.pictures import card, photo_of

from karuta.domain.calibration import Calibration, Curve, Likened, VerdictBound
from karuta.domain.cancel import CancelToken
from karuta.domain.card import Artwork, CardKey
from karuta.domain.errors import Cancelled
from karuta.domain.label import as_points
from karuta.domain.match import CatalogueView, Verdict
from karuta.domain.ranking import COMPARED
from karuta.domain.recognition import Provenance
from karuta.domain.sighting import Corners, iou
from karuta.engine import loop, recognise
from karuta.engine.backs import Backs, KnownBack
from karuta.engine.decode import open_picture
from karuta.engine.detect import Detector
from karuta.engine.prepare import fit
from karuta.engine.recognise import Recogniser
from karuta.engine.rectify import PhotoCuts
from karuta.engine.search import ExactSearch, PictureVectors
from karuta.engine.similarity import ContrastMaps
from karuta.print_table import print_table

CARDS = 30
LEFT = np.array([(100.0, 120.0), (454.0, 120.0), (454.0, 636.0), (100.0, 636.0)])
RIGHT = LEFT + (500.0, 30.0)


def recogniser(detector: Detector, *, cards: int = CARDS) -> Recogniser:
    model = fake_model()
    artworks = [Artwork(CardKey("g", str(i)), f"Card {i}", f"{i}.png", "main", f"{i:064x}") for i in range(cards)]
    vectors = model.embedder.embed([fit(card(i), SPEC) for i in range(cards)])
    stock = PictureVectors(tuple(artwork.picture_sha256 for artwork in artworks), vectors)
    return Recogniser(model, detector, ExactSearch(stock), CatalogueView.of(artworks), "annoy", "e" * 64)


def saved(tmp_path: Path, *placed: tuple[int, Corners], size: tuple[int, int] = (1100, 900)) -> Path:
    photo = np.full((size[1], size[0], 3), (60, 60, 66), np.uint8)
    for seed, corners in placed:
        alone = photo_of(card(seed), corners, size=size, ground=(1, 2, 3))
        photo = np.where((alone == (1, 2, 3)).all(axis=2, keepdims=True), photo, alone)
    path = tmp_path / "photo.png"
    Image.fromarray(photo.astype(np.uint8)).save(path)
    return path


@pytest.mark.parametrize("turn", [0, 2])
def test_a_detector_that_cannot_tell_up_from_down_still_gives_upright_corners(tmp_path: Path, turn: int) -> None:
    path = saved(tmp_path, (7, np.roll(LEFT, turn, axis=0)))
    found = recogniser(ToldDetector([LEFT], upright=False)).recognise(path, k=3)
    (sighting,) = found.sightings
    assert sighting.matches[0].card.card_id == "7"
    assert sighting.corners == pytest.approx(np.roll(LEFT, turn, axis=0))
    assert found.size == (1100, 900)


def test_two_cards_are_two_sightings_in_reading_order(tmp_path: Path) -> None:
    path = saved(tmp_path, (4, RIGHT), (9, LEFT))
    found = recogniser(ToldDetector([RIGHT, LEFT], upright=True)).recognise(path, k=5)
    assert [sighting.matches[0].card.card_id for sighting in found.sightings] == ["9", "4"]
    assert iou(found.sightings[0].corners, LEFT) > 0.9
    assert all(len(sighting.matches) == 5 for sighting in found.sightings)


def test_cards_with_one_picture_are_named_as_one_of_them(tmp_path: Path) -> None:
    whole = recogniser(ToldDetector([LEFT], upright=True))
    reprint = dataclasses.replace(whole.view.artworks[7], card=CardKey("g", "reprint"))
    alike = dataclasses.replace(whole, view=CatalogueView.of([*whole.view.artworks, reprint]))
    path = saved(tmp_path, (7, LEFT))
    (alone,), (sighting,) = (recogniser_.recognise(path, k=1).sightings for recogniser_ in (whole, alike))
    assert [str(key) for key in sighting.one_of] == ["g:7", "g:reprint"]
    assert sighting.verdict in (Verdict.LIKELY, Verdict.UNSURE)
    assert alone.one_of == ()


def test_a_cards_own_art_box_is_not_a_second_card(tmp_path: Path) -> None:
    inner = LEFT.mean(axis=0) + (LEFT - LEFT.mean(axis=0)) * 0.6
    path = saved(tmp_path, (7, LEFT))
    found = recogniser(ToldDetector([inner, LEFT], upright=True)).recognise(path, k=1)
    assert len(found.sightings) == 1


def test_many_artworks_of_one_card_do_not_crowd_out_the_others(tmp_path: Path) -> None:
    base = recogniser(ToldDetector([LEFT], upright=True))
    model = base.model
    crowd = [Artwork(CardKey("g", "crowd"), "Crowd", f"c{i}.png", "alternate", f"c{i:063x}") for i in range(300)]
    others = [Artwork(CardKey("g", str(i)), f"Card {i}", f"{i}.png", "main", f"{i:064x}") for i in range(1, 12)]
    face = model.embedder.embed([fit(card(0), SPEC)])
    noise = np.random.default_rng(0).normal(scale=1e-3, size=(300, face.shape[1])).astype(np.float32)
    rows = np.vstack([face + noise, model.embedder.embed([fit(card(i), SPEC) for i in range(1, 12)])])
    rows /= np.linalg.norm(rows, axis=1, keepdims=True)
    stock = PictureVectors(tuple(a.picture_sha256 for a in [*crowd, *others]), rows.astype(np.float32))
    view = CatalogueView.of([*crowd, *others])
    crowded = Recogniser(model, base.detector, ExactSearch(stock), view, "annoy", "e" * 64)
    matches = crowded.recognise(saved(tmp_path, (0, LEFT)), k=5).sightings[0].matches
    assert matches[0].card.card_id == "crowd"
    assert len({match.card for match in matches}) == 5


def test_a_small_card_in_a_large_jpeg_is_cut_from_a_finer_decode(tmp_path: Path) -> None:
    corners = np.array([(2000.0, 1500.0), (2236.0, 1500.0), (2236.0, 1844.0), (2000.0, 1844.0)])
    path = tmp_path / "large.jpg"
    Image.fromarray(photo_of(card(5), corners, size=(4000, 3000), ground=(60, 60, 60))).save(path, quality=92)
    detector = ToldDetector([corners / 4], upright=True)
    detector.longest = 1000
    (sighting,) = recogniser(detector).recognise(path, k=1).sightings
    flat = fit(card(5), SPEC).astype(float)
    assert np.abs(sighting.crop.astype(float) - flat).mean() < 6  # from the quarter-size decode alone it is 13.7
    assert sighting.corners == pytest.approx(corners)


def test_drawn_corners_are_looked_up_as_they_are(tmp_path: Path) -> None:
    path = saved(tmp_path, (11, RIGHT))
    found = recogniser(ToldDetector([], upright=True)).recognise_corners(path, [RIGHT], k=2)
    assert found.sightings[0].matches[0].card.card_id == "11"


def test_a_cancelled_walk_stops(tmp_path: Path) -> None:
    token = CancelToken()
    token.cancel()
    with pytest.raises(Cancelled):
        recogniser(ToldDetector([LEFT], upright=True)).recognise(saved(tmp_path, (3, LEFT)), k=5, cancel=token)


def test_an_outline_that_only_passes_for_a_card_does_not_hide_the_card_in_it(tmp_path: Path) -> None:
    around = LEFT.mean(axis=0) + (LEFT - LEFT.mean(axis=0)) * 1.1
    path = saved(tmp_path, (7, LEFT))
    eyes = recogniser(ToldDetector([around, LEFT], upright=True))
    alone = eyes.recognise_corners(path, [around], k=1).sightings[0].matches[0].score
    # The least evidence lies just under what the outline around the card reaches.
    assert alone > 0.5, alone
    strict = dataclasses.replace(eyes, model=dataclasses.replace(eyes.model, least_evidence=alone + 0.15))
    (sighting,) = strict.recognise(path, k=1).sightings
    assert iou(sighting.corners, LEFT) > 0.99


def flat(n: int, second: float) -> Curve:
    """A curve that hangs on its second value."""
    return Curve((0.0,) * n, (1.0,) * n, (0.0, 0.0, second, *(0.0,) * (n - 2), *(0.0,) * (n * (n + 1) // 2)))


def test_the_pictures_of_the_first_cards_are_laid_over_the_crop_that_was_cut(tmp_path: Path) -> None:
    path = saved(tmp_path, (7, LEFT))
    base = recogniser(ToldDetector([LEFT], upright=True))
    always, never = VerdictBound(((0.0, 0.9),)), VerdictBound(((0.0, 0.1),))
    likened = Likened(5.0, flat(10, 9.0), flat(7, 9.0), always, never)
    judge = Calibration(flat(9, 0.0), flat(6, 0.0), flat(5, 0.0), always, 0.5, never, 0.5, 0.01, 0.5, 0.05, likened)
    model = dataclasses.replace(base.model, judge=judge)
    asked: list[str] = []

    def liar(name: str) -> np.ndarray:
        """The second card's picture is said to be what is seen, and the first one's another."""
        asked.append(name)
        return card(7) if name == second else card(int(name, 16) + 50)

    first, second = (
        match.picture_sha256
        for match in dataclasses.replace(base, model=model).recognise(path, k=2).sightings[0].matches
    )
    told = dataclasses.replace(base, model=model, contrasts=ContrastMaps(liar))
    (sighting,) = told.recognise(path, k=5).sightings
    assert sighting.matches[0].picture_sha256 == second
    assert first in asked
    assert len(asked) == COMPARED


def test_a_crop_is_cut_at_the_corners_that_are_kept(tmp_path: Path) -> None:
    """To a hundredth of a pixel: so it can be cut again from its photo, to the last bit."""
    lying = LEFT + np.array([(0.1234, 0.5678), (0.3333, 0.0049), (0.6666, 0.7777), (0.2718, 0.8281)])
    path = saved(tmp_path, (7, lying))
    detector = ToldDetector([lying], upright=True)
    (sighting,) = recogniser(detector).recognise(path, k=1).sightings
    kept = np.array(as_points(sighting.corners.tolist()))
    assert np.array_equal(sighting.corners, kept)
    again = PhotoCuts(open_picture(path), longest=detector.longest).crop(kept, size=SPEC.size)
    assert np.array_equal(sighting.crop, again)
    assert not np.array_equal(kept, lying)


def with_back(answering: Recogniser, *, seed: int) -> Recogniser:
    """The same, which knows a back that looks like this picture."""
    vector = answering.model.embedder.embed([fit(card(seed), SPEC)])
    return dataclasses.replace(answering, backs=Backs([KnownBack("shapes", "b")], vector, lambda picture: card(seed)))


def test_a_back_is_told_as_one_and_is_no_match(tmp_path: Path) -> None:
    path = saved(tmp_path, (7, LEFT), (77, RIGHT))
    answering = recogniser(ToldDetector([LEFT, RIGHT], upright=True))
    front, back = with_back(answering, seed=77).recognise(path, k=3).sightings
    assert (front.back, front.matches[0].card.card_id) == (None, "7")
    assert (back.back, back.verdict, back.matches) == ("shapes", Verdict.UNKNOWN, ())
    assert [sighting.back for sighting in answering.recognise(path, k=3).sightings] == [None, None]


def test_a_card_that_is_nearer_than_the_back_stays_a_card(tmp_path: Path) -> None:
    """A catalogue may hold the very picture as a card."""
    path = saved(tmp_path, (7, LEFT))
    (only,) = with_back(recogniser(ToldDetector([LEFT], upright=True)), seed=7).recognise(path, k=3).sightings
    assert (only.back, only.matches[0].card.card_id) == (None, "7")


def test_other_backs_make_a_look_stale() -> None:
    answering = recogniser(ToldDetector([], upright=True))
    one, other = with_back(answering, seed=77), with_back(answering, seed=77)
    assert one.provenance == other.provenance != answering.provenance


def test_a_look_says_by_which_loop_it_was_made_and_an_older_one_s_is_stale(monkeypatch: pytest.MonkeyPatch) -> None:
    answering = recogniser(ToldDetector([], upright=True))
    now = answering.provenance
    assert now.reader_hash is not None and now.reader_hash.startswith(f"loop-{loop.VERSION}:")
    monkeypatch.setattr(recognise, "VERSION", loop.VERSION + 1)
    assert answering.provenance != now
    assert answering.provenance.model_hash == now.model_hash, "labels replay: vectors are the same"


def test_another_detector_makes_a_look_stale_and_leaves_vectors_comparable() -> None:
    answering = recogniser(ToldDetector([], upright=True))

    def provenance(detector: str) -> Provenance:
        card = {**answering.model.card, "detector": {"sha256": detector}}
        return dataclasses.replace(answering, model=dataclasses.replace(answering.model, card=card)).provenance

    assert provenance("a") == provenance("a") != provenance("b")
    assert provenance("a").model_hash == provenance("b").model_hash


def filling(tmp_path: Path, seed: int, *, turned: int = 0, size: tuple[int, int] = (610, 850)) -> Path:
    """A photo that is a card and nothing else."""
    corners = np.array([(0.0, 0), (size[0], 0), (size[0], size[1]), (0, size[1])])
    pixels = photo_of(card(seed), corners, size=size, ground=(60, 60, 66))
    path = tmp_path / "photo.png"
    Image.fromarray(np.ascontiguousarray(np.rot90(pixels, turned))).save(path)
    return path


@pytest.mark.parametrize("turned", [0, 1, 2, 3])
@pytest.mark.parametrize("proposed", ["nothing", "a patch within"])
def test_a_card_that_fills_the_photo_is_one_whatever_is_proposed(tmp_path: Path, turned: int, proposed: str) -> None:
    path = filling(tmp_path, 7, turned=turned)
    patch = np.array([(150.0, 180), (450, 180), (450, 430), (150, 430)])
    base = recogniser(ToldDetector([] if proposed == "nothing" else [patch], upright=True))
    eyes = dataclasses.replace(base, contrasts=ContrastMaps(lambda name: card(int(name, 16))))
    (sighting,) = eyes.recognise(path, k=3).sightings
    assert sighting.matches[0].card.card_id == "7"
    tall, wide = np.asarray(Image.open(path)).shape[:2]
    assert np.array_equal(sighting.corners.min(axis=0), (0, 0))
    assert np.array_equal(sighting.corners.max(axis=0), (wide, tall))


def test_a_photo_that_is_no_card_of_the_catalogue_is_not_made_one(tmp_path: Path) -> None:
    base = recogniser(ToldDetector([], upright=True))
    judge = dataclasses.replace(base.model.judge, likely_score=0.95)
    eyes = dataclasses.replace(base, model=dataclasses.replace(base.model, judge=judge))
    assert len(eyes.recognise(filling(tmp_path, 7), k=3).sightings) == 1
    assert eyes.recognise(filling(tmp_path, 700), k=3).sightings == (), "a stranger, which no outline speaks for"
    wide = filling(tmp_path, 7, size=(1400, 600))
    assert eyes.recognise(wide, k=3).sightings == (), "no card has such a shape"


def test_a_stranger_is_unknown_only_where_most_cards_could_be_known_in_a_photo(tmp_path: Path) -> None:
    path, base = saved(tmp_path, (700, LEFT)), recogniser(ToldDetector([LEFT], upright=True))
    judge = dataclasses.replace(base.model.judge, likely_score=2.0, unknown_gap=2.0)
    base = dataclasses.replace(base, model=dataclasses.replace(base.model, judge=judge))

    def verdict(unpictured: int, names: Any = None) -> Verdict:
        named = {CardKey("g", f"more {number}"): "名" for number in range(unpictured)}
        view = dataclasses.replace(base.view, unpictured=named)
        (sighting,) = dataclasses.replace(base, view=view, names=names).recognise(path, k=3).sightings
        return sighting.verdict

    assert verdict(0) is verdict(CARDS) is Verdict.UNKNOWN
    assert verdict(CARDS + 1) is Verdict.UNSURE
    read = SimpleNamespace(read=lambda _: [], places=(), table=print_table(), unread=lambda cards: set())
    read.read_at = lambda pixels, bands: None
    assert verdict(CARDS + 1, names=read) is Verdict.UNKNOWN


def test_a_photo_that_is_likely_a_card_is_none_where_the_cards_picture_does_not_agree(tmp_path: Path) -> None:
    path = filling(tmp_path, 7)
    base = recogniser(ToldDetector([], upright=True))
    assert (
        len(dataclasses.replace(base, contrasts=ContrastMaps(lambda name: card(7))).recognise(path, k=1).sightings) == 1
    )
    nothing = np.random.default_rng(1).integers(0, 256, card(7).shape).astype(np.uint8)
    other = dataclasses.replace(base, contrasts=ContrastMaps(lambda name: nothing))
    assert other.recognise(path, k=1).sightings == ()
