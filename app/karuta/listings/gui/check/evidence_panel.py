"""Beside a listing's photo: the artwork and the small print of the card that is meant; and prices. Decides nothing."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QPalette, QPixmap
from PySide6.QtWidgets import QLabel, QTreeWidgetItem, QWidget

from karuta.domain.label import Points
from karuta.domain.printing.answer import PrintingAnswer, PrintingVerdict
from karuta.domain.sentence import Sentence
from karuta.gui.kit import paint
from karuta.gui.kit.lay import Stretch, column, row
from karuta.gui.kit.lists import Columns
from karuta.gui.kit.prose import Prose
from karuta.gui.kit.theme import GRID, Role, Theme
from karuta.gui.kit.translate import together, verdict_word, words_of
from karuta.gui.library.card_facts import FetchedCards
from karuta.gui.library.pictures import Pictures
from karuta.listings.domain.check.listing import SeenCard, SeenMatch
from karuta.listings.domain.check.words import code_sentence, edition_sentence, name_sentence
from karuta.listings.gui.plots import PricePlot
from karuta.listings.services.check.listing_prices import PriceEvidence, price_sentences, sale_cells
from karuta.listings.services.check.look_at_listing import ListingLook
from karuta.listings.services.prices.price_guide import money


class EvidencePicture(QLabel):
    """A picture as large as its place, at its own shape; a label, for who does not see it.

    `has_shape`: an empty shape stands there until it has come.
    """

    def __init__(self, name: str, theme: Theme, parent: QWidget, *, radius: float, has_shape: bool) -> None:
        """`name`: for those who do not see."""
        super().__init__(parent)
        self._theme, self._radius, self._has_shape = theme, radius, has_shape
        self.shown: QPixmap | None = None
        self.is_on_its_way = False
        self.setAccessibleName(name)

    def show_picture(self, pixmap: QPixmap | None, *, is_wanted: bool = False) -> None:
        """`is_wanted`: without a picture one is on its way."""
        self.shown = pixmap
        self.is_on_its_way = is_wanted and pixmap is None
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802
        if self._has_shape or (self.shown is not None and not self.shown.isNull()):
            paint.picture(QPainter(self), self.shown, self.rect(), self._theme, radius=self._radius)


def print_words(seen: SeenCard, answer: PrintingAnswer | None) -> str:
    """Say what was made out on the card that is shown."""
    sentences = [name_sentence(seen)]
    if answer is not None:
        sentences += [code_sentence(answer), edition_sentence(answer)]
    return " · ".join(words_of(sentence) for sentence in sentences if sentence is not None)


_FACE, _LOW_FACE = QSize(9, 13) * GRID, QSize(7, 10) * GRID
_STRIP = 5 * GRID


class EvidencePanel(QWidget):
    """The card that is meant, beside the photo on the desk: the artwork of its match, and its small print."""

    def __init__(self, theme: Theme, pictures: Pictures, cards: FetchedCards, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme, self._pictures, self._cards = theme, pictures, cards
        self._look: ListingLook | None = None
        self.seen: SeenCard | None = None
        self._match, self._is_named = 0, False
        radius = paint.CARD_RADIUS * _FACE.width()
        self.face = EvidencePicture(self.tr("Artwork of the catalogue"), theme, self, radius=radius, has_shape=True)
        self.code = EvidencePicture(self.tr("Set code in the photo"), theme, self, radius=2.5, has_shape=False)
        self.edition = EvidencePicture(self.tr("Edition in the photo"), theme, self, radius=2.5, has_shape=False)
        for strip in (self.code, self.edition):
            # It has its place whether or not there is anything to show, so that nothing moves.
            strip.setFixedHeight(_STRIP)
        self.name, self.against, self.where = Prose("", self), Prose("", self), Prose("", self, quiet=True)
        self.read = Prose("", self)
        self.read.setMinimumHeight(self.fontMetrics().height())
        palette = self.against.palette()
        palette.setColor(QPalette.ColorRole.WindowText, theme.colour(Role.BAD))
        self.against.setPalette(palette)
        self.against.hide()
        strips = row((self.code, 1), (self.edition, 1))
        words = column(self.name, self.against, strips, self.read, self.where, Stretch(), spacing=0.5)
        self.setLayout(row(self.face, (words, 1)))
        self.be_low(is_low=False)
        pictures.small_ready.connect(self._draw)
        cards.known.connect(self._draw)

    @property
    def parts(self) -> tuple[QWidget, ...]:
        return self.face, self.code, self.read, self.name, self.against

    def be_low(self, *, is_low: bool) -> None:
        """Where the panel has little room the artwork is small, and the small print is left out."""
        self.face.setFixedSize(_LOW_FACE if is_low else _FACE)
        for part in (self.code, self.edition, self.read):
            part.setVisible(not is_low)

    def show_card(
        self, look: ListingLook | None, seen: SeenCard | None, match: int, against: Sequence[str] | None
    ) -> None:
        """`match`: its place. `against`: the card is being labelled, so it is named in the largest letters with what
        stands against it; None: it is not.
        """
        self._look, self.seen, self._match = look, seen, match
        self._is_named = against is not None
        self.name.setFont(self._theme.large(self.font()) if self._is_named else self.font())
        self.against.setText("\n".join(against or ()))
        self.against.setVisible(bool(against))
        self._draw()

    @property
    def match(self) -> SeenMatch | None:
        """The catalogue's card beside it."""
        seen = self.seen
        return seen.matches[self._match] if seen is not None and self._match < len(seen.matches) else None

    @property
    def code_at(self) -> tuple[str, Points] | None:
        """The photo in which the set code of this card was looked for, and where in it; None if nowhere."""
        if self.seen is None:
            return None
        _, photo, place = self._clearest(self.seen)
        return (photo, place) if place is not None else None

    def _draw(self) -> None:
        look, seen, match = self._look, self.seen, self.match
        if look is None or seen is None:
            for shown in (self.face, self.code, self.edition):
                shown.show_picture(None)
            self.read.setText("")
            self.name.setText(self._nothing(look) if look is not None else "")
            self.where.setText("")
            return
        self._draw_print(look, seen)
        path = self._artwork(match) if match is not None else None
        is_wanted = path is not None or (match is not None and self._cards.is_coming(match.card))
        self.face.show_picture(self._pictures.artwork(path), is_wanted=is_wanted)
        self.name.setText(self._words(seen, match))
        cards = look.finding.seen
        number = next(at for at, card in enumerate(cards, start=1) if card is seen)
        where = [
            self.tr("Card {number} of {count}").format(number=number, count=len(cards)),
            self.tr("Match {number} of {count}").format(number=self._match + 1, count=len(seen.matches)),
        ]
        self.where.setText(" · ".join(where[: 1 + bool(seen.matches)]))

    def _draw_print(self, look: ListingLook, seen: SeenCard) -> None:
        def cut(photo: str, corners: Points | None) -> QPixmap | None:
            return self._pictures.flat_strip(look.sha256(photo), look.path(photo), corners) if corners else None

        answer, photo, code_at = self._clearest(seen)
        self.code.show_picture(cut(photo, code_at), is_wanted=code_at is not None)
        self.edition.show_picture(cut(seen.photo, seen.edition_at))
        self.read.setText(print_words(seen, answer))

    def _clearest(self, seen: SeenCard) -> tuple[PrintingAnswer | None, str, Points | None]:
        """The clearest reading of the card's code, in which photo, and where in it."""
        closer = self._look.finding.close_ups if self._look is not None else ()
        if closer and (seen.printing is None or seen.printing.verdict is not PrintingVerdict.READ):
            # What a close-up says is more.
            return closer[0].printing, closer[0].photo, closer[0].code_at
        return seen.printing, seen.photo, seen.code_at

    def _nothing(self, look: ListingLook) -> str:
        """Why no card is shown."""
        if not look.shown.photos:
            return self.tr("The listing has no photo.")
        if not look.checked.greys:
            return self.tr("No photo could be read.")
        return self.tr("No card was found in the photos.")

    def _words(self, seen: SeenCard, match: SeenMatch | None) -> str:
        if seen.back is not None:
            return self.tr("The back of a card")
        if match is None:
            return verdict_word(seen.verdict)
        name = self._cards.name(match.card, match.name)
        if self._is_named:
            return self.tr("Label: {name}").format(name=name)
        if self._match:
            return self.tr("Match {number}: {name}").format(number=self._match + 1, name=name)
        return f"{name} · {verdict_word(seen.verdict)}"

    def _artwork(self, match: SeenMatch) -> Path | None:
        self._cards.want([match.card])
        return self._cards.picture(match.card, match.picture_sha256)


