"""Any card of the catalogue, found while a person types: a panel, a dialog, a dock. Labels nothing itself."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from functools import partial

from PySide6.QtCore import QItemSelectionModel, QModelIndex, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QGuiApplication, QPalette
from PySide6.QtWidgets import QApplication, QFrame, QListView, QStackedWidget, QWidget

from karuta.domain.card import CardKey
from karuta.domain.catalogue import FoundCard
from karuta.domain.errors import Known
from karuta.domain.label import ChosenCard
from karuta.domain.sentence import Sentence
from karuta.gui.features.card_rows import CardRowPainter, CardRows
from karuta.gui.features.feature import Feature, WindowParts
from karuta.gui.kit.commands import CommandActions
from karuta.gui.kit.failures import ignore_expected
from karuta.gui.kit.lay import column
from karuta.gui.kit.prose import Prose
from karuta.gui.kit.retranslating import Retranslating
from karuta.gui.kit.search_field import SearchField
from karuta.gui.kit.seen import Seen, SeenMark
from karuta.gui.kit.theme import Theme
from karuta.gui.kit.translate import comma_list, example_code, names_of, words_of
from karuta.gui.kit.while_alive import Asker
from karuta.gui.library.pictures import Pictures
from karuta.gui.library.session import Session, sentence
from karuta.jobs.lane import Urgency
from karuta.paths import LibraryFolder
from karuta.services.catalogue.search_cards import CardSearch, listed_cards
from karuta.services.labels.open_labels import recent_cards


class FoundCardModel(CardRows):
    """The best first."""

    rows: tuple[FoundCard, ...] = ()

    def __init__(self, library: LibraryFolder, pictures: Pictures, parent: QObject | None = None) -> None:
        super().__init__(library, pictures.artwork, parent)
        pictures.small_ready.connect(self.redraw)

    def row(self, place: int) -> FoundCard:
        return self.rows[place]

    def shown(self, place: int) -> str:
        return names_of(self.rows[place])[0]

    def spoken(self, place: int) -> str:
        card = self.rows[place]
        parts = (*names_of(card), card.matched.text, self.code(card))
        return comma_list(dict.fromkeys(part for part in parts if part))

    def looks(self, place: int) -> Hashable:
        return self.shown(place), self.face(self.rows[place]) is None

    def code(self, card: FoundCard) -> str:
        """The set code that was searched for, else one of the card's as an example."""
        return card.matched.text if card.matched.field == "set_code" else example_code(card.set_code)

    def right(self, card: FoundCard) -> str:
        """What matched, if it is not shown anyway."""
        is_shown = card.matched.field == "set_code" or card.matched.text in names_of(card)
        return "" if is_shown else card.matched.text

    def set_cards(self, cards: Sequence[FoundCard]) -> None:
        self.put_rows(tuple(cards))

    def chosen(self, place: int) -> ChosenCard | None:
        """The card at this place; with the printing if its set code was searched for."""
        if not 0 <= place < len(self.rows):
            return None
        row = self.rows[place]
        printing = row.matched.text if row.matched.field == "set_code" else None
        return ChosenCard(row.card, row.name, printing)


LIMIT = 40
RECENT = 12
_PAUSE_MS = 60


