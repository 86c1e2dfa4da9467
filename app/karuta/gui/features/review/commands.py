"""Commands that look back on labels: a sighting's history, how far annotators agree, second looks. Decides nothing."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QIcon, QKeySequence, QShortcut
from PySide6.QtWidgets import QHeaderView, QPushButton, QTableWidgetItem

from karuta.domain.card import CardKey
from karuta.domain.doubt import HistoryEntry
from karuta.domain.errors import KarutaError, Known
from karuta.domain.journal import Action, LostRedo
from karuta.domain.label import LABELS, REMARKS, STRIKES, WHOLE_PHOTO, ChosenCard, Kind, Source
from karuta.domain.recheck import Agreement, Disagreement, ReviewAnswer
from karuta.domain.sentence import Sentence
from karuta.gui.desk.desk import SightingOpener
from karuta.gui.features.cards import SearchDialog
from karuta.gui.features.feature import Feature, WindowParts
from karuta.gui.features.review.second_look_dialog import SecondLookDialog
from karuta.gui.kit.commands import CommandActions
from karuta.gui.kit.dialog import Dialog
from karuta.gui.kit.held_keys import Deliberate
from karuta.gui.kit.lay import Stretch
from karuta.gui.kit.lay import row as laid_row
from karuta.gui.kit.lists import table_of
from karuta.gui.kit.prose import Prose, heading, quiet_label
from karuta.gui.kit.theme import GRID
from karuta.gui.kit.translate import kind_words, local_time, words_of
from karuta.gui.kit.while_alive import while_alive
from karuta.gui.library.session import sentence
from karuta.jobs.lane import Urgency
from karuta.services.labels.open_labels import LabelFile
from karuta.services.labels.refusals import history_with_doubts
from karuta.services.labels.second_look import agreement, disagreements, settle
from karuta.services.labels.team import team_here
from karuta.services.lookups.read_queue import crop_path

_WHAT, _HOW = 2, 3
_LOST = "lost redo"


class HistoryDialog(Dialog):
    """The newest first; Esc closes. `again`: an undone action of one's own is to be done once more."""

    again = Signal(str)

    def __init__(self, parts: WindowParts, photo: str, sighting: str, *, title: str, action: str = "") -> None:
        """`title`: which photo, or which of its cards. `action`: what is marked at first, else the newest."""
        super().__init__(self.tr("History"), parts.kit.window)
        self._theme = parts.kit.theme
        self._cards = parts.card_facts
        self._annotator = parts.arrangement.annotator
        self._action = action
        self.button = QPushButton(self, autoDefault=False)
        self.button.hide()
        self.button.clicked.connect(self._do_again)
        self._cards.known.connect(self._name_cards)
        self.entries: list[HistoryEntry] = []
        self.note = quiet_label(self.tr("Loading…"), self)
        self.table = table_of(self, [self.tr("When"), self.tr("Who"), self.tr("What"), self.tr("How")])
        self.table.setAccessibleName(self.tr("Decisions about this card"))
        self.table.currentCellChanged.connect(lambda *_: self._offer())
        laid = (
            heading(title, self._theme, self),
            self.note,
            (self.table, 1),
            laid_row(Stretch(), self.button),
            Stretch(0),
        )
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
        elif all(entry.kind in REMARKS | STRIKES for entry in entries):
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
        marked = (row for row, entry in enumerate(self.entries) if entry.action_id == self._action)
        self.table.selectRow(next(marked, 0))
        self._offer()

    @property
    def _marked(self) -> HistoryEntry | None:
        """What is marked, where it is undone and can be done again by whoever labels here."""
        at = self.table.currentRow()
        entry = self.entries[at] if 0 <= at < len(self.entries) else None
        return entry if entry is not None and entry.again and entry.annotator == self._annotator else None

    def _offer(self) -> None:
        entry = self._marked
        self.button.setVisible(entry is not None)
        if entry is not None:
            text = self.tr("Do it again: {count} labels") if entry.kind in LABELS else self.tr("Do it again: {count}")
            self.button.setText(text.format(count=f"{entry.again:,}") if entry.again > 1 else self.tr("Do it again"))

    def _do_again(self) -> None:
        if (entry := self._marked) is not None:
            self.again.emit(entry.action_id)
            self.accept()

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


