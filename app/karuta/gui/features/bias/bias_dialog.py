"""The bias page: suggestions compared with confirmations, as charts. Counts and changes nothing."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QTabWidget, QWidget

from karuta.domain.bias import Bias, CardBias, PairAgreement
from karuta.domain.statistics import Share
from karuta.gui.features.bias.bias_plots import BARS, CardsPlot, SharesPlot
from karuta.gui.kit.dialog import Dialog
from karuta.gui.kit.lay import Stretch, column, row
from karuta.gui.kit.lists import Columns
from karuta.gui.kit.prose import Prose
from karuta.gui.kit.theme import GRID, Theme
from karuta.gui.kit.translate import comma_list, together

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
        self.page = QWidget(self)
        self.page.setAutoFillBackground(True)
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
        """What has names of cards in it; once more when other names are known."""
        if self.bias is not None:
            self.says.setText(self._sentence(self.bias))
            self.cards.show_cards(_rejected(self.bias), self.named)
            self.next.fill([self._next_row(card) for card in self.bias.label_next[:_ROWS]])

    @property
    def named_cards(self) -> list[CardBias]:
        """Those that are shown by their names."""
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
        """What none of the figures counts."""
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
