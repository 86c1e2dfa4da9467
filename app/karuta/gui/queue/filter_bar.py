"""One line above the queue: what is shown, from which batch or listing, in which order, each with its counts."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import partial

from PySide6.QtCore import QCoreApplication, Signal
from PySide6.QtGui import QAction, QActionGroup
from PySide6.QtWidgets import QHBoxLayout, QMenu, QWidget

from karuta.domain.match import Verdict
from karuta.domain.queue import UNDECIDED, BatchSummary, KindOfPhoto, PhotoState, QueueFilter, QueueOrder, Trait
from karuta.gui.kit.fitted import room
from karuta.gui.kit.menu_button import MenuButton
from karuta.gui.kit.prose import button_text
from karuta.gui.kit.retranslating import Retranslating
from karuta.gui.kit.theme import GRID, Icons, Theme
from karuta.gui.kit.translate import QT_TRANSLATE_NOOP, verdict_word
from karuta.gui.kit.while_alive import while_alive
from karuta.gui.queue.arrangement import QueueArrangement

# At most this many batches and listings are in the menu; beyond that, all of them are in a searchable list.
_IN_MENU = 16
_OPEN = frozenset({PhotoState.OPEN})


@dataclass(frozen=True)
class StateChoice:
    """One way to filter the queue by state. `gap`: a separator before it."""

    text: str
    wanted: QueueFilter
    gap: bool = False

    @property
    def words(self) -> str:
        (verdict, *_) = (*self.wanted.verdicts, None)
        words = verdict_word(verdict) if verdict else QCoreApplication.translate("Queue", self.text)
        return words[:1].upper() + words[1:]


CHOICES = (
    StateChoice(QT_TRANSLATE_NOOP("Queue", "All photos"), QueueFilter()),
    StateChoice(QT_TRANSLATE_NOOP("Queue", "Undecided"), QueueFilter(states=UNDECIDED)),
    *(
        StateChoice(verdict.value, QueueFilter(_OPEN, frozenset({verdict})), gap=verdict is Verdict.SURE)
        for verdict in Verdict
    ),
    StateChoice(QT_TRANSLATE_NOOP("Queue", "No card found"), QueueFilter(states=_OPEN, without_sighting=True)),
    StateChoice(
        QT_TRANSLATE_NOOP("Queue", "Waiting for lookup"), QueueFilter(states=frozenset({PhotoState.WAITING})), gap=True
    ),
    StateChoice(QT_TRANSLATE_NOOP("Queue", "Cannot be opened"), QueueFilter(states=frozenset({PhotoState.FAILED}))),
    StateChoice(QT_TRANSLATE_NOOP("Queue", "Decided"), QueueFilter(states=frozenset({PhotoState.DONE}))),
    *(
        StateChoice(text, QueueFilter(trait=trait), gap=trait in (Trait.MINE, Trait.FLAGGED, Trait.UNLABELLED))
        for trait, text in (
            (Trait.MINE, QT_TRANSLATE_NOOP("Queue", "Labelled by me")),
            (Trait.OTHERS, QT_TRANSLATE_NOOP("Queue", "Labelled by others")),
            (Trait.MACHINE, QT_TRANSLATE_NOOP("Queue", "Confirmed by Karuta")),
            (Trait.DISPUTED, QT_TRANSLATE_NOOP("Queue", "Labels disagree")),
            (Trait.PRINTED, QT_TRANSLATE_NOOP("Queue", "With a printing")),
            (Trait.BACK, QT_TRANSLATE_NOOP("Queue", "Labelled as a back")),
            (Trait.FLAGGED, QT_TRANSLATE_NOOP("Queue", "Flagged")),
            (Trait.NOTED, QT_TRANSLATE_NOOP("Queue", "With a note")),
            (Trait.UNLABELLED, QT_TRANSLATE_NOOP("Queue", "No label yet")),
            (Trait.SKIPPED, QT_TRANSLATE_NOOP("Queue", "Skipped")),
            (Trait.KNOWN_NOW, QT_TRANSLATE_NOOP("Queue", "May be known now")),
        )
    ),
)
ORDERS = {
    QueueOrder.STACK: QT_TRANSLATE_NOOP("Queue", "In the order added"),
    QueueOrder.UNCERTAIN: QT_TRANSLATE_NOOP("Queue", "Uncertain first"),
    QueueOrder.FEWEST: QT_TRANSLATE_NOOP("Queue", "Cards with fewest labels first"),
}


class FilterBar(Retranslating, QWidget):
    """Each button opens its menu at once, and the counts come into it: a key that follows is about the menu.

    A filter of states that no photo passes is grey; one of labels is not in the menu then, unless it is the chosen one.

    `batch_wanted`: one of these `BatchSummary`s is to be chosen, which are too many for a menu.
    """

    batch_wanted = Signal(object)

    def __init__(
        self, arrangement: QueueArrangement, theme: Theme, icons: Icons, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._arrangement = arrangement
        self._theme = theme
        self.show_button = MenuButton(theme, icons, parent=self)
        self.batch_button = MenuButton(theme, icons, parent=self)
        self.order_button = MenuButton(theme, icons, icon="arrow-down-wide-narrow", parent=self)
        self.show_button.clicked.connect(self.open_show)
        self.batch_button.clicked.connect(self.open_batches)
        self.order_button.clicked.connect(self.open_orders)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(GRID // 2)
        layout.addWidget(self.show_button)
        layout.addWidget(self.batch_button)
        layout.addStretch(1)
        layout.addWidget(self.order_button)
        arrangement.changed.connect(self.retranslate)
        self.built()

    def open_show(self) -> None:
        wanted = self._arrangement.wanted
        current = _choice_of(wanted)
        menu, group = self._menu()
        entries: list[QAction] = []
        for choice in CHOICES:
            if choice.gap:
                menu.addSeparator()
            new = replace(
                choice.wanted,
                batch=wanted.batch,
                listing=wanted.listing,
                text=wanted.text,
                cards=wanted.cards,
                game=wanted.game,
            )
            is_current = choice is current
            entry = self._add(menu, group, choice.words, is_current, partial(self._arrangement.choose, wanted=new))
            entry.setVisible(is_current or not choice.wanted.trait)
            entries.append(entry)
        self.show_button.open(menu)
        jobs = [self._arrangement.ask_kinds(while_alive(menu, partial(_say_kinds, entries)))]
        # Labels take longer to count than rows: they come one after another at the foot of the open menu.
        for choice, entry in zip(CHOICES, entries, strict=True):
            if (trait := choice.wanted.trait) is not None:
                jobs.append(self._arrangement.count_trait(trait, while_alive(menu, partial(_say_count, menu, entry))))
        jobs.append(self._arrangement.ask_games(while_alive(menu, partial(self._add_games, menu))))
        for job in jobs:
            menu.aboutToHide.connect(job.drop)

    def open_batches(self) -> None:
        menu, group = self._menu()
        is_whole = self._arrangement.wanted.batch is None
        choose = partial(self._arrangement.choose_place, None, None)
        every = self._add(menu, group, self.tr("All batches"), is_whole, choose)
        self.batch_button.open(menu)
        job = self._arrangement.ask_batches(while_alive(menu, partial(self._add_batches, menu, group, every)))
        menu.aboutToHide.connect(job.drop)

    def open_orders(self) -> None:
        menu, group = self._menu()
        for order, text in ORDERS.items():
            words = QCoreApplication.translate("Queue", text)
            chosen = self._arrangement.order is order
            self._add(menu, group, words, chosen, partial(self._arrangement.choose, order=order))
        self.order_button.open(menu)

    # Inside

    def retranslate(self) -> None:
        wanted, order = self._arrangement.wanted, self._arrangement.order
        choice = _choice_of(wanted)
        words = choice.words
        if wanted.game:
            words = button_text(wanted.game) if choice is CHOICES[0] else f"{words}, {button_text(wanted.game)}"
        marked = bool(wanted.game) or choice is not CHOICES[0]
        self.show_button.say(words, name=self.tr("Filter"), marked=marked)
        place = wanted.listing or wanted.batch
        self.batch_button.say(
            place or self.tr("All batches"), name=self.tr("Batch or listing"), marked=place is not None
        )
        words = QCoreApplication.translate("Queue", ORDERS[order])
        self.order_button.say(words, name=self.tr("Order"), marked=order is not QueueOrder.STACK)

    def _add_games(self, menu: QMenu, games: Sequence[str]) -> None:
        """A library of one game needs no choice among them."""
        wanted = self._arrangement.wanted
        if len(games) < 2 and not wanted.game:
            return
        menu.addSeparator()
        group = QActionGroup(menu)
        for game in ("", *games):
            text = button_text(game) if game else self.tr("All games")
            choose = partial(self._arrangement.choose, wanted=replace(wanted, game=game))
            self._add(menu, group, text, wanted.game == game, choose)
        _keep_on_screen(menu)

    def _add_batches(self, menu: QMenu, group: QActionGroup, every: QAction, places: Sequence[BatchSummary]) -> None:
        """`every`: the entry that stands there already, of all batches."""
        wanted = self._arrangement.wanted
        every.setText(f"{every.text()}\t{sum(place.photos for place in places):,}")
        batches: dict[str, int] = {}
        for place in places:
            if place.batch is not None:
                batches[place.batch] = batches.get(place.batch, 0) + place.photos
        self._add_some(menu, group, [(name, count, name, None) for name, count in batches.items()])
        listings = [
            (place.listing, place.photos, place.batch, place.listing)
            for place in places
            if place.listing is not None and place.batch == wanted.batch and wanted.batch is not None
        ]
        if listings:
            menu.addSeparator()
            self._add_some(menu, group, listings)
        if len(batches) > _IN_MENU or any(place.listing is not None for place in places):
            menu.addSeparator()
            menu.addAction(self.tr("Find a batch or listing…")).triggered.connect(
                lambda _=False: self.batch_wanted.emit(places)
            )
        if (chosen := group.checkedAction()) is not None and menu.activeAction() is None:
            menu.setActiveAction(chosen)
        _keep_on_screen(menu)

    def _add_some(
        self, menu: QMenu, group: QActionGroup, entries: Sequence[tuple[str, int, str | None, str | None]]
    ) -> None:
        """(words, photos, batch, listing) each; if there are many, the newest and the chosen one."""
        wanted = self._arrangement.wanted
        for words, photos, batch, listing in entries[-_IN_MENU:]:
            # The choice is marked once: as the listing if there is one.
            chosen = (batch, listing) == (wanted.batch, wanted.listing)
            choose = partial(self._arrangement.choose_place, batch, listing)
            self._add(menu, group, f"{button_text(words)}\t{photos:,}", chosen, choose)

    def _menu(self) -> tuple[QMenu, QActionGroup]:
        menu = QMenu(self)
        return menu, QActionGroup(menu)

    def _add(self, menu: QMenu, group: QActionGroup, text: str, chosen: bool, do: Callable[[], object]) -> QAction:  # noqa: FBT001
        action = menu.addAction(text)
        action.setCheckable(True)
        action.setChecked(chosen)
        action.triggered.connect(lambda _=False: do())
        group.addAction(action)
        return action


def _choice_of(wanted: QueueFilter) -> StateChoice:
    bare = replace(wanted, batch=None, listing=None, text="", cards=frozenset(), annotator="", game="")
    return next((choice for choice in CHOICES if choice.wanted == bare), CHOICES[0])


def _say_kinds(entries: Sequence[QAction], kinds: Sequence[KindOfPhoto]) -> None:
    for choice, entry in zip(CHOICES, entries, strict=True):
        if choice.wanted.trait is None:
            count = sum(kind.photos for kind in kinds if choice.wanted.takes_kind(kind))
            entry.setText(f"{entry.text()}\t{count:,}")
            entry.setEnabled(count > 0 or entry.isChecked() or choice is CHOICES[0])


def _say_count(menu: QMenu, entry: QAction, count: int) -> None:
    entry.setText(f"{entry.text()}\t{count:,}")
    entry.setVisible(count > 0 or entry.isChecked())
    _keep_on_screen(menu)


def _keep_on_screen(menu: QMenu) -> None:
    below = menu.geometry().bottom() - room(menu).bottom()
    if below > 0:  # it has grown, and Qt looks for its place only once
        menu.move(menu.x(), menu.y() - below)
