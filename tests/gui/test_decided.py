"""What is decided takes another label only after a person opened it, and the desk says what it had."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from tests.gui.test_trust import labels
from tests.labelling import confirms
from tests.window import Hand, Steps, photograph, play, window_with

from karuta.domain.queue import PhotoState, QueueFilter
from karuta.gui.intake import importer
from karuta.paths import LibraryFolder

CTRL = Qt.KeyboardModifier.ControlModifier


def head(hand: Hand) -> str:
    return hand.window.match_panel.head.words[1]


@pytest.mark.parametrize(
    ("key", "opening"),
    [
        (Qt.Key.Key_2, Qt.Key.Key_L),
        (Qt.Key.Key_U, Qt.Key.Key_Right),
        (Qt.Key.Key_Return, Qt.Key.Key_Right),
    ],
)
@window_with(p=3)
def test_a_key_after_the_last_decision_changes_nothing_until_the_photo_was_opened(
    hand: Hand, library: LibraryFolder, key: Qt.Key, opening: Qt.Key
) -> Steps:
    """The key that is said opens what is on the desk; so does going there in the list."""
    told: list[str] = []
    desk = hand.work.desk
    assert not hand.window.commands["relabel"].isEnabled(), "there is no label to change"
    hand.press(Qt.Key.Key_1)
    yield lambda: desk.label is not None and hand.is_settled
    hand.work.voice.info.connect(told.append)
    name = desk.label.name
    hand.press(key)
    # Return looks for what is next, which is this photo again.
    yield lambda: hand.work.session.store_lane.is_idle and hand.is_settled
    assert len(labels(library)) == 1
    if key != Qt.Key.Key_Return:
        assert told == ["Decided already: press L to change it"]
    hand.press(opening)
    yield lambda: desk.is_opened and hand.is_settled
    assert re.fullmatch(rf"Labelled {name} by .+, \d+ \w{{3}}", head(hand)), head(hand)
    hand.press(Qt.Key.Key_R)
    yield lambda: desk.label.kind == "unreadable"
    yield hand.ended
    assert labels(library) == [("p.png", "confirm"), ("p.png", "unreadable")]


@window_with(1, 2)
def test_a_slip_is_corrected_with_the_key_that_was_meant_however_often_it_is_changed(hand: Hand) -> Steps:
    desk = hand.work.desk
    order = [match.name for match in desk.matches]
    for key, place in ((Qt.Key.Key_2, 1), (Qt.Key.Key_1, 0), (Qt.Key.Key_3, 2)):
        hand.press(key)
        yield hand.shows("2.png")
        hand.press(Qt.Key.Key_Left)
        yield hand.shows("1.png")
        assert desk.label is not None and desk.label.name == order[place]
        assert [match.name for match in desk.matches] == order
    hand.press(Qt.Key.Key_Z, CTRL)
    yield lambda: desk.label is not None and desk.label.name == order[0] and hand.is_settled
    assert [match.name for match in desk.matches] == order


@pytest.mark.long
@window_with(p=3)
def test_what_is_brought_back_or_decided_elsewhere_takes_no_label_by_itself(hand: Hand) -> Steps:
    desk = hand.work.desk
    hand.press(Qt.Key.Key_1)
    yield lambda: desk.label is not None and hand.is_settled
    for key in (Qt.Key.Key_Z, Qt.Key.Key_Y):
        hand.press(key, CTRL)
        yield lambda key=key: (desk.label is None) is (key == Qt.Key.Key_Z) and hand.is_settled
    hand.press(Qt.Key.Key_U)
    yield lambda: hand.work.session.store_lane.is_idle
    assert [kind for _, kind in labels(hand.library)] == ["confirm"]
    hand.press(Qt.Key.Key_Z, CTRL)
    yield lambda: desk.label is None and hand.is_settled
    confirms(hand.library, hand.photos[0], "5", "anna")  # by a command beside the window
    yield lambda: desk.label is not None and hand.is_settled
    hand.press(Qt.Key.Key_U)
    yield lambda: hand.work.session.store_lane.is_idle
    yield hand.ended
    assert [kind for _, kind in labels(hand.library)] == ["confirm", "confirm"]


@pytest.mark.long
def test_whoever_lists_decided_photos_looks_at_them_on_purpose(library: LibraryFolder, tmp_path: Path) -> None:
    photos = [photograph(tmp_path / f"{seed}.png", seed) for seed in (1, 2)]
    for photo in photos:
        confirms(library, photo, "9", "anna")

    def walk(hand: Hand) -> Steps:
        yield lambda: hand.is_settled
        hand.work.arrangement.choose(queue_filter=QueueFilter(states=frozenset({PhotoState.DONE})))
        yield hand.shows("1.png")
        assert "by anna" in head(hand)
        hand.press(Qt.Key.Key_U)
        yield lambda: hand.on_desk == "2.png" and hand.is_settled
        hand.press(Qt.Key.Key_U)
        yield lambda: hand.work.session.store_lane.is_idle and hand.is_settled

    assert play(["--library", library.root, "gui"], walk) == 0
    assert [kind for _, kind in labels(library)] == ["confirm", "confirm", "unknown", "unknown"]


@pytest.mark.long
@pytest.mark.parametrize("at_once", [1, 16])
@window_with(1, 2, 3, before=True)
def test_of_many_photos_that_are_named_one_comes_that_nobody_decided(
    hand: Hand, library: LibraryFolder, monkeypatch: pytest.MonkeyPatch, at_once: int
) -> Steps:
    monkeypatch.setattr(importer, "_KEPT_AT_ONCE", at_once)
    confirms(library, hand.photos[0], "1", "anna")
    yield
    yield hand.shows("2.png")
    assert hand.work.desk.label is None
