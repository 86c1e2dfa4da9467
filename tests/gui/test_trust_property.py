"""Every stored label is of the photo and card that was on the screen, with its list, when the key went down.

500 random actions with --all; `python -m tests.lab.trust` does as many as it is asked for.
"""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.amounts import amount
from tests.random_hand import RandomHand
from tests.window import play_with_engine

from karuta.gui.kit import held_keys, seen
from karuta.paths import LibraryFolder

ACTIONS = amount(500)
IS_RIPE = seen.Seen.is_ripe
SAME_PRESS_SECONDS, SPENT_SECONDS = held_keys.SAME_PRESS_SECONDS, held_keys.SPENT_SECONDS


def play_at_random(hand: RandomHand, library: LibraryFolder) -> None:
    # From before anything is painted: what the machine's clock has stamped would be older or newer than all keys.
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(seen, "clock", hand.clock)
        assert play_with_engine(hand.recogniser.open, library, hand.first, hand.work) == 0


@pytest.mark.long(share=True)
def test_every_label_is_of_what_was_on_the_screen(
    library: LibraryFolder, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(seen.Seen, "is_ripe", IS_RIPE)
    monkeypatch.setattr(held_keys, "SAME_PRESS_SECONDS", SAME_PRESS_SECONDS)
    monkeypatch.setattr(held_keys, "SPENT_SECONDS", SPENT_SECONDS)
    hand = RandomHand(tmp_path / "photos", library, seed=16, actions=ACTIONS)
    play_at_random(hand, library)
    assert len(hand.judge.expected) >= ACTIONS // 50, (
        f"hardly anything was decided: {len(hand.judge.expected)}, {hand.counts}"
    )