def said_words(kind: Kind, name: str | None) -> str:
    """Say in the window's words what somebody said: the card, or that there is none."""
    return name or kind_words(kind)


_SHOWN = 500
_PEOPLE = 12


@dataclass(frozen=True)
class _Found:
    agreement: list[Agreement]
    disagreements: list[Disagreement]
    team: list[Sentence]


_SIDES = 4
"""So many sides of a disagreement stand beside each other; who disagrees more settles it at the desk."""


class AgreementDialog(Dialog):
    """A number takes what stands in its column, `/` another card; Enter looks at the photo.

    `chosen`: the `Disagreement` that a person wants to look at. `saved`: photos about which something was decided.
    """

    chosen = Signal(object)
    saved = Signal(object)

    def __init__(self, parts: WindowParts) -> None:
        super().__init__(self.tr("Consistency"), parts.kit.window)
        self._session = session = parts.session
        self._pictures = pictures = parts.pictures
        self.disagreements: list[Disagreement] = []
        # What a person calls a card.
        self.named: Callable[[ReviewAnswer], str | None] = lambda answer: answer.name
        # The file of a card's picture, once it is known.
        self.face: Callable[[CardKey], Path | None] = lambda card: None
        self.figures = Prose(self.tr("Loading…"), self)
        self.note = Prose("", self, quiet=True)
        self._theme, self._deliberate = parts.kit.theme, Deliberate(parts.held_keys)
        self._busy = False
        self.search: SearchDialog | None = None
        self.table = table_of(self, ["", *(str(place + 1) for place in range(_SIDES)), self.tr("Photo")])
        for place in range(_SIDES):
            self.table.horizontalHeader().setSectionResizeMode(place + 1, QHeaderView.ResizeMode.Stretch)
        self.table.setIconSize(QSize(7 * GRID, 10 * GRID))
        self.table.horizontalHeader().setSectionResizeMode(_SIDES + 1, QHeaderView.ResizeMode.Fixed)
        self.table.setColumnWidth(_SIDES + 1, 22 * GRID)
        self.table.setAccessibleName(self.tr("Cards that annotators disagree about"))
        self.table.activated.connect(lambda index: self._choose(index.row()))
        # If nobody disagrees there is no table, and the words stay together at the top.
        title = heading(self.tr("Consistency"), parts.kit.theme, self)
        laid = (title, self.figures, self.note, (self.table, 1), Stretch(0))
        self.lay(*laid, spacing=1, margins=(3, 2, 3, 3), size=(132, 80))
        pictures.small_ready.connect(self._pictures_came)
        self._deliberate.watch(self.table.viewport())
        self.table.currentCellChanged.connect(lambda *_: self._deliberate.anew())
        self.table.verticalScrollBar().valueChanged.connect(lambda _: self._deliberate.anew())
        for place in range(_SIDES):
            QShortcut(QKeySequence(str(place + 1)), self, partial(self.take, place)).setAutoRepeat(False)
        QShortcut(QKeySequence("/"), self, self._search)
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
        figures = [self._figure(item) for item in found.agreement] or [none]
        team = " · ".join(words_of(person) for person in found.team[:_PEOPLE])
        self.figures.setText("\n".join([*([team] if team else []), *figures]))
        self.disagreements = found.disagreements
        self._count()
        for place in range(_SIDES):
            self.table.setColumnHidden(
                place + 1, all(len(disagreement.said) <= place for disagreement in self.disagreements)
            )
        self._fill()
        self._deliberate.anew()
        if self.disagreements:
            self.table.selectRow(0)
            self.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def _fill(self) -> None:
        """As many rows as are shown at once: one more comes for each that was settled."""
        for row in range(self.table.rowCount(), min(_SHOWN, len(self.disagreements))):
            self.table.insertRow(row)
            for column in range(_SIDES + 1):
                self.table.setItem(row, column, QTableWidgetItem())
            photo = QTableWidgetItem(self.disagreements[row].photo)
            photo.setToolTip(self.disagreements[row].photo)
            self.table.setItem(row, _SIDES + 1, photo)
            self.table.setRowHeight(row, max(12 * GRID, 4 * (self.fontMetrics().height() + 4) + GRID))
        self.name_cards()

    def _count(self) -> None:
        text = self.tr("Disagreements: {count}. Press the right number, / for another card, Enter to see the photo.")
        none = self.tr("No disagreements.")
        self.note.setText(text.format(count=f"{len(self.disagreements):,}") if self.disagreements else none)
        self.table.setVisible(bool(self.disagreements))

    def take(self, place: int) -> None:
        """Decide as the side in this place does: for the row that is marked, once a person can have read it."""
        one = self._marked()
        if one is not None and place < min(len(one.said), _SIDES):
            word = one.said[place]
            card = None if word.card is None else ChosenCard(word.card, word.name or "", word.printing)
            self._decide(one, word.kind, card)

    @property
    def is_in_sight(self) -> bool:
        """Whether the row that is marked can be seen."""
        item = self.table.item(self.table.currentRow(), 1)
        return item is not None and self.table.viewport().rect().contains(self.table.visualItemRect(item).center())

    def _marked(self) -> Disagreement | None:
        """A row that is out of sight comes in sight first."""
        if self.is_in_sight:
            return self.disagreements[self.table.currentRow()]
        if (item := self.table.currentItem()) is not None:
            self.table.scrollToItem(item)
            self.note.setText(self.tr("It was out of sight: press again"))
        return None

    def _search(self) -> None:
        one = self._marked()
        if one is not None:
            self.search = SearchDialog(self._session, self._pictures, self._theme, self)
            self.search.setModal(True)
            self.search.chosen.connect(lambda card: self._decide(one, Kind.CONFIRM, card, is_chosen=True))
            self.search.open()

    def _decide(self, one: Disagreement, kind: Kind, card: ChosenCard | None, *, is_chosen: bool = False) -> None:
        if self._busy:
            return
        if not is_chosen and not self._deliberate.is_so:
            self.note.setText(self.tr("Too quick: press again"))
            return
        try:
            origin = self._session.origin
        except KarutaError as error:
            self.note.setText(sentence(error))
            return
        self._busy = True
        self._session.store_lane.submit(
            lambda file, token: settle(file, one, kind, card, origin),
            done=while_alive(self, lambda action: self._settled(one, action)),
            failed=while_alive(self, self._not_settled),
            urgency=Urgency.NOW,
            keep=True,
        )

    def _settled(self, one: Disagreement, action: Action) -> None:
        self._busy = False
        row = self.disagreements.index(one)
        del self.disagreements[row]
        self.table.removeRow(row)
        self._fill()
        self.table.selectRow(min(row, len(self.disagreements) - 1))
        self._count()
        self._deliberate.anew()
        self.saved.emit(action.photos)

    def _not_settled(self, error: Known) -> None:
        self._busy = False
        self.note.setText(sentence(error))

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
        if word.printing:
            what = f"{what} {word.printing}"
        if word.blind:
            what = self.tr("{what} (blind review)").format(what=what)
        return f"{what}\n{word.annotator}\n{local_time(word.time)}"

    def name_cards(self) -> None:
        """Once more, when other names are known."""
        for row, one in enumerate(self.disagreements[:_SHOWN]):
            for place, word in enumerate(one.said[:_SIDES]):
                item = self.table.item(row, place + 1)
                if item is not None:
                    item.setText(f"{place + 1}  {self._said(word)}")
                    item.setToolTip(word.device)
        self._pictures_came()

    def _pictures_came(self) -> None:
        """The card as it was seen, and beside each side's words the card that it names."""
        for row, one in enumerate(self.disagreements[:_SHOWN]):
            self._show(row, 0, None if one.crop_sha256 is None else crop_path(self._session.library, one.crop_sha256))
            for place, word in enumerate(one.said[:_SIDES]):
                self._show(row, place + 1, None if word.card is None else self.face(word.card))

    def _show(self, row: int, column: int, path: Path | None) -> None:
        item = self.table.item(row, column)
        if item is not None and item.icon().isNull() and path is not None:
            pixmap = self._pictures.artwork(path)
            if pixmap is not None and not pixmap.isNull():
                item.setIcon(QIcon(pixmap))

    def _choose(self, row: int) -> None:
        if 0 <= row < len(self.disagreements):
            self.chosen.emit(self.disagreements[row])
            self.accept()


