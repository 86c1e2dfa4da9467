"""What a line of large letters says: whose name it is, how sure that is, and what that says of a picture's cards."""

from __future__ import annotations

import numpy as np
import pytest

from karuta.domain.card import CardKey
from karuta.domain.match import Verdict
from karuta.domain.printing.evidence import NOTHING
from karuta.domain.printing.names import FittingName, ReadName

BOX = np.array([(0, 0), (100, 0), (100, 10), (0, 10)], dtype=np.float64)
MARAUDER, MARAUDERS, SLEEP = (CardKey("game", name) for name in ("marauder", "marauders", "sleep"))


def fit(name: str, loss: float, *cards: CardKey, distance: int = 0) -> FittingName:
    return FittingName(name, frozenset(cards), len(name.replace(" ", "")), loss, distance)


def read_name(*fits: FittingName, is_part: bool = False) -> ReadName:
    return ReadName("as it was read", BOX, fits, is_part)


@pytest.mark.parametrize(
    ("loss", "verdict"), [(0.0, Verdict.SURE), (1.0, Verdict.SURE), (5.0, Verdict.LIKELY), (11.0, Verdict.UNKNOWN)]
)
def test_a_name_is_surer_the_less_of_what_was_read_it_leaves_out(loss: float, verdict: Verdict) -> None:
    read = read_name(fit("Ogre Marauder", loss, MARAUDER))
    assert read.verdict is verdict and (read.named is None) == (verdict is Verdict.UNKNOWN)


def test_of_a_long_name_two_letters_may_be_wrong_and_of_a_short_one_none() -> None:
    assert read_name(fit("Triumph of Ferocity", 8.0, MARAUDER, distance=2)).named is not None
    assert read_name(fit("Opt", 2.4, SLEEP, distance=1)).named is None


def test_a_name_that_another_fits_as_well_is_not_sure() -> None:
    read = read_name(fit("Ogre Marauder", 0.0, MARAUDER), fit("Ogre Marauders", 2.0, MARAUDERS))
    assert read.verdict is Verdict.LIKELY and sum(read.shares) <= 1


def test_a_name_that_a_longer_one_goes_on_from_is_not_sure_for_the_rest_may_be_hidden() -> None:
    assert read_name(fit("Dark Magician", 0.0, MARAUDER), is_part=True).verdict is Verdict.LIKELY


def test_a_name_that_two_cards_have_is_not_sure_and_both_are_matches() -> None:
    read = read_name(fit("Sleep", 0.0, SLEEP, MARAUDER))
    assert read.verdict is Verdict.LIKELY
    matches = read.matches(str, {}, k=5)
    assert {match.card for match in matches} == {SLEEP, MARAUDER} and {match.by for match in matches} == {"name"}


def test_what_was_read_weighs_for_the_cards_of_its_name_and_against_all_others() -> None:
    read = read_name(fit("Ogre Marauder", 0.0, MARAUDER), fit("Sleep", 40.0, SLEEP))
    here = read.witness([MARAUDER, SLEEP])
    assert here.weight(MARAUDER) > 6 and here.weight(SLEEP) == 0 == here.weight_elsewhere
    assert read.witness([SLEEP]).weight_elsewhere > 6
    assert read_name(fit("Ogre Marauder", -NOTHING * 9, MARAUDER)).witness([MARAUDER]).weight(MARAUDER) == 0


def test_letters_in_disorder_are_no_short_name() -> None:
    assert ReadName("can", BOX, (fit("Ante", 0.5, SLEEP, distance=3),)).named is None
