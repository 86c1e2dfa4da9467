"""Plots are drawn in the window; one of a sheet is a picture in its PDF, since Qt's text documents draw no SVG."""

from __future__ import annotations

import base64
import re
import threading
from collections import Counter
from dataclasses import replace
from pathlib import Path

from PySide6.QtGui import QImage
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from karuta.domain.card import CardKey
from karuta.gui.kit.theme import Role, Theme
from karuta.listings.domain.popularity import (
    SHIPPED_CAP,
    CardDemand,
    DemandCounts,
    DemandTally,
    FirstRules,
    ListedBy,
    SoughtBy,
    popularity_of,
)
from karuta.listings.domain.prices import PriceGroup, PriceVerdict, Sale, UsualPrice, WantedPrice
from karuta.listings.gui.check.outgoing import with_pictures, write_pdf
from karuta.listings.gui.plots import DemandPlot, PricePlot
from karuta.listings.services.check.listing_prices import PriceEvidence
from karuta.listings.store.sales import Comparable

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


def test_a_long_page_is_printed_in_a_lane_without_a_warning(qtbot: QtBot, tmp_path: Path) -> None:
    """Qt's own warnings fail a test."""
    page = "<table>" + "<tr><td>a price</td></tr>" * 2000 + "</table>"
    lane = threading.Thread(target=write_pdf, args=(tmp_path / "long.pdf", page))
    lane.start()
    lane.join()
    assert (tmp_path / "long.pdf").stat().st_size > 10_000


def colours_of(plot: QWidget) -> set[str]:
    image = plot.grab().toImage()
    return {image.pixelColor(x, y).name() for x in range(image.width()) for y in range(image.height())}


def test_the_prices_of_a_listing_are_drawn_in_the_colours_of_the_window(qtbot: QtBot) -> None:
    theme, parent = Theme(dark=False), QWidget()
    qtbot.addWidget(parent)
    plot = PricePlot(theme, parent)
    plot.resize(300, 150)
    card = CardKey("g", "1")
    usual = UsualPrice(WantedPrice(card), "USD", PriceGroup(3), (), WantedPrice(card))
    sales = tuple(Comparable(Sale(1, card, 10.0 + day, "USD", day=f"2026-01-0{day}"), 0) for day in (1, 2, 3))
    found = PriceEvidence(PriceVerdict.LOW, 2.0, usual, sales)
    plot.show_price(found)
    assert {theme.colour(role).name() for role in (Role.ACCENT, Role.BAD)} <= colours_of(plot)
    plot.show_price(replace(found, sales=()))
    assert theme.colour(Role.BAD).name() not in colours_of(plot)


def test_cards_lie_where_they_are_listed_and_looked_for_and_the_marked_one_has_a_ring(qtbot: QtBot) -> None:
    theme, parent = Theme(dark=False), QWidget()
    qtbot.addWidget(parent)
    plot = DemandPlot(theme, "Listed, looked for", empty="Nothing", parent=parent)
    plot.resize(300, 250)
    nothing = DemandCounts((), tallies={ListedBy.CHECKED: DemandTally(), SoughtBy.LABELS: DemandTally()})
    plot.show_cards(popularity_of(nothing, FirstRules((), SHIPPED_CAP)))
    assert theme.colour(Role.DOUBT).name() not in colours_of(plot)
    cards = tuple(CardDemand(CardKey("g", str(at)), f"Card {at}") for at in range(12))
    counts = Counter({demand.card: at for at, demand in enumerate(cards)})
    tallies = {ListedBy.TABLES: DemandTally(counts), SoughtBy.SEARCHES: DemandTally(counts)}
    plot.show_cards(popularity_of(DemandCounts(cards, tallies=tallies), FirstRules((), SHIPPED_CAP)))
    ring = theme.colour(Role.ACCENT).name()
    assert theme.colour(Role.DOUBT).name() in colours_of(plot) and ring not in colours_of(plot)
    plot.mark(cards[3].card)
    assert ring in colours_of(plot)
