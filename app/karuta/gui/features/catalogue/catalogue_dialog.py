"""The page of the catalogue: filters, list, sheet and the form for a card, filled from the lanes; takes pictures."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from PySide6.QtCore import QModelIndex, Qt, QTimer, Signal
from PySide6.QtGui import QDropEvent
from PySide6.QtWidgets import QCheckBox, QComboBox, QSplitter, QStackedWidget, QWidget

from karuta.domain.card import CardKey
from karuta.domain.catalogue import ALL_CARDS, CardFilter, ListedCards, Offers
from karuta.domain.unknowns import UnknownCard
from karuta.gui.features.catalogue.card_list import CardListModel, CardListView
from karuta.gui.features.catalogue.card_sheet_view import CardSheetView
from karuta.gui.features.catalogue.hand_form import AddedByHand, HandCard, HandForm, added_by_hand
from karuta.gui.features.feature import Feature, Page, WindowParts
from karuta.gui.kit.commands import CommandActions
from karuta.gui.kit.dialog import FULL
from karuta.gui.kit.dropped import Dropped, TakesDrops
from karuta.gui.kit.lay import Stretch, column, named, row
from karuta.gui.kit.prose import Prose, quiet_label
from karuta.gui.kit.search_field import SearchField
from karuta.gui.kit.translate import in_order
from karuta.jobs.lane import Urgency
from karuta.services.catalogue.add_by_hand import HandPicture, picture_at
from karuta.services.catalogue.browse_cards import browse_cards, card_offers
from karuta.services.catalogue.search_cards import CardSearch
from karuta.services.lookups.read_queue import crop_path

_PAUSE_MS = 90
_WORDS_SHOWN = 12
# A list of more is read by nobody; those with the fewest cards are left out, and the search finds them.
_MOST_OFFERED = 300


class FilterRow(QWidget):
    """`changed`: other cards are wanted."""

    changed = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.text = named(SearchField(self), self.tr("Cards to find"))
        self.text.setPlaceholderText(self.tr("Name, nickname, passcode or set code"))
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
    def chosen(self) -> CardFilter:
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
        """Offer these; a choice stays where it is offered still."""
        offered = (offers.games, offers.packs, offers.kinds, offers.rarities)
        for choice, values in zip(self._choices, offered, strict=True):
            chosen = choice.currentData()
            while choice.count() > 1:
                choice.removeItem(1)
            for offer in values[:_MOST_OFFERED]:
                choice.addItem(f"{offer.value} ({offer.cards:,})", offer.value)
            choice.setCurrentIndex(max(0, choice.findData(chosen)))
            choice.setEnabled(choice.count() > 1)

    # Inside

    @property
    def _choices(self) -> tuple[QComboBox, QComboBox, QComboBox, QComboBox]:
        return self.game, self.pack, self.kind, self.rarity

    def _choice(self, name: str, everything: str) -> QComboBox:
        short = QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon
        choice = named(QComboBox(self, sizeAdjustPolicy=short, maxVisibleItems=20), name)
        choice.setMinimumContentsLength(_WORDS_SHOWN)
        choice.addItem(everything, "")
        choice.activated.connect(lambda _: self.changed.emit())
        return choice


def _stacked(parent: QWidget, *pages: QWidget) -> QStackedWidget:
    stack = QStackedWidget(parent)
    for page in pages:
        stack.addWidget(page)
    return stack


class CatalogueDialog(TakesDrops, Page):
    """Filled from the lanes; only the newest question is answered."""

    def __init__(self, parts: WindowParts) -> None:
        super().__init__(self.tr("Catalogue"), parts)
        session, pictures, theme = parts.session, parts.pictures, parts.kit.theme
        self.setAcceptDrops(True)
        self.filters = FilterRow(self)
        self.count = quiet_label("", self)
        self.model = CardListModel(session, pictures, self)
        self.list = named(CardListView(self.model, theme, self), self.tr("Cards"))
        self.nothing = Prose(parent=self, quiet=True)
        self.listed = _stacked(self, self.list, self.nothing)
        self.sheet = CardSheetView(session, pictures, theme, self)
        self.form = HandForm(self, given=self._add, left=self._leave_form, choose=self._choose_picture)
        self.hint = Prose(
            self.tr("Choose a card. A picture that is dropped here becomes a new card."), self, quiet=True
        )
        for prose in (self.nothing, self.hint):
            prose.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.side = _stacked(self, self.hint, self.sheet, self.form)
        self.new_card = self.make_button(self.tr("Add a card by hand…"), self.begin_card)
        self.new_artwork = self.make_button(self.tr("Add a picture to this card…"), self.begin_artwork)
        self.note = Prose(parent=self)
        self._games: tuple[str, ...] = ()
        self._arrange()
        self.filters.changed.connect(self._list)
        self.filters.text.list = self.list
        self.filters.text.left.connect(self.reject)
        self.list.selectionModel().currentChanged.connect(self._marked)
        self.sheet.photo_wanted.connect(self._open)
        parts.tasks.failed.connect(self.say_failure)
        self._enable()
        self._ask_offers()
        self._list()
        # The first typing error would wait for the names to be read. What is wrong the list says.
        prepare, ahead = CardSearch.prepare, Urgency.AHEAD
        self._quietly(session.search_lane, prepare, lambda _: None, key="prepare", urgency=ahead)

    def offer(self, offers: Offers) -> None:
        self._games = tuple(game.value for game in offers.games)
        self.filters.offer(offers)
        self.form.offer(self._games, self._game_meant())

    def show_cards(self, cards: ListedCards) -> None:
        """Show these; the chosen card stays chosen where it is in the list still."""
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
        return self._key(self.list.currentIndex())

    def _key(self, index: QModelIndex) -> CardKey | None:
        return self.model.rows[index.row()] if index.isValid() else None

    def choose(self, key: CardKey) -> bool:
        place = self.model.place_of(key)
        if place is not None:
            self.list.choose(place)
        return place is not None

    def _show_sheet(self) -> None:
        if self.side.currentWidget() is not self.form:
            self.side.setCurrentWidget(self.sheet)
        self._enable()

    def begin_card(self) -> None:
        self.side.setCurrentWidget(self.form)
        self.form.begin_card(self._games, self._game_meant())

    def begin_unknown(self, name: str, *, game: str, crop: Path | None) -> None:
        """A new card, which was seen in a photo."""
        self.side.setCurrentWidget(self.form)
        self.form.begin_card(self._games, game)
        self.form.name.setText(name)
        if crop is not None:
            self._take(Dropped(paths=(crop,)))

    def begin_artwork(self) -> None:
        sheet = self.sheet.sheet
        if sheet is not None:
            self.side.setCurrentWidget(self.form)
            names = in_order(sheet.card.name, sheet.card.names.get("ja", ""))
            self.form.begin_artwork(sheet.key, names[0])

    # Qt's side

    def take_drop(self, dropped: Dropped, event: QDropEvent) -> bool:
        """On the sheet it is a picture of the card; in the form the form's; elsewhere that of a new card."""
        if not (dropped.paths or dropped.made):
            return False
        page = self.side.currentWidget()
        place = self.side.mapFrom(self, event.position().toPoint())
        if page is not self.form:
            if page is self.sheet and self.side.rect().contains(place):
                self.begin_artwork()
            else:
                self.begin_card()
        self._take(dropped)
        return True

    # What the lanes do

    def _ask_offers(self) -> None:
        """What is wrong the list says."""
        self._quietly(self._session.cards_lane, card_offers, self.offer, key="offers")

    def _list(self, then: CardKey | None = None) -> None:
        """`then`: the card that is chosen once it is listed; its row and sheet are read anew."""
        card_filter = self.filters.chosen

        def came(cards: ListedCards) -> None:
            if then is not None:
                self.model.forget()
            self.show_cards(cards)
            if then is not None:
                self.choose(then)
                self.sheet.fill(then, self._show_sheet)  # also where the filter leaves it out

        lane, now = self._session.search_lane, Urgency.NOW
        self.ask(lane, lambda search, token: browse_cards(search, card_filter, token), came, key="browse", urgency=now)

    def _open(self, photo: str) -> None:
        self.accept()
        self._parts.put_on_desk(photo)

    def _choose_picture(self) -> None:
        path = self._kit.ask.about("cards").photo(self.tr("Choose a picture of the card"))
        if path is not None:
            self._take(Dropped(paths=(path,)))

    def _take(self, dropped: Dropped) -> None:
        """The picture that was dropped or chosen, into the form; a file is read in a lane."""
        if dropped.made is not None:
            picture = dropped.made()
            self.form.set_picture(HandPicture(picture.data, picture.suffix))
        elif dropped.paths:
            path, lane, now = dropped.paths[0], self._session.files_lane, Urgency.NOW
            tell = self.form.set_picture
            self.ask(lane, lambda library, token: picture_at(path), tell, key="picture by hand", urgency=now)

    def _add(self, given: HandCard) -> None:
        of_back = self.tr("Added: a back of {game}. In photos it is recognised as one from now on.")
        outcome = of_back.format(game=given.game) if given.is_back else self.tr("Added by hand")

        def shown(added: AddedByHand | None) -> None:
            self.form.setEnabled(True)
            if added is not None:
                self._leave_form()
                self.say(outcome)
                self._ask_offers()
                self._list(then=added.card)

        self.form.setEnabled(False)
        self.say(self.tr("Adding…"))
        work = partial(added_by_hand, given, self._session.resources)
        self.change_catalogue(self.tr("Adding by hand"), work, lambda _: outcome, shown, adds_cards=True)

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
            if self.filters.chosen == ALL_CARDS
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
        key = self._key(now)
        if key is not None:
            if self.side.currentWidget() is self.form:
                self._leave_form()
            self.sheet.fill(key, self._show_sheet)

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


class CatalogueCommands(Feature):
    def command_actions(self) -> CommandActions:
        """The actions of this subject's commands."""
        return {"browse": self.browse, "add-unknown": self.add_unknown}

    def browse(self) -> None:
        dialog = CatalogueDialog(self._parts)
        self._kit.show(dialog)
        dialog.filters.text.setFocus()

    def add_unknown(self) -> None:
        """Its crop is the picture; the name that is typed stays its group's, also where it is not added."""
        desk, groups = self._parts.desk, self._parts.arrangement.groups
        photo, sighting = desk.photo, desk.sighting
        if photo is None or sighting is None:
            return
        name, crop = photo.photo.name, sighting.crop_sha256
        card = UnknownCard(photo.photo.sha256, name, sighting.sighting_id, crop, is_labelled=sighting.is_decided)
        group = groups.of(card.sighting_id)
        dialog = CatalogueDialog(self._parts)
        path = crop_path(self._session.library, crop) if crop is not None else None
        game = sighting.matches[0].card.game if sighting.matches else ""
        dialog.begin_unknown(group.name if group else "", game=game, crop=path)
        dialog.finished.connect(lambda _: groups.call(card, dialog.form.name.text()))
        self._kit.show(dialog)
        dialog.form.name.setFocus()