def _read(file: LabelFile) -> _Found:
    return _Found(agreement(file), disagreements(file), team_here(file))


class ReviewCommands(Feature):
    """Reviewing: who said what, and whether a blind look says the same."""

    def __init__(self, parts: WindowParts) -> None:
        super().__init__(parts)
        self._sightings = SightingOpener(self._parts.desk, self)
        parts.decisions.redo_lost.connect(self._redo_lost)
        parts.decisions.saved.connect(lambda _: self._voice.over.emit(_LOST))

    def command_actions(self) -> CommandActions:
        """The actions of this subject's commands."""
        return {"history": self.history, "second-look": self.second_look, "agreement": self.agreement}

    def history(self) -> None:
        desk = self._parts.desk
        if desk.photo is None:
            return
        sighting = desk.sighting
        title = desk.photo.photo.name
        if sighting is not None and len(desk.photo.sightings) > 1:
            text = self.tr("card {number} of {count}")
            title = f"{title} · {text.format(number=sighting.number, count=len(desk.photo.sightings))}"
        self._show(desk.photo.photo.sha256, sighting.sighting_id if sighting else WHOLE_PHOTO, title)

    def _show(self, photo: str, sighting: str, title: str, *, action: str = "") -> None:
        dialog = HistoryDialog(self._parts, photo, sighting, title=title, action=action)
        dialog.again.connect(lambda name: self._parts.decisions.do_again(name, photo, sighting))
        self._kit.show(dialog)

    def _redo_lost(self, lost: LostRedo) -> None:
        text = self.tr("The redo of {count} labels is in the history", "", lost.labels)
        text = text.format(count=f"{lost.labels:,}")
        show = partial(self._show, lost.photo_sha256, lost.sighting_id, lost.photo_name, action=lost.action_id)
        # The notice of a doubt may cover this one.
        self._voice.said.emit(text)
        self._voice.offered.emit(_LOST, text, self.tr("History"), show)

    def second_look(self) -> None:
        dialog = SecondLookDialog(self._parts)
        dialog.saved.connect(self._parts.exemplar_feed.tell)
        self._kit.show(dialog)

    def agreement(self) -> None:
        dialog = AgreementDialog(self._parts)
        dialog.chosen.connect(self._look_at)
        dialog.saved.connect(self._parts.exemplar_feed.tell)
        dialog.named = lambda answer: self._parts.card_facts.name(answer.card, answer.name) if answer.name else None
        dialog.face = self._face
        self._parts.card_facts.known.connect(dialog.name_cards)
        self._kit.show(dialog)

    def _face(self, card: CardKey) -> Path | None:
        facts = self._parts.card_facts[card]
        if facts is None:
            self._parts.card_facts.want([card])
            return None
        return facts.main

    def _look_at(self, one: Disagreement) -> None:
        self._sightings.open(one.photo_sha256, one.sighting_id)
