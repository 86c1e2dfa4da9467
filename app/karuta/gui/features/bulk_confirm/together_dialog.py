"""Asks once whether everything undecided in the marked photos gets one label, and shows all of it. Stores nothing."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QAbstractItemView, QLabel, QListView, QPushButton

from karuta.domain.label import ChosenCard, Kind
from karuta.domain.queue import DecidedTogether, OpenCard, OpenCards
from karuta.gui.features.bulk_confirm.bulk import Bulk
from karuta.gui.features.bulk_confirm.seen_rows import SeenRows
from karuta.gui.features.feature import WindowParts
from karuta.gui.kit.dialog import FULL, Dialog
from karuta.gui.kit.held_keys import Deliberate
from karuta.gui.kit.lay import row
from karuta.gui.kit.lists import lay_in_tiles
from karuta.gui.kit.prose import Prose
from karuta.gui.kit.theme import GRID
from karuta.gui.kit.translate import kind_words
from karuta.gui.library.crop_model import CropModel


class OpenModel(CropModel[OpenCard]):
    """By the names of their photos, and which card of a photo it is."""

    def words(self, row: OpenCard) -> str:
        if row.number is None:
            return row.photo_name
        return self.tr("{photo}, card {number}").format(photo=row.photo_name, number=row.number)

    def card(self, row: OpenCard) -> OpenCard:
        return row


_PICTURE = QSize(14 * GRID, 18 * GRID)


class TogetherDialog(Dialog):
    """Enter or the button shows the next page while there is one, and does it once all was seen; Ctrl+Enter does it at
    once, Esc changes nothing. `photos`: how many are marked.
    """

    def __init__(
        self,
        parts: WindowParts,
        bulk: Bulk,
        *,
        photos: int,
        kind: Kind,
        card: ChosenCard | None = None,
        name: str = "",
    ) -> None:
        super().__init__(self.tr("Label in bulk"), parts.kit.window)
        self._bulk, self._deliberate = bulk, Deliberate(parts.held_keys)
        self._kind, self._card, self._photos = kind, card, photos
        self._what = name or (card.name if card else kind_words(kind))
        title = self.tr("{what}: {count} selected photos", "", photos).format(what=self._what, count=f"{photos:,}")
        self.title = Prose(title, self)
        self.title.setFont(parts.kit.theme.large(self.font()))
        self.model = OpenModel(parts.session.library, parts.pictures, self)
        self.list = QListView(self)
        self.note = QLabel(self.tr("Loading…"), self)
        self.button = QPushButton(self)
        self._set_up_list()
        self._rows = SeenRows(self.list, self._deliberate)
        self._arrange()
        self._rows.entered.connect(self._enter)
        self._rows.changed.connect(self._say)
        bulk.opened.connect(self._opened)
        bulk.stored.connect(self._stored)
        bulk.failed.connect(self._failed)
        bulk.stopped.connect(self._stopped)
        parts.pictures.small_ready.connect(self.list.viewport().update)
        self._say()

    def _set_up_list(self) -> None:
        view = self.list
        view.setModel(self.model)
        lay_in_tiles(view)
        view.setIconSize(_PICTURE)
        line = view.fontMetrics().height()
        view.setGridSize(QSize(_PICTURE.width() + 2 * GRID, _PICTURE.height() + line + 2 * GRID))
        self.model.cell = view.gridSize()
        view.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        view.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        view.setAccessibleName(self.tr("What will be labelled"))

    def _arrange(self) -> None:
        cancel = self.make_button(self.tr("Cancel"), self.reject)
        self.button.setDefault(True)
        self.button.clicked.connect(lambda: self._enter(False))  # noqa: FBT003
        foot = row((self.note, 1), cancel, self.button)
        self.lay(self.title, (self.list, 1), foot, spacing=1, margins=FULL, size=(104, 72))
        self.list.setFocus()

    def reject(self) -> None:
        if self._bulk.is_storing:
            self._bulk.stop()
        else:
            super().reject()

    def _enter(self, at_once: bool) -> None:  # noqa: FBT001 - it comes with a signal
        if not self.model.rows or self._bulk.is_storing or not self._deliberate.is_so:
            return
        if at_once or not self._rows.next_page():
            self._bulk.decide(self.model.rows, self._kind, self._card)
        self._say()

    def _opened(self, found: OpenCards) -> None:
        # What is not in the catalogue is known only of what was compared with it.
        cards = [one for one in found.cards if one.looked_up or self._kind is not Kind.UNKNOWN]
        self.model.set_rows(cards)
        self._rows.anew()
        texts = []
        if len(cards) < len(found.cards):
            left_out = len(found.cards) - len(cards)
            texts.append(self.tr("Not looked up yet, left out: {count}").format(count=f"{left_out:,}"))
        elif not cards:
            texts.append(self.tr("All of these photos are decided."))
        elif found.decided:
            texts.append(self.tr("Already decided, unchanged: {count}").format(count=f"{found.decided:,}"))
        self.note.setText(" · ".join(texts))
        self._say()

    def _say(self) -> None:
        count = len(self.model.rows)
        is_last = not self._rows.unseen
        text = self.tr("{what}: label {count}").format(what=self._what, count=f"{count:,}")
        self.button.setText(text if is_last else self.tr("Next page"))
        self.button.setEnabled(count > 0 and not self._bulk.is_storing)

    def _stored(self, decided: DecidedTogether) -> None:
        if decided.action is None:
            self.note.setText(self.tr("All of these photos are decided."))
        else:
            self.accept()

    def _stopped(self) -> None:
        self._failed(self.tr("Stopped; nothing was saved."))

    def _failed(self, reason: str) -> None:
        self.note.setText(reason)
        self._say()
