"""The page *List for a shop*: rows, the total, what somebody has to look at on top. Looks nothing up."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QImage, QKeyEvent, QPixmap
from PySide6.QtWidgets import QComboBox, QLabel, QWidget

from karuta.domain.label import storable
from karuta.domain.pixels import Pixels
from karuta.gui.kit.dialog import ListDialog
from karuta.gui.kit.lay import Stretch, column, row
from karuta.gui.kit.theme import GRID
from karuta.gui.kit.translate import comma_list, filled_in
from karuta.listings.domain.inventory import CONDITIONS, CONFIRMED, InventoryRow, ShopFormat, counted_rows

_FACE = QSize(22 * GRID, 32 * GRID)
Place = tuple[str, int | None]
_YES = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_NO = (Qt.Key.Key_Delete, Qt.Key.Key_Backspace)


class InventoryDialog(ListDialog):
    """`folder_wanted`, `save_wanted`: a person wants to choose a folder, to save what is settled.

    `artwork_of`: the picture of a row's card, None until it has come. A decision stands in this list alone.
    """

    folder_wanted = Signal()
    save_wanted = Signal()

    def __init__(
        self,
        shops: Mapping[str, ShopFormat],
        artwork_of: Callable[[InventoryRow], QPixmap | None],
        parent: QWidget,
    ) -> None:
        super().__init__(
            self.tr("List for a shop"),
            parent,
            intro=self.tr(
                "Choose a folder of photos: every card in them becomes a row. What is not sure stands on top; it gets "
                "into the shop's file once you say that it is the card."
            ),
            heads=[self.tr("Count"), self.tr("Card"), self.tr("Printing"), self.tr("State"), self.tr("Photo")],
            task=self.tr("Choose a folder…"),
            stop=self.tr("Stop"),
            progress=self.tr("How many photos were looked up"),
        )
        self._artwork_of = artwork_of
        self._seen: tuple[InventoryRow, ...] = ()
        self._before: list[tuple[InventoryRow, ...]] = []
        self._shown: tuple[InventoryRow, ...] = ()
        self._crops: Mapping[Place, Pixels] = {}
        self.shop, self.condition = QComboBox(self), QComboBox(self)
        for name, form in shops.items():
            self.shop.addItem(form.title, name)
        self.shop.setAccessibleName(self.tr("Whose form the list has"))
        words = self.tr("Mint"), self.tr("Near mint"), self.tr("Good"), self.tr("Played"), self.tr("Damaged")
        for condition, text in zip(("", *CONDITIONS), (self.tr("Condition not said"), *words), strict=True):
            self.condition.addItem(text, condition)
        self.condition.setAccessibleName(self.tr("The condition of all these cards"))
        for box in (self.shop, self.condition):
            # Qt leaves out the room that the arrow takes.
            box.setMinimumWidth(box.sizeHint().width() + 2 * GRID)
        self.crop, self.artwork = QLabel(self), QLabel(self)
        self.yes = self.make_button(self.tr("It is this card (Enter)"), lambda: self.decide(is_it=True))
        self.no = self.make_button(self.tr("Leave out (Del)"), lambda: self.decide(is_it=False))
        self.back = self.make_button(self.tr("Undo"), self.undo)
        self.back.setShortcut("Ctrl+Z")
        self.save = self.make_button(self.tr("Save list…"), self.save_wanted)
        for picture in (self.crop, self.artwork):
            picture.setFixedSize(_FACE)
            picture.setAlignment(Qt.AlignmentFlag.AlignCenter)
        side = column(row(self.crop, self.artwork), row(self.yes, self.no, self.back, Stretch()), Stretch())
        foot = row(self.task, self.shop, self.condition, self.save, Stretch(), self.close_button(by_return=False))
        self.lay(self.intro, (row((self.list, 1), side, spacing=2), 1), self.note, self.bar, foot, size=(160, 72))
        self.show_rows()

    @property
    def rows(self) -> list[InventoryRow]:
        """The rows that would be saved, and the open ones, in this condition."""
        condition = self.condition.currentData() or None
        return [replace(counted_row, condition=condition) for counted_row in counted_rows(self._seen)]

    @property
    def chosen(self) -> InventoryRow | None:
        at = self.list.currentIndex().row()
        return self._shown[at] if 0 <= at < len(self._shown) else None

    def show_list(self, seen: Sequence[InventoryRow], crops: Mapping[Place, Pixels]) -> None:
        self._seen, self._crops, self._before = tuple(seen), crops, []
        self.show_rows()
        self.list.setFocus(Qt.FocusReason.OtherFocusReason)

    def tell(self, done: int, total: int) -> None:
        super().tell(done, total)
        self.say(filled_in(self.tr("Photos looked up: {done} of {total}"), done=done, total=total))

    def show_rows(self, *, at: int = 0) -> None:
        """`at`: the row that is marked."""
        rows = counted_rows(self._seen)
        self._shown = tuple(sorted(rows, key=lambda one: one.is_settled))
        self.list.fill([self._cells(entry) for entry in self._shown])
        if self._shown:
            self.list.setCurrentItem(self.list.items[min(at, len(self._shown) - 1)])
        settled = [entry for entry in rows if entry.is_settled]
        total, left = sum(entry.count for entry in settled), len(rows) - len(settled)
        text = self.tr("Cards in the list: {cards}, rows: {rows}. To look at: {left}")
        self.say(filled_in(text, cards=total, rows=len(settled), left=left) if rows else "")
        # With nothing to look at, the list has the whole width.
        for part in (self.crop, self.artwork, self.yes, self.no, self.back):
            part.setVisible(bool(left or self._before))
        self.save.setEnabled(bool(settled))
        self.back.setEnabled(bool(self._before))
        self.show_chosen()

    def decide(self, *, is_it: bool) -> None:
        """About the marked row, if it is an open one; the next one is marked then."""
        one = self.chosen
        if one is None or one.is_settled or (is_it and one.card is None):
            return
        at = self._shown.index(one)
        self._before.append(self._seen)
        known = replace(one, is_settled=True, verdict=CONFIRMED)
        self._seen = tuple(known if seen is one else seen for seen in self._seen if is_it or seen is not one)
        self.show_rows(at=at)

    def undo(self) -> None:
        if self._before:
            self._seen = self._before.pop()
            self.show_rows()

    # Qt's side

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        if event.isAutoRepeat() or not self.list.hasFocus() or event.key() not in (*_YES, *_NO):
            super().keyPressEvent(event)
        else:
            self.decide(is_it=event.key() in _YES)

    # Inside

    def begin_task(self) -> None:
        self.folder_wanted.emit()

    def show_chosen(self) -> None:
        one = self.chosen
        is_open = one is not None and not one.is_settled and not self.is_running
        self.yes.setEnabled(is_open and one is not None and one.card is not None)
        self.no.setEnabled(is_open)
        crop = self._crops.get((one.photo, one.sighting)) if one is not None else None
        self.crop.setPixmap(QPixmap() if crop is None else _scaled(_pixmap(crop)))
        artwork = self._artwork_of(one) if one is not None and is_open else None
        self.artwork.setPixmap(QPixmap() if artwork is None else _scaled(artwork))

    def _cells(self, one: InventoryRow) -> list[str]:
        printing = comma_list(text for text in (one.set_code, one.rarity, one.edition, one.language) if text)
        state = "" if one.is_settled else self.tr("Look at it") if one.card else self.tr("No card of the catalogue")
        photo = storable(one.photo.replace("\\", "/").rpartition("/")[2])
        return [f"{one.count:,}", one.name or "", printing, state, photo]


def _pixmap(pixels: Pixels) -> QPixmap:
    tall, wide = pixels.shape[:2]
    return QPixmap.fromImage(QImage(pixels.tobytes(), wide, tall, 3 * wide, QImage.Format.Format_RGB888))


def _scaled(picture: QPixmap) -> QPixmap:
    return picture.scaled(_FACE, Qt.AspectRatioMode.KeepAspectRatio, Qt.TransformationMode.SmoothTransformation)
