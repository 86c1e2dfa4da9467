"""Plots are drawn in the window; one of a sheet is a picture in its PDF, since Qt's text documents draw no SVG."""

from __future__ import annotations

import base64
import re
from pathlib import Path

from PySide6.QtGui import QImage
from pytestqt.qtbot import QtBot

from karuta.listings.gui.check.outgoing import with_pictures, write_pdf

PLOT = (
    '<svg viewBox="0 0 80 20" width="80" height="20"><rect x="0" y="0" width="40" height="20" fill="#d62828"/>'
    '<text x="2" y="15" font-size="11">12</text></svg>'
)


def test_a_plot_becomes_a_picture_of_its_size(qtbot: QtBot) -> None:
    page = with_pictures(f"<p>before</p>{PLOT}<p>between</p>{PLOT}<p>after</p>")
    assert "<svg" not in page and page.count("<img") == 2 and "before" in page and "after" in page
    assert 'width="80" height="20"' in page
    (first, _) = re.findall(r"base64,([^\"]+)", page)
    image = QImage.fromData(base64.b64decode(first))
    assert (image.width(), image.height()) == (240, 60)
    assert image.pixelColor(60, 5).name() == "#d62828" and image.pixelColor(200, 30).alpha() == 0


def test_what_is_no_plot_is_left_out_and_the_rest_stays(qtbot: QtBot) -> None:
    assert with_pictures("<p>a</p><svg>broken<</svg><p>b</p>") == "<p>a</p><p>b</p>"


def test_a_printed_page_has_its_own_pictures_and_asks_for_none_outside(qtbot: QtBot, tmp_path: Path) -> None:
    picture, own, outside = tmp_path / "a.png", tmp_path / "own.pdf", tmp_path / "outside.pdf"
    image = QImage(33, 27, QImage.Format.Format_RGB32)
    image.fill(0xD62828)
    assert image.save(str(picture))
    data = base64.b64encode(picture.read_bytes()).decode("ascii")
    write_pdf(own, f'<p><img src="data:image/png;base64,{data}"></p>')
    write_pdf(outside, f'<p><img src="{picture.as_uri()}"><img src="{picture}"></p>')
    # A picture that is missing has an icon in its place.
    assert [b"/Width 33\n" in path.read_bytes() for path in (own, outside)] == [True, False]
