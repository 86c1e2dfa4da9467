"""The queue *Rapid entry*: cards without photos, by the numbers of a set; what is in its list is on the disk."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any
from uuid import uuid4

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from karuta.domain.card import CardKey
from karuta.domain.desk import DeskPhoto
from karuta.domain.errors import KarutaError, Known
from karuta.domain.finish import FINISHES
from karuta.domain.label import Kind, Origin
from karuta.domain.photo import KnownPhoto
from karuta.gui.desk.match_panel import VerdictHead
from karuta.gui.desk.reading import OnDesk
from karuta.gui.features.feature import WindowParts
from karuta.gui.kit.action_button import ActionButton
from karuta.gui.kit.command_table import COMMANDS, MATCH_KEYS
from karuta.gui.kit.commands import Commands, Meaning
from karuta.gui.kit.dialog import FindDialog
from karuta.gui.kit.failures import ignore_expected, report_to
from karuta.gui.kit.lay import Stretch, column
from karuta.gui.kit.theme import Role
from karuta.gui.kit.translate import QT_TRANSLATE_NOOP, comma_list, filled_in, in_order, together
from karuta.gui.kit.two_lines import LineList, LineModel, TwoLines
from karuta.gui.kit.while_alive import Asker
from karuta.gui.library.card_facts import FetchedCards
from karuta.gui.library.session import sentence
from karuta.gui.queue.items import Invitation, ItemCount, Items
from karuta.gui.queue.queues import Queue
from karuta.jobs.lane import Urgency
from karuta.listings.domain.inventory import CONDITIONS, set_and_number
from karuta.listings.domain.set_numbers import (
    LANGUAGES,
    MOST_COUNT,
    Entry,
    KnownSet,
    NumberBook,
    SetNumber,
    known_sets,
)
from karuta.listings.gui.inventory.entry_words import listed_values, set_rows, set_words, value_words
from karuta.listings.services.inventory.entries import (
    KeptEntry,
    entries_in_force,
    keep_entry,
    known_numbers,
    newest_session,
    settle_entry,
)
from karuta.paths import LibraryFolder
from karuta.services.labels.open_labels import LabelFile

_DIGITS = {"zoom-fit": "0"} | {id: id[-1] for id in MATCH_KEYS}
_LONGEST = 8
_TURNED: Mapping[str, tuple[str, Sequence[str | None]]] = {
    "show": ("finish", (None, *FINISHES)),
    "compare": ("condition", (None, *CONDITIONS)),
    "relabel": ("language", (None, *LANGUAGES)),
}
_SHOWN = (
    *("confirm", "next-match", "previous-match", "show-all", "search", *_TURNED),
    *("zoom-in", "zoom-out", "undo", "redo", "export"),
)
_STAY = frozenset(("queue", "full-screen", "next-control", "previous-control", "present"))
_OFF = frozenset(
    command.id
    for command in COMMANDS
    if command.group in ("decide", "move", "look", "queue") and command.id not in (*_SHOWN, *_DIGITS, *_STAY)
)


def entry_queue(parts: WindowParts, summary: Callable[[str, Callable[[], object]], object]) -> Queue:
    """`summary`: shows what was typed in a session, and is told what ends it."""
    items = EntryItems(parts, summary)
    return Queue("entry", QT_TRANSLATE_NOOP("Queues", "Rapid entry"), has_grid=False, off=_OFF, items=items)


class EntryModel(LineModel):
    """What was typed in this session, the newest first."""

    rows: Sequence[KeptEntry] = ()

    def __init__(self, cards: FetchedCards, parent: QObject) -> None:
        super().__init__(parent)
        self._cards = cards
        cards.known.connect(self.redraw)

    def lines(self, place: int) -> TwoLines:
        entry = self.rows[place].entry
        below = comma_list(
            text for text in (entry.set_code, listed_values((entry.finish, entry.condition, entry.language))) if text
        )
        return TwoLines(self.words(entry), below, "check", Role.GOOD)

    def words(self, entry: Entry) -> str:
        return f"{entry.count} × {self._cards.name(entry.card, entry.name)}"


class EntryItems(Items):
    """A number becomes a card as it is typed: all numbers of the set are at hand, and its picture lies on the desk."""

    has_left = False
    list: LineList
    panel: QWidget

    def __init__(self, parts: WindowParts, summary: Callable[[str, Callable[[], object]], object]) -> None:
        super().__init__(parts.kit.window)
        self._parts, self._session, self._summary = parts, parts.session, summary
        self._ask = Asker(self, report_to(parts.voice.trouble.emit))
        self._commands: Commands | None = None
        self._is_here = False
        self._laid: object = None
        self._sets: Sequence[KnownSet] = ()
        self._pinned: KnownSet | None = None
        self._book = NumberBook(())
        self._typed, self._at = "", 0
        self._found: Sequence[SetNumber] = ()
        # What is said of the next card; the rest of it is its number's.
        self._said = Entry(CardKey("", ""), "", "")
        self.session = uuid4().hex
        self._model = EntryModel(parts.card_facts, self)

    # For the window

    def make(self, commands: Commands) -> None:
        self._commands, kit = commands, self._parts.kit
        self.list = LineList(self._model, self.tr("Cards that were entered"), kit.theme, kit.icons)
        self.panel, self.head = QWidget(kit.window), VerdictHead(kit.theme, kit.icons)
        self.meanings = self._all_meanings()
        buttons = [ActionButton(commands[id], kit.theme, self.panel) for id in _SHOWN]
        self.panel.setLayout(column(self.head, *buttons, Stretch(), spacing=0))
        self._parts.card_facts.known.connect(self._show)
        self._parts.catalogue_status.known.connect(self._read_sets)
        self._read_sets()
        self._ask(self._session.store_lane, newest_session, self._session_came, urgency=Urgency.NOW)

    def enter(self) -> None:
        self._is_here, self._laid = True, None
        self._show()

    def leave(self) -> None:
        self._is_here = False

    @property
    def count(self) -> ItemCount:
        if self._commands is None:
            return ItemCount()
        cards = sum(kept.entry.count for kept in self._model.rows)
        words = filled_in(self.tr("{cards} cards entered", "", cards), cards=cards)
        return ItemCount(cards, cards, words=words)

    @property
    def invitation(self) -> Invitation:
        chosen = self._chosen
        if self._commands is None:
            return Invitation()
        if chosen is not None:
            return Invitation(chosen.name, self.tr("The catalogue has no picture of this card."), "image")
        if self._pinned is None:
            more = self.tr("Then type the numbers of the cards. No photos are needed.")
            return Invitation(self.tr("Choose a set"), more, "search", [self._commands["search"]])
        more = self.tr("Enter saves the card. Finish, condition, language and count hold until you change them.")
        return Invitation(self.tr("Type a number"), more, "keyboard")

    def has_come(self, part: QWidget) -> bool:
        return True

    # What is typed

    @property
    def _chosen(self) -> SetNumber | None:
        return self._found[self._at] if self._found else None

    def _type(self, digit: str) -> None:
        if not self._parts.held_keys.is_held:
            self._look(self._typed + digit)

    def _look(self, typed: str) -> None:
        recent = dict.fromkeys(set_and_number(kept.entry.set_code)[0] for kept in self._model.rows)
        self._typed, self._at, self._found = typed[:_LONGEST], 0, ()
        if self._pinned is not None:
            within, language = self._pinned.has, self._said.language
            self._found = self._book.meant(self._typed, within=within, first=tuple(recent), language=language)
        self._show()

    def _step(self, by: int) -> None:
        """Another card with this number."""
        if self._found:
            self._at = (self._at + by) % len(self._found)
            self._show()

    def _turn(self, name: str, values: Sequence[str | None]) -> None:
        now = values.index(getattr(self._said, name))
        turned: dict[str, Any] = {name: values[(now + 1) % len(values)]}
        self._said = replace(self._said, **turned)
        self._look(self._typed)

    def _count(self, by: int) -> None:
        self._said = replace(self._said, count=min(max(1, self._said.count + by), MOST_COUNT))
        self._show()

    def _choose_set(self) -> None:
        title, name = self.tr("Choose a set"), self.tr("Code or name of a set")
        dialog = FindDialog(set_rows(self._sets), title=title, name=name, parent=self._parts.kit.window)
        sets = self._sets
        dialog.chosen.connect(lambda at: self._pin(sets[at]))
        self._parts.kit.show(dialog)

    def _pin(self, pinned: KnownSet) -> None:
        self._pinned = pinned
        self._look("")

    # What is there

    def _read_sets(self) -> None:
        def read(library: LibraryFolder) -> tuple[NumberBook, Sequence[KnownSet]]:
            numbers = known_numbers(library)
            return NumberBook(numbers), known_sets(numbers)

        self._ask(self._session.cards_lane, read, self._sets_came, failed=ignore_expected(), key="sets")

    def _sets_came(self, read: tuple[NumberBook, Sequence[KnownSet]]) -> None:
        self._book, self._sets = read
        self._pin_again()

    def _session_came(self, kept: Sequence[KeptEntry]) -> None:
        if kept:
            self.session = kept[0].session
        self._model.put_rows(tuple(reversed(kept)))
        self.counted.emit()
        self._pin_again()

    def _pin_again(self) -> None:
        """The set in which a person is, or was."""
        now, last = self._pinned, next((kept.entry for kept in self._model.rows), None)
        of = (now.game, now.set) if now is not None else None
        if of is None and last is not None:
            of = (last.card.game, set_and_number(last.set_code)[0])
        self._pinned = next((one for one in self._sets if (one.game, one.set) == of), now)
        self._look(self._typed)

    # What is stored

    def _take(self) -> None:
        chosen, typed = self._chosen, self._typed
        if self._parts.held_keys.is_held:
            return
        if chosen is None:
            self._parts.voice.refused.emit(self.tr("No card has this number; nothing was entered"))
            return
        entry = replace(self._said, card=chosen.card, name=chosen.name, set_code=chosen.printing.set_code)
        session = self.session
        self._look("")
        # In the order of the keys: the lane takes no number before the one before it is on the disk.
        self._write(lambda file, origin: keep_entry(file, entry, origin, session), self.tr("Saved: {entry}"), typed)

    def _settle(self, kind: Kind) -> None:
        words, nothing = self.tr("Brought back: {entry}"), self.tr("Nothing to redo")
        if kind is Kind.UNDO:
            words, nothing = self.tr("Taken back: {entry}"), self.tr("Nothing to undo")
        self._write(lambda file, origin: settle_entry(file, kind, origin), words, nothing=nothing)

    def _write(
        self, work: Callable[[LabelFile, Origin], Entry | None], words: str, typed: str = "", *, nothing: str = ""
    ) -> None:
        """`typed`: the number that is not lost where it cannot be stored. `nothing`: said where nothing was done."""

        def failed(error: Known) -> None:
            self._look(self._typed or typed)
            self._parts.voice.trouble.emit(
                together([self.tr("Not saved: {number}.").format(number=typed), sentence(error)])
            )

        try:
            origin, session = self._session.origin, self.session
        except KarutaError as error:
            failed(error)
            return
        self._ask(
            self._session.store_lane,
            lambda file: (work(file, origin), entries_in_force(file, session)),
            lambda done: self._written(*done, words if done[0] is not None else nothing),
            failed=failed,
            urgency=Urgency.NOW,
            keep=True,
        )

    def _written(self, entry: Entry | None, kept: Sequence[KeptEntry], words: str) -> None:
        self._model.put_rows(tuple(reversed(kept)))
        self.counted.emit()
        self._parts.voice.info.emit(words.format(entry=self._model.words(entry)) if entry is not None else words)

    def _end(self) -> None:
        """Another session begins with the next card."""
        self.session = uuid4().hex
        self._model.put_rows(())
        self.counted.emit()
        self._show()

    # Showing

    def _show(self) -> None:
        if self._commands is None:
            return
        pinned, chosen, typed = self._pinned, self._chosen, self._typed
        of = set_words(pinned) if pinned is not None else self.tr("No set is chosen")
        if chosen is not None:
            name = self._parts.card_facts.name(chosen.card, chosen.name)
            which = (
                self.tr("{at} of {count}").format(at=self._at + 1, count=len(self._found))
                if len(self._found) > 1
                else ""
            )
            printing = chosen.printing
            below = comma_list(
                text for text in (printing.set_code, printing.set_name, *printing.rarities, which) if text
            )
            self.head.say("check", f"{typed}  {name}", below, None)
        elif typed and pinned is not None:
            self.head.say(
                "circle-help", typed, self.tr("{set} has no such number").format(set=of), None, role=Role.DOUBT
            )
        else:
            self.head.say("keyboard", typed or of, of if typed else pinned.name if pinned is not None else "", None)
        if self._is_here:
            self._lay(chosen.card if chosen is not None else None)
        self.renewed.emit()

    def _lay(self, card: CardKey | None) -> None:
        """Its picture, as soon as it is there; never that of another card."""
        facts = self._parts.card_facts[card] if card is not None else None
        if card is not None and facts is None:
            self._parts.card_facts.want([card], urgency=Urgency.NOW)
        sha256, path = next(iter(facts.pictures.items()), ("", None)) if facts is not None else ("", None)
        laid = (card, sha256, self._pinned)
        if laid != self._laid:
            self._laid = laid
            self._parts.desk.lay(
                None
                if path is None or facts is None
                else _on_desk(in_order(facts.name, facts.japanese)[0], sha256, path)
            )

    # What keys mean

    def _all_meanings(self) -> dict[str, Meaning]:
        means = {
            "confirm": Meaning(lambda: self.tr("Enter the card"), self._take),
            "next-match": Meaning(lambda: self.tr("Next card with this number"), partial(self._step, 1)),
            "previous-match": Meaning(lambda: self.tr("Previous card with this number"), partial(self._step, -1)),
            "show-all": Meaning(lambda: self.tr("Delete a digit"), lambda: self._look(self._typed[:-1])),
            "search": Meaning(lambda: self.tr("Choose a set…"), self._choose_set),
            "zoom-in": Meaning(lambda: self._counted(self.tr("Count {count}: one more")), partial(self._count, 1)),
            "zoom-out": Meaning(lambda: self._counted(self.tr("Count {count}: one less")), partial(self._count, -1)),
            "undo": Meaning(lambda: self.tr("Undo"), partial(self._settle, Kind.UNDO)),
            "redo": Meaning(lambda: self.tr("Redo"), partial(self._settle, Kind.REDO)),
            "export": Meaning(lambda: self.tr("Summary and list…"), lambda: self._summary(self.session, self._end)),
        }
        heads = {
            "finish": self.tr("Finish: {value}"),
            "condition": self.tr("Condition: {value}"),
            "language": self.tr("Language: {value}"),
        }
        for id, (name, values) in _TURNED.items():
            means[id] = Meaning(partial(self._said_words, heads[name], name), partial(self._turn, name, values))
        for id, digit in _DIGITS.items():
            means[id] = Meaning(partial(self._digit_words, digit), partial(self._type, digit))
        return {id: replace(meaning, is_daily=id in _SHOWN) for id, meaning in means.items()}

    def _said_words(self, text: str, name: str) -> str:
        return text.format(value=value_words(getattr(self._said, name)) or self.tr("not said"))

    def _counted(self, text: str) -> str:
        return text.format(count=self._said.count)

    def _digit_words(self, digit: str) -> str:
        return self.tr("Digit {digit}").format(digit=digit)


def _on_desk(name: str, sha256: str, path: Path) -> OnDesk:
    shown = DeskPhoto(
        KnownPhoto(sha256, name, None, bytes=0, batch=None, listing=None),
        looked_up=True,
        size=None,
        error=None,
        error_message=None,
        sightings=(),
        whole_photo=None,
    )
    return OnDesk(shown, path, is_kept=False)
