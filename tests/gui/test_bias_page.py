"""The bias page from the menu: what it says and shows, and its picture and table as files."""

from __future__ import annotations

from collections.abc import Generator, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QSize
from PySide6.QtGui import QFontMetrics, QImage, QResizeEvent
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot
from tests.window import Condition, Hand, photograph, play

from karuta.domain.bias import Bias, BiasPart, CardBias, PairAgreement
from karuta.domain.card import CardKey
from karuta.domain.statistics import wilson
from karuta.gui.features.bias.bias_dialog import BiasDialog, SharesPlot
from karuta.gui.kit.theme import Role, Theme
from karuta.gui.kit.translate import install_language
from karuta.paths import LibraryFolder, resources_folder

Steps = Generator[Condition, None, None]


@pytest.mark.long
def test_the_page_counts_and_is_saved(library: LibraryFolder, tmp_path: Path) -> None:
    photos = [photograph(tmp_path / f"{number}.png", number) for number in (4, 5, 6)]
    picture, table = tmp_path / "out.png", tmp_path / "out.csv"

    def walk(hand: Hand) -> Steps:
        yield hand.shows("4.png")
        hand.type("1")
        yield hand.shows("5.png")
        hand.type("2")  # not what was suggested first
        yield hand.shows("6.png")
        hand.window.commands["bias"].trigger()
        yield lambda: hand.window.dialogs.current is not None and hand.window.dialogs.current.bias is not None
        dialog = hand.window.dialogs.current
        assert dialog.bias.overall.k == 1 and dialog.bias.overall.n == 2
        assert "First suggestion accepted: 1 of 2 " in dialog.says.text()
        assert dialog.next.topLevelItem(0).text(0) == "Shape 6"
        hand.window.ask.new_file = lambda title, suggested, kinds: picture  # type: ignore[method-assign]
        dialog.picture.click()
        yield picture.is_file
        hand.window.ask.new_file = lambda title, suggested, kinds: table  # type: ignore[method-assign]
        dialog.table.click()
        yield table.is_file
        yield lambda: not QImage(str(picture)).isNull()
        dialog.reject()
        yield lambda: hand.window.dialogs.current is None

    assert play(["--library", library.root, "gui", *photos], walk) == 0
    assert QImage(str(picture)).width() > 800
    assert "Shape 5" in table.read_text(encoding="utf-8-sig")


def card(number: int, *, taken: int, suggested: int, too_often: bool = False) -> CardBias:
    key = CardKey("game", str(number))
    share = wilson(taken, suggested)
    return CardBias(key, f"Card {number}", "pack", share, confirmed=taken, waiting=0, too_often=too_often)


def bias_of(*cards: CardBias) -> Bias:
    taken, suggested = sum(card.taken.k for card in cards), sum(card.suggested for card in cards)
    overall = wilson(taken, suggested) if suggested else None
    parts = (BiasPart("one", overall),) if overall else ()
    return Bias(overall, cards, packs=parts, weeks=parts, annotators=parts, models=parts, agreement=(), missed={})


@pytest.fixture
def dialog(qtbot: QtBot) -> Iterator[BiasDialog]:
    parent = QWidget()
    qtbot.addWidget(parent)
    dialog = BiasDialog(Theme(dark=False), parent)
    dialog.show()
    yield dialog
    parent.close()


def plots(dialog: BiasDialog) -> list[Any]:
    return [dialog.weeks, dialog.models, dialog.annotators, dialog.packs, dialog.cards]


def test_where_nothing_is_decided_the_page_says_what_to_do_and_draws_no_axes(dialog: BiasDialog) -> None:
    dialog.show_bias(bias_of())
    for plot in plots(dialog):
        assert not plot.getAxis("left").isVisible() and not plot.getAxis("bottom").isVisible()
        assert not plot.empty.isHidden() and plot.empty.text()
    dialog.show_bias(bias_of(card(1, taken=1, suggested=3)))
    for plot in plots(dialog):
        assert plot.getAxis("left").isVisible() and plot.getAxis("bottom").isVisible()
        assert plot.empty.isHidden()


