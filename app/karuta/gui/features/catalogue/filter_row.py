"""By what the cards are narrowed: what is typed, and choices of game, pack, kind and rarity; searches nothing."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QCheckBox, QComboBox, QWidget

from karuta.domain.catalogue import CardFilter, Offer, Offers
from karuta.gui.kit.lay import Stretch, column, row
from karuta.gui.kit.search_field import SearchField

_PAUSE_MS = 90
_WORDS_SHOWN = 12
# A list of more is read by nobody; those with the fewest cards are left out, and the search finds them.
_MOST_OFFERED = 300


class FilterRow(QWidget):
    """`changed`: other cards are wanted."""

    changed = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.text = SearchField(self)
        self.text.setPlaceholderText(self.tr("Name, nickname, passcode or set code"))
        self.text.setAccessibleName(self.tr("Cards to find"))
        self.game = self._choice(self.tr("Game"), self.tr("All games"))
        self.pack = self._choice(self.tr("Pack"), self.tr("All packs"))
        self.kind = self._choice(self.tr("Kind"), self.tr("All kinds"))
        self.rarity = self._choice(self.tr("Rarity"), self.tr("All rarities"))
        self.without_picture = QCheckBox(self.tr("No picture"), self)
        self.without_label = QCheckBox(self.tr("No label"), self)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_PAUSE_MS)
        self._timer.timeout.connect(self.changed)
        self.text.textChanged.connect(lambda _: self._timer.start())
        for box in (self.without_picture, self.without_label):
            box.toggled.connect(lambda _: self.changed.emit())
        narrowing = row(*self._choices, self.without_picture, self.without_label, Stretch())
        self.setLayout(column(self.text, narrowing))

    @property
    def wanted(self) -> CardFilter:
        return CardFilter(
            text=self.text.text().strip(),
            game=self.game.currentData(),
            pack=self.pack.currentData(),
            kind=self.kind.currentData(),
            rarity=self.rarity.currentData(),
            without_picture=self.without_picture.isChecked(),
            without_label=self.without_label.isChecked(),
        )

    def offer(self, offers: Offers) -> None:
        """What is chosen stays chosen where it is offered still."""
        for choice, values in zip(
            self._choices, (offers.games, offers.packs, offers.kinds, offers.rarities), strict=True
        ):
            _fill(choice, values)

    # Inside

    @property
    def _choices(self) -> tuple[QComboBox, QComboBox, QComboBox, QComboBox]:
        return self.game, self.pack, self.kind, self.rarity

    def _choice(self, name: str, everything: str) -> QComboBox:
        choice = QComboBox(self)
        choice.setAccessibleName(name)
        choice.addItem(everything, "")
        choice.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        choice.setMinimumContentsLength(_WORDS_SHOWN)
        choice.setMaxVisibleItems(20)
        choice.activated.connect(lambda _: self.changed.emit())
        return choice


def _fill(choice: QComboBox, offers: Sequence[Offer]) -> None:
    chosen = choice.currentData()
    while choice.count() > 1:
        choice.removeItem(1)
    for one in offers[:_MOST_OFFERED]:
        choice.addItem(f"{one.value} ({one.cards:,})", one.value)
    choice.setCurrentIndex(max(0, choice.findData(chosen)))
    choice.setEnabled(choice.count() > 1)
