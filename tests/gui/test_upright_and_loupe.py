"""The photo turned to its card, and the loupe at a dragged corner: what is seen changes, coordinates stay right."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QPoint, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QImage
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from karuta.domain.label import Points
from karuta.gui.desk.corner_editor import MAGNIFIED, loupe_place
from karuta.gui.desk.photo_view import PhotoView
from karuta.gui.kit.theme import Theme

# A card that lies on its side and leans by 20 degrees, in a photo of 800 x 600.
SIZE = (800, 600)


def leaning(degrees: float) -> Points:
    across, down = math.cos(math.radians(degrees)), math.sin(math.radians(degrees))
    at = [(-100, -140), (100, -140), (100, 140), (-100, 140)]
    first, second, third, fourth = ((400 + x * across - y * down, 300 + x * down + y * across) for x, y in at)
    return first, second, third, fourth


@pytest.fixture
def view(qtbot: QtBot) -> PhotoView:
    view = PhotoView(Theme(dark=False))
    qtbot.addWidget(view)
    view.can_draw = True
    view.resize(700, 520)
    image = QImage(*SIZE, QImage.Format.Format_RGB32)
    image.fill(QColor("#808080"))
    for x, y in ((0, 0), (799, 0), (0, 599)):
        image.setPixelColor(x, y, QColor("red"))
    view.set_image(image, SIZE)
    view.show()
    return view


def in_view(view: PhotoView, point: tuple[float, float]) -> QPointF:
    return view._viewport().transform.map(QPointF(*point))


@pytest.mark.parametrize("degrees", [0, 20, 90, 160, -75])
def test_the_current_card_stands_upright_and_the_next_one_too(view: PhotoView, degrees: float) -> None:
    view.set_sightings([leaning(degrees), leaning(degrees + 33)], [False, False], 0)
    view.toggle_upright()
    for current in (0, 1):
        view.set_sightings([leaning(degrees), leaning(degrees + 33)], [False, False], current)
        corners = view.current_corners
        assert corners is not None
        first, second, third, _ = (in_view(view, corner) for corner in corners)
        assert first.y() == pytest.approx(second.y(), abs=0.01) and first.x() < second.x() and third.y() > second.y()
        # All of the photo is still seen.
        shown = view._viewport().transform.mapRect(QRectF(0, 0, *SIZE))
        assert QRectF(view.rect()).contains(shown)
    view.toggle_upright()
    assert view._viewport().turn == 0


def test_a_corner_that_is_dragged_on_a_turned_photo_goes_where_the_hand_goes(view: PhotoView) -> None:
    before = leaning(20)
    view.set_sightings([before], [False], 0)
    view.toggle_upright()
    applied: list[Points] = []
    view.editor.applied.connect(lambda corners, is_new: applied.append(corners))
    start = in_view(view, before[1]).toPoint()
    target = start + QPoint(30, -20)
    QTest.mousePress(view, Qt.MouseButton.LeftButton, pos=start)
    QTest.mouseMove(view, target)
    QTest.mouseRelease(view, Qt.MouseButton.LeftButton, pos=target)
    (corners,) = applied
    wanted = view._viewport().in_photo(QPointF(target))
    assert corners[1] == pytest.approx((wanted.x(), wanted.y()), abs=1e-6)
    assert (corners[0], *corners[2:]) == (before[0], *before[2:])
    # In the photo's own pixels, which the turned view does not share.
    assert math.dist(corners[1], before[1]) == pytest.approx(math.hypot(30, 20) / view._viewport().scale, rel=0.05)


def test_arrows_and_boxes_go_as_they_are_seen(view: PhotoView) -> None:
    before = leaning(20)
    view.set_sightings([before], [False], 0)
    view.toggle_upright()
    view.adjust()
    seen = in_view(view, before[0])
    QTest.keyClick(view, Qt.Key.Key_Right, Qt.KeyboardModifier.ShiftModifier)
    assert view.editor.draft is not None
    moved = in_view(view, view.editor.draft[0])
    assert moved.y() == pytest.approx(seen.y(), abs=0.01) and moved.x() > seen.x()
    view.editor.leave()
    view.draw()
    QTest.mousePress(view, Qt.MouseButton.LeftButton, pos=QPoint(200, 150))
    QTest.mouseMove(view, QPoint(320, 330))
    QTest.mouseRelease(view, Qt.MouseButton.LeftButton, pos=QPoint(320, 330))
    assert view.editor.draft is not None
    drawn = [in_view(view, corner) for corner in view.editor.draft]
    assert [(round(point.x()), round(point.y())) for point in drawn] == [(200, 150), (320, 150), (320, 330), (200, 330)]


def test_the_loupe_is_there_while_a_corner_is_dragged_and_only_then(view: PhotoView) -> None:
    corners = ((300.0, 200.0), (500.0, 200.0), (500.0, 480.0), (300.0, 480.0))
    image = QImage(*SIZE, QImage.Format.Format_RGB32)
    image.fill(QColor("#808080"))
    for x in range(490, 500):  # a green patch of 10 x 10 pixels beside the corner, inside the card
        for y in range(202, 212):
            image.setPixelColor(x, y, QColor("#00ff00"))
    view.set_image(image, SIZE)
    view.set_sightings([corners], [False], 0)

    def green() -> int:
        shot = view.grab().toImage()
        return sum(
            shot.pixelColor(x, y).name() == "#00ff00"
            for x in range(0, shot.width(), 2)
            for y in range(0, shot.height(), 2)
        )

    plain = green()
    start = in_view(view, corners[1]).toPoint()
    QTest.mousePress(view, Qt.MouseButton.LeftButton, pos=start)
    QTest.mouseMove(view, start + QPoint(1, 0))
    held = green()
    assert held > plain * MAGNIFIED**2 * 0.6
    QTest.mouseRelease(view, Qt.MouseButton.LeftButton, pos=start)
    assert green() <= plain


@given(
    st.floats(0, 900),
    st.floats(0, 700),
    st.floats(0, 900),
    st.floats(0, 700),
)
def test_the_loupe_never_lies_under_the_pointer(x: float, y: float, away_x: float, away_y: float) -> None:
    area, pointer = QRectF(0, 0, 900, 700), QPointF(x, y)
    place = loupe_place(pointer, QPointF(away_x, away_y), area)
    assert area.contains(place)
    middle = place.center()
    assert math.dist((x, y), (middle.x(), middle.y())) > place.width() / 2 + 16


def test_a_click_on_the_number_that_stands_before_a_name_chooses_it(view: PhotoView, qtbot: QtBot) -> None:
    view.can_draw = False
    names = [((300.0, y), (420.0, y), (420.0, y + 18), (300.0, y + 18)) for y in (100.0, 200.0)]
    view.set_sightings(names, [False, False], 0)
    qtbot.waitUntil(lambda: len(view._numbers) == 2)
    chosen: list[int] = []
    view.sighting_clicked.connect(chosen.append)
    for box in view._numbers:
        QTest.mouseClick(view, Qt.MouseButton.LeftButton, pos=box.center().toPoint())
    assert chosen == [1]
