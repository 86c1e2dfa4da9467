"""A catalogue's own test: what it says, and that it moves claims towards the truth and never makes *sure* easier."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from karuta.domain.calibration import Correction
from karuta.domain.self_test import AskedPhoto, SelfTest, correction_of, expected

SURE, LIKELY = 0.9, 0.5
SOUND = AskedPhoto("a", "plain", right=True, probability=0.999, sure=True, stranger=0.02)


def made(asked: Sequence[AskedPhoto]) -> SelfTest:
    return SelfTest("a" * 64, "e" * 64, 1000, len(asked), tuple(asked))


def overconfident(photos: int, *, seed: int, more: float = 2.0) -> list[AskedPhoto]:
    """Answers whose claims are too high by `more` in log odds: of true chances from the middle to near one."""
    rng = np.random.default_rng(seed)

    def claim(chance: float) -> float:
        return float(1 / (1 + np.exp(-np.log(chance / (1 - chance)) - more)))

    found = []
    for number in range(photos):
        known, strange = float(rng.uniform(0.5, 0.99)), float(rng.beta(1.2, 6))
        said = claim(known)
        is_right = bool(rng.random() < known)
        found.append(AskedPhoto(str(number), "hard", is_right, said, said >= SURE, claim(strange)))
    return found


def apart(asked: Sequence[AskedPhoto], correction: Correction) -> float:
    """How far the mean claim is from how often it was right."""
    claims = [correction.of(request.probability) for request in asked if request.probability is not None]
    return abs(sum(claims) / len(claims) - sum(request.right for request in asked) / len(claims))


def test_claims_that_are_too_high_are_moved_towards_the_truth() -> None:
    found = correction_of(made(overconfident(200, seed=1)), sure=SURE, likely=LIKELY)
    others = overconfident(2000, seed=2)
    assert apart(others, Correction()) > 0.1
    assert apart(others, found) < 0.4 * apart(others, Correction())


def test_a_few_photos_change_little_and_none_change_nothing() -> None:
    assert correction_of(made([]), sure=SURE, likely=LIKELY) == Correction()
    few = correction_of(made(overconfident(5, seed=3)), sure=SURE, likely=LIKELY)
    many = correction_of(made(overconfident(200, seed=3)), sure=SURE, likely=LIKELY)
    assert abs(few.of(0.9) - 0.9) < 0.3 * abs(many.of(0.9) - 0.9)


@given(st.integers(0, 10_000), st.floats(-4, 4), st.lists(st.floats(0, 1), min_size=2, max_size=8))
def test_the_order_of_answers_stays(seed: int, more: float, claims: list[float]) -> None:
    found = correction_of(made(overconfident(40, seed=seed, more=more)), sure=SURE, likely=LIKELY)
    moved = [found.of(claim) for claim in sorted(claims)]
    assert moved == sorted(moved)
    assert all(0 <= probability <= 1 for probability in moved)


def wrong_sure(count: int, *, photos: int = 200) -> Correction:
    """The likeliest of the wrong ones claims 0.99."""
    wrong = [replace(SOUND, stranger=0.99 - number / 1000, stranger_sure=True) for number in range(count)]
    return correction_of(made([SOUND] * (photos - count) + wrong), sure=SURE, likely=LIKELY)


def test_one_wrong_answer_in_two_hundred_was_promised_and_two_are_too_many() -> None:
    assert wrong_sure(1).sure_from == 0
    found = wrong_sure(2)
    assert found.sure_from > SURE
    # The second of them passes no more, and the first does.
    assert found.sure_from > min(0.989, found.of(0.989))
    assert found.sure_from <= min(0.99, found.of(0.99))


def test_a_wrong_answer_that_was_not_sure_takes_nothing_from_sure() -> None:
    asked = [SOUND] * 150 + [replace(SOUND, right=False, probability=0.7, sure=False)] * 50
    assert correction_of(made(asked), sure=SURE, likely=LIKELY).sure_from == 0


def test_likely_becomes_harder_where_strangers_pass_and_no_usual_card_is_lost_by_it() -> None:
    known = [replace(SOUND, probability=0.97) for _ in range(180)]
    strange = [replace(SOUND, stranger=0.55 + number / 500) for number in range(20)]
    found = correction_of(made(known + strange), sure=SURE, likely=LIKELY)
    passed = [photo for photo in strange if photo.stranger and found.of(photo.stranger) >= found.likely_from]
    assert len(passed) == 2
    assert found.likely_from < found.of(0.97)
    # Where the cards' own claims are low, half-way is as far as it goes.
    low = [replace(SOUND, probability=0.53, sure=False) for _ in range(180)]
    nearer = correction_of(made(low + strange), sure=SURE, likely=LIKELY)
    assert nearer.likely_from < nearer.of(0.53)
    assert correction_of(made(known + strange[:1]), sure=SURE, likely=LIKELY).likely_from == 0


def of_game(game: str, photo: AskedPhoto, *, taken_for: str = "") -> AskedPhoto:
    return replace(photo, game=game, first_game=game, stranger_game=taken_for or game)


def test_each_game_with_enough_photos_has_bounds_of_its_own() -> None:
    passing = replace(SOUND, stranger=0.8)
    asked = [of_game("a", SOUND)] * 80 + [of_game("b", passing)] * 80 + [of_game("c", passing)] * 20
    test = made(asked)
    found = correction_of(test, sure=SURE, likely=LIKELY)
    assert test.games == ["a", "b", "c"] and test.games_with_bounds == ["a", "b"]
    assert found.for_game("c") == found.for_game("new") == found
    assert found.for_game("a").of(0.8) > 0.75 and found.for_game("b").of(0.8) < LIKELY
    accepted = expected(asked, replace(found, games=(("b", Correction()),)), likely=LIKELY).accepted
    assert accepted is not None and accepted.k == 80


def test_a_missing_card_counts_against_the_game_for_which_it_is_taken() -> None:
    wrong = replace(SOUND, stranger=0.99, stranger_sure=True)
    asked = [of_game("a", wrong, taken_for="b")] * 3 + [of_game("a", SOUND)] * 77 + [of_game("b", SOUND)] * 80
    found = correction_of(made(asked), sure=SURE, likely=LIKELY)
    assert found.for_game("a").sure_from == 0
    assert found.for_game("b").sure_from > SURE


def test_one_game_has_the_common_bounds_and_the_hash_that_it_had() -> None:
    asked = [replace(SOUND, stranger=0.8)] * 200
    found = correction_of(made([of_game("a", photo) for photo in asked]), sure=SURE, likely=LIKELY)
    assert found == correction_of(made(asked), sure=SURE, likely=LIKELY) and not found.games
    assert replace(found, games=(("a", Correction()),)).hash != found.hash


def test_the_sentence_says_what_to_expect_of_usual_photos_and_of_strangers() -> None:
    brutal = replace(SOUND, grade="brutal", right=False, probability=0.4, sure=False)
    wrong = replace(SOUND, right=False, probability=0.4, sure=False, stranger=0.7)
    found = expected([*[SOUND] * 98, wrong, wrong, *[brutal] * 50], Correction(), likely=LIKELY)
    assert found.right is not None and (found.right.k, found.right.n) == (98, 100)
    assert found.accepted is not None and (found.accepted.k, found.accepted.n) == (2, 150)
    assert found.sentence == (
        "The right card comes first in 98 % of photos (93-99 %), and 1 % of cards that the catalogue lacks are taken "
        "for another card (0-5 %), by 150 simulated photos of its own cards."
    )


def test_only_a_catalogue_that_surely_does_less_well_is_called_short() -> None:
    wrong, strange = replace(SOUND, right=False), replace(SOUND, stranger=0.9)
    for asked, is_short in (
        ([SOUND] * 200, False),
        ([SOUND] * 195 + [wrong] * 5, False),
        ([SOUND] * 185 + [wrong] * 15, True),
        ([SOUND] * 198 + [strange] * 2, False),
        ([SOUND] * 188 + [strange] * 12, True),
        ([], False),
    ):
        assert expected(asked, Correction(), likely=LIKELY).is_short is is_short


@pytest.mark.parametrize("figures", [(0.0, 0.0, 0.0), (1.0, float("nan"), 0.0), (1.0, 0.0, 1.5)])
def test_a_correction_that_could_turn_answers_round_is_refused(figures: tuple[float, float, float]) -> None:
    with pytest.raises(ValueError, match="correction"):
        Correction(*figures)
