"""The packs of the catalogue, what each brought and when, a rehearsal, and taking one back. Changes nothing itself."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from karuta.domain.catalogue import Standing
from karuta.gui.features.packs.rehearsal_view import RehearsalView
from karuta.gui.kit.lay import Stretch, row
from karuta.gui.kit.list_dialog import ListDialog
from karuta.gui.kit.prose import Prose
from karuta.gui.kit.theme import GRID
from karuta.gui.library.pictures import Pictures
from karuta.services.catalogue.list_packs import PackDetails
from karuta.services.catalogue.rehearse_pack import Rehearsal


class PacksDialog(ListDialog):
    """`take_back_wanted`: the pack of this name. `rehearse_wanted`: a folder is to be chosen."""

    take_back_wanted = Signal(str)
    rehearse_wanted = Signal()

    def __init__(self, pictures: Pictures, parent: QWidget) -> None:
        super().__init__(
            self.tr("Packs"),
            parent,
            intro=self.tr(
                "A pack is what was added under one name. Once removed, its cards and pictures are no longer "
                "suggested. Labels stay, and adding the pack again restores it."
            ),
            heads=[self.tr("Pack"), self.tr("Added"), self.tr("Cards"), self.tr("Artworks"), self.tr("From")],
            task=self.tr("Rehearse a folder…"),
            stop=self.tr("Stop"),
            progress=self.tr("How far the rehearsal is"),
        )
        self._packs: tuple[PackDetails, ...] = ()
        self.list.setMinimumHeight(14 * GRID)
        self.test = Prose("", self)
        self.test.hide()
        self.rehearsal = RehearsalView(pictures, self)
        self.rehearsal.hide()
        self.task.setToolTip(self.tr("Shows what adding it would change, and changes nothing."))
        self.take_back = self.make_button(self.tr("Remove…"), self._take_back)
        self.take_back.setEnabled(False)
        buttons = row(self.task, self.take_back, Stretch(), self.close_button())
        self.lay(
            *(self.intro, (self.list, 2), self.note, self.test, self.bar, (self.rehearsal, 3), buttons), size=(104, 78)
        )

    def set_packs(self, packs: Sequence[PackDetails]) -> None:
        """The newest first."""
        self._packs = tuple(packs)
        self.list.fill(
            [
                (pack.name, pack.added[:16].replace("T", " "), f"{pack.cards:,}", f"{pack.artworks:,}", pack.source)
                for pack in (details.pack for details in packs)
            ]
        )
        self.list.choose_first()
        self.show_chosen()

    def show_test(self, text: str) -> None:
        """What the catalogue's own test says of it, or why there is none."""
        self.test.setText(text)
        self.test.show()

    @property
    def chosen(self) -> PackDetails | None:
        row = self.list.currentIndex().row()
        return self._packs[row] if 0 <= row < len(self._packs) else None

    def show_rehearsal(self, found: Rehearsal) -> None:
        self.rehearsal.show_rehearsal(found)
        self.rehearsal.show()
        self.intro.hide()  # it has been read, and the pairs need the room

    # Inside

    def show_chosen(self) -> None:
        chosen = self.chosen
        self.take_back.setEnabled(chosen is not None and not self.is_running)
        self.note.setText("" if chosen is None else "\n".join(self._brought(chosen)))

    def begin_task(self) -> None:
        self.rehearse_wanted.emit()

    def _brought(self, pack: PackDetails) -> list[str]:
        """What each addition of a pack brought, the newest first."""
        lines = []
        for one in pack.additions:
            text = self.tr("{time}: cards {cards}, printings {printings}, artworks {artworks}")
            if one.standing is Standing.BACK:
                text = self.tr("{time}: cards {cards}, printings {printings}, artworks {artworks} (removed)")
            lines.append(
                text.format(
                    time=one.added[:16].replace("T", " "),
                    cards=f"{one.cards:,}",
                    printings=f"{one.printings:,}",
                    artworks=f"{one.artworks:,}",
                )
            )
        return [*lines, self.tr("Labels of its cards: {labels}").format(labels=f"{pack.labels:,}")]

    def _take_back(self) -> None:
        if self.chosen is not None:
            self.take_back_wanted.emit(self.chosen.pack.name)
