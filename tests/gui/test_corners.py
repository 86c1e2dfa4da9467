"""Corners by hand in the window: dragged, nudged, turned, drawn; stored first, looked up at once, taken back."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from tests.window import Condition, Hand, Steps, window_with

from karuta.domain.sighting import iou
from karuta.gui.desk.corner_editor import Mode
from karuta.gui.desk.photo_view import PhotoView
from karuta.paths import LibraryFolder
from karuta.services.labels.open_labels import labels_for_reading
from karuta.services.lookups.read_queue import desk as read_desk

CARD = ((100.0, 80.0), (454.0, 84.0), (450.0, 600.0), (96.0, 596.0))
CTRL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier


def at(view: PhotoView, x: float, y: float) -> QPoint:
    """A point of the photo, in the view."""
    return view._viewport().transform.map(QPointF(x, y)).toPoint()


def drag(view: PhotoView, here: tuple[float, float], there: tuple[float, float]) -> None:
    QTest.mousePress(view, Qt.MouseButton.LeftButton, pos=at(view, *here))
    QTest.mouseMove(view, at(view, (here[0] + there[0]) / 2, (here[1] + there[1]) / 2))
    QTest.mouseMove(view, at(view, *there))
    QTest.mouseRelease(view, Qt.MouseButton.LeftButton, pos=at(view, *there))


def settled(hand: Hand) -> Condition:
    return lambda: hand.is_settled and hand.work.corner_edits.is_idle


@window_with(p=3)
def test_a_dragged_corner_is_stored_looked_up_and_taken_back(hand: Hand) -> Steps:
    desk, view = hand.work.desk, hand.window.desk_panel.view
    before = desk.sighting
    drag(view, before.corners[2], (before.corners[2][0] - 60, before.corners[2][1] - 90))
    yield lambda: desk.sighting is not None and desk.sighting.by_hand
    yield settled(hand)
    after = desk.sighting
    assert after.sighting_id == before.sighting_id
    assert abs(after.corners[2][0] - before.corners[2][0] + 60) < 3
    assert abs(after.corners[2][1] - before.corners[2][1] + 90) < 3
    assert after.verdict is not None
    assert after.crop_sha256 != before.crop_sha256
    hand.press(Qt.Key.Key_Z, CTRL)
    yield lambda: desk.sighting == before
    hand.press(Qt.Key.Key_Y, CTRL)
    yield lambda: desk.sighting == after
    # A quarter turn turns the crop, and four are none.
    before = after
    for turn in range(1, 5):
        hand.press(Qt.Key.Key_T)
        wanted = tuple(before.corners[(place - turn) % 4] for place in range(4))
        yield lambda wanted=wanted: desk.sighting is not None and desk.sighting.corners == wanted
        yield settled(hand)
    assert [match.card for match in desk.sighting.matches[:1]] == [match.card for match in before.matches[:1]]


@pytest.mark.long
@window_with(3, 4)
def test_corners_by_keys_tab_arrows_enter_and_nothing_else_happens_meanwhile(hand: Hand) -> Steps:
    desk, editor = hand.work.desk, hand.window.desk_panel.view.editor
    before = desk.sighting
    assert before is not None
    hand.press(Qt.Key.Key_E)
    assert editor.mode is Mode.ADJUST
    hand.press(Qt.Key.Key_Tab)
    hand.press(Qt.Key.Key_Right, SHIFT)
    hand.press(Qt.Key.Key_Down)
    # These decide or walk on at other times.
    for key in (Qt.Key.Key_1, Qt.Key.Key_U, Qt.Key.Key_S, Qt.Key.Key_Delete):
        hand.press(key)
    assert hand.on_desk == "3.png"
    hand.press(Qt.Key.Key_Return)
    yield lambda: desk.sighting is not None and desk.sighting.by_hand
    yield settled(hand)
    (x, y), expected = desk.sighting.corners[1], before.corners[1]
    assert (x, y) == pytest.approx((expected[0] + 10, expected[1] + 1), abs=0.01)
    assert desk.sighting.label is None
    assert desk.sighting.matches[0].name == "Shape 3"
    hand.press(Qt.Key.Key_E)
    hand.press(Qt.Key.Key_Left)
    hand.press(Qt.Key.Key_Escape)
    assert editor.mode is Mode.OFF
    # Were it nowhere, a dialog that closes would leave it on a button.
    assert QApplication.focusWidget() is hand.window.queue_panel.list
    hand.press(Qt.Key.Key_1)
    yield hand.shows("4.png")


@pytest.mark.long
@pytest.mark.parametrize("way", ["box", "clicks", "keys"])
@window_with(p=())
def test_a_sighting_is_drawn_where_none_was_found_and_labelled(hand: Hand, library: LibraryFolder, way: str) -> Steps:
    ids: list[str] = []
    desk, view = hand.work.desk, hand.window.desk_panel.view
    editor = view.editor
    ids.append(str(desk.photo_id))
    assert desk.photo.sightings == ()
    hand.press(Qt.Key.Key_E, SHIFT)
    assert editor.mode is Mode.DRAW
    if way == "box":
        drag(view, CARD[0], CARD[2])
    elif way == "clicks":
        for corner in (CARD[2], CARD[0], CARD[3], CARD[1]):
            QTest.mouseClick(view, Qt.MouseButton.LeftButton, pos=at(view, *corner))
    else:
        hand.press(Qt.Key.Key_Right)
    assert editor.mode is Mode.ADJUST
    hand.press(Qt.Key.Key_Return)
    yield lambda: desk.sighting is not None and desk.sighting.by_hand
    yield settled(hand)
    if way != "keys":
        assert iou(desk.sighting.corners, CARD) > 0.95
    assert len(desk.sighting.matches) == 9
    hand.press(Qt.Key.Key_2)
    yield lambda: hand.work.counts.decided == 1
    yield hand.ended
    with labels_for_reading(library) as file:
        stored = read_desk(file, ids[0])
    assert [sighting.by_hand for sighting in stored.sightings if sighting.label is not None] == [True]
