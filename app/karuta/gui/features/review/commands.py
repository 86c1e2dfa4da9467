"""Commands that look back on labels: a sighting's history, how far annotators agree, second looks. Decides nothing."""

from __future__ import annotations

from functools import partial

from karuta.domain.doubt import HistoryEntry
from karuta.domain.journal import LostRedo
from karuta.domain.label import LABELS, REMARKS, STRIKES, WHOLE_PHOTO, Kind, Source
from karuta.domain.recheck import Agreement
from karuta.domain.sentence import Sentence
from karuta.gui.desk.decisions import DecisionOutcome
from karuta.gui.features.feature import Feature, Page, WindowParts
from karuta.gui.kit.commands import CommandActions
from karuta.gui.kit.lay import Stretch
from karuta.gui.kit.lay import row as laid_row
from karuta.gui.kit.lists import Columns
from karuta.gui.kit.prose import Prose, heading, quiet_label
from karuta.gui.kit.translate import kind_words, local_time, words_of
from karuta.gui.queue.queues import queue_named
from karuta.jobs.lane import Urgency
from karuta.services.labels.refusals import history_with_doubts
from karuta.services.labels.second_look import agreement
from karuta.services.labels.team import team_here

_WHAT, _HOW = 2, 3
_LOST = "lost redo"


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
        said = self.tr("No current label: all were undone.")
        if any(entry.counts for entry in entries):
            said = self.tr("✓ marks the current label.")
        elif all(entry.kind in REMARKS | STRIKES for entry in entries):
            said = self.tr("No decisions yet.")
        self.say(said)
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
        """What is marked, where it is undone and can be done again by whoever labels here."""
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


_PEOPLE = 12


class ConsistencyDialog(Page):
    """The team, and how often blind reviews said the same as the labels. Changes nothing."""

    def __init__(self, parts: WindowParts) -> None:
        super().__init__(self.tr("Consistency"), parts)
        self.figures = Prose(self.tr("Loading…"), self)
        title = heading(self.tr("Consistency"), parts.kit.theme, self)
        foot = laid_row(Stretch(), self.close_button())
        self.lay(title, self.figures, Stretch(), foot, spacing=1, margins=(3, 2, 3, 3), size=(84, 36))
        self.ask(
            parts.session.store_lane,
            lambda file, token: (team_here(file), agreement(file)),
            lambda found: self._came(*found),
            key="consistency",
            urgency=Urgency.NOW,
        )

    def _came(self, team: list[Sentence], found: list[Agreement]) -> None:
        none = self.tr("No blind review yet. Review > Blind review shows some of your cards again.")
        people = " · ".join(words_of(person) for person in team[:_PEOPLE])
        figures = [self._figure(one) for one in found] or [none]
        self.figures.setText("\n".join([people, *figures] if people else figures))

    def say(self, text: str) -> None:
        self.figures.setText(text)

    def _figure(self, one: Agreement) -> str:
        share = one.upheld
        if share.n == 1 and one.is_own:
            text = self.tr("{name} agreed with themselves once") if share.k else self.tr("{name} disagreed once")
        elif share.n == 1 and share.k:
            text = self.tr("{other} agreed with {name} once")
        elif share.n == 1:
            text = self.tr("{other} disagreed with {name} once")
        elif one.is_own:
            text = self.tr("{name} agreed with themselves {same} of {count} times (95 % CI {low}-{high} %)")
        else:
            text = self.tr("{other} agreed with {name} {same} of {count} times (95 % CI {low}-{high} %)")
        low, high = (f"{100 * bound:.0f}" for bound in (share.low, share.high))
        return text.format(name=one.annotator, other=one.reviewer, same=share.k, count=share.n, low=low, high=high)


class ReviewCommands(Feature):
    """Reviewing: who said what, and whether a blind look says the same."""

    def __init__(self, parts: WindowParts) -> None:
        super().__init__(parts)
        parts.decisions.over.connect(self._over)
        parts.decisions.saved.connect(lambda _: self._voice.over.emit(_LOST))

    def command_actions(self) -> CommandActions:
        """The actions of this subject's commands."""
        return {
            "history": self.history,
            "second-look": partial(self._parts.arrangement.choose_queue, queue_named("blind")),
            "agreement": partial(self._parts.arrangement.choose_queue, queue_named("disagreements")),
            "consistency": lambda: self._kit.show(ConsistencyDialog(self._parts)),
        }

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
        self._kit.show(dialog)

    def _over(self, outcome: DecisionOutcome) -> None:
        if outcome.done is not None and outcome.done.lost is not None:
            self._redo_lost(outcome.done.lost)

    def _redo_lost(self, lost: LostRedo) -> None:
        text = self.tr("The redo of {count} labels is in the history", "", lost.labels)
        text = text.format(count=f"{lost.labels:,}")
        show = partial(self._show, lost.photo_sha256, lost.sighting_id, lost.photo_name, action=lost.action_id)
        # The notice of a doubt may cover this one.
        self._voice.said.emit(text)
        self._voice.offered.emit(_LOST, text, self.tr("History"), show)
