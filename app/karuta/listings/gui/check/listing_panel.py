"""Beside a listing's photo: the verdict, what the title claims and what the photos show, the reason, prices.

Says what it is told; decides and asks nothing.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QComboBox, QGridLayout, QStackedWidget, QTabBar, QWidget

from karuta.gui.desk.match_panel import VerdictHead
from karuta.gui.kit.action_button import ActionButton
from karuta.gui.kit.commands import Commands
from karuta.gui.kit.lay import column
from karuta.gui.kit.lists import PictureStrip, StripPicture
from karuta.gui.kit.prose import Prose
from karuta.gui.kit.search_field import SearchField
from karuta.gui.kit.theme import GRID, Icons, Theme
from karuta.gui.library.card_facts import FetchedCards
from karuta.gui.library.pictures import Pictures
from karuta.listings.gui.check.evidence_panel import EvidencePanel, EvidencePicture, PricePanel
from karuta.listings.gui.check.field_table import FieldList, FieldWords, TitleChips
from karuta.listings.services.check.listing_sources import QueuedListing

_BUTTONS = ("confirm", "next-of-shot", "relabel", "copy", "skip", "undo")
_DAILY = 4
_STRIP = QSize(6 * GRID, 5 * GRID)
# Lower, it shows less; the smallest screens have no more than the least.
_LOW, _LEAST = 80 * GRID, 48 * GRID


class ListingPanel(QWidget):
    """Where it is low: one line of the title, no pictures of the other photos, and the buttons of every day."""

    def __init__(
        self,
        theme: Theme,
        icons: Icons,
        pictures: Pictures,
        cards: FetchedCards,
        window: QWidget,
        *,
        words_of: FieldWords,
    ) -> None:
        super().__init__(window)
        self.head, self.explanation = VerdictHead(theme, icons, self), Prose("", self)
        self.chips = TitleChips(theme, self, most_lines=2)
        self.strip = PictureStrip(_STRIP, self, has_words=False)
        self.fields = FieldList(theme, words_of)
        self.evidence = EvidencePanel(theme, pictures, cards, self)
        self.prices = PricePanel(theme, self)
        self.tabs, self.sides = QTabBar(self), QStackedWidget(self)
        self.reason, self.language = SearchField(self), QComboBox(self)
        self._theme, self._is_low, self._is_empty = theme, False, False
        self._buttons = QGridLayout()
        self._buttons.setSpacing(0)
        for column_of_two in (0, 1):
            self._buttons.setColumnStretch(column_of_two, 1)
        self._set_up()
        pictures.small_ready.connect(self.strip.draw)

    @property
    def parts(self) -> Sequence[QWidget]:
        """The parts by which a finding is judged."""
        return self.head, self.chips.viewport(), self.fields.viewport(), *self.evidence.parts

    def has_come(self, part: QWidget) -> bool:
        return not isinstance(part, EvidencePicture) or not part.is_on_its_way

    def offer(self, commands: Commands) -> None:
        """Buttons of the commands that decide, and of what leaves the window."""
        for at, id in enumerate(_BUTTONS):
            button = ActionButton(commands[id], self._theme, self)
            button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            self._buttons.addWidget(button, at // 2, at % 2)

    def be_empty(self, *, is_empty: bool) -> None:
        """Without a listing there is nothing to read, and what is written of none would be lost."""
        self._is_empty = is_empty
        self.reason.setEnabled(not is_empty)
        self._fit()

    def show_photos(self, queued: QueuedListing, pictures: Pictures) -> None:
        """Small, where there is more than one."""
        names = queued.listing.photos if len(queued.listing.photos) > 1 else ()
        paths = [(name, queued.folder / name) for name in names]
        self.strip.show_pictures([StripPicture(name, path.name, partial(pictures.face, path)) for name, path in paths])
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802
        super().resizeEvent(event)
        is_low = event.size().height() < _LOW
        if is_low is not self._is_low:
            self._is_low = is_low
            self._fit()

    def _fit(self) -> None:
        has_room, has_listing = not self._is_low, not self._is_empty
        self.chips.set_most_lines(2 if has_room else 1)
        self.strip.setVisible(has_room and has_listing and self.strip.count() > 0)
        for button in self.findChildren(ActionButton)[_DAILY:]:
            button.setVisible(has_room)
        self.language.setVisible(has_room and has_listing)
        for part in (self.chips, self.tabs, self.sides, self.reason):
            part.setVisible(has_listing)
        self.evidence.be_low(is_low=self._is_low)

    def step_side(self) -> None:
        """The fields, the prices, and round again."""
        self.tabs.setCurrentIndex((self.tabs.currentIndex() + 1) % self.tabs.count())

    def name_price(self, verdict: str) -> None:
        """Name the tab of prices. `verdict`: of a price that is far off, else empty."""
        text = self.tr("Price: {verdict} (P)").format(verdict=verdict) if verdict else self.tr("Prices (P)")
        self.tabs.setTabText(1, text)

    def _set_up(self) -> None:
        self.strip.setAccessibleName(self.tr("Photos of the listing"))
        self.strip.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.reason.setAccessibleName(self.tr("Reason"))
        self.reason.setMaxLength(1000)
        self.reason.setPlaceholderText(self.tr("Reason, in your words (E)"))
        self.language.setAccessibleName(self.tr("Language of the reply"))
        for text, data in (
            (self.tr("Reply in the title's language"), ""),
            (self.tr("Reply in English"), "en"),
            (self.tr("Reply in Japanese"), "ja"),
        ):
            self.language.addItem(text, data)
        self.tabs.addTab(self.tr("Fields"))
        self.tabs.addTab("")
        self.name_price("")
        self.tabs.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.tabs.setDrawBase(False)
        self.tabs.currentChanged.connect(self.sides.setCurrentIndex)
        judged = QWidget(self)
        judged.setLayout(column((self.fields, 1), self.evidence, spacing=0.5))
        for page in (judged, self.prices):
            self.sides.addWidget(page)
        room = self.sides.sizePolicy()
        room.setRetainSizeWhenHidden(True)
        self.sides.setSizePolicy(room)
        below = column(self.chips, self.strip, self.tabs, (self.sides, 1), self.reason, self._buttons, self.language)
        below.setContentsMargins(GRID, 0, GRID, GRID)
        explanation = column(self.explanation, margins=(1.5, 0, 1, 0.5))
        self.setLayout(column(self.head, explanation, (below, 1), spacing=0))
        self.setMinimumSize(36 * GRID, _LEAST)
        self.be_empty(is_empty=True)
