"""The inbox of what is not in the catalogue: groups, cards that may be known now, and their answers stored."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from PySide6.QtCore import QEvent, QItemSelectionModel, QObject, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPixmap
from PySide6.QtWidgets import QAbstractItemView, QFrame, QLabel, QLineEdit, QListView, QPushButton, QTabWidget, QWidget

from karuta.domain.errors import KarutaError
from karuta.domain.journal import Action
from karuta.domain.label import Kind
from karuta.domain.unknowns import KnownNow, UnknownCard, UnknownGroup, Unknowns
from karuta.gui.desk.desk import SightingOpener
from karuta.gui.desk.reading import Done
from karuta.gui.features.feature import Feature, Page, WindowParts
from karuta.gui.kit.commands import CommandActions
from karuta.gui.kit.dialog import FULL
from karuta.gui.kit.held_keys import Deliberate
from karuta.gui.kit.lay import Stretch, column, row
from karuta.gui.kit.lists import lay_in_tiles
from karuta.gui.kit.prose import Prose
from karuta.gui.kit.search_field import ENTER
from karuta.gui.kit.theme import GRID
from karuta.gui.kit.translate import likely_words
from karuta.gui.kit.while_alive import while_alive
from karuta.gui.library.card_facts import FetchedCards
from karuta.gui.library.pictures import CropModel, Pictures
from karuta.gui.library.session import sentence
from karuta.jobs.lane import Urgency
from karuta.paths import LibraryFolder
from karuta.services.labels.group_unknowns import answer_known, export_unknowns, keep_name, unknowns_of
from karuta.services.lookups.read_queue import crop_path


class GroupModel(CropModel[UnknownGroup]):
    """A group is its first card's picture, its name where it has one, and how many cards it has."""

    def words(self, row: UnknownGroup) -> str:
        count = f"× {len(row.cards):,}"
        return f"{row.name} {count}" if row.name else count

    def card(self, row: UnknownGroup) -> UnknownCard:
        return row.cards[0]

    def put(self, row: int, group: UnknownGroup) -> None:
        """Replace a group by itself with another name."""
        self.rows = (*self.rows[:row], group, *self.rows[row + 1 :])
        self.dataChanged.emit(self.index(row), self.index(row))


class CardModel(CropModel[UnknownCard]):
    """The cards of one group, by the names of their photos."""

    def words(self, row: UnknownCard) -> str:
        return row.photo_name

    def card(self, row: UnknownCard) -> UnknownCard:
        return row


class KnownModel(CropModel[KnownNow]):
    """Each with the card that answers for it now, by the name that stands first in the window's language."""

    def __init__(self, library: LibraryFolder, pictures: Pictures, card_facts: FetchedCards, parent: QObject) -> None:
        super().__init__(library, pictures, parent)
        self._card_facts = card_facts

    def words(self, row: KnownNow) -> str:
        name = self._card_facts.name(row.match.card, row.match.name)
        return f"{name} · {likely_words(row.match)}\n{row.card.photo_name}"

    def card(self, row: KnownNow) -> UnknownCard:
        return row.card


_FACE = QSize(20 * GRID, 29 * GRID)


