"""The desk says how often such claims were right here; a person lets Karuta confirm, and takes it back."""

from __future__ import annotations

from collections.abc import Generator
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from tests.window import Condition, Hand, photograph, play

from karuta.domain.auto_confirm import Outcome, learned
from karuta.domain.queue import QueueRow
from karuta.gui.queue.queue_list import _sign
from karuta.gui.queue.queue_model import remark_words
from karuta.paths import LibraryFolder
from karuta.services.labels.auto_confirm import Outlook, Rule, read_rule, write_rule
from karuta.services.labels.open_labels import count_labels, labels_for_reading

Steps = Generator[Condition, None, None]


@pytest.mark.long
def test_the_desk_says_how_often_such_claims_were_right(
    library: LibraryFolder, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    own = learned([Outcome(0.998, right=at >= 3) for at in range(100)])
    monkeypatch.setattr("karuta.gui.library.own_labels.own_confidence", lambda file, model_hash, cancel: own)
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
        yield dialog.switch.isEnabled
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


@pytest.mark.long
@pytest.mark.parametrize(
    ("right", "wrong", "says"),
    [
        (40, 0, "test this model's suggestions: 40. This error rate takes at least 59"),
        (64, 1, "suggestions: 65; wrong suggestions among them: 1. That is too many for this error rate."),
        (400, 0, "Cards waiting with that certainty: 1. Switch it on above to confirm them."),
    ],
)
def test_the_words_say_why_nothing_can_be_confirmed_now(
    library: LibraryFolder, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, right: int, wrong: int, says: str
) -> None:
    outcomes = [Outcome(0.0001, right=at >= wrong) for at in range(right + wrong)]
    monkeypatch.setattr(
        "karuta.services.labels.auto_confirm.own_confidence", lambda file, model_hash: learned(outcomes)
    )
    write_rule(library, Rule(error_rate=0.05))

    def walk(hand: Hand) -> Steps:
        yield hand.shows("4.png")
        yield hand.looked_up(1)
        hand.window.commands["auto-confirm"].trigger()
        yield lambda: hand.window.dialogs.current is not None
        dialog = hand.window.dialogs.current
        yield lambda: says in dialog.says.text()
        assert not dialog.run.isEnabled()
        dialog.switch.click()
        yield lambda: dialog.run.isEnabled() == (not wrong and right > 100) and "Switch it on" not in dialog.says.text()
        dialog.reject()
        yield lambda: hand.window.dialogs.current is None

    assert play(["--library", library.root, "gui", photograph(tmp_path / "4.png", 4)], walk) == 0


@pytest.mark.long
def test_what_karuta_confirmed_looks_like_no_persons_and_one_button_opens_just_that(
    library: LibraryFolder, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    own = learned([Outcome(0.0001, right=True) for _ in range(400)])
    monkeypatch.setattr("karuta.services.labels.auto_confirm.own_confidence", lambda file, model_hash: own)
    photos = [photograph(tmp_path / f"{number}.png", number) for number in (4, 5, 6)]

    def row(hand: Hand, name: str) -> QueueRow:
        model = hand.work.queue_model
        (of_it,) = (model.row(place) for place in range(model.rowCount()) if model.shown(place) == name)
        return of_it

    def names(hand: Hand) -> list[str]:
        return [hand.work.queue_model.index(place).data() for place in range(hand.work.queue_model.rowCount())]

    def walk(hand: Hand) -> Steps:
        yield hand.looked_up(3)
        yield hand.shows("4.png")
        # A person's own label is not Karuta's, nor to be reviewed.
        hand.press(Qt.Key.Key_1)
        yield hand.shows("5.png")
        hand.window.commands["auto-confirm"].trigger()
        yield lambda: hand.window.dialogs.current is not None
        dialog = hand.window.dialogs.current
        dialog.switch.click()
        yield dialog.run.isEnabled
        dialog.run.click()
        notice = hand.window.desk_panel.notice
        yield lambda: notice.text == "Karuta confirmed 2 cards" and notice._button.text() == "Review"
        yield lambda: hand.is_settled and row(hand, "5.png") is not None and row(hand, "5.png").is_by_machine
        assert not row(hand, "4.png").is_by_machine
        sign = [_sign(row(hand, name)) for name in ("4.png", "5.png")]
        assert sign[0] != sign[1] and remark_words(row(hand, "5.png")) == "by Karuta"
        notice._button.click()
        yield lambda: names(hand) == ["5.png", "6.png"] and hand.on_desk == "5.png" and hand.is_settled
        assert hand.window.queue_panel.filters.show_button.text() == "Just confirmed by Karuta"
        assert "by Karuta, not checked yet" in hand.window.match_panel.head.words[1]
        # The number stays on the row: its key makes it a person's, and the next one comes.
        assert not hand.work.match_model.is_labelled(0)
        hand.press(Qt.Key.Key_1)
        yield lambda: names(hand) == ["6.png"] and hand.on_desk == "6.png" and hand.is_settled
        hand.press(Qt.Key.Key_Backspace)
        yield lambda: len(names(hand)) == 3
        with labels_for_reading(library) as file:
            assert dict(count_labels(file).by_kind) == {"confirm": 2, "auto_confirm": 1}
        filters = hand.window.queue_panel.filters
        hand.press(Qt.Key.Key_F)
        yield lambda: filters.show_button.menu is not None
        # The numbers of labels come while the menu is open.
        menu = filters.show_button.menu
        yield lambda: "Confirmed by Karuta\t1" in [action.text() for action in menu.actions()]
        yield lambda: "Labelled by me\t2" in [action.text() for action in menu.actions()]
        (mine,) = (action for action in menu.actions() if action.text().startswith("Labelled by me"))
        menu.close()
        mine.trigger()
        yield lambda: names(hand) == ["4.png", "5.png"]
        # Somebody else sits down: nothing here is theirs.
        hand.composition.preferences.set(replace(hand.work.session.settings, annotator="somebody else"))
        yield lambda: names(hand) == []

    assert play(["--library", library.root, "gui", *photos], walk) == 0