_LEAST_PLOT, _PLOT = 12 * GRID, 20 * GRID
_PRINTING, _CONDITION = 2, 3


class SalesList(Columns):
    """The sales, the newest first. `wanted`: a row was opened; its listing's id, "" where the sale names none."""

    wanted = Signal(str)

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        self._theme = theme
        heads = self.tr("Day"), self.tr("Price"), self.tr("Printing"), self.tr("Condition")
        super().__init__(self.tr("Comparable sales"), heads, parent)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.itemActivated.connect(lambda item, _: self.wanted.emit(self.current_key))

    def sizeHint(self) -> QSize:  # noqa: N802
        """Small, so that the smallest screen has room for the page; it takes what is left."""
        return self.minimumSizeHint()

    def fill_sales(self, evidence: PriceEvidence | None) -> None:
        self.clear()
        for sale in evidence.sales if evidence is not None else ():
            cells = sale_cells(sale, words_of)
            item = self.add(cells[:-1], key=sale.sale.listing_id)
            for at in range(len(cells) - 1):
                item.setToolTip(at, cells[-1])
                if sale.side:
                    item.setForeground(at, self._theme.colour(Role.DOUBT))
        # A narrow side has no room for what none of them says.
        for at in (_PRINTING, _CONDITION):
            self.setColumnHidden(at, not any(item.text(at) for item in self.items))


