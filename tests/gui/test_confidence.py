"""The desk says how often such claims were right here; a person lets Karuta confirm, and takes it back."""

from __future__ import annotations

from collections.abc import Generator
from pathlib import Path

import pytest
from tests.window import Condition, Hand, photograph, play

from karuta.domain.own_confidence import Outcome, learned
from karuta.paths import LibraryFolder
from karuta.services.labels.auto_confirm import Outlook, Rule, read_rule
from karuta.services.labels.count_labels import count_labels
from karuta.services.labels.open_labels import labels_for_reading

Steps = Generator[Condition, None, None]


def test_the_desk_says_how_often_such_claims_were_right(
    library: LibraryFolder, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    own = learned([Outcome(0.99, right=at >= 3) for at in range(100)])
    monkeypatch.setattr("karuta.gui.library.own_confidence.own_confidence", lambda file, model_hash, cancel: own)
    photo = photograph(tmp_path / "p.png", 4)

    def walk(hand: Hand) -> Steps:
        yield hand.shows("p.png")
        yield lambda: "correct in 97 of 100 similar cases" in hand.window.match_panel.head.words[1]

    assert play(["--library", library.root, "gui", photo], walk) == 0


def test_confirming_is_switched_on_run_and_taken_back(
    library: LibraryFolder, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    own = learned([Outcome(0.0001, right=True) for _ in range(400)])
    monkeypatch.setattr("karuta.services.labels.auto_confirm.own_confidence", lambda file, model_hash: own)
    photos = [photograph(tmp_path / f"{number}.png", number) for number in (4, 5)]
    counted_before = Outlook(Rule(), labels=400, bound=None, waiting=(), standing=1, checked=None, broken=False)

    def kinds() -> dict[str, int]:
        with labels_for_reading(library) as file:
            return dict(count_labels(file).by_kind)

    def walk(hand: Hand) -> Steps:
        yield hand.looked_up(2)  # nothing waits either while a photo is still on its way in
        hand.window.commands["auto-confirm"].trigger()
        yield lambda: hand.window.dialogs.current is not None
        dialog = hand.window.dialogs.current
        assert not dialog.switch.isChecked() and not dialog.run.isEnabled()
        dialog.switch.click()
        dialog.set_outlook(counted_before)
        assert not dialog.back.isEnabled(), "what was counted before the switch tells of another rule"
        yield dialog.run.isEnabled
        assert read_rule(library).on
        dialog.run.click()
        yield lambda: kinds() == {"auto_confirm": 2}
        hand.window.commands["auto-confirm"].trigger()
        yield lambda: hand.window.dialogs.current is not None and hand.window.dialogs.current.back.isEnabled()
        hand.window.dialogs.current.back.click()
        yield lambda: kinds() == {}

    assert play(["--library", library.root, "gui", *photos], walk) == 0
