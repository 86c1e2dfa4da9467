"""The bias page: suggestions compared with confirmations, as charts. Counts and changes nothing.

Loaded when the page opens: pyqtgraph takes most of a second.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
import pyqtgraph
from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QTabWidget, QWidget

from karuta.domain.bias import Bias, BiasPart, CardBias, PairAgreement
from karuta.domain.statistics import Share
from karuta.gui.kit.dialog import Dialog
from karuta.gui.kit.lay import Stretch, column, row
from karuta.gui.kit.lists import Columns
from karuta.gui.kit.plot import Plot
from karuta.gui.kit.prose import Prose
from karuta.gui.kit.theme import GRID, Role, Theme
from karuta.gui.kit.translate import comma_list, together

BARS = 12
_TICKS = 8
# There is room for at least this many bars, so that a single one is no thicker than one of several.
_ROOM = 6
_FEW = 10
# The place of the names beside bars.
_NAMES = 22 * GRID
_NARROWEST = 2 * GRID


class SharesPlot(Plot):
    """Shares with their 95 % intervals side by side: weeks, models, annotators, packs."""

    def show_parts(self, parts: Sequence[BiasPart], *, joined: bool) -> None:
        """`joined`: consecutive points are connected, for a sequence in time."""
        self._draw = lambda: self._draw_parts(parts, joined=joined)
        self._draw()

    def _resized(self) -> None:
        self._draw()

    def _draw_parts(self, parts: Sequence[BiasPart], *, joined: bool) -> None:
        self.begin(is_empty=not parts)
        if not parts:
            return
        x = np.arange(len(parts), dtype=np.float64)
        share = np.array([100 * part.taken.share for part in parts])
        low = np.array([100 * part.taken.low for part in parts])
        high = np.array([100 * part.taken.high for part in parts])
        bars = pyqtgraph.ErrorBarItem(
            x=x, y=share, top=high - share, bottom=share - low, beam=0.15, pen=self.pen(Role.MUTED, 1.0)
        )
        self.addItem(bars)
        self.plot(
            x,
            share,
            pen=self.pen(Role.ACCENT) if joined else None,
            symbol="o",
            symbolSize=7,
            symbolPen=self.pen(Role.ACCENT),
            symbolBrush=self.brush(Role.ACCENT),
        )
        every = max(1, -(-len(parts) // _TICKS))
        # A name's place reaches half-way to the next ones.
        place = max(_NARROWEST, round(every * (self.width() - 6 * GRID) / (len(parts) + 0.6)) - GRID)
        names = [self.elided(part.name or "–", place) for part in parts]
        ticks = [(at, f"{names[at]}\n{part.taken.n:,}") for at, part in enumerate(parts) if at % every == 0]
        self.getAxis("bottom").setTicks([ticks])
        self.getAxis("bottom").setHeight(5 * GRID)
        self.setXRange(-0.8, len(parts) - 0.2, padding=0)
        self.setYRange(max(0.0, float(low.min()) - 3), 100.4, padding=0)


class CardsPlot(Plot):
    """A bar per card for how often it was suggested, and within it how often people agreed."""

    def show_cards(self, cards: Sequence[CardBias], named: Callable[[CardBias], str]) -> None:
        self._draw = lambda: self._draw_cards(list(cards[:BARS]), named)
        self._draw()

    def _draw_cards(self, some: Sequence[CardBias], named: Callable[[CardBias], str]) -> None:
        self.begin(is_empty=not some)
        if not some:
            return
        y = np.arange(len(some), 0, -1, dtype=np.float64)
        for role, counts, height in (
            (Role.DOUBT, [card.suggested for card in some], 0.62),
            (Role.ACCENT, [card.taken.k for card in some], 0.62),
        ):
            bars = pyqtgraph.BarGraphItem(
                x0=np.zeros(len(some)), y=y, height=height, width=np.array(counts), brush=self.brush(role), pen=None
            )
            self.addItem(bars)
        names = [(at, self.elided(named(card), _NAMES - 2 * GRID)) for at, card in zip(y, some, strict=True)]
        self.getAxis("left").setTicks([names])
        self.getAxis("left").setWidth(_NAMES)
        self.getAxis("left").setStyle(tickLength=0)
        most = max(card.suggested for card in some)
        self.setXRange(0, most * 1.05, padding=0)
        self.getAxis("bottom").setTicks([[(at, f"{at}") for at in range(most + 1)]] if most < _FEW else None)
        self.setYRange(len(some) + 0.4 - max(len(some), _ROOM), len(some) + 0.6, padding=0)


_ROWS, _NAMED = 200, 3


class BiasTable(Columns):
    """Rows of texts, the first column as wide as possible. `empty`: the text if there are no rows."""

    def __init__(self, heads: Sequence[str], *, empty: str, parent: QWidget) -> None:
        numbers = range(1, len(heads))
        super().__init__(heads[0], heads, parent, wide=0, numbers=numbers)
        for at in numbers:
            self.headerItem().setTextAlignment(at, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self.empty = Prose(empty, self.viewport(), quiet=True)
        self.empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.empty.hide()
        self.viewport().setLayout(column(self.empty, margins=(4, 2, 4, 2)))

    def fill(self, rows: Sequence[Sequence[str]]) -> None:
        super().fill(rows)
        self.empty.setVisible(not rows)


class BiasDialog(Dialog):
    """`picture_wanted`, `table_wanted`: a person wants a file of it."""

    picture_wanted = Signal()
    table_wanted = Signal()

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(self.tr("Suggestion quality"), parent)
        self.bias: Bias | None = None
        # What a person calls a card.
        self.named: Callable[[CardBias], str] = lambda card: card.name
        self.says = Prose(self.tr("Counting…"), self)
        # The part that is saved as a picture: the whole page except its buttons.
        self.page = QWidget(self, autoFillBackground=True)
        self.cards = CardsPlot(
            theme,
            self.tr("Suggested (whole bar) and confirmed (inner bar)"),
            empty=self.tr("No suggested card has been rejected. Nothing to look into."),
            parent=self.page,
        )
        self.weeks = self._shares(theme, self.tr("First suggestion accepted, % by week"))
        self.models = self._shares(theme, self.tr("By model"))
        self.annotators = self._shares(theme, self.tr("By annotator"))
        self.packs = self._shares(theme, self.tr("By pack"))
        self.parts = QTabWidget(self.page)
        for plot, title in (
            (self.models, self.tr("Models")),
            (self.packs, self.tr("Packs")),
            (self.annotators, self.tr("Annotators")),
        ):
            self.parts.addTab(plot, title)
        self.agreement = BiasTable(
            [self.tr("Annotators"), self.tr("Agree"), self.tr("95 % CI")],
            empty=self.tr(
                "No card has been decided by two people yet. Once two people label the same photos, this shows how "
                "often they agree."
            ),
            parent=self.page,
        )
        self.parts.addTab(self.agreement, self.tr("Consistency"))
        self.next = BiasTable(
            [self.tr("Label these next"), self.tr("Waiting"), self.tr("Accepted")],
            empty=self.tr("No photo with a suggestion is waiting. Add photos to see which cards to label next."),
            parent=self.page,
        )
        grid = QGridLayout()
        grid.setSpacing(2 * GRID)
        grid.addWidget(self.weeks, 0, 0)
        grid.addWidget(self.parts, 0, 1)
        grid.addWidget(self.cards, 1, 0)
        grid.addWidget(self.next, 1, 1)
        grid.setRowStretch(0, 1)
        grid.setRowStretch(1, 1)
        grid.setColumnStretch(0, 3)
        grid.setColumnStretch(1, 2)
        self.page.setLayout(column(self.says, (grid, 1), spacing=2, margins=(3, 3, 3, 1)))
        self.picture = self.make_button(self.tr("Save as picture…"), self.picture_wanted)
        self.table = self.make_button(self.tr("Save as table…"), self.table_wanted)
        for button in (self.picture, self.table):
            button.setEnabled(False)
        buttons = row(self.picture, self.table, Stretch(), self.close_button(), margins=(3, 0, 3, 0))
        self.lay((self.page, 1), buttons, spacing=1, margins=(0, 0, 0, 2), size=(140, 92))

    def show_bias(self, bias: Bias) -> None:
        self.bias = bias
        self.weeks.show_parts(bias.weeks, joined=True)
        self.models.show_parts(bias.models, joined=False)
        self.annotators.show_parts(bias.annotators, joined=False)
        self.packs.show_parts(bias.packs, joined=False)
        self.agreement.fill([_agreement_row(two) for two in bias.agreement])
        self.show_cards()
        for button in (self.picture, self.table):
            button.setEnabled(bias.overall is not None)

    def show_cards(self) -> None:
        """Show all that has names of cards in it; once more when other names are known."""
        if self.bias is not None:
            self.says.setText(self._sentence(self.bias))
            self.cards.show_cards(_rejected(self.bias), self.named)
            self.next.fill([self._next_row(card) for card in self.bias.label_next[:_ROWS]])

    @property
    def named_cards(self) -> list[CardBias]:
        """Cards that are shown by their names."""
        if self.bias is None:
            return []
        return [*self.bias.too_often[:_NAMED], *_rejected(self.bias)[:BARS], *self.bias.label_next[:_ROWS]]

    def say(self, text: str) -> None:
        self.says.setText(text)

    def _shares(self, theme: Theme, title: str) -> SharesPlot:
        empty = self.tr("Label some photos with suggestions to see how often they are right.")
        return SharesPlot(theme, title, empty=empty, parent=self.page)

    def _sentence(self, bias: Bias) -> str:
        left_out = self._left_out(bias)
        if bias.overall is None:
            return together([self.tr("No photo with a suggestion has been labelled yet."), *left_out])
        taken = bias.overall
        said = self.tr("First suggestion accepted: {k} of {n} (95 % CI {low}-{high} %).").format(
            n=f"{taken.n:,}", k=f"{taken.k:,}", low=f"{100 * taken.low:.1f}", high=f"{100 * taken.high:.1f}"
        )
        if not bias.too_often:
            return together([said, self.tr("No card is over-suggested."), *left_out])
        names = comma_list(
            f"{self.named(card)} ({card.taken.k:,} / {card.suggested:,})" for card in bias.too_often[:_NAMED]
        )
        count = len(bias.too_often)
        text = self.tr("{count} cards are over-suggested: {names}.", "", count)
        return together([said, text.format(count=f"{count:,}", names=names), *left_out])

    def _left_out(self, bias: Bias) -> list[str]:
        """A sentence about what none of the figures counts."""
        if not bias.reordered:
            return []
        text = self.tr("{count} labels are not counted: rejections had reordered their matches.", "", bias.reordered)
        return [text.format(count=f"{bias.reordered:,}")]

    def _next_row(self, card: CardBias) -> tuple[str, str, str]:
        taken = f"{card.taken.k:,} / {card.taken.n:,}" if card.taken.n else self.tr("never labelled")
        return self.named(card), f"{card.waiting:,}", taken


def _rejected(bias: Bias) -> list[CardBias]:
    """Cards that were suggested and not taken each time."""
    return [card for card in bias.cards if card.suggested > card.taken.k]


def _agreement_row(two: PairAgreement) -> tuple[str, str, str]:
    return f"{two.one} · {two.other}", f"{two.same.k:,} / {two.same.n:,}", _interval(two.same)


def _interval(share: Share) -> str:
    return f"{100 * share.low:.0f}–{100 * share.high:.0f} %"