class PricePanel(QWidget):
    """`listing_wanted`: the sale that was opened is of this listing."""

    listing_wanted = Signal(str)

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self.summary, self.opened = Prose("", self), Prose("", self)
        self.plot, self.sales = PricePlot(theme, self), SalesList(theme, self)
        # It has its height before the rows have more than a few.
        self.plot.setMinimumHeight(_LEAST_PLOT)
        self.plot.setMaximumHeight(_PLOT)
        self.plot.hide()
        self.setLayout(column(self.summary, (self.plot, 2), (self.sales, 1), self.opened, spacing=0.5))
        self.sales.currentItemChanged.connect(lambda now, before: self._told(now))
        self.sales.wanted.connect(self._open)

    def show_price(self, evidence: PriceEvidence | None, nothing: str) -> None:
        """`nothing`: why there is no price to show."""
        self.summary.setText(self._words(evidence) if evidence is not None else nothing)
        self.opened.setText("")
        self.sales.fill_sales(evidence)
        self.sales.setVisible(evidence is not None and bool(evidence.sales))
        self.plot.show_price(evidence)
        self.plot.setVisible(evidence is not None and bool(evidence.sales))

    def _words(self, evidence: PriceEvidence) -> str:
        parts = [words_of(sentence) for sentence in price_sentences(evidence)]
        if evidence.price is not None:
            own = Sentence(
                "The listing asks {price} {currency}.", price=money(evidence.price), currency=evidence.usual.currency
            )
            parts.insert(0, words_of(own))
        return together(parts)

    def _told(self, item: QTreeWidgetItem | None) -> None:
        """The whole of the chosen sale; a row has no room for its title."""
        self.opened.setText(item.toolTip(0) if item is not None else "")

    def _open(self, listing_id: str) -> None:
        if listing_id:
            self.listing_wanted.emit(listing_id)
