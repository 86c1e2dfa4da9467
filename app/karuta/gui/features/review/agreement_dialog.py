"""How far annotators agree, and every sighting on which they do not; one of them can be put on the desk."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QTableWidgetItem

from karuta.domain.recheck import Agreement, Disagreement, ReviewAnswer
from karuta.gui.features.feature import WindowParts
from karuta.gui.features.review.history_dialog import said_words
from karuta.gui.kit.dialog import Dialog
from karuta.gui.kit.lay import Stretch
from karuta.gui.kit.lists import table_of
from karuta.gui.kit.prose import Prose, heading
from karuta.gui.kit.theme import GRID
from karuta.gui.kit.while_alive import while_alive
from karuta.gui.library.session import sentence
from karuta.jobs.lane import Urgency
from karuta.services.labels.open_labels import LabelFile
from karuta.services.labels.second_look import agreement, disagreements
from karuta.services.lookups.read_queue import crop_path

_SHOWN = 500


@dataclass(frozen=True)
class _Found:
    agreement: list[Agreement]
    disagreements: list[Disagreement]


class AgreementDialog(Dialog):
    """`chosen`: the `Disagreement` that a person wants to look at."""

    chosen = Signal(object)

    def __init__(self, parts: WindowParts) -> None:
        super().__init__(self.tr("Consistency"), parts.kit.window)
        self._session = session = parts.session
        self._pictures = pictures = parts.pictures
        self.disagreements: list[Disagreement] = []
        # What a person calls a card.
        self.named: Callable[[ReviewAnswer], str | None] = lambda answer: answer.name
        self.figures = Prose(self.tr("Loading…"), self)
        self.note = Prose("", self, quiet=True)
        self.table = table_of(self, ["", self.tr("Decisions"), self.tr("Photo")])
        self.table.setIconSize(QSize(4 * GRID, 6 * GRID))
        self.table.setAccessibleName(self.tr("Cards that annotators disagree about"))
        self.table.activated.connect(lambda index: self._choose(index.row()))
        # If nobody disagrees there is no table, and the words stay together at the top.
        title = heading(self.tr("Consistency"), parts.kit.theme, self)
        laid = (title, self.figures, self.note, (self.table, 1), Stretch(0))
        self.lay(*laid, spacing=1, margins=(3, 2, 3, 3), size=(96, 64))
        pictures.small_ready.connect(self._pictures_came)
        self._job = session.store_lane.submit(
            lambda file, token: _read(file),
            done=while_alive(self, self._came),
            failed=lambda error: self.figures.setText(sentence(error)),
            urgency=Urgency.NOW,
        )
        self.finished.connect(self._over)

    def _over(self) -> None:
        self._job.drop()
        self._pictures.small_ready.disconnect(self._pictures_came)

    def _came(self, found: _Found) -> None:
        none = self.tr("No blind review yet. Review > Blind review shows some of your cards again.")
        self.figures.setText("\n".join(self._figure(one) for one in found.agreement) or none)
        self.disagreements = found.disagreements[:_SHOWN]
        if not found.disagreements:
            self.note.setText(self.tr("No disagreements."))
        else:
            text = self.tr("Disagreements: {count}. Enter opens one, Esc goes back.")
            self.note.setText(text.format(count=f"{len(found.disagreements):,}"))
        self.table.setVisible(bool(self.disagreements))
        self.table.setRowCount(len(self.disagreements))
        for row, one in enumerate(self.disagreements):
            self.table.setItem(row, 0, QTableWidgetItem())
            self.table.setItem(row, 1, QTableWidgetItem("\n".join(self._said(word) for word in one.said)))
            self.table.setItem(row, 2, QTableWidgetItem(one.photo))
            self.table.setRowHeight(row, max(7 * GRID, len(one.said) * (self.fontMetrics().height() + 4) + GRID))
        self._pictures_came()
        if self.disagreements:
            self.table.selectRow(0)
            self.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def _figure(self, one: Agreement) -> str:
        share = one.upheld
        names = {"name": one.annotator, "other": one.reviewer}
        if share.n == 1:
            return self._once(one).format(**names)
        own = self.tr("{name} agreed with themselves {same} of {count} times (95 % CI {low}-{high} %)")
        another = self.tr("{other} agreed with {name} {same} of {count} times (95 % CI {low}-{high} %)")
        return (own if one.is_own else another).format(
            **names,
            same=share.k,
            count=share.n,
            low=f"{100 * share.low:.0f}",
            high=f"{100 * share.high:.0f}",
        )

    def _once(self, one: Agreement) -> str:
        if one.is_own:
            return self.tr("{name} agreed with themselves once") if one.upheld.k else self.tr("{name} disagreed once")
        if one.upheld.k:
            return self.tr("{other} agreed with {name} once")
        return self.tr("{other} disagreed with {name} once")

    def _said(self, word: ReviewAnswer) -> str:
        what = said_words(word.kind, self.named(word))
        if word.blind:
            what = self.tr("{what} (blind review)").format(what=what)
        return self.tr("{name}: {what}").format(name=word.annotator, what=what)

    def name_cards(self) -> None:
        """Once more, when other names are known."""
        for row, one in enumerate(self.disagreements):
            item = self.table.item(row, 1)
            if item is not None:
                item.setText("\n".join(self._said(word) for word in one.said))

    def _pictures_came(self) -> None:
        for row, one in enumerate(self.disagreements):
            item = self.table.item(row, 0)
            if item is None or not item.icon().isNull() or one.crop_sha256 is None:
                continue
            path = crop_path(self._session.library, one.crop_sha256)
            pixmap = self._pictures.artwork(path) if path else None
            if pixmap is not None and not pixmap.isNull():
                item.setIcon(QIcon(pixmap))

    def _choose(self, row: int) -> None:
        if 0 <= row < len(self.disagreements):
            self.chosen.emit(self.disagreements[row])
            self.accept()


def _read(file: LabelFile) -> _Found:
    return _Found(agreement(file), disagreements(file))
