"""The figures of an evaluation, each counted by hand in a small world."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.judged import photo, recognition, row, sighting, square

from karuta.domain.evaluation import Evaluation, evaluation, figures
from karuta.domain.judging import Failing, PhotoOutcome, failed, judge
from karuta.domain.match import Verdict
from karuta.domain.recognition import FoundSighting
from karuta.domain.statistics import Share
from karuta.domain.truth import Rotation, TruthCard

LETTERS = st.text("abcde", min_size=1, max_size=5)
SIGHTINGS = st.builds(
    lambda cards, verdict, at, score: sighting(cards, verdict, at=at, score=score),
    LETTERS,
    st.sampled_from(list(Verdict)),
    st.sampled_from([0.0, 30.0, 200.0, 400.0]),
    st.floats(0.2, 1.0),
)
ROWS = st.builds(
    lambda ids, at, kind: row(ids, at=at, kind=kind),
    st.sampled_from(["", "a", "b", "a|c"]),
    st.sampled_from([None, 0.0, 200.0]),
    st.sampled_from(["old", "new"]),
)
OUTCOMES = st.builds(
    lambda rows, seen: judge(photo(*rows), recognition(*seen)),
    st.lists(ROWS, min_size=1, max_size=4),
    st.lists(SIGHTINGS, max_size=4),
)


def of(truth: TruthCard | list[TruthCard], *seen: FoundSighting) -> PhotoOutcome:
    return judge(photo(*(truth if isinstance(truth, list) else [truth])), recognition(*seen))


def counted(share: Share | None) -> tuple[int, int] | None:
    return None if share is None else (share.k, share.n)


def measured(*outcomes: PhotoOutcome, conditions: tuple[str, ...] = ()) -> Evaluation:
    return evaluation(outcomes, conditions=conditions, model="m", index="i")


def test_right_at_1_and_in_five_are_shares_of_the_known_cards() -> None:
    found = figures([of(row("a"), sighting("ab")), of(row("a"), sighting("bcda")), of(row("a"), sighting("bcdefa"))])
    assert counted(found.right_at_1) == (1, 3)
    assert counted(found.right_at_5) == (2, 3)


def test_the_verdict_does_not_make_a_first_match_wrong() -> None:
    found = figures([of(row("a"), sighting("a", Verdict.UNKNOWN))])
    assert counted(found.right_at_1) == (1, 1)
    assert counted(found.known_refused) == (1, 1)


def test_a_photo_with_an_error_is_wrong_for_known_cards_and_for_strangers() -> None:
    found = figures([failed(photo(row("a"), row("")), "truncated")])
    assert (found.n_photos, found.n_cards) == (1, 2)
    assert counted(found.right_at_1) == (0, 1)
    assert counted(found.found) == (0, 1)
    assert counted(found.unknown_rejected) == (0, 1)
    assert found.false_sightings is None


def test_a_stranger_is_right_when_no_sighting_of_it_is_sure_or_likely() -> None:
    photos = [
        of(row("")),
        of(row(""), sighting("x", Verdict.UNSURE)),
        of(row(""), sighting("x", Verdict.LIKELY)),
        of(row(""), sighting("x", Verdict.UNKNOWN, score=0.9), sighting("y", Verdict.SURE, score=0.2)),
    ]
    found = figures(photos)
    assert counted(found.unknown_rejected) == (2, 4)
    assert counted(found.unknown_sure) == (1, 4)
    assert found.right_at_1 is None
    assert found.found is None


def test_a_stranger_with_corners_is_there_to_be_found() -> None:
    found = figures([of(row("", at=0), sighting("x", Verdict.UNKNOWN, at=0)), of(row("", at=0))])
    assert counted(found.found) == (1, 2)
    assert counted(found.unknown_rejected) == (2, 2)


def test_false_sightings_are_a_share_of_all_sightings() -> None:
    found = figures([of(row("a"), sighting("a"), sighting("b", score=0.3)), of(row("a", at=0), sighting("a", at=900))])
    assert counted(found.false_sightings) == (2, 3)


def test_sure_counts_strangers_as_wrong_and_covers_known_cards_only() -> None:
    found = figures(
        [
            of(row("a"), sighting("a", Verdict.SURE)),
            of(row("a"), sighting("b", Verdict.SURE)),
            of(row("a"), sighting("a", Verdict.LIKELY)),
            of(row("a")),
            of(row(""), sighting("x", Verdict.SURE)),
        ]
    )
    assert counted(found.sure_right) == (1, 3)
    assert counted(found.sure_coverage) == (2, 4)


def test_either_of_two_right_ids_is_right() -> None:
    assert counted(figures([of(row("a|b"), sighting("b"))]).right_at_1) == (1, 1)
    assert counted(figures([of(row("g:b"), sighting("b"))]).right_at_1) == (1, 1)
    assert counted(figures([of(row("other:b"), sighting("b"))]).right_at_1) == (0, 1)


def test_a_card_seen_upside_down_is_found_and_not_the_right_way_round() -> None:
    wrong = sighting("a", corners=square(0, turn=2))
    found = figures([of(row("a", at=0), wrong), of(row("a", at=0), sighting("a"))])
    assert counted(found.found) == (2, 2)
    assert counted(found.upright) == (1, 2)


def test_calibration_is_of_every_paired_row_and_a_strangers_answer_is_wrong() -> None:
    found = figures(
        [
            of(row("a"), sighting("a", probability=0.75)),
            of(row("a"), sighting("a", probability=0.75)),
            of(row(""), sighting("a", probability=0.75)),
            of(row("a")),
        ]
    )
    assert found.calibration_error == pytest.approx(abs(0.75 - 2 / 3))


def test_figures_are_grouped_by_every_condition_and_by_rotation() -> None:
    found = measured(
        of(row("a", at=0, lang="FR"), sighting("a")),
        of(row("a", at=0, lang="FR"), sighting("b")),
        of(row("", lang=""), sighting("b", Verdict.UNKNOWN)),
        conditions=("lang",),
    )
    assert list(found.by["lang"]) == ["FR", ""]
    assert counted(found.by["lang"]["FR"].right_at_1) == (1, 2)
    assert counted(found.by["lang"][""].unknown_rejected) == (1, 1)
    assert found.by["lang"][""].right_at_1 is None
    assert {name: f.n_cards for name, f in found.by_rotation.items()} == {Rotation.UPRIGHT: 2}


@pytest.mark.parametrize(
    ("outcome", "failing"),
    [
        (of(row("a"), sighting("b", Verdict.SURE)), Failing.SURE_AND_WRONG),
        (of(row("a"), sighting("b", Verdict.LIKELY)), Failing.WRONG),
        (of(row("a"), sighting("a", Verdict.UNREADABLE)), Failing.REFUSED),
        (of(row("a")), Failing.MISSED),
        (of(row(""), sighting("b", Verdict.LIKELY)), Failing.STRANGER_ACCEPTED),
        (of(row(""), sighting("b", Verdict.UNKNOWN)), None),
        (of(row("a"), sighting("a", Verdict.UNSURE)), None),
        (failed(photo(row("a")), "missing"), None),
    ],
)
def test_each_way_to_fail_has_its_name(outcome: PhotoOutcome, failing: Failing | None) -> None:
    assert outcome.cards[0].failing is failing


@given(st.lists(OUTCOMES, min_size=1, max_size=6))
def test_figures_hold_together_whatever_was_seen(outcomes: list[PhotoOutcome]) -> None:
    found = measured(*outcomes, conditions=("kind",))
    whole = found
    known = sum(card.card.names_card for outcome in outcomes for card in outcome.cards)
    assert whole.n_cards == sum(len(outcome.photo.cards) for outcome in outcomes)
    assert counted(whole.right_at_1) is None or whole.right_at_1.n == known  # type: ignore[union-attr]
    if whole.right_at_1 and whole.right_at_5 and whole.sure_coverage and whole.known_refused:
        assert whole.right_at_1.k <= whole.right_at_5.k <= known
        assert whole.sure_coverage.k + whole.known_refused.k <= known
    groups = found.by["kind"].values()
    for key in ("right_at_1", "found", "unknown_rejected", "sure_right", "upright"):
        assert _total(groups, key) == (counted(getattr(whole, key)) or (0, 0))
    paired = sum(card.sighting is not None for outcome in outcomes for card in outcome.cards)
    if whole.false_sightings:
        assert whole.false_sightings.n == whole.false_sightings.k + paired


def _total(groups: object, key: str) -> tuple[int, int]:
    shares = [share for group in groups if (share := getattr(group, key))]  # type: ignore[attr-defined]
    return sum(share.k for share in shares), sum(share.n for share in shares)


@given(st.lists(OUTCOMES, min_size=1, max_size=4))
def test_no_sighting_answers_two_rows_and_none_is_lost(outcomes: list[PhotoOutcome]) -> None:
    for outcome in outcomes:
        used = [card.sighting for card in outcome.cards if card.sighting is not None] + list(outcome.false_sightings)
        assert len(used) == len(set(used))
        assert sorted(used) == list(range(len(used)))
