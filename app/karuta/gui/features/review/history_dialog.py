"""The dialog with a sighting's history: who decided what, and how. Decides nothing itself."""

from __future__ import annotations

from functools import partial

from karuta.domain.doubt import HistoryEntry
from karuta.domain.label import LABELS, REMARKS, STRIKES, Kind, Source
from karuta.gui.features.feature import Page, WindowParts
from karuta.gui.kit.lay import Stretch
from karuta.gui.kit.lay import row as laid_row
from karuta.gui.kit.lists import Columns
from karuta.gui.kit.prose import heading, quiet_label
from karuta.gui.kit.translate import kind_words, local_time
from karuta.jobs.lane import Urgency
from karuta.services.labels.refusals import history_with_doubts

_WHAT, _HOW = 2, 3


class HistoryDialog(Page):
    """The newest first; Esc closes. An undone action of one's own can be done once more."""

    def __init__(self, parts: WindowParts, photo: str, sighting: str, *, title: str, action: str = "") -> None:
        """`title`: which photo, or which of its cards. `action`: what is marked at first, else the newest."""
        super().__init__(self.tr("History"), parts)
        self._cards = parts.card_facts
        self._action = action
        self._again = partial(parts.decisions.do_again, photo=photo, sighting=sighting)
        self.button = self.make_button("", self._do_again)
        self.button.hide()
        self._cards.known.connect(self._name_cards)
        self.entries: list[HistoryEntry] = []
        self.note = quiet_label(self.tr("Loading…"), self)
        heads = self.tr("When"), self.tr("Who"), self.tr("What"), self.tr("How")
        self.table = Columns(self.tr("Decisions about this card"), heads, self, wide=_WHAT)
        self.table.setHeaderHidden(True)
        self.table.currentItemChanged.connect(lambda *_: self._offer())
        head = heading(title, parts.kit.theme, self)
        laid = (head, self.note, (self.table, 1), laid_row(Stretch(), self.button), Stretch(0))
        self.lay(*laid, spacing=1, margins=(3, 2, 3, 3), size=(84, 48))
        shots, lane = parts.shots_of([photo]), parts.session.store_lane
        self.ask(
            lane, lambda file, token: history_with_doubts(file, photo, sighting, shots), self._came, urgency=Urgency.NOW
        )

    def say(self, text: str) -> None:
        self.note.setText(text)

    def _came(self, entries: list[HistoryEntry]) -> None:
        self.entries = entries[::-1]
        text = self.tr("No current label: all were undone.")
        if any(entry.counts for entry in entries):
            text = self.tr("✓ marks the current label.")
        elif all(entry.kind in REMARKS | STRIKES for entry in entries):
            text = self.tr("No decisions yet.")
        self.say(text)
        self.table.setVisible(bool(entries))
        for entry in self.entries:
            item = self.table.add(
                (local_time(entry.time), entry.annotator, self._what(entry), self._how(entry)), key=entry.action_id
            )
            for column in range(item.columnCount()):
                if entry.counts:
                    item.setFont(column, self._kit.theme.strong(self.font()))
                if entry.taken_back:
                    item.setForeground(column, self.palette().placeholderText())
        self.table.choose_first()
        self.table.choose(self._action)
        self._offer()

    @property
    def _marked(self) -> HistoryEntry | None:
        """The marked entry, if it was undone and this annotator can do it again; else None."""
        at = self.table.currentIndex().row()
        entry, me = self.entries[at] if at >= 0 else None, self._parts.arrangement.annotator
        return entry if entry is not None and entry.again and entry.annotator == me else None

    def _offer(self) -> None:
        entry = self._marked
        self.button.setVisible(entry is not None)
        if entry is not None:
            text = self.tr("Do it again: {count} labels") if entry.kind in LABELS else self.tr("Do it again: {count}")
            self.button.setText(text.format(count=f"{entry.again:,}") if entry.again > 1 else self.tr("Do it again"))

    def _do_again(self) -> None:
        if (entry := self._marked) is not None:
            self._again(entry.action_id)
            self.accept()

    def _name_cards(self) -> None:
        """More card names are known than when the table was filled."""
        for item, entry in zip(self.table.items, self.entries, strict=False):
            item.setText(_WHAT, self._what(entry))
            item.setText(_HOW, self._how(entry))

    def _what(self, entry: HistoryEntry) -> str:
        name = self._cards.name(entry.card, entry.name) if entry.name else ""
        card = " ".join(part for part in (name, entry.printing or "") if part)
        what = f"{kind_words(entry.kind)}: {card}"
        if entry.kind in STRIKES:
            what = self.tr("{card} ruled out").format(card=card)
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