class SearchPanel(Retranslating, QWidget):
    """`chosen`: the card that a person took (`ChosenCard`). `left`: Esc. `too_quick`: it could not be seen yet."""

    chosen = Signal(object)
    left = Signal()
    too_quick = Signal()

    def __init__(self, session: Session, pictures: Pictures, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session, self._quietly = session, Asker(self, ignore_expected())
        self.setBackgroundRole(QPalette.ColorRole.Base)
        self.setAutoFillBackground(True)
        self.model = FoundCardModel(session.library, pictures, self)
        self.text = SearchField(self)
        self.text.entered.connect(self._enter)
        self.text.left.connect(self.left)
        self.list = self.text.list = QListView(self, uniformItemSizes=True)
        self.list.setModel(self.model)
        self.list.setItemDelegate(CardRowPainter(self.model, theme))
        self.list.setFrameShape(QFrame.Shape.NoFrame)
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setMouseTracking(True)
        self.list.clicked.connect(self._take)
        self.note = Prose(parent=self)
        self.seen = Seen([self.list.viewport()])
        self.seen.follow_rows(self.list)
        self.mark = SeenMark(self.list)
        self.setLayout(column(self.text, (self.list, 1), self.note, margins=(1, 1, 1, 1)))
        self._timer = QTimer(self, singleShot=True, interval=_PAUSE_MS)
        self._timer.timeout.connect(self._search)
        self.text.textChanged.connect(lambda _: self._typed())
        self._labels = True
        self._answered: str | None = None
        self._troubles: tuple[Sentence, ...] = ()
        self.built()

    def retranslate(self) -> None:
        self.text.setPlaceholderText(self.tr("Name, nickname, passcode or set code"))
        self.text.setAccessibleName(self.tr("Card to find"))
        self.list.setAccessibleName(self.tr("Cards found"))
        self._say()

    def begin(self, *, anew: bool, labels: bool = True) -> None:
        """Take the keys; `anew`: for another question than the last time, so without what was typed for that one.

        `labels`: there is something that the card can be a label of.
        """
        self._labels = labels
        if anew:
            self.text.clear()
            self.model.set_cards(())
            self._answered = None
        self.text.setFocus()
        self.text.selectAll()
        if self._answered is None:
            self._search()
        self._say()
        # The first typing error would otherwise wait for the names to be read. The search itself says what is wrong.
        lane, ahead = self._session.search_lane, Urgency.AHEAD
        self._quietly(lane, CardSearch.prepare, self._prepared, key="prepare", urgency=ahead)

    def _enter(self) -> None:
        """It takes what is marked and was visible; before the answer to the typed text it only hurries that."""
        if self._answered != self.text.text().strip():
            self._search()
            self.too_quick.emit()
        elif not self.mark.is_ripe:
            self.too_quick.emit()
        else:
            self._take(self.list.currentIndex())

    def _take(self, index: QModelIndex) -> None:
        card: ChosenCard | None = self.model.chosen(index.row())
        if card is None or not self._labels:
            return
        if self.seen.is_ripe:
            self.chosen.emit(card)
        else:
            self.too_quick.emit()

    def _typed(self) -> None:
        self._timer.start()
        self._say()

    def _search(self) -> None:
        self._timer.stop()
        text = self.text.text().strip()
        have, now = Asker(self, partial(self._not_found, text)), Urgency.NOW
        lane, tell = self._session.search_lane, partial(self._list_cards, text)

        def list_recent(keys: Sequence[CardKey]) -> None:
            # Its answer would take the place of what was asked for since.
            if not self.text.text().strip():
                have(lane, lambda search: listed_cards(search.library, keys), tell, key="search", urgency=now)

        if text:
            have(lane, lambda search: search.find(text, limit=LIMIT), tell, key="search", urgency=now)
        else:
            store = self._session.store_lane
            have(store, lambda file: recent_cards(file, RECENT), list_recent, key="recent cards", urgency=now)

    def _list_cards(self, text: str, cards: Sequence[FoundCard]) -> None:
        if text != self.text.text().strip():
            return
        self._answered = text
        self.seen.anew()
        self.model.set_cards(cards)
        self.list.viewport().update()
        # Nothing was searched for: Enter takes only what a person marked.
        if cards and text:
            flag = QItemSelectionModel.SelectionFlag.ClearAndSelect
            self.list.selectionModel().setCurrentIndex(self.model.index(0), flag)
        self._say()

    def _prepared(self, troubles: tuple[Sentence, ...]) -> None:
        self._troubles = troubles
        self._say()

    def _say(self) -> None:
        text = self._answered
        if self.text.text().strip() != (text or "") and not self.model.rowCount():
            # The first typing error waits until all names are read.
            self.note.setText(self.tr("Searching…"))
        elif text and not self.model.rowCount():
            self.note.setText(self.tr("No card matches “{text}”; try part of its name").format(text=text))
        elif self._troubles:
            self.note.setText(words_of(self._troubles[0]))
        elif not self._labels:
            self.note.setText(self.tr("No photo on the desk, so there is nothing to label · Esc goes back"))
        elif text == "" and self.model.rowCount():
            self.note.setText(self.tr("Recently confirmed · ↓ chooses · Enter selects · Esc goes back"))
        else:
            self.note.setText(self.tr("Enter selects · Esc goes back"))

    def _not_found(self, text: str, error: Known) -> None:
        self._answered = text
        self.model.set_cards(())
        self.note.setText(sentence(error))


class SearchDock(Feature):
    """Any card of the catalogue beside the photo, for one card on the desk. When the focus goes elsewhere, the matches
    return: else a key could choose among matches that are not visible.

    Where another card comes meanwhile (its lookup ended, or somebody put another photo on the desk), it stays open: who
    types must not type commands. Only, the first Enter then labels nothing and says so.
    """

    def __init__(
        self, parts: WindowParts, *, confirm: Callable[[ChosenCard], None], side: QStackedWidget, home: QWidget
    ) -> None:
        super().__init__(parts)
        self._desk, self._decisions = parts.desk, parts.decisions
        self._confirm = confirm
        self._side = side
        self._home = home
        self._for: object = None
        self.panel = SearchPanel(parts.session, parts.pictures, parts.kit.theme, side)
        self.panel.text.installEventFilter(parts.held_keys)
        self.panel.chosen.connect(self._take)
        self.panel.too_quick.connect(self._decisions.too_quick)
        self.panel.left.connect(self.close)
        side.addWidget(self.panel)
        application = QApplication.instance()
        assert isinstance(application, QApplication)
        application.focusChanged.connect(self._focus_changed)

    def command_actions(self) -> CommandActions:
        """The actions of this subject's commands."""
        return {"search": self.open, "copy": self.copy}

    @property
    def is_open(self) -> bool:
        return self._side.currentWidget() is self.panel

    def open(self) -> None:
        """With what was typed before, where that was about the same card. Without a photo it only looks cards up."""
        anew, self._for = self._for != self._on_desk, self._on_desk
        self._side.setCurrentWidget(self.panel)
        self.panel.begin(anew=anew, labels=self._desk.photo is not None)

    def find(self, text: str) -> None:
        """Open it with this text in place of what was typed before."""
        self.open()
        self.panel.text.setText(text)

    def close(self) -> None:
        """The keyboard focus returns to the desk."""
        if self.is_open:
            self._home.setFocus()
            self._side.setCurrentIndex(0)

    def put_away_if_left(self) -> bool:
        """Put it away where it stands before the matches although keys go elsewhere. Returns whether it was so."""
        focus = self._side.window().focusWidget()
        is_left = self.is_open and (focus is None or not self.panel.isAncestorOf(focus))
        if is_left:
            self._side.setCurrentIndex(0)
        return is_left

    @property
    def _on_desk(self) -> object:
        sighting = self._desk.sighting
        return self._desk.photo_id, sighting.sighting_id if sighting else None

    def _take(self, card: ChosenCard) -> None:
        """If it cannot be decided now, nothing changes, and the person presses again."""
        if not self._desk.takes_keys:
            return
        if self._on_desk != self._for:
            self._for = self._on_desk
            self.panel.seen.anew()
            self._voice.info.emit(self.tr("Another card is on the desk now: press Enter again to label it"))
            return
        may = self._decisions.may_decide()
        self._confirm(card)
        if may:
            self.close()

    def _focus_changed(self, old: QWidget | None, now: QWidget | None) -> None:
        """A menu takes the focus for a moment; another part of the window takes it for good."""
        if not self.is_open or now is None or now.window() is not self._side.window():
            return
        if not self.panel.isAncestorOf(now):
            self._side.setCurrentIndex(0)

    def copy(self) -> None:
        """Copies the name of the labelled card, else of the marked match; with the set code if the label has one."""
        match, label = self._desk.match, self._desk.label
        if match is not None and (label is None or label.card is None or label.card == match.card):
            name = self._parts.card_facts.name(match.card, match.name)
        elif label is not None and label.name:
            name = self._parts.card_facts.name(label.card, label.name)
        else:
            return
        printing = label.printing if label is not None else None
        text = " ".join(part for part in (name, printing) if part)
        QGuiApplication.clipboard().setText(text)
        self._voice.info.emit(self.tr("Copied: {text}").format(text=text))
