"""Unknown cards as lists, and the page of those that may be known now: one key each; stores nothing itself."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QItemSelectionModel, QObject, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPixmap
from PySide6.QtWidgets import QAbstractItemView, QFrame, QLabel, QListView, QPushButton, QWidget

from karuta.domain.label import Kind
from karuta.domain.unknowns import KnownNow, UnknownCard, UnknownGroup
from karuta.gui.features.feature import WindowParts
from karuta.gui.kit.held_keys import Deliberate
from karuta.gui.kit.lay import Stretch, column, row
from karuta.gui.kit.prose import Prose
from karuta.gui.kit.search_field import ENTER
from karuta.gui.kit.theme import GRID
from karuta.gui.kit.translate import likely_words
from karuta.gui.library.card_facts import FetchedCards
from karuta.gui.library.crop_model import CropModel
from karuta.gui.library.pictures import Pictures
from karuta.paths import LibraryFolder
from karuta.services.lookups.read_queue import crop_path


class GroupModel(CropModel[UnknownGroup]):
    """A group is its first card's picture, its name where it has one, and how many cards it has."""

    def words(self, row: UnknownGroup) -> str:
        count = f"× {len(row.cards):,}"
        return f"{row.name} {count}" if row.name else count

    def card(self, row: UnknownGroup) -> UnknownCard:
        return row.cards[0]

    def put(self, row: int, group: UnknownGroup) -> None:
        """The same group with another name."""
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
    """`answered`: what a person says of one of them, a `KnownNow` and a `Kind`."""

    answered = Signal(object, object)

    def __init__(self, parts: WindowParts) -> None:
        super().__init__()
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
        facts = self._cards[match.card]
        self.name.setText(f"{self._cards.name(match.card, match.name)} · {likely_words(match)}")
        path = crop_path(self._library, one.card.crop_sha256) if one.card.crop_sha256 else None
        self._show(self.crop, self._pictures.artwork(path) if path else None, is_wanted=path is not None)
        face = facts.pictures.get(match.picture_sha256, facts.main) if facts else None
        is_wanted = face is not None or self._cards.is_coming(match.card)
        self._show(self.face, self._pictures.artwork(face) if face else None, is_wanted=is_wanted)

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
            self.answered.emit(one, kind)

    def let_go(self) -> None:
        """What was answered could not be stored."""
        self._is_busy = False