class KnownPage(QWidget):
    """`answered`: hears what a person says of one of them."""

    def __init__(self, parts: WindowParts, answered: Callable[[KnownNow, Kind], object]) -> None:
        super().__init__()
        self._answered = answered
        library = self._library = parts.session.library
        pictures, card_facts = self._pictures, self._cards = parts.pictures, parts.card_facts
        self._deliberate = Deliberate(parts.held_keys)
        self._is_busy = False
        # The pictures that have not come.
        self._on_their_way: set[QWidget] = set()
        self.model = KnownModel(library, pictures, card_facts, self)
        self.list = QListView(self)
        self.intro = Prose(parent=self)
        self.crop, self.face = QLabel(self), QLabel(self)
        self.name = Prose("", self)
        self.confirm = QPushButton(self)
        self.still = QPushButton(self)
        self._set_up()
        self._arrange()
        pictures.small_ready.connect(self._draw)
        pictures.small_ready.connect(self.list.viewport().update)
        card_facts.known.connect(self._draw)
        card_facts.known.connect(self.list.viewport().update)

    def set_rows(self, rows: Sequence[KnownNow]) -> None:
        """The next one takes the place of one that was answered."""
        before = max(0, self.list.currentIndex().row())
        self._is_busy = False
        self._say_what(any_left=bool(rows))
        self.model.set_rows(rows)
        index = self.model.index(min(before, len(rows) - 1))
        self.list.selectionModel().setCurrentIndex(index, QItemSelectionModel.SelectionFlag.ClearAndSelect)
        self._draw()

    @property
    def chosen(self) -> KnownNow | None:
        row = self.list.currentIndex().row()
        return self.model.rows[row] if 0 <= row < len(self.model.rows) else None

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802
        """Enter and U are the buttons'; Space does nothing."""
        key = event.key() if isinstance(event, QKeyEvent) and event.type() is QEvent.Type.KeyPress else None
        if watched is self.list and key in ENTER:
            self._answer(Kind.CONFIRM)
            return True
        if watched is self.list and key == Qt.Key.Key_U:
            self._answer(Kind.UNKNOWN)
            return True
        return super().eventFilter(watched, event)

    def _say_what(self, *, any_left: bool) -> None:
        self.intro.setText(
            self.tr(
                "These cards were labelled as not in the catalogue, and a card answers for them now. Nothing changes "
                "by itself."
            )
            if any_left
            else self.tr(
                "No card waits here. Whenever cards are added to the catalogue, what was labelled as not in it is "
                "looked up again, and what may be known then is listed here."
            )
        )
        for shown in (self.list, self.crop, self.face, self.confirm, self.still):
            shown.setVisible(any_left)

    def _set_up(self) -> None:
        self._say_what(any_left=False)
        self.list.setModel(self.model)
        self.list.setFrameShape(QFrame.Shape.NoFrame)
        self.list.setIconSize(QSize(5 * GRID, 7 * GRID))
        self.model.cell = QSize(30 * GRID, 8 * GRID)
        self.list.setUniformItemSizes(True)
        self.list.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.list.setAccessibleName(self.tr("May be known now"))
        self.list.installEventFilter(self)
        self.list.selectionModel().currentChanged.connect(lambda now, before: self._moved())
        for label in (self.crop, self.face):
            label.setFixedSize(_FACE)
            label.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.confirm.setText(self.tr("Confirm (Enter)"))
        self.still.setText(self.tr("Still not in the catalogue (U)"))
        for button, kind in ((self.confirm, Kind.CONFIRM), (self.still, Kind.UNKNOWN)):
            button.setAutoDefault(False)
            button.clicked.connect(lambda _=False, kind=kind: self._answer(kind))
        self._deliberate.watch(self.face, self.crop, has_something=lambda part: part not in self._on_their_way)

    def _arrange(self) -> None:
        faces = row(self.crop, self.face, Stretch(0))
        right = column(self.name, faces, self.confirm, self.still, Stretch(0))
        both = row((self.list, 1), right, spacing=2)
        self.setLayout(column(self.intro, (both, 1), margins=(0, 1, 0, 0)))

    def _moved(self) -> None:
        self._deliberate.anew()
        self._draw()

    def _draw(self) -> None:
        one = self.chosen
        self.confirm.setEnabled(one is not None)
        self.still.setEnabled(one is not None)
        if one is None:
            self.name.setText("")
            self.crop.clear()
            self.face.clear()
            return
        match = one.match
        self._cards.want([match.card])
        self.name.setText(f"{self._cards.name(match.card, match.name)} · {likely_words(match)}")
        path = crop_path(self._library, one.card.crop_sha256) if one.card.crop_sha256 else None
        self._show(self.crop, self._pictures.artwork(path), is_wanted=path is not None)
        face = self._cards.picture(match.card, match.picture_sha256)
        is_wanted = face is not None or self._cards.is_coming(match.card)
        self._show(self.face, self._pictures.artwork(face), is_wanted=is_wanted)

    def _show(self, label: QLabel, pixmap: QPixmap | None, *, is_wanted: bool) -> None:
        on_its_way = {label} if is_wanted and pixmap is None else set()
        self._on_their_way = self._on_their_way - {label} | on_its_way
        label.update()
        if pixmap is None or pixmap.isNull():
            label.clear()
            return
        mode = Qt.AspectRatioMode.KeepAspectRatio
        label.setPixmap(pixmap.scaled(_FACE, mode, Qt.TransformationMode.SmoothTransformation))

    def _answer(self, kind: Kind) -> None:
        one = self.chosen
        if one is not None and not self._is_busy and self._deliberate.is_so:
            self._is_busy = True
            self._answered(one, kind)

    def let_go(self) -> None:
        """Go on: the answer could not be stored."""
        self._is_busy = False


