"""What is painted over a photo: numbers that do not cover each other, and Japanese in the lines that there are."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from PySide6.QtCore import QRect, QRectF
from PySide6.QtGui import QFontMetrics, QImage, QPainter, QPolygonF, QTransform
from PySide6.QtWidgets import QApplication

from karuta.domain.label import Points
from karuta.gui.desk.drawn_cards import CardPainter, DrawnCards
from karuta.gui.kit import paint
from karuta.gui.kit.prose import whole_words
from karuta.gui.kit.theme import Theme
from karuta.gui.kit.viewport import Viewport


def numbers_of(corners: Sequence[Points], qapp: QApplication) -> list[QRectF]:
    image = QImage(280, 280, QImage.Format.Format_ARGB32_Premultiplied)
    painter = QPainter(image)
    cards, view = DrawnCards(tuple(corners), decided=(True,) * len(corners)), Viewport(1.0, 0.0, 0.0)
    drawing = CardPainter(painter, cards, view, Theme(dark=False), qapp.font(), QRectF(image.rect()))
    boxes = [drawing.badge(place) for place in range(len(corners))]
    painter.end()
    return boxes


@pytest.mark.parametrize("upside_down", [(), (1, 3, 5, 7), (0, 2, 4, 6, 8)])
def test_numbers_of_a_binder_page_do_not_cover_each_other(qapp: QApplication, upside_down: tuple[int, ...]) -> None:
    # Nine cards of 60 x 86 pixels, four apart.
    lies = [(64.0 * (at % 3), 90.0 * (at // 3)) for at in range(9)]
    whole = [((x, y), (x + 60, y), (x + 60, y + 86), (x, y + 86)) for x, y in lies]
    boxes = numbers_of([(*one[2:], *one[:2]) if at in upside_down else one for at, one in enumerate(whole)], qapp)
    meeting = [(item, other) for item in range(9) for other in range(item) if boxes[item].intersects(boxes[other])]
    assert meeting == []


@pytest.mark.parametrize("turned", range(0, 360, 30))
def test_the_number_of_a_name_in_a_hand_hides_no_letter_of_it(qapp: QApplication, turned: int) -> None:
    strip = QTransform().translate(140, 140).rotate(turned).map(QPolygonF(QRectF(-60, -9, 120, 18)))
    [box] = numbers_of([tuple((point.x(), point.y()) for point in strip.toList()[:4])], qapp)
    assert not strip.intersects(QPolygonF(box))


def test_japanese_has_two_lines_where_there_is_room_for_two(qapp: QApplication) -> None:
    """The marks between its words come from a font with higher lines than the window's."""
    font = qapp.font()
    line = QFontMetrics(font).lineSpacing()
    text = "Ctrl+I: このカードを追加 · 似ているもの: 1 · 前の判断"
    wide = QFontMetrics(font).horizontalAdvance(text)
    assert paint.cut_to_lines(text, QRect(0, 0, wide * 3 // 4, 2 * line), font) == whole_words(text)
    assert paint.cut_to_lines(text, QRect(0, 0, wide * 3 // 4, line), font) != whole_words(text)