def test_a_table_without_rows_says_what_to_do(dialog: BiasDialog) -> None:
    assert dialog.next.empty.isHidden(), "while it counts"
    dialog.show_bias(bias_of(card(1, taken=1, suggested=3)))
    for table in (dialog.next, dialog.agreement):
        assert not table.empty.isHidden() and table.empty.text()
    waits = replace(card(1, taken=1, suggested=3), waiting=2)
    two = PairAgreement("ann", "bob", wilson(3, 4))
    dialog.show_bias(replace(bias_of(waits), agreement=(two,)))
    for table in (dialog.next, dialog.agreement):
        assert table.topLevelItemCount() == 1 and table.empty.isHidden()


def test_a_long_name_beside_a_bar_ends_in_dots(dialog: BiasDialog) -> None:
    """The plot leaves out a name that is wider than its place."""
    names = ["青眼の究極竜と混沌の黒魔術師の儀式における召喚", "W" * 22, "Ace"]
    cards = [replace(card(number, taken=1, suggested=8), name=name) for number, name in enumerate(names)]
    dialog.show_bias(bias_of(*cards))
    axis = dialog.cards.getAxis("left")
    (ticks,) = axis._tickLevels
    widths = [QFontMetrics(dialog.cards.font()).horizontalAdvance(text) for _, text in ticks]
    assert max(widths) < axis.fixedWidth - 10
    assert sorted(text for _, text in ticks if not text.endswith("…")) == ["Ace"]


def test_long_names_below_a_plot_do_not_run_into_each_other(qtbot: QtBot, dialog: BiasDialog) -> None:
    plot: Any = SharesPlot(Theme(dark=False), "Packs", empty="none", parent=QWidget(dialog))
    parts = [BiasPart(f"{at} " + "a pack with a long name " * 2, wilson(3, 4)) for at in range(4)]
    plot.show_parts(parts, joined=False)
    for width in (500, 900):
        plot.resize(width, 300)
        plot.resizeEvent(QResizeEvent(plot.size(), QSize()))
        (ticks,) = plot.getAxis("bottom")._tickLevels
        names = [text.partition("\n")[0] for _, text in ticks]
        widest = max(QFontMetrics(plot.font()).horizontalAdvance(name) for name in names)
        assert width / 8 < widest < width / len(parts)
        assert [name[0] for name in names] == ["0", "1", "2", "3"] and names[0].endswith("…")


@pytest.mark.parametrize("count", [1, 2, 12])
def test_a_bar_alone_is_no_thicker_than_one_of_several(dialog: BiasDialog, count: int) -> None:
    dialog.show_bias(bias_of(*(card(number, taken=1, suggested=8) for number in range(count))))
    low, high = dialog.cards.viewRange()[1]
    assert high - low > 5
    assert low < 1 and high > count


@pytest.mark.parametrize(("count", "said"), [(1, "1 card is over-suggested"), (2, "2 cards are over-suggested")])
def test_one_card_is_told_in_the_singular(qapp: QApplication, dialog: BiasDialog, count: int, said: str) -> None:
    translators = install_language(qapp, "en", resources_folder() / "translations")
    dialog.show_bias(bias_of(*(card(number, taken=1, suggested=90, too_often=True) for number in range(count))))
    for translator in translators:
        qapp.removeTranslator(translator)
    assert said in dialog.says.text()


@pytest.mark.parametrize(
    ("count", "said"), [(0, ""), (1, "1 label is not counted: rejections had"), (2, "2 labels are not counted")]
)
def test_what_is_left_out_is_said(qapp: QApplication, dialog: BiasDialog, count: int, said: str) -> None:
    translators = install_language(qapp, "en", resources_folder() / "translations")
    dialog.show_bias(replace(bias_of(card(1, taken=1, suggested=3)), reordered=count))
    for translator in translators:
        qapp.removeTranslator(translator)
    assert said in dialog.says.text() and bool(count) == ("not counted" in dialog.says.text())


def test_the_plots_follow_the_look(qtbot: QtBot) -> None:
    theme, parent = Theme(dark=False), QWidget()
    qtbot.addWidget(parent)
    dialog = BiasDialog(theme, parent)
    dialog.show_bias(bias_of(card(1, taken=1, suggested=3)))
    light = [plot.backgroundBrush().color().lightness() for plot in plots(dialog)]
    theme.dark = True
    dialog.setPalette(theme.palette())
    assert all(item > 200 for item in light)
    for plot in plots(dialog):
        assert plot.backgroundBrush().color().lightness() < 60
        assert plot.getAxis("bottom").textPen().color() == theme.colour(Role.MUTED)
        assert len(plot.getPlotItem().items) > 0
    parent.close()
