"""Who said what about a sighting, and when: every event, including what was taken back. Changes nothing."""

from __future__ import annotations

from PySide6.QtCore import QDateTime, Qt
from PySide6.QtWidgets import QTableWidgetItem

from karuta.domain.doubt import HistoryEntry
from karuta.domain.label import REMARKS, Kind, Source
from karuta.gui.features.feature import WindowParts
from karuta.gui.kit.dialog import Dialog
from karuta.gui.kit.lay import Stretch
from karuta.gui.kit.lists import table_of
from karuta.gui.kit.prose import heading, quiet_label
from karuta.gui.kit.translate import kind_words
from karuta.gui.kit.while_alive import while_alive
from karuta.gui.library.session import sentence
from karuta.jobs.lane import Urgency
from karuta.services.labels.refusals import history_with_doubts

_WHAT, _HOW = 2, 3


class HistoryDialog(Dialog):
    """The newest first; Esc closes."""

    def __init__(self, parts: WindowParts, photo: str, sighting: str, *, title: str) -> None:
        """`title`: which photo, or which of its cards."""
        super().__init__(self.tr("History"), parts.kit.window)
        self._theme = parts.kit.theme
        self._cards = parts.card_facts
        self._cards.known.connect(self._name_cards)
        self.entries: list[HistoryEntry] = []
        self.note = quiet_label(self.tr("Loading…"), self)
        self.table = table_of(self, [self.tr("When"), self.tr("Who"), self.tr("What"), self.tr("How")])
        self.table.setAccessibleName(self.tr("Decisions about this card"))
        laid = (heading(title, self._theme, self), self.note, (self.table, 1), Stretch(0))
        self.lay(*laid, spacing=1, margins=(3, 2, 3, 3), size=(84, 48))
        shots = parts.shots_of([photo])
        self._job = parts.session.store_lane.submit(
            lambda file, token: history_with_doubts(file, photo, sighting, shots),
            done=while_alive(self, self._came),
            failed=lambda error: self.note.setText(sentence(error)),
            urgency=Urgency.NOW,
        )
        self.finished.connect(lambda _: self._job.drop())

    def _came(self, entries: list[HistoryEntry]) -> None:
        self.entries = entries[::-1]
        if not entries:
            self.note.setText(self.tr("No decisions yet."))
            self.table.hide()
            return
        said = self.tr("No current label: all were undone.")
        if any(entry.counts for entry in entries):
            said = self.tr("✓ marks the current label.")
        elif all(entry.kind in REMARKS for entry in entries):
            said = self.tr("No decisions yet.")
        self.note.setText(said)
        self.table.setRowCount(len(self.entries))
        for row, entry in enumerate(self.entries):
            texts = (local_time(entry.time), entry.annotator, self._what(entry), self._how(entry))
            for column, text in enumerate(texts):
                item = QTableWidgetItem(text)
                if entry.counts:
                    item.setFont(self._theme.strong(self.font()))
                if entry.taken_back:
                    item.setForeground(self.palette().placeholderText())
                self.table.setItem(row, column, item)
        self.table.selectRow(0)

    def _name_cards(self) -> None:
        """More card names are known than when the table was filled."""
        for row, entry in enumerate(self.entries[: self.table.rowCount()]):
            for column, text in ((_WHAT, self._what(entry)), (_HOW, self._how(entry))):
                if (item := self.table.item(row, column)) is not None:
                    item.setText(text)

    def _what(self, entry: HistoryEntry) -> str:
        name = self._cards.name(entry.card, entry.name) if entry.name else ""
        card = " ".join(part for part in (name, entry.printing or "") if part)
        what = f"{kind_words(entry.kind)}: {card}"
        if entry.kind is Kind.CONFIRM or not card:
            what = card or kind_words(entry.kind)
        return f"✓ {what}" if entry.counts else what

    def _how(self, entry: HistoryEntry) -> str:
        doors = {
            Source.WINDOW: self.tr("in the window"),
            Source.COMMAND: self.tr("by command"),
            Source.IMPORT: self.tr("imported"),
            Source.MACHINE: self.tr("automatic"),
            Source.EXPORT: self.tr("imported"),
        }
        how = self.tr("undone") if entry.taken_back else doors[entry.source]
        if entry.doubt is None:
            return how
        against = self.tr("although it was ruled out on the same shot")
        if entry.doubt.likelier is not None:
            card = self._cards.name(entry.doubt.card, entry.doubt.likelier)
            against = self.tr("although {card} was far likelier").format(card=card)
        return self.tr("{how}, {against}").format(how=how, against=against)


def local_time(time: str) -> str:
    """An event's time in the local time zone, written as everywhere in the window."""
    return QDateTime.fromString(time, Qt.DateFormat.ISODateWithMs).toLocalTime().toString("yyyy-MM-dd HH:mm")


def said_words(kind: Kind, name: str | None) -> str:
    """What somebody said, in the window's words: the card, or that there is none."""
    return name or kind_words(kind)
