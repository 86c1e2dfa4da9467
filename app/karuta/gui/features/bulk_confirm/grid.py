"""The queue's grid: undecided sightings beside their matches, a page of which one key confirms. It covers the desk.

What a page shows is decided by `Decisions`, like what the desk shows.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import QEvent, QModelIndex, QObject, QSignalBlocker, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QAbstractItemView, QPushButton, QTabBar, QWidget

from karuta.domain.card import CardKey
from karuta.domain.label import ChosenCard, Kind
from karuta.domain.match import Verdict
from karuta.domain.queue import OpenCard, Pair, PairsWanted
from karuta.gui.desk.decisions import DecisionOutcome
from karuta.gui.features.bulk_confirm.cells import STRIKE_KEYS, Cell, CellModel, CellPainter, Claim, claim_of
from karuta.gui.features.feature import WindowParts
from karuta.gui.kit.cell_view import PageView
from karuta.gui.kit.failures import report_to
from karuta.gui.kit.lay import Stretch, column, row
from karuta.gui.kit.prose import button_text
from karuta.gui.kit.retranslating import Retranslating
from karuta.gui.kit.row_paint import QuietLine
from karuta.gui.kit.seen import Seen, SeenMark
from karuta.gui.kit.theme import Role
from karuta.gui.kit.translate import kind_words
from karuta.jobs.lane import Urgency
from karuta.services.labels.decide_many import (
    confirm_pairs,
    decide_many,
    open_cards,
    pairs_to_confirm,
    rule_out,
    take_in,
)
from karuta.services.labels.open_labels import LabelFile

# What Return on the desk would confirm without a marked row.
CLAIMED = frozenset(verdict for verdict in Verdict if verdict.accepts)
_DIGITS = range(Qt.Key.Key_1, Qt.Key.Key_9 + 1)


@dataclass(frozen=True)
class Group:
    """Sightings that the grid can be narrowed to, and what a person reads. `chosen`: those of these verdicts are to be
    confirmed unless a person strikes them out; others only once a person takes them in. `least`: with fewer than these
    the grid does not begin here, but with the next group, if that has more. `card`: the one whose name `words` is.
    `says`: in place of its match each is to be given this label, of the card `named`.
    """

    words: str
    pairs: PairsWanted
    chosen: Collection[Verdict] = CLAIMED
    least: int = 0
    card: CardKey | None = None
    says: Kind | None = None
    named: ChosenCard | None = None


@dataclass(frozen=True)
class _Contents:
    """`left_out`: so many are not looked up yet, so nobody knows what they are not."""

    place: int
    cells: Sequence[Cell]
    has_more: bool = False
    left_out: int = 0
    decided: int = 0


def _read(file: LabelFile, groups: Sequence[Group], place: int, *, begins: bool) -> _Contents:
    """The cells of a group; where the grid `begins` with too few of them, the next group's, if that has more."""
    group = groups[place]
    if group.says is not None:
        open_of_photo = open_cards(file, group.pairs.photos or ())
        cards = [card for card in open_of_photo.cards if card.looked_up or group.says is not Kind.UNKNOWN]
        return _Contents(place, cards, left_out=len(open_of_photo.cards) - len(cards), decided=open_of_photo.decided)
    pairs = pairs_to_confirm(file, group.pairs)
    if begins and len(pairs.pairs) < group.least and place + 1 < len(groups):
        following = _read(file, groups, place + 1, begins=False)
        if len(following.cells) > len(pairs.pairs):
            return following
    return _Contents(place, pairs.pairs, pairs.has_more)


