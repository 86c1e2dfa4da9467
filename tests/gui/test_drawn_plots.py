"""A plot of a sheet is a picture in its PDF, since Qt's text documents draw no SVG."""

from __future__ import annotations

import base64
import re

from PySide6.QtGui import QImage
from pytestqt.qtbot import QtBot

from karuta.gui.features.check.drawn_plots import with_pictures
from karuta.services.evaluation.report_markup import tag

PLOT = tag(
    "svg",
    tag("rect", x="0", y="0", width="40", height="20", fill="#d62828"),
    tag("text", "12", x="2", y="15", font_size="11"),
    viewBox="0 0 80 20",
    width="80",
    height="20",
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
