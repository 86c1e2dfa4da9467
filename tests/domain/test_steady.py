"""A card is held still when its corners have stayed for half a second; a hand that trembles holds still."""

from __future__ import annotations

import numpy as np

from karuta.domain.sighting import STILL_SECONDS, STILL_SHARE, Steady

CARD = np.array([(100.0, 100.0), (300.0, 100.0), (300.0, 400.0), (100.0, 400.0)])


def test_a_card_that_stays_is_still_after_half_a_second_and_not_before() -> None:
    steady = Steady()
    assert not steady.see(CARD, 10.0)
    assert not steady.see(CARD, 10.0 + 0.9 * STILL_SECONDS)
    assert steady.see(CARD, 10.0 + STILL_SECONDS)


def test_a_hand_trembles_by_less_than_a_25th_of_the_card() -> None:
    rng, steady = np.random.default_rng(7), Steady()
    little = 0.6 * STILL_SHARE * 300 / 2
    seen = [steady.see(CARD + rng.uniform(-little, little, (4, 2)) / 1.5, frame / 12) for frame in range(12)]
    assert seen[-1] and not seen[0]


def test_one_that_moves_slowly_but_on_and_on_is_not_still() -> None:
    steady = Steady()
    speed = 3 * STILL_SHARE * 300  # pixels a second
    assert not any(steady.see(CARD + (speed * frame / 12, 0.0), frame / 12) for frame in range(36))


def test_one_that_was_away_begins_anew() -> None:
    steady = Steady()
    steady.see(CARD, 0.0)
    assert steady.see(CARD, 1.0)
    assert not steady.see(None, 1.1)
    assert not steady.see(CARD, 1.2)
    assert steady.see(CARD, 1.2 + STILL_SECONDS)