_GROUP = QSize(12 * GRID, 17 * GRID)
_CARD = QSize(9 * GRID, 13 * GRID)
_NAME = 16  # letters of a file that have room under its picture


class UnknownsDialog(Page):
    """`opened`: a card whose photo is to come on the desk."""

    opened = Signal(object)

    def __init__(self, parts: WindowParts) -> None:
        super().__init__(self.tr("Unknown cards"), parts)
        library, pictures = parts.session.library, parts.pictures
        self._pictures = pictures
        self.found: Unknowns | None = None
        self.groups = GroupModel(library, pictures, self)
        self.cards = CardModel(library, pictures, self)
        self.group_list, self.card_list = QListView(self), QListView(self)
        self.heading = QLabel(self)
        self.name = QLineEdit(self)
        self.note = QLabel(self.tr("Loading…"), self)
        self.export = self.make_button(self.tr("Export list…"), self._export)
        self.known = KnownPage(parts, self._answer)
        self.tabs = QTabWidget(self)
        self._set_up()
        self._arrange()
        self._enable()
        not_grouped = while_alive(self, lambda _: self.say(self.tr("Not grouped.")))
        parts.tasks.start(
            self.tr("Grouping unknown cards"),
            lambda library, token, tell: unknowns_of(library, cancel=token, told=tell),
            while_alive(self, self.set_found),
            undone=lambda: not_grouped(None),
        )

    def set_found(self, found: Unknowns) -> None:
        """The groups, the largest first; the chosen one stays."""
        self.found = found
        self.groups.set_rows(found.groups)
        self.known.set_rows(found.known_now)
        first = self.groups.index(0)
        if first.isValid():
            self.group_list.setCurrentIndex(first)
        text = self.tr("Cards: {cards} · probable new cards: {groups}")
        self.note.setText(
            text.format(cards=f"{found.count:,}", groups=f"{len(found.groups):,}")
            if found.groups
            else self.tr("Nothing is waiting for its card. What is labelled as not in the catalogue is grouped here.")
        )
        self._say_tabs()
        if found.known_now:
            self.tabs.setCurrentIndex(1)
            self.known.list.setFocus(Qt.FocusReason.OtherFocusReason)
        self._group_chosen()

    def answered(self, one: KnownNow) -> None:
        """Somebody has decided about it: it waits no longer."""
        if self.found is None:
            return
        left = tuple(other for other in self.found.known_now if other != one)
        self.found = replace(self.found, known_now=left)
        self.known.set_rows(left)
        self._say_tabs()

    def say(self, text: str) -> None:
        self.note.setText(text)

    @property
    def group(self) -> UnknownGroup | None:
        row = self.group_list.currentIndex().row()
        return self.groups.rows[row] if 0 <= row < len(self.groups.rows) else None

    # Inside

    def _set_up(self) -> None:
        lists = ((self.group_list, self.groups, _GROUP, 0), (self.card_list, self.cards, _CARD, _NAME))
        for view, model, size, letters in lists:
            view.setModel(model)
            # 20,000 groups: no row is measured by itself, and they are laid out as they come into sight.
            lay_in_tiles(view)
            view.setLayoutMode(QListView.LayoutMode.Batched)
            view.setBatchSize(500)
            view.setIconSize(size)
            words = view.fontMetrics()
            model.cell = QSize(
                max(size.width() + GRID, words.averageCharWidth() * letters), size.height() + words.height() + GRID
            )
            view.setGridSize(model.cell + QSize(GRID, GRID))
            self._pictures.small_ready.connect(view.viewport().update)
        self.group_list.setAccessibleName(self.tr("Probable new cards"))
        self.card_list.setAccessibleName(self.tr("Photos of the group"))
        self.group_list.selectionModel().currentChanged.connect(lambda now, before: self._group_chosen())
        self.card_list.activated.connect(lambda index: self._open(self.cards.rows[index.row()]))
        self.name.setPlaceholderText(self.tr("Name of this card, for the list"))
        self.name.setAccessibleName(self.name.placeholderText())
        self.name.setMaxLength(200)
        self.name.editingFinished.connect(self._named)

    def _arrange(self) -> None:
        right = column(self.heading, self.name, (self.card_list, 1))
        page = QWidget(self)
        page.setLayout(row((self.group_list, 3), (right, 2), spacing=2, margins=(0, 1, 0, 0)))
        self.tabs.addTab(page, "")
        self.tabs.addTab(self.known, "")
        self._say_tabs()
        self.lay((self.tabs, 1), row((self.note, 1), self.export), spacing=1, margins=FULL, size=(112, 76))

    def _say_tabs(self) -> None:
        groups = len(self.found.groups) if self.found else 0
        known = len(self.found.known_now) if self.found else 0
        self.tabs.setTabText(0, self.tr("Probable new cards: {count}").format(count=f"{groups:,}"))
        self.tabs.setTabText(1, self.tr("May be known now: {count}").format(count=f"{known:,}"))

    def _group_chosen(self) -> None:
        group = self.group
        cards: Sequence[UnknownCard] = group.cards if group else ()
        self.cards.set_rows(cards)
        text = self.tr("Cards: {count}, of them labelled: {labelled} · Enter opens one")
        self.heading.setText(text.format(count=f"{len(cards):,}", labelled=f"{group.labelled:,}") if group else "")
        self.name.setText(group.name if group else "")
        self._enable()

    def _enable(self) -> None:
        self.name.setEnabled(self.group is not None)
        self.export.setEnabled(self.found is not None and bool(self.found.groups))

    def _named(self) -> None:
        group, text = self.group, " ".join(self.name.text().split())
        if group is None or text == group.name:
            return
        row = self.group_list.currentIndex().row()
        renamed = replace(group, name=text)
        self.groups.put(row, renamed)
        if self.found is not None:
            self.found = replace(self.found, groups=self.groups.rows)
        lane, cards = self._session.files_lane, group.cards
        self.ask(lane, lambda library, token: keep_name(library, cards, text), lambda names: None, keep=True)

    def _open(self, card: UnknownCard) -> None:
        self.opened.emit(card)
        self.accept()

    def _answer(self, one: KnownNow, kind: Kind) -> None:
        try:
            origin = self._session.origin
        except KarutaError as error:
            self._refuse(sentence(error))
            return
        took, shown = self._parts.decisions.took, while_alive(self, self.answered)

        def done(action: Action | None) -> None:
            """None: somebody has decided otherwise in the meantime."""
            if action is not None:
                took(Done(action, None), 1)
            shown(one)

        self._session.store_lane.submit(
            lambda file, token: answer_known(file, one, kind, origin),
            done=done,
            failed=while_alive(self, lambda error: self._refuse(sentence(error))),
            urgency=Urgency.NOW,
            keep=True,
        )

    def _refuse(self, why: str) -> None:
        self.known.let_go()
        self.say(why)

    def _export(self) -> None:
        found, ask = self.found, self._kit.ask.about("export")
        out = ask.new_file(self.tr("Export list"), "unknown-cards.csv", self.tr("CSV (*.csv)"))
        if out is None or found is None:
            return

        def said(count: int) -> None:
            self.say(self.tr("{file}: rows written: {count}").format(file=out.name, count=f"{count:,}"))

        self.ask(self._session.files_lane, lambda library, token: export_unknowns(found, out), said, keep=True)


class UnknownCommands(Feature):
    def __init__(self, parts: WindowParts) -> None:
        super().__init__(parts)
        self._sightings = SightingOpener(self._parts.desk, self)

    def command_actions(self) -> CommandActions:
        """The actions of this subject's commands."""
        return {"unknowns": self.unknowns}

    def unknowns(self) -> None:
        dialog = UnknownsDialog(self._parts)
        dialog.opened.connect(lambda card: self._sightings.open(card.photo_sha256, card.sighting_id))
        self._kit.show(dialog)
