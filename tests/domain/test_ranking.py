"""Ranking: different cards, best first, and a verdict that holds for catalogues of any size."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Sequence
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.lab.replay import same_beside

from karuta.domain.calibration import Calibration, CropQuality, Curve, Likened, VerdictBound
from karuta.domain.card import Artwork, CardKey
from karuta.domain.match import CatalogueView, Neighbour, Verdict
from karuta.domain.ranking import (
    COMPARED,
    MOST_COMPARED,
    NEARLY,
    PictureSimilarity,
    Ranking,
    Thresholds,
    in_order,
    rank,
)

SHARP = CropQuality(sharpness=1.0, light=0.5, contrast=0.2, pixels=500.0, outline=0.9)
THRESHOLDS = Thresholds(likely_gap=0.2, unknown_gap=0.05, likely_score=0.5, sharpness=0.1)


def artwork(card: str, picture: str, *, kind: str = "main", game: str = "g") -> Artwork:
    return Artwork(CardKey(game, card), f"Card {card}", f"{picture}.webp", kind, picture)


def shelf(*artworks: Artwork) -> CatalogueView:
    return CatalogueView.of(artworks)


def near(**scores: float) -> list[Neighbour]:
    ordered = sorted(scores.items(), key=lambda item: -item[1])
    return [Neighbour(picture_sha256=picture, score=score) for picture, score in ordered]


def verdict(view: CatalogueView, neighbours: list[Neighbour], *, sharpness: float = 1.0) -> Verdict:
    return rank(neighbours, view, k=5, judge=THRESHOLDS, quality=replace(SHARP, sharpness=sharpness)).verdict


MANY = shelf(*(artwork(str(i), f"p{i}") for i in range(20)))
SPREAD = {f"p{i}": 0.3 for i in range(1, 20)}


def test_a_card_is_ranked_once_by_its_best_picture() -> None:
    view = shelf(artwork("1", "a"), artwork("1", "b", kind="alternate"), artwork("2", "c"))
    matches = rank(near(b=0.9, a=0.7, c=0.6), view, k=5, judge=THRESHOLDS, quality=SHARP).matches
    assert [(m.card.card_id, m.artwork, m.score) for m in matches] == [("1", "b.webp", 0.9), ("2", "c.webp", 0.6)]


def test_a_first_score_that_stands_out_is_likely_and_never_sure() -> None:
    assert verdict(MANY, near(p0=0.9, **SPREAD)) is Verdict.LIKELY


def test_a_first_score_among_equals_is_unknown() -> None:
    assert verdict(MANY, near(p0=0.32, **SPREAD)) is Verdict.UNKNOWN


def test_a_first_score_a_little_ahead_is_unsure() -> None:
    assert verdict(MANY, near(p0=0.42, **SPREAD)) is Verdict.UNSURE


def test_a_crop_too_poor_to_judge_is_unreadable_whatever_the_scores() -> None:
    assert verdict(MANY, near(p0=0.9, **SPREAD), sharpness=0.05) is Verdict.UNREADABLE


def test_one_card_alone_is_judged_by_its_score() -> None:
    view = shelf(artwork("1", "a"))
    assert verdict(view, near(a=0.9)) is Verdict.LIKELY
    assert verdict(view, near(a=0.2)) is Verdict.UNKNOWN


def test_two_cards_that_share_a_picture_are_never_told_apart() -> None:
    view = shelf(artwork("1", "a"), artwork("2", "a"), *(artwork(str(i), f"p{i}") for i in range(3, 20)))
    ranking = rank(near(a=0.95, **{f"p{i}": 0.3 for i in range(3, 20)}), view, k=5, judge=THRESHOLDS, quality=SHARP)
    assert [m.card.card_id for m in ranking.matches[:2]] == ["1", "2"]
    assert ranking.verdict is Verdict.UNSURE


def test_a_retired_picture_is_passed_over() -> None:
    matches = rank(near(gone=0.99, p3=0.5), MANY, k=5, judge=THRESHOLDS, quality=SHARP).matches
    assert [m.card.card_id for m in matches] == ["3"]


def test_equal_scores_are_ordered_by_card_id() -> None:
    view = shelf(artwork("b", "x"), artwork("a", "x"), artwork("a", "x", game="f"))
    matches = rank(near(x=0.5), view, k=5, judge=THRESHOLDS, quality=SHARP).matches
    assert [str(m.card) for m in matches] == ["f:a", "g:a", "g:b"]


@given(
    st.dictionaries(st.integers(0, 40), st.floats(-1, 1), max_size=40),
    st.integers(1, 50),
    st.integers(1, 6),
)
def test_matches_are_different_cards_best_first_and_as_many_as_there_are(
    scores: dict[int, float], k: int, artworks_a_card: int
) -> None:
    view = shelf(*(artwork(str(i // artworks_a_card), f"p{i}") for i in range(41)))
    ranking = rank(near(**{f"p{i}": s for i, s in scores.items()}), view, k=k, judge=THRESHOLDS, quality=SHARP)
    cards = {i // artworks_a_card for i in scores}
    assert len(ranking.matches) == min(k, len(cards))
    assert len({m.card for m in ranking.matches}) == len(ranking.matches)
    assert all(a.score >= b.score for a, b in itertools.pairwise(ranking.matches))
    assert ranking.verdict is not Verdict.SURE


def flat(n: int, **weights: float) -> Curve:
    linear = [weights.get(f"w{i}", 0.0) for i in range(n)]
    return Curve((0.0,) * n, (1.0,) * n, (weights.get("b", 0.0), *linear, *(0.0,) * (n * (n + 1) // 2)))


BOUND = VerdictBound(((0.0, 0.9),))
CALIBRATION = Calibration(
    flat(9), flat(6), flat(5), BOUND, 0.5, VerdictBound(((0.0, 0.1),)), 0.5, 0.01, 0.5, 0.05,
    likened=Likened(1.0, flat(10, w1=9.0), flat(7, w1=9.0), BOUND, VerdictBound(((0.0, 0.1),))),
)  # fmt: skip


def laid_over(**similarities: float) -> Callable[[Sequence[str]], list[PictureSimilarity | None]]:
    return lambda pictures: [PictureSimilarity(similarities.get(picture, 0.2), 0.0) for picture in pictures]


def test_the_picture_that_is_more_alike_comes_first_and_scores_stay_what_they_are() -> None:
    near_ones = near(p0=0.7, p1=0.66, **{f"p{i}": 0.3 for i in range(2, 20)})
    plain = rank(near_ones, MANY, k=4, judge=CALIBRATION, quality=SHARP)
    likened = rank(near_ones, MANY, k=4, judge=CALIBRATION, quality=SHARP, similarity=laid_over(p1=0.9))
    assert [m.card.card_id for m in plain.matches][:2] == ["0", "1"]
    assert [(m.card.card_id, m.score) for m in likened.matches][:2] == [("1", 0.66), ("0", 0.7)]
    chances = [m.probability for m in likened.matches]
    assert chances == sorted(chances, reverse=True)
    assert likened.verdict is Verdict.SURE
    assert (
        rank(near_ones, MANY, k=4, judge=CALIBRATION, quality=SHARP, similarity=laid_over()).verdict is not Verdict.SURE
    )


def test_a_card_that_differs_in_one_place_from_the_first_picture_is_not_sure() -> None:
    near_ones = near(**{f"p{i}": 0.8 - i / 10 for i in range(4)})
    asks = flat(11, w1=9.0, w10=3.0, b=-3.0)
    likened = Likened(1.0, asks, flat(8), BOUND, VerdictBound(((0.0, 0.1),)))
    judge = replace(CALIBRATION, likened=likened)

    def verdict(least: float) -> Verdict:
        told = [PictureSimilarity(0.9, least), *[PictureSimilarity(0.2, 0.0)] * 3]
        return rank(near_ones, MANY, k=4, judge=judge, quality=SHARP, similarity=lambda some: told[: len(some)]).verdict

    assert verdict(0.8) is Verdict.SURE
    assert verdict(0.0) is Verdict.LIKELY


def test_a_confirmed_crop_has_to_be_the_more_alike_for_being_a_photo_too() -> None:
    def first(alike: float, score: float = 0.76) -> tuple[str, bool]:
        crop = Neighbour("p1", score, exemplar=True)
        near_ones = [crop, *near(p0=0.66, **{f"p{i}": 0.3 for i in range(2, 20)})]
        told = laid_over(p0=0.5, p1=alike)
        match = rank(near_ones, MANY, k=4, judge=CALIBRATION, quality=SHARP, similarity=told).matches[0]
        return match.card.card_id, match.exemplar

    assert first(0.5) == ("0", False)
    assert first(0.61) == ("1", True)
    assert first(0.5, score=0.87) == ("1", True)


def test_a_picture_that_cannot_be_had_leaves_the_order_to_the_scores() -> None:
    near_ones = near(p0=0.7, p1=0.66, **{f"p{i}": 0.3 for i in range(2, 20)})
    missing = rank(near_ones, MANY, k=4, judge=CALIBRATION, quality=SHARP, similarity=lambda some: [None] * len(some))
    assert missing == rank(near_ones, MANY, k=4, judge=CALIBRATION, quality=SHARP)


LARGE = shelf(*(artwork(str(i), f"p{i}") for i in range(40)))


def brought(scores: Sequence[float], **alike: float) -> list[str]:
    near_ones = near(**{f"p{i}": score for i, score in enumerate(scores)})
    kept = rank(near_ones, LARGE, k=COMPARED, judge=CALIBRATION, quality=SHARP, similarity=laid_over(**alike)).matches
    return [match.card.card_id for match in kept]


def test_a_card_with_nearly_the_first_score_is_brought_to_the_first_place_by_its_picture() -> None:
    close = [0.6 - i / 300 for i in range(40)]
    assert brought(close, p20=0.9)[0] == "20"
    assert set(brought(close, p20=0.9)[1:]) < {str(i) for i in range(COMPARED)}
    # Only one of them, and only to the first place.
    assert set(brought(close, p3=0.9, p20=0.8)) == {str(i) for i in range(COMPARED)}
    assert [card for card in brought(close, p20=0.9, p15=0.8) if int(card) >= COMPARED] == ["20"]
    # Not those that are far behind, by score or by rank.
    far = [0.6, *[0.6 - NEARLY - 0.01 - i / 300 for i in range(30)]]
    assert set(brought(far, p20=0.9)) == {str(i) for i in range(COMPARED)}
    assert str(MOST_COMPARED) not in brought(close, **{f"p{MOST_COMPARED}": 0.9})


def test_a_rival_behind_the_first_nine_takes_from_the_lead() -> None:
    close = near(**{f"p{i}": 0.6 - i / 300 for i in range(40)})

    def lead(rival: float) -> float | None:
        told = laid_over(p0=0.9, p20=rival)
        return in_order(close, LARGE, judge=CALIBRATION, similarity=told).evidence(count=40).second_gap

    assert lead(0.9) == pytest.approx(20 / 300)
    assert lead(0.2) == pytest.approx(0.7 + 1 / 300)


@given(
    scores=st.lists(st.floats(0, 0.3), min_size=12, max_size=30),
    alike=st.lists(st.floats(-1, 1), min_size=30, max_size=30),
)
def test_whatever_is_brought_forward_the_list_is_the_search_s_own_and_replays(
    scores: list[float], alike: list[float]
) -> None:
    near_ones = near(**{f"p{i}": score for i, score in enumerate(scores)})
    told = laid_over(**{f"p{i}": value for i, value in enumerate(alike)})
    kept = rank(near_ones, LARGE, k=COMPARED, judge=CALIBRATION, quality=SHARP, similarity=told).matches
    best = {CardKey("g", str(i)): score for i, score in enumerate(scores)}
    assert {match.card for match in kept} <= set(best)
    assert same_beside(kept, best)
    chances = [match.probability for match in kept]
    assert chances == sorted(chances, key=lambda one: -(one or 0))


@given(
    scores=st.lists(st.floats(-1, 1), min_size=1, max_size=15),
    alike=st.lists(st.floats(-1, 1), min_size=15, max_size=15),
)
def test_whatever_the_similarities_probabilities_fall_and_sum_to_at_most_one(
    scores: list[float], alike: list[float]
) -> None:
    near_ones = near(**{f"p{i}": score for i, score in enumerate(scores)})
    told = {f"p{i}": value for i, value in enumerate(alike)}
    found = rank(near_ones, MANY, k=12, judge=CALIBRATION, quality=SHARP, similarity=laid_over(**told)).matches
    chances = [m.probability for m in found if m.probability is not None]
    assert len(chances) == min(len(scores), 12)
    assert sum(chances) <= 1 + 1e-9
    assert all(one >= other - 1e-12 for one, other in itertools.pairwise(chances))


def test_two_cards_with_one_picture_are_alike_and_never_sure() -> None:
    view = shelf(artwork("1", "a"), artwork("2", "a"), *(artwork(str(i), f"p{i}") for i in range(3, 20)))
    near_ones = near(a=0.9, **{f"p{i}": 0.3 for i in range(3, 20)})
    found = rank(near_ones, view, k=3, judge=CALIBRATION, quality=SHARP, similarity=laid_over(a=0.95))
    assert found.verdict is not Verdict.SURE
    assert found.matches[0].probability == found.matches[1].probability


def part_of(view: CatalogueView, scores: list[Neighbour], alike: dict[str, float]) -> Ranking:
    def similarity(pictures: Sequence[str]) -> list[PictureSimilarity | None]:
        return [PictureSimilarity(alike.get(picture, 0.3), 0.0) for picture in pictures]

    flat = Curve((0.0,) * 11, (1.0,) * 11, (-3.0, *(0.0,) * 77))
    alone = Curve((0.0,) * 8, (1.0,) * 8, (-3.0, *(0.0,) * 44))
    bound = VerdictBound(((0.0, 0.5),))
    likened = Likened(1.0, flat, alone, bound, bound)
    low = Curve((0.0,) * 9, (1.0,) * 9, (0.0,) * 55)
    six, five = Curve((0.0,) * 6, (1.0,) * 6, (0.0,) * 28), Curve((0.0,) * 5, (1.0,) * 5, (0.0,) * 21)
    judge = Calibration(low, six, five, bound, 0.5, bound, 0.5, 0.01, 0.5, 0.05, likened)
    return rank(scores, view, k=5, judge=judge, quality=SHARP, similarity=similarity, part=True)


def test_a_part_that_agrees_and_leads_is_likely_whatever_whole_cards_would_be() -> None:
    found = part_of(MANY, near(p0=0.4, **SPREAD), {"p0": 0.8})
    assert found.verdict is Verdict.LIKELY
    assert found.matches[0].probability == 0.5, "no less than likely begins at"


@pytest.mark.parametrize(
    ("scores", "alike"),
    [
        pytest.param({"p0": 0.4, **SPREAD}, {"p0": 0.58}, id="it does not agree"),
        pytest.param({"p0": 0.4, **SPREAD}, {"p0": 0.8, "p15": 0.82}, id="a frame far behind is as alike"),
        pytest.param({"p0": 0.24, **{f"p{i}": 0.1 for i in range(1, 20)}}, {"p0": 0.9}, id="the search says nothing"),
    ],
)
def test_a_part_that_may_be_anybodys_is_nobodys(scores: dict[str, float], alike: dict[str, float]) -> None:
    assert part_of(MANY, near(**scores), alike).verdict is Verdict.UNKNOWN


def test_of_a_part_nobody_is_brought_forward_from_where_a_label_could_not_be_replayed() -> None:
    view = shelf(*(artwork(str(i), f"p{i}") for i in range(60)))
    scores = {f"p{i}": 0.5 - 0.005 * i for i in range(60)}
    found = part_of(view, near(**scores), {"p0": 0.5, "p50": 0.95})
    assert found.matches[0].card.card_id == "0"
    assert found.verdict is Verdict.UNKNOWN