class Grid(Retranslating, QWidget):
    """Enter decides about the page in sight and goes to the next; Space, or a click, strikes a cell out. Esc closes.

    `closed`: photo and matches are there again.
    """

    closed = Signal()

    def __init__(self, parts: WindowParts, cover: Callable[[QWidget | None], None]) -> None:
        # Of the window from the start, so that it ends with it, also where it was never opened.
        super().__init__(parts.kit.window)
        self.hide()
        self._parts, self._cover = parts, cover
        self._cards, self._decisions = parts.card_facts, parts.decisions
        self._keys, self._commands = parts.held_keys, parts.commands
        self._groups: Sequence[Group] = ()
        self._contents = _Contents(0, ())
        self._is_read = False
        # What an Enter has passed by: struck out or left out.
        self._passed: set[Claim] = set()
        self._has_stored = self._is_paging = False
        # What became of the last key; it stays until something is done. What was taken back, or brought back.
        self._outcome = ""
        self._wanted_back: frozenset[str] = frozenset()
        self.model = CellModel(parts.card_facts, parts.pictures, parent=self)
        self.groups = QTabBar(self, drawBase=False, expanding=False)
        self.note = QuietLine(parts.kit.theme, self, role=Role.TEXT)
        self.button = QPushButton(self, default=True)
        for part in (self.groups, self.button):
            part.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.list = PageView(self)
        self.list.setModel(self.model)
        self._painter = CellPainter(self.model, parts.kit.theme, parts.kit.icons)
        self.list.setItemDelegate(self._painter)
        self.list.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setFocusProxy(self.list)
        self._seen = Seen([self.list.viewport()])
        self._seen.follow_rows(self.list)
        self._mark = SeenMark(self.list)
        self._escape = QShortcut(QKeySequence(Qt.Key.Key_Escape), parts.kit.window, enabled=False)
        self._escape.activated.connect(self.close_grid)
        head = column(row(self.groups, Stretch(), self.button), self.note, spacing=0.5, margins=(1, 1, 1, 0.5))
        self.setLayout(column(head, (self.list, 1), spacing=0))
        self._join()
        self.built()

    def _join(self) -> None:
        parts = self._parts
        self.list.verticalScrollBar().valueChanged.connect(self._turned)
        self.list.installEventFilter(self)
        self.groups.currentChanged.connect(self.choose)
        self.button.clicked.connect(self.take)
        self.list.clicked.connect(self._strike)
        self._cards.known.connect(self._name_groups)
        parts.pictures.small_ready.connect(self.model.redraw)
        self._decisions.over.connect(self._over)
        for message in (parts.voice.info, parts.voice.refused):
            message.connect(self._answer)

    def retranslate(self) -> None:
        self.list.setAccessibleName(self.tr("Cards beside their best matches"))
        self.groups.setAccessibleName(self.tr("What the grid shows"))
        self._name_groups()
        self._say()

    # From the commands

    @property
    def is_open(self) -> bool:
        return bool(self._groups)

    @property
    def is_seen(self) -> bool:
        """Whether a key that is pressed now is about the page in sight, with all its pictures."""
        is_there = self._is_read and bool(self.model.rows) and self.model.has_come(self.list.page)
        return is_there and self._seen.is_ripe and not self._keys.is_held

    @property
    def _is_leaving(self) -> bool:
        """Whether what is in sight is being stored, or another list was asked for, whose cells come."""
        return self._parts.desk.is_held or self._parts.arrangement.awaited.is_awaited

    def rest(self, seconds: float) -> None:
        """What stood over it has gone: a key that comes so soon is not about it."""
        self._seen.rest(seconds)

    @property
    def group(self) -> Group:
        return self._groups[self._contents.place]

    def open(self, groups: Sequence[Group], place: int = 0) -> None:
        """Show the first group, with any of the others a key away."""
        was_open, self._groups = self.is_open, tuple(groups)
        # Before anything scrolls: what is said then is said of a group that is there.
        self._contents = _Contents(place, ())
        self._passed.clear()
        self._has_stored, self._outcome = False, ""
        # Whoever confirms the cards of one photo means the next photo then; whoever confirms many presses on.
        self._is_paging = len(self.group.pairs.photos or ()) != 1
        self._show_groups()
        least = self._painter.least(self.font())
        self.list.set_cells(least_width=least.width(), height=least.height())
        if not was_open:
            self._cover(self)
            self._commands.cover(("confirm", "confirm-page"))
            self._escape.setEnabled(True)
            self.list.setFocus()
        self._ask(place, begins=True)

    def close_grid(self) -> None:
        """What is being stored is stored all the same."""
        if self.is_open:
            self._groups = ()
            self.model.put((), ())
            self._escape.setEnabled(False)
            self._commands.cover(None)
            self._cover(None)
            self.closed.emit()

    def choose(self, place: int) -> None:
        """Another group."""
        if 0 <= place < len(self._groups) and place != self._contents.place:
            self._outcome = ""
            self._ask(place)

    def take(self) -> None:
        """Decide about the page in sight, and go to the next one."""
        if not self.model.rows:
            return
        if self._is_leaving or not self.is_seen:
            self._decisions.too_quick()
            return
        page, contents, key = self.list.page, self._contents, self._keys.key
        kept, self._outcome = self.model.kept(page), ""
        passed = {claim_of(self.model.rows[at]) for at in page} - self._passed
        self._passed |= passed
        if not kept:
            self._go_on(page.start, key)
            return

        def over(why: str) -> None:
            """Nothing of it waits here any more, or all of it still does."""
            if why:
                self._passed -= passed
                self._answer(why)
            elif self._contents is contents:
                self._has_stored = True
                self.model.drop(kept)
                self._go_on(page.start, key)

        self._store(kept, over)
        self._say()

    def _store(self, kept: Sequence[Cell], over: Callable[[str], None]) -> None:
        says, card = self.group.says, self.group.named
        pairs = [cell for cell in kept if isinstance(cell, Pair)]
        cards = [cell for cell in kept if isinstance(cell, OpenCard)]
        if says is None:
            self._decisions.together(lambda file, origin: confirm_pairs(file, pairs, origin), over)
        else:
            self._decisions.together(lambda file, origin: decide_many(file, cards, says, origin, card=card), over)

    # Keys and clicks

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802
        if event.type() is QEvent.Type.Resize:
            QTimer.singleShot(0, self, self._turned)  # once it has as many cells as it then has room for
        if event.type() is QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            if event.key() in STRIKE_KEYS:
                self.strike_marked()
                return True
            if event.key() in _DIGITS:
                self.choose(event.key() - Qt.Key.Key_1)
                return True
        return super().eventFilter(watched, event)

    def strike_marked(self) -> None:
        """By a key, which takes the mark that was seen."""
        index = self.list.currentIndex()
        if self._mark.is_ripe and self.model.has_come([index.row()] if index.isValid() else ()):
            self._strike(index)
        else:
            self._decisions.too_quick()

    def _strike(self, index: QModelIndex) -> None:
        if not index.isValid() or self._is_leaving:
            return
        self._outcome = ""
        pair = self.model.strike(index.row())
        if pair is not None:
            out = not self.model.is_struck(index.row())
            self._decisions.strike(
                lambda file, origin: (rule_out if out else take_in)(file, pair, origin),
                partial(self._struck, pair, out),
            )
        self._say()

    def _struck(self, pair: Pair, out: bool, is_stored: bool, why: str) -> None:  # noqa: FBT001 - as `strike` tells it
        """Where nothing was to be taken back, somebody else has struck it out: it is taken in here alone."""
        self.model.set_struck(pair, out=not out if why else out and is_stored)
        if why or (out and not is_stored):
            why = why or self.tr("It was decided or looked up again in the meantime; nothing was saved.")
            self._answer(why)
        self._say()

    # What comes

    def _ask(self, place: int, *, begins: bool = False) -> None:
        groups = self._groups
        self._is_read = False
        self.model.put((), ())
        self._contents = _Contents(place, ())
        self.groups.setCurrentIndex(place)
        self._say()

        def came(contents: _Contents) -> None:
            if self._groups is groups:
                self._put(contents)

        self._parts.session.store_lane.submit(
            lambda file, token: _read(file, groups, place, begins=begins),
            done=came,
            failed=report_to(self._answer),
            key="cells",
            urgency=Urgency.NOW,
        )

    def _put(self, contents: _Contents) -> None:
        self._contents, self._is_read = contents, True
        self.groups.setCurrentIndex(contents.place)
        group = self.group
        self.model.words, self.model.card = kind_words(group.says) if group.says else "", group.named
        self.model.put(contents.cells, group.chosen)
        back, self._wanted_back = self._wanted_back, frozenset()
        places = [at for at, cell in enumerate(self.model.rows) if cell.photo_sha256 in back]
        if len(back) == 1 and not places:
            self.close_grid()  # it is seen on the desk
            return
        self._show(places[0] if places else 0)

    def _go_on(self, first: int, key: int | None) -> None:
        """To the first cell from this row on that no Enter has passed by, else before it; else it is over.

        `key`: it has done what it was pressed for, and a hand that pages with it may press it once too often.
        """
        rows = self.model.rows
        left = (at for at in (*range(first, len(rows)), *range(first)) if claim_of(rows[at]) not in self._passed)
        place = next(left, None)
        asks_again = place is None and self._contents.has_more and self._has_stored
        self._is_paging = self._is_paging or place is not None or asks_again
        if self._is_paging:
            self._keys.spend(key)
        if place is not None:
            self._show(place)
        elif asks_again:
            self._has_stored = False
            self._ask(self._contents.place)
        else:
            self.close_grid()

    def _show(self, place: int) -> None:
        if self.model.rows:
            self.list.choose(place)
            self.list.scrollTo(self.model.index(place), QAbstractItemView.ScrollHint.PositionAtTop)
        self._turned()

    def _turned(self) -> None:
        """Other cells are in sight."""
        self._seen.anew()
        self._say()

    def _over(self, outcome: DecisionOutcome) -> None:
        """What was taken back is among the cells again, or it is seen on the desk."""
        if self.is_open and outcome.back is not None and outcome.step is not None:
            self._wanted_back = frozenset(outcome.step.action.photos)
            self._passed.clear()
            self._ask(self._contents.place)

    # What it says

    def _answer(self, text: str) -> None:
        """What became of a key."""
        if self.is_open:
            self._outcome = text
            self._say()

    def _words(self, group: Group) -> str:
        return group.words if group.card is None else self._cards.name(group.card, group.words)

    def _show_groups(self) -> None:
        with QSignalBlocker(self.groups):
            while self.groups.count():
                self.groups.removeTab(0)
            for _ in self._groups:
                self.groups.addTab("")
        self._name_groups()

    def _name_groups(self) -> None:
        """A card's name in the window's language may come after the grid."""
        for place, group in enumerate(self._groups):
            words = self._words(group)
            self.groups.setTabText(place, button_text(words))
            self.groups.setTabToolTip(place, self.tr("{text} (key {number})").format(text=words, number=place + 1))
        self.list.viewport().update()

    def _say(self) -> None:
        if not self.is_open:
            return
        rows, page = self.model.rows, self.list.page
        kept, after = len(self.model.kept(page)), len(rows) - page.stop
        self.button.setEnabled(bool(rows))
        text = self.tr("Confirm {count}") if self.group.says is None else self.tr("Label {count}")
        text = text.format(count=f"{kept:,}") if kept or not rows else self.tr("Next page")
        self.button.setText(f"{text} ({self._commands.hint('confirm')})")
        texts = [self._outcome] if self._outcome else []
        if not self._is_read:
            texts = texts or [self.tr("Loading…")]
        elif not rows:
            texts = texts or [self._nothing()]
        else:
            texts += self._hints()
            texts += [self.tr("on further pages: {count}").format(count=f"{after:,}")] if after > 0 else []
        if self._contents.left_out:
            texts.append(self.tr("Not looked up yet, left out: {count}").format(count=f"{self._contents.left_out:,}"))
        elif rows and self._contents.decided:
            texts.append(self.tr("Already decided, unchanged: {count}").format(count=f"{self._contents.decided:,}"))
        self.note.say([" · ".join(texts), texts[0]])

    def _hints(self) -> list[str]:
        left_out, struck = self.model.out()
        texts = [self.tr("Click or press Space to strike out wrong ones")]
        if left_out:
            texts = [self.tr("Click or press Space to strike out or take in")]
            texts.append(self.tr("doubtful, left out: {count}").format(count=f"{left_out:,}"))
        return texts + ([self.tr("{count} struck out").format(count=f"{struck:,}")] if struck else [])

    def _nothing(self) -> str:
        return self.tr("All of these photos are decided.") if self.group.says else self.tr("Nothing to confirm here")
