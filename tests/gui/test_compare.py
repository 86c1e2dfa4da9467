"""Comparing: crop and artwork under one zoom, blinking, the lens, and the reason of the marked match."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QColor, QPixmap
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot
from tests.window import Hand, Steps, photograph, window_with

from karuta.engine import budget
from karuta.gui.desk.compare_view import MOST_ZOOM, CompareView
from karuta.gui.kit.theme import Theme
from karuta.services.catalogue.catalogue_pictures import FLAT_SIZE, flat_sighting


@window_with(p=3)
def test_c_shows_the_marked_match_beside_the_photo_with_a_lens_for_the_first_two(hand: Hand) -> Steps:
    window = hand.window
    panel, lens = window.desk_panel.compare, window.desk_panel.lens
    hand.press(Qt.Key.Key_C)
    yield lambda: panel.isVisible() and hand.is_settled and bool(lens.regions)
    assert "1 · Shape 3" in panel.accessibleDescription()
    assert lens.title == "Where 1 and 2 differ most"
    assert 1 <= len(lens.regions) <= 3
    hand.press(Qt.Key.Key_Down)
    hand.press(Qt.Key.Key_Down)
    yield lambda: lens.title == "Where 1 and 3 differ most" and hand.is_settled
    assert panel.accessibleDescription().split(" · ")[1] == "3"
    hand.press(Qt.Key.Key_C)
    assert window.desk_panel.view.isVisible()
    assert not panel.isVisible()
    view = panel
    QTest.keyPress(hand.target, Qt.Key.Key_B)
    assert view.isVisible()
    assert view.is_blinking
    assert view.shows_artwork_first
    yield lambda: not view.shows_artwork_first
    yield lambda: view.shows_artwork_first
    QTest.keyRelease(hand.target, Qt.Key.Key_B)
    assert not view.is_blinking
    assert not view.shows_artwork_first
    for _ in range(20):
        hand.press(Qt.Key.Key_Plus)
    assert view.magnification == pytest.approx(MOST_ZOOM)
    hand.press(Qt.Key.Key_0)
    assert view.magnification == 1
    hand.press(Qt.Key.Key_Minus)
    assert view.magnification == 1


def plain(colour: str) -> QPixmap:
    pixmap = QPixmap(*FLAT_SIZE)
    pixmap.fill(QColor(colour))
    return pixmap


def test_both_panes_show_the_same_place_whatever_is_zoomed_and_panned(qtbot: QtBot) -> None:
    view = CompareView(Theme(dark=False))
    qtbot.addWidget(view)
    view.resize(600, 460)
    half = plain("red")
    half_painter_rows = half.toImage()
    for y in range(FLAT_SIZE[1] // 2):
        for x in range(0, FLAT_SIZE[0], 1):
            half_painter_rows.setPixelColor(x, y, QColor("blue"))
    picture = QPixmap.fromImage(half_painter_rows)
    view.show_pair(picture, picture, ("a", "b"), words="")
    view.show()
    view.zoom(6, QPointF(430, 240))
    QTest.mousePress(view, Qt.MouseButton.LeftButton, pos=view.rect().center())
    QTest.mouseMove(view, view.rect().center() + QPointF(7, 13).toPoint())
    QTest.mouseRelease(view, Qt.MouseButton.LeftButton)
    image = view.grab().toImage()
    one, other = (pane.toRect() for pane in view._panes())
    columns = range(0, min(one.width(), other.width()), 40)
    for x in columns:
        for y in range(0, one.height(), 8):
            left = image.pixelColor(one.left() + x, one.top() + y)
            right = image.pixelColor(other.left() + x, other.top() + y)
            assert left == right


def test_a_sighting_is_cut_flat_and_upright_from_all_the_pixels(tmp_path: Path) -> None:
    photo = photograph(tmp_path / "p.png", 3)
    flat = flat_sighting(photo, ((100, 80), (454, 84), (450, 600), (96, 596)))
    assert flat.shape == (FLAT_SIZE[1], FLAT_SIZE[0], 3)
    upside_down = flat_sighting(photo, ((450, 600), (96, 596), (100, 80), (454, 84)))
    assert abs(flat[::-1, ::-1].astype(int) - upside_down.astype(int)).mean() < 6


def test_a_sighting_of_a_very_large_photo_is_cut_where_it_is(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Such a photo comes smaller than it is; corners are in its full size."""
    photo = photograph(tmp_path / "p.png", 3)
    corners = ((100, 80), (454, 84), (450, 600), (96, 596))
    whole = flat_sighting(photo, corners)
    monkeypatch.setattr(budget, "MOST_GIVEN", 50_000)
    smaller = flat_sighting(photo, corners)
    assert smaller.shape == whole.shape
    assert abs(smaller.astype(int) - whole.astype(int)).mean() < 12
