"""The page of the catalogue: arranges filters, list, sheet and the form for a card, and takes dropped pictures."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QModelIndex, QObject, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QImage, QKeyEvent, QPixmap
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QFormLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QSplitter,
    QStackedWidget,
    QWidget,
)

from karuta.domain.card import CardKey
from karuta.domain.catalogue import ALL_CARDS, CardFilter, CardSheet, ListedCards, Offer, Offers
from karuta.gui.features.catalogue.card_list import CardListModel, CardListView, CardRole
from karuta.gui.features.catalogue.card_sheet_view import CardSheetView
from karuta.gui.features.feature import WindowParts
from karuta.gui.intake.dropped import accept_a_copy, dropped, may_be_dropped
from karuta.gui.kit.dialog import FULL, Dialog
from karuta.gui.kit.lay import Stretch, column, row
from karuta.gui.kit.prose import Prose, quiet_label
from karuta.gui.kit.search_field import SearchField
from karuta.gui.kit.theme import GRID
from karuta.gui.kit.translate import in_order
from karuta.services.catalogue.add_by_hand import HandPicture

_FACE = QSize(26 * GRID, 37 * GRID)


@dataclass(frozen=True)
class HandCard:
    """What is to be added: a picture of the card `of`, a new card of this name and game, or the back of its cards."""

    picture: HandPicture | None
    of: CardKey | None = None
    name: str = ""
    game: str = ""
    is_back: bool = False


class HandForm(QWidget):
    """`given`: a `HandCard`, once a person agrees. `left`: they changed their mind. `picture_wanted`: from a file."""

    given = Signal(object)
    left = Signal()
    picture_wanted = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._picture: HandPicture | None = None
        self._of: CardKey | None = None
        self.title = Prose(parent=self)
        self.face = QLabel(self)
        self.face.setFixedSize(_FACE)
        self.face.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.face.setAccessibleName(self.tr("Picture of the card"))
        self.choose = QPushButton(self.tr("Choose a picture…"), self)
        self.name = QLineEdit(self)
        self.name.setAccessibleName(self.tr("Name of the card"))
        self.game = QComboBox(self, editable=True)
        self.game.setAccessibleName(self.tr("Game"))
        self.back = QCheckBox(self.tr("It is the back of the game's cards"), self)
        self.add = QPushButton(self.tr("Add"), self, default=True)
        cancel = QPushButton(self.tr("Cancel"), self)
        for button in (self.choose, cancel):
            button.setAutoDefault(False)
        self._fields = QWidget(self)
        form = self._form = QFormLayout(self._fields)
        form.setContentsMargins(0, 0, 0, 0)
        form.addRow(self.tr("Name"), self.name)
        form.addRow(self.tr("Game"), self.game)
        form.addRow("", self.back)
        buttons = row(self.choose, Stretch(), cancel, self.add, spacing=2)
        layout = column(self.title, self.face, self._fields, buttons, Stretch(), spacing=2, margins=(1, 0, 0, 0))
        layout.setAlignment(self.face, Qt.AlignmentFlag.AlignHCenter)
        self.setLayout(layout)
        self.name.textChanged.connect(self._enable)
        self.game.editTextChanged.connect(self._enable)
        self.back.toggled.connect(lambda _: self._say_kind())
        self.add.clicked.connect(self._give)
        cancel.clicked.connect(self.left)
        self.choose.clicked.connect(self.picture_wanted)

    def begin_card(self, games: Sequence[str], game: str) -> None:
        """A new card. `game`: the one that is meant unless a person says otherwise."""
        self._begin(None)
        self.back.setChecked(False)
        self._say_kind()
        self.name.clear()
        self.game.clear()
        self.offer(games, game)
        self._fields.show()
        self.name.setFocus()

    def offer(self, games: Sequence[str], game: str) -> None:
        """Games to choose from, which may come while the form is open: what a person wrote there stays."""
        text = self.game.currentText() or game
        self.game.clear()
        self.game.addItems(list(games))
        self.game.setEditText(text)

    def begin_artwork(self, card: CardKey, name: str) -> None:
        """One more picture of a card."""
        self._begin(card)
        self.title.setText(self.tr("Add this picture to {name}?").format(name=name))
        self._fields.hide()
        self.add.setFocus()

    def set_picture(self, picture: HandPicture) -> None:
        self._picture = picture
        pixmap = QPixmap.fromImage(QImage.fromData(picture.data))
        if pixmap.isNull():
            # Qt reads fewer kinds than Karuta does.
            self.face.setText(self.tr("Picture chosen"))
        else:
            fits = pixmap.scaled(_FACE, Qt.AspectRatioMode.KeepAspectRatio, Qt.TransformationMode.SmoothTransformation)
            self.face.setPixmap(fits)
        self._enable()

    # Inside

    def _say_kind(self) -> None:
        is_so = self.back.isChecked()
        self._form.setRowVisible(self.name, not is_so)
        self.title.setText(
            self.tr("The back of a game's cards, by hand. In photos it is recognised as a back at once.")
            if is_so
            else self.tr("A new card, by hand. With a picture it is recognised in photos at once.")
        )
        self._enable()

    def _begin(self, of: CardKey | None) -> None:
        self._of, self._picture = of, None
        self.face.setText(self.tr("Drop a picture here"))
        self._enable()

    def _enable(self) -> None:
        has_game = bool(self.game.currentText().strip())
        if self._of is not None:
            self.add.setEnabled(self._picture is not None)
        elif self.back.isChecked():
            self.add.setEnabled(self._picture is not None and has_game)
        else:
            self.add.setEnabled(bool(self.name.text().strip()) and has_game)

    def _give(self) -> None:
        if self._of is not None:
            self.given.emit(HandCard(self._picture, of=self._of))
        elif self.back.isChecked():
            self.given.emit(HandCard(self._picture, game=self.game.currentText(), is_back=True))
        else:
            self.given.emit(HandCard(self._picture, name=self.name.text(), game=self.game.currentText()))


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
        self._timer = QTimer(self, singleShot=True, interval=_PAUSE_MS)
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
    for offer in offers[:_MOST_OFFERED]:
        choice.addItem(f"{offer.value} ({offer.cards:,})", offer.value)
    choice.setCurrentIndex(max(0, choice.findData(chosen)))
    choice.setEnabled(choice.count() > 1)


_LIST_KEYS = frozenset({Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_PageUp, Qt.Key.Key_PageDown})


class CatalogueDialog(Dialog):
    """`cards_wanted`: the filter changed. `sheet_wanted`: a card was chosen. `picture_given`: a `Dropped` by hand."""

    cards_wanted = Signal()
    sheet_wanted = Signal(object)
    picture_given = Signal(object)

    def __init__(self, parts: WindowParts) -> None:
        super().__init__(self.tr("Catalogue"), parts.kit.window)
        session, pictures, theme = parts.session, parts.pictures, parts.kit.theme
        self.setAcceptDrops(True)
        self.filters = FilterRow(self)
        self.count = quiet_label("", self)
        self.model = CardListModel(session, pictures, self)
        self.list = CardListView(self.model, theme, self)
        self.list.setAccessibleName(self.tr("Cards"))
        self.nothing = Prose(parent=self, quiet=True)
        self.nothing.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.listed = QStackedWidget(self)
        for shown in (self.list, self.nothing):
            self.listed.addWidget(shown)
        self.sheet = CardSheetView(session.library, pictures, theme, self)
        self.form = HandForm(self)
        self.hint = Prose(
            self.tr("Choose a card. A picture that is dropped here becomes a new card."), self, quiet=True
        )
        self.hint.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.side = QStackedWidget(self)
        for page in (self.hint, self.sheet, self.form):
            self.side.addWidget(page)
        self.new_card = self.make_button(self.tr("Add a card by hand…"), self.begin_card)
        self.new_artwork = self.make_button(self.tr("Add a picture to this card…"), self.begin_artwork)
        self.note = Prose(parent=self)
        self._games: tuple[str, ...] = ()
        self._arrange()
        self.filters.changed.connect(self.cards_wanted)
        self.filters.text.installEventFilter(self)
        self.filters.text.left.connect(self.reject)
        self.list.selectionModel().currentChanged.connect(self._marked)
        self.form.left.connect(self._leave_form)
        self._enable()

    def offer(self, offers: Offers) -> None:
        self._games = tuple(game.value for game in offers.games)
        self.filters.offer(offers)
        self.form.offer(self._games, self._game_meant())

    def show_cards(self, cards: ListedCards) -> None:
        """What is chosen stays chosen where it is in the list still."""
        key = self.chosen
        self.model.set_cards(cards)
        self._say_count(cards)
        self._say_nothing(cards)
        if key is None or not self.choose(key):
            self.list.scrollToTop()
            self._leave_sheet()

    def say(self, text: str) -> None:
        self.note.setText(text)

    def say_failure(self, task: str, why: str) -> None:
        """Of what a person waits for here; the window behind says it too."""
        del task
        self.say(why)

    @property
    def chosen(self) -> CardKey | None:
        index = self.list.currentIndex()
        key: CardKey | None = index.data(CardRole.KEY) if index.isValid() else None
        return key

    def choose(self, key: CardKey) -> bool:
        place = self.model.place_of(key)
        if place is not None:
            self.list.choose(place)
        return place is not None

    def show_sheet(self, sheet: CardSheet) -> None:
        self.sheet.show_sheet(sheet)
        if self.side.currentWidget() is not self.form:
            self.side.setCurrentWidget(self.sheet)
        self._enable()

    def begin_card(self) -> None:
        self.side.setCurrentWidget(self.form)
        self.form.begin_card(self._games, self._game_meant())

    def begin_artwork(self) -> None:
        sheet = self.sheet.sheet
        if sheet is not None:
            self.side.setCurrentWidget(self.form)
            names = in_order(sheet.card.name, sheet.card.names.get("ja", ""))
            self.form.begin_artwork(sheet.key, names[0])

    def end_form(self) -> None:
        self._leave_form()

    # Qt's side

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802
        """The list follows Up and Down while the text has the keys."""
        if event.type() is QEvent.Type.KeyPress and isinstance(event, QKeyEvent) and event.key() in _LIST_KEYS:
            self.list.keyPressEvent(event)
            return True
        return super().eventFilter(watched, event)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:  # noqa: N802
        if may_be_dropped(event.mimeData()):
            accept_a_copy(event)

    def dropEvent(self, event: QDropEvent) -> None:  # noqa: N802
        """On the sheet it is a picture of the card; in the form the form's; elsewhere that of a new card."""
        found = dropped(event.mimeData())
        if not (found.paths or found.picture or found.image):
            return
        accept_a_copy(event)
        page = self.side.currentWidget()
        place = self.side.mapFrom(self, event.position().toPoint())
        if page is not self.form:
            if page is self.sheet and self.side.rect().contains(place):
                self.begin_artwork()
            else:
                self.begin_card()
        self.picture_given.emit(found)

    # Inside

    def _say_count(self, cards: ListedCards) -> None:
        count = f"{len(cards):,}"
        if cards.is_alike:
            text = self.tr("No card contains “{text}”. Similar names: {count}")
            self.count.setText(text.format(text=self.filters.text.text().strip(), count=count))
        else:
            self.count.setText(self.tr("{count} cards", "", len(cards)).format(count=count))

    def _say_nothing(self, cards: ListedCards) -> None:
        """In the list's place, where it has no card: why, and what next."""
        self.listed.setCurrentWidget(self.list if len(cards) else self.nothing)
        self.nothing.setText(
            self.tr("There are no cards yet. Cards > Add cards… brings some, or add one by hand.")
            if self.filters.wanted == ALL_CARDS
            else self.tr("No card matches. Clear the search, or choose fewer filters above.")
        )

    def _leave_sheet(self) -> None:
        """A sheet of a card that the list has no more would speak of another question."""
        sheet = self.sheet.sheet
        if sheet is not None and self.model.place_of(sheet.key) is None:
            self.sheet.sheet = None
            if self.side.currentWidget() is self.sheet:
                self.side.setCurrentWidget(self.hint)
            self._enable()

    def _marked(self, now: QModelIndex) -> None:
        key = now.data(CardRole.KEY) if now.isValid() else None
        if key is not None:
            if self.side.currentWidget() is self.form:
                self._leave_form()
            self.sheet_wanted.emit(key)

    def _game_meant(self) -> str:
        """The game that is chosen above, else the one of the card that is shown, else the largest."""
        shown = (self.sheet.sheet.key.game,) if self.sheet.sheet is not None else ()
        return next(iter((*filter(None, (self.filters.game.currentData(),)), *shown, *self._games)), "")

    def _leave_form(self) -> None:
        self.side.setCurrentWidget(self.sheet if self.sheet.sheet is not None else self.hint)

    def _enable(self) -> None:
        self.new_artwork.setEnabled(self.sheet.sheet is not None)

    def _arrange(self) -> None:
        left = QWidget(self)
        left.setLayout(column(self.count, (self.listed, 1)))
        halves = QSplitter(Qt.Orientation.Horizontal, self, childrenCollapsible=False)
        halves.addWidget(left)
        halves.addWidget(self.side)
        halves.setStretchFactor(0, 1)
        halves.setStretchFactor(1, 1)
        buttons = row(self.new_card, self.new_artwork, (self.note, 1), self.close_button(by_return=False))
        self.lay(self.filters, (halves, 1), buttons, spacing=1.5, margins=FULL, size=(140, 84))
