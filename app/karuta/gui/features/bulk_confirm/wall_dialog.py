"""A wall of sightings, each beside the card it may be: strike out what is wrong, confirm the rest with one key."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QItemSelectionModel, QModelIndex, QObject, Qt, QTimer
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QButtonGroup, QToolButton

from karuta.domain.card import CardKey
from karuta.domain.match import Verdict
from karuta.domain.queue import DecidedTogether, Pair, Pairs, PairsWanted
from karuta.gui.features.bulk_confirm.bulk import Bulk
from karuta.gui.features.bulk_confirm.pairs import ManyDialog, PairDelegate, PairModel
from karuta.gui.features.feature import WindowParts
from karuta.gui.kit.dialog import FULL
from karuta.gui.kit.lay import Stretch, row
from karuta.gui.kit.notice import ThinBar
from karuta.gui.kit.prose import button_text, heading
from karuta.gui.kit.seen import SeenMark
from karuta.gui.kit.theme import GRID
from karuta.jobs.lane import Urgency
from karuta.services.labels.decide_many import pairs_to_confirm

_PROGRESS_AFTER_MS = 500
_STRIKE = frozenset({Qt.Key.Key_Space, Qt.Key.Key_X, Qt.Key.Key_Delete})


# What Return on the desk would confirm without a marked row.
CLAIMED = frozenset(verdict for verdict in Verdict if verdict.accepts)


@dataclass(frozen=True)
class WallSource:
    """Sightings that can be put on the wall, and what a person reads. `chosen`: those of these verdicts are to be
    confirmed unless a person strikes them out; others only once a person takes them in. `least`: with fewer than these
    the wall does not begin here, but with the next source, if that has more. `card`: the one whose name `words` is.
    """

    words: str
    wanted: PairsWanted
    chosen: Collection[Verdict] = CLAIMED
    least: int = 0
    card: CardKey | None = None


class WallDialog(ManyDialog):
    """Enter shows the next page while there is one, and confirms once all was seen; Ctrl+Enter confirms at once."""

    def __init__(self, parts: WindowParts, bulk: Bulk, sources: Sequence[WallSource]) -> None:
        super().__init__(self.tr("Confirm in bulk"), parts, bulk)
        theme = parts.kit.theme
        self._cards = parts.card_facts
        self._sources = sources
        self._place = 0
        # While it opens: how many the sources had that were passed over for being small.
        self._is_opening = True
        self._passed_over: list[int] = []
        # The key that confirms: it closes the wall once all is stored.
        self._confirmed_by: int | None = None
        self._has_more = False
        # What became of the last try; it stays until something is done.
        self._outcome = ""
        self.model = PairModel(parts.card_facts, parts.pictures, parent=self)
        self.title = heading("", theme, self)
        self._choices = QButtonGroup(self)
        self.list.setItemDelegate(PairDelegate(self.model, theme, parts.kit.icons))
        self.list.setMouseTracking(True)
        self.progress = ThinBar(self.tr("Saving progress"), self, height=GRID // 2)
        self._slow = QTimer(self, singleShot=True, interval=_PROGRESS_AFTER_MS)
        self._slow.timeout.connect(self.progress.show)
        self._watch(self.model, self.tr("Cards beside their best matches"))
        self._mark = SeenMark(self.list)
        self.list.installEventFilter(self)
        self._arrange()
        bulk.told.connect(self.progress.tell)
        self._cards.known.connect(self.list.viewport().update)
        self._cards.known.connect(self._name_sources)
        self.list.clicked.connect(self._strike)
        self.model.asked.connect(lambda pair, out: bulk.rule_out(pair, out=out))
        bulk.ruled_out.connect(self._ruled_out)
        self._choose(0)

    def _arrange(self) -> None:
        head = row(self.title, Stretch(), spacing=0.5)
        for place in range(len(self._sources)):
            button = QToolButton(self)
            button.setCheckable(True)
            button.setAutoRaise(True)
            self._choices.addButton(button, place)
            head.addWidget(button)
        self._name_sources()
        self._choices.idClicked.connect(self._pick)
        foot = row((self.note, 1), self.button, spacing=2)
        self.lay(head, (self.list, 1), self.progress, foot, spacing=1, margins=FULL, size=(166, 100))

    # Keys

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802
        if watched is self.list and event.type() is QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            key = event.key()
            if key in _STRIKE:
                self._strike_marked()
                return True
            place = key - Qt.Key.Key_1
            if 0 <= place < len(self._sources):
                self._choices.button(place).click()
                return True
        return super().eventFilter(watched, event)

    def _enter(self, at_once: bool) -> None:  # noqa: FBT001 - it comes with a signal
        if self._deliberate.is_so and (at_once or not self._rows.next_page()):
            self._confirm()

    def _confirm(self) -> None:
        kept = self.model.kept
        if not kept or self._bulk.is_storing:
            return
        self._outcome = ""
        self._confirmed_by = self._deliberate.keys.key
        self._bulk.confirm(kept)
        self._slow.start()
        self._say()

    def _strike_marked(self) -> None:
        """By a key, which takes the mark that was seen."""
        if self._mark.is_ripe:
            self._strike(self.list.currentIndex())
        else:
            self._outcome = self.tr("Too quick: press again")
            self._say()

    def _strike(self, index: QModelIndex) -> None:
        if index.isValid() and not self._bulk.is_storing:
            self._outcome = ""
            self.model.strike(index.row())
            self._say()

    def _ruled_out(self, pair: Pair, out: bool) -> None:  # noqa: FBT001 - it comes with a signal
        self.model.set_struck(pair, out)
        self._say()

    # What comes

    def _words(self, source: WallSource) -> str:
        return source.words if source.card is None else self._cards.name(source.card, source.words)

    def _name_sources(self) -> None:
        """A card's name in the window's language may come after the wall."""
        for place, source in enumerate(self._sources):
            words, button = self._words(source), self._choices.button(place)
            button.setText(button_text(words))
            button.setToolTip(self.tr("{text} (key {number})").format(text=words, number=place + 1))
            button.setAccessibleName(words)
        self.title.setText(self._words(self._sources[self._place]))

    def _pick(self, place: int) -> None:
        """A person chose where to look."""
        self._is_opening = False
        self._choose(place)

    def _begins_elsewhere(self, count: int) -> bool:
        """Whether the wall begins with another source than this one, which has `count`."""
        if not self._is_opening:
            return False
        passed, last = self._passed_over, len(self._sources) - 1
        if count < self._sources[self._place].least and self._place < last and not passed:
            passed.append(count)
            self._choose(self._place + 1)
            return True
        self._is_opening = False
        if passed and count <= passed[0]:
            self._choose(self._place - 1)
            return True
        return False

    def _choose(self, place: int) -> None:
        self._place = place
        self._choices.button(place).setChecked(True)
        self.title.setText(self._words(self._sources[place]))
        self._outcome = ""
        self.model.set_pairs((), self._sources[place].chosen)
        self.note.setText(self.tr("Loading…"))
        self.button.setEnabled(False)
        self.list.setFocus()
        wanted, lane, now = self._sources[place].wanted, self._session.store_lane, Urgency.NOW
        self.ask(lane, lambda file, token: pairs_to_confirm(file, wanted), self._found, key="pairs", urgency=now)

    def _found(self, found: Pairs) -> None:
        if self._begins_elsewhere(len(found.pairs)):
            return
        self._has_more = found.has_more
        self.model.set_pairs(found.pairs, self._sources[self._place].chosen)
        if found.pairs:
            flag = QItemSelectionModel.SelectionFlag.ClearAndSelect
            self.list.selectionModel().setCurrentIndex(self.model.index(0), flag)
        self._rows.anew()
        self._say()

    def _say(self) -> None:
        if not self.model.rowCount():
            self.note.setText(self._outcome or self.tr("Nothing to confirm here"))
            self.button.setText(self.tr("Confirm"))
            self.button.setEnabled(False)
            return
        kept, unseen = len(self.model.kept), self._rows.unseen
        texts = [self.tr("Click or press Space to strike out wrong ones")]
        if self.model.doubted:
            texts = [self.tr("Click or press Space to strike out or take in")]
            texts.append(self.tr("doubtful, left out: {count}").format(count=f"{self.model.doubted:,}"))
        if self.model.struck_here:
            texts.append(self.tr("{count} struck out").format(count=f"{self.model.struck_here:,}"))
        if unseen:
            texts.append(self.tr("{count} not seen yet").format(count=f"{unseen:,}"))
        if self._has_more:
            texts.append(self.tr("more in the next round"))
        self.note.setText(self._outcome or " · ".join(texts))
        text = self.tr("Confirm {count}").format(count=f"{kept:,}")
        if self._bulk.is_storing:
            text = self.tr("Stop")
        elif unseen:
            text = self.tr("Next page")
        self.button.setText(text)
        self.button.setEnabled(kept > 0 or bool(unseen))

    def _stored(self, confirmed: DecidedTogether) -> None:
        if confirmed.action is None:
            self._over(self.tr("All of these were decided in the meantime; nothing was saved."))
            return
        self._over("")
        self._deliberate.keys.spend(self._confirmed_by)
        self.accept()

    def say(self, text: str) -> None:
        self._over(text)

    def _over(self, outcome: str) -> None:
        self._outcome = outcome
        self._slow.stop()
        self.progress.hide()
        self._say()
