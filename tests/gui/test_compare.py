"""Comparing: crop and artwork under one zoom, blinking, the lens, and the reason of the marked match."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QColor, QPixmap
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot
from tests.window import Hand, Steps, photograph, play, window_with

from karuta.engine import budget
from karuta.gui.desk import compare_presenter
from karuta.gui.desk.compare_view import MOST_ZOOM, CompareView
from karuta.gui.kit.theme import Theme
from karuta.paths import LibraryFolder
from karuta.services.catalogue.catalogue_pictures import FLAT_SIZE, flat_sighting
from karuta.settings import read_settings


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


@pytest.mark.long
def test_the_lens_opens_by_itself_where_the_first_two_are_close(
    library: LibraryFolder, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    photos = [photograph(tmp_path / f"{number}.png", number) for number in (3, 4)]
    close = {"3.png"}
    looked_at: list[object] = []

    def walk(hand: Hand) -> Steps:
        panel = hand.window.desk_panel

        def are_close(matches: object, verdict: object) -> bool:
            looked_at.append((matches, verdict))
            return hand.on_desk in close

        monkeypatch.setattr(compare_presenter, "are_close", are_close)
        yield hand.shows("3.png")
        hand.composition.comparing.refresh()
        yield lambda: panel.lens.isVisible() and hand.is_settled and bool(panel.lens.regions)
        assert panel.view.isVisible() and panel.lens.title == "Where 1 and 2 differ most"
        hand.press(Qt.Key.Key_C)
        yield lambda: panel.compare.isVisible() and panel.lens.isVisible() and hand.is_settled
        hand.press(Qt.Key.Key_C)
        assert panel.lens.isVisible()
        hand.type("1")
        yield hand.shows("4.png")
        assert not panel.lens.isVisible()
        hand.press(Qt.Key.Key_Left)
        yield hand.shows("3.png")
        assert not panel.lens.isVisible(), "it is decided"
        close.add("4.png")
        hand.press(Qt.Key.Key_Right)
        yield hand.shows("4.png")
        yield panel.lens.isVisible
        preferences = hand.composition.preferences
        preferences.set(replace(hand.work.session.settings, lens=False))
        yield lambda: not panel.lens.isVisible()

    assert play(["--library", library.root, "gui", *photos], walk) == 0
    assert looked_at
    assert read_settings(tmp_path / "settings.json").lens is False


@pytest.mark.long
@window_with(p=3)
def test_plus_and_minus_zoom_what_is_compared_and_b_blinks_as_long_as_it_is_held(hand: Hand) -> Steps:
    view = hand.window.desk_panel.compare
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


@pytest.mark.long
@window_with(1, 2)
def test_deciding_goes_on_while_comparing(hand: Hand) -> Steps:
    hand.press(Qt.Key.Key_C)
    hand.press(Qt.Key.Key_1)
    yield hand.shows("2.png")
    yield lambda: "1 · Shape 2" in hand.window.desk_panel.compare.accessibleDescription()
    assert hand.window.desk_panel.compare.isVisible()


@pytest.mark.long
@window_with(p=3)
def test_the_marked_match_says_why_it_stands_there(hand: Hand) -> None:
    model, matches = hand.work.match_model, hand.work.desk.matches
    lead = f"{matches[0].score - max(match.score for match in matches[1:]):.2f}"
    assert model.reason(0) == "far ahead"
    assert model.reason(1) in ("", "more alike", "less alike", "main artwork")
    spoken = model.data(model.index(0), Qt.ItemDataRole.AccessibleTextRole)
    assert f"score {matches[0].score:.2f} · {lead} ahead of the next card" in spoken


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
