"""The page *List for a shop*: rows, the total, what somebody has to look at on top; a folder is looked up in a lane."""

from __future__ import annotations

import logging
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QImage, QKeyEvent, QPixmap
from PySide6.QtWidgets import QComboBox, QLabel, QSpinBox

from karuta.domain.cancel import CancelToken
from karuta.domain.label import storable
from karuta.domain.pixels import Pixels
from karuta.domain.sentence import Sentence
from karuta.gui.features.feature import WindowParts
from karuta.gui.kit.dialog import FindDialog, ListDialog
from karuta.gui.kit.lay import Stretch, column, row
from karuta.gui.kit.theme import GRID
from karuta.gui.kit.translate import comma_list, filled_in, together, words_of
from karuta.gui.kit.while_alive import while_alive
from karuta.gui.library.session import Tell
from karuta.listings.domain.inventory import CONDITIONS, CONFIRMED, DOUBLE, MISSING, InventoryRow, counted_rows
from karuta.listings.domain.set_numbers import KnownSet, OwnedSet, known_sets, owned_of_set
from karuta.listings.gui.inventory.entry_words import listed_values, set_rows, set_words, value_words
from karuta.listings.services.check.listing_templates import open_filler
from karuta.listings.services.inventory.entries import known_numbers
from karuta.listings.services.inventory.make_inventory import (
    GENERIC,
    WrittenList,
    gap_rows,
    own_entries,
    owned_rows,
    placed_rows,
    read_format,
    rows_of_answer,
    rows_of_entries,
    shop_formats,
    write_inventory,
)
from karuta.paths import LibraryFolder
from karuta.services.library.open_library import OpenLibrary
from karuta.services.lookups.add_photos import arrivals
from karuta.services.lookups.identify import identify
from karuta.services.lookups.read_prints import reading

log = logging.getLogger(__name__)

_FACE = QSize(22 * GRID, 32 * GRID)
Place = tuple[str, int | None]
_YES = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_NO = (Qt.Key.Key_Delete, Qt.Key.Key_Backspace)


@dataclass(frozen=True, eq=False)
class _Seen:
    """The cards in the photos of a folder. `crops`: of the cards that somebody has to look at."""

    rows: tuple[InventoryRow, ...]
    crops: Mapping[tuple[str, int | None], Pixels]
    failed: int


class InventoryDialog(ListDialog):
    """A decision stands in this list alone."""

    def __init__(self, parts: WindowParts, *, end: Callable[[], object] | None = None) -> None:
        """`end`: ends the session of rapid entry whose list is shown."""
        super().__init__(
            self.tr("List for a shop"),
            parts.kit.window,
            intro=self.tr(
                "Choose a folder of photos: every card in them becomes a row. What is not sure is at the top; it goes "
                "into the shop's file once you say that it is the card. Or choose a set to see what is missing from it."
            ),
            heads=[self.tr("Count"), self.tr("Card"), self.tr("Printing"), self.tr("State"), self.tr("Photo")],
            task=self.tr("Choose a folder…"),
            stop=self.tr("Stop"),
            progress=self.tr("How many photos were looked up"),
        )
        self._parts, self._session, self._kit = parts, parts.session, parts.kit
        self._forms = shop_formats(self._session.resources)
        self._seen: tuple[InventoryRow, ...] = ()
        self._before: list[tuple[InventoryRow, ...]] = []
        self._shown: tuple[InventoryRow, ...] = ()
        self._crops: Mapping[Place, Pixels] = {}
        self._about = ""
        self.shop, self.condition = QComboBox(self), QComboBox(self)
        for name, path in self._forms.items():
            self.shop.addItem(read_format(path).title, name)
        self.shop.setAccessibleName(self.tr("Which shop's form the list has"))
        for condition in ("", *CONDITIONS):
            self.condition.addItem(value_words(condition) or self.tr("Condition not said"), condition)
        self.condition.setAccessibleName(self.tr("The condition of all these cards"))
        self.crop, self.artwork = QLabel(self), QLabel(self)
        self.yes = self.make_button(self.tr("It is this card (Enter)"), lambda: self.decide(is_it=True))
        self.no = self.make_button(self.tr("Leave out (Del)"), lambda: self.decide(is_it=False))
        self.back = self.make_button(self.tr("Undo"), self.undo)
        self.back.setShortcut("Ctrl+Z")
        self.save = self.make_button(self.tr("Save list…"), self._save)
        self.missing = self.make_button(self.tr("What is missing…"), self._ask_set)
        self.playset = QSpinBox(self, minimum=1, maximum=99)
        self.playset.setPrefix(self.tr("wanted: "))
        self.playset.setAccessibleName(self.tr("How many of each are wanted"))
        self.end_session = self.make_button(self.tr("End the session"), self.accept)
        self.end_session.clicked.connect(lambda: end() if end is not None else None)
        self.end_session.setVisible(end is not None)
        for picture in (self.crop, self.artwork):
            picture.setFixedSize(_FACE)
            picture.setAlignment(Qt.AlignmentFlag.AlignCenter)
        side = column(row(self.crop, self.artwork), row(self.yes, self.no, self.back, Stretch()), Stretch())
        over = (Stretch(), self.end_session, self.close_button(by_return=False))
        foot = row(self.task, self.missing, self.playset, self.shop, self.condition, self.save, *over)
        self.lay(self.intro, (row((self.list, 1), side, spacing=2), 1), self.note, self.bar, foot, size=(160, 72))
        self.stop_wanted.connect(parts.tasks.stop)
        parts.tasks.told.connect(self.tell)
        for news in (parts.card_facts.known, parts.pictures.small_ready):
            news.connect(self.show_chosen)
        self.show_rows()

    @property
    def rows(self) -> list[InventoryRow]:
        """The rows that would be saved, and the open ones, in this condition."""
        condition = self.condition.currentData() or None
        rows = (row for row in counted_rows(self._seen) if row.verdict != DOUBLE)
        return [replace(row, condition=condition or row.condition) for row in rows]

    @property
    def chosen(self) -> InventoryRow | None:
        at = self.list.currentIndex().row()
        return self._shown[at] if 0 <= at < len(self._shown) else None

    def show_list(self, seen: Sequence[InventoryRow], crops: Mapping[Place, Pixels], about: str = "") -> None:
        """`about`: what is said of the whole list."""
        self._seen, self._crops, self._before, self._about = tuple(seen), crops, [], about
        self.show_rows()
        self.list.setFocus(Qt.FocusReason.OtherFocusReason)

    def tell(self, done: int, total: int) -> None:
        super().tell(done, total)
        self.say(filled_in(self.tr("Photos looked up: {done} of {total}"), done=done, total=total))

    def show_rows(self, *, at: int = 0) -> None:
        """`at`: the row that is marked."""
        rows = counted_rows(self._seen)
        self._shown = tuple(sorted(rows, key=lambda row: row.is_settled))
        self.list.fill([self._cells(entry) for entry in self._shown])
        if self._shown:
            self.list.setCurrentItem(self.list.items[min(at, len(self._shown) - 1)])
        settled = [entry for entry in rows if entry.is_settled and entry.verdict != DOUBLE]
        total = sum(entry.count for entry in settled)
        text = self.tr("Cards in the list: {cards}, rows: {rows}. To be checked: {left}")
        left = sum(not entry.is_settled for entry in rows)
        of_list = [filled_in(text, cards=total, rows=len(settled), left=left)] if rows else []
        self.say(together([*filter(None, [self._about]), *of_list]))
        # With nothing to look at, the list has the whole width.
        for part in (self.crop, self.artwork, self.yes, self.no, self.back):
            part.setVisible(bool(left or self._before))
        self.save.setEnabled(bool(settled))
        self.back.setEnabled(bool(self._before))
        self.show_chosen()

    def decide(self, *, is_it: bool) -> None:
        """About the marked row, if it is an open one; the next one is marked then."""
        row = self.chosen
        if row is None or row.is_settled or (is_it and row.card is None):
            return
        at = self._shown.index(row)
        self._before.append(self._seen)
        settled = replace(row, is_settled=True, verdict=CONFIRMED)
        self._seen = tuple(settled if seen is row else seen for seen in self._seen if is_it or seen is not row)
        self.show_rows(at=at)

    def undo(self) -> None:
        if self._before:
            self._seen = self._before.pop()
            self.show_rows()

    # Qt's side

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        if event.isAutoRepeat() or not self.list.hasFocus() or event.key() not in (*_YES, *_NO):
            super().keyPressEvent(event)
        else:
            self.decide(is_it=event.key() in _YES)

    # Inside

    def begin_task(self) -> None:
        folder = self._kit.ask.about("photos").folder(self.tr("Choose a folder of photos"))
        if folder is None:
            return
        context, settings = self._session.context, self._session.settings

        def work(library: LibraryFolder, token: CancelToken, tell: Tell) -> _Seen:
            opened = context.open_engine(
                library, context.resources, exemplars=settings.exemplars == "on", exact=settings.index == "exact"
            )
            return _looked_up(folder, opened, context.resources, token, tell)

        ended = while_alive(self, lambda _: self.end())
        self.begin()
        title, came = self.tr("Making a list"), while_alive(self, self._came)
        self._parts.tasks.start(title, work, came, undone=lambda: ended(None))

    def list_session(self, session: str) -> None:
        """What was typed in a session of rapid entry, and how many cards of each set."""
        self.ask(self._session.task_lane, partial(_entered, self._session.resources, session), self._session_came)

    def _session_came(self, rows: Sequence[InventoryRow]) -> None:
        counts = Counter[str]()
        for entered in rows:
            counts[entered.words()["set"]] += entered.count
        sets = comma_list(f"{of} {count:,}" for of, count in sorted(counts.items()))
        self.show_list(rows, {}, filled_in(self.tr("By set: {sets}."), sets=sets))

    def _ask_set(self) -> None:
        self.ask(self._session.cards_lane, lambda library, token: known_sets(known_numbers(library)), self._choose_set)

    def _choose_set(self, sets: Sequence[KnownSet]) -> None:
        dialog = FindDialog(
            set_rows(sets), title=self.tr("What is missing"), name=self.tr("Code or name of a set"), parent=self
        )
        dialog.chosen.connect(lambda at: self._list_missing(sets[at]))
        self._kit.show(dialog)

    def _list_missing(self, of: KnownSet) -> None:
        work = partial(_missing, self._session.resources, of, self.playset.value())
        self.ask(self._session.task_lane, work, partial(self._missing_came, of), key="missing")

    def _missing_came(self, of: KnownSet, found: tuple[OwnedSet, Sequence[InventoryRow]]) -> None:
        owned, rows = found
        there = sum(one.count > 0 for one in owned.numbers)
        text = self.tr("{set}: {there} of {count} numbers are there.")
        about = [filled_in(text, set=set_words(of), there=there, count=len(owned.numbers))]
        if owned.unplaced:
            text = self.tr(
                "{count} cards are not counted, because it is not known which set they are from.", "", owned.unplaced
            )
            about.append(filled_in(text, count=owned.unplaced))
        self.show_list(rows, {}, together(about))

    def _came(self, seen: _Seen) -> None:
        self.end()
        self.show_list(seen.rows, seen.crops)
        if seen.failed:
            self.say(filled_in(self.tr("{count} photos could not be read.", "", seen.failed), count=seen.failed))

    def _save(self) -> None:
        name = self.shop.currentData()
        form, generic = read_format(self._forms[name]), read_format(self._forms[GENERIC])
        kinds = f"{form.title} (*.{form.suffix})"
        out = self._kit.ask.about("export").new_file(self.tr("Save list"), f"{name}.{form.suffix}", kinds)
        if out is None:
            return
        rows = placed_rows(self.rows, form, with_unsure=False)
        photos = [Path(photo) for row in self.rows for photo, _ in row.places]
        self.ask(
            self._session.files_lane,
            lambda library, token: write_inventory(out, rows, form, generic, force=True, raw=False, reads=photos),
            lambda written: self._saved(out, written, form.gaps(rows.placed)),
            keep=True,
        )

    def _saved(self, out: Path, written: WrittenList, gaps: Sequence[Sentence]) -> None:
        sentence = self.tr("Saved to {file}").format(file=out.name)
        if written.rest is not None:
            text = self.tr("Saved to {file}; rows that the shop cannot place are in {rest}")
            sentence = text.format(file=out.name, rest=written.rest.name)
        if written.named is not None:
            text = self.tr("{file} is a list by name, set and number: the shop's product ids are not known.")
            sentence = f"{sentence}. {text.format(file=written.named.name)}"
        self.say("\n".join((sentence, *map(words_of, gaps))))

    def _artwork_of(self, row: InventoryRow) -> QPixmap | None:
        """None until it has come."""
        path = self._parts.card_facts.picture(row.card.key, "") if row.card else None
        return self._parts.pictures.artwork(path) if path is not None else None

    def show_chosen(self) -> None:
        row = self.chosen
        is_open = row is not None and not row.is_settled and not self.is_running
        self.yes.setEnabled(is_open and row is not None and row.card is not None)
        self.no.setEnabled(is_open)
        crop = self._crops.get((row.photo, row.sighting)) if row is not None else None
        self.crop.setPixmap(QPixmap() if crop is None else _scaled(_pixmap(crop)))
        artwork = self._artwork_of(row) if row is not None and is_open else None
        self.artwork.setPixmap(QPixmap() if artwork is None else _scaled(artwork))

    def _cells(self, row: InventoryRow) -> list[str]:
        said = listed_values((row.finish, row.condition))
        printing = comma_list(text for text in (row.set_code, row.rarity, row.edition, row.language, said) if text)
        state = {MISSING: self.tr("Missing"), DOUBLE: self.tr("Double")}.get(row.verdict, "")
        if not row.is_settled:
            state = self.tr("Check it") if row.card else self.tr("No card of the catalogue")
        photo = storable(row.photo.replace("\\", "/").rpartition("/")[2])
        return [f"{row.count:,}", row.name or "", printing, state, photo]


def _entered(resources: Path, session: str, library: LibraryFolder, token: CancelToken) -> list[InventoryRow]:
    """In a lane's thread."""
    with open_filler(library, resources, sales=None) as filler:
        return list(rows_of_entries(own_entries(library, session), filler))


def _missing(
    resources: Path, of: KnownSet, playset: int, library: LibraryFolder, token: CancelToken
) -> tuple[OwnedSet, Sequence[InventoryRow]]:
    """In a lane's thread."""
    with open_filler(library, resources, sales=None) as filler:
        numbers = [number for number in known_numbers(library, game=of.game) if of.has(number)]
        owned = owned_of_set(numbers, owned_rows(library, filler), playset=playset)
        return owned, gap_rows(owned, filler)


def _pixmap(pixels: Pixels) -> QPixmap:
    tall, wide = pixels.shape[:2]
    return QPixmap.fromImage(QImage(pixels.tobytes(), wide, tall, 3 * wide, QImage.Format.Format_RGB888))


def _scaled(picture: QPixmap) -> QPixmap:
    return picture.scaled(_FACE, Qt.AspectRatioMode.KeepAspectRatio, Qt.TransformationMode.SmoothTransformation)


def _looked_up(folder: Path, opened: OpenLibrary, resources: Path, token: CancelToken, tell: Tell) -> _Seen:
    """In a lane's thread."""
    photos = [str(arrival.path) for arrival in arrivals([folder], opened.folder)]
    rows: list[InventoryRow] = []
    crops: dict[tuple[str, int | None], Pixels] = {}
    failed = 0
    read = reading(opened, resources, say=log.warning)
    with open_filler(opened.folder, resources, sales=None) as filler:
        answers = identify(photos, opened.recogniser, k=1, read=read, cancel=token)
        for done, answer in enumerate(answers, start=1):
            tell(done, len(photos))
            failed += answer.error is not None
            rows_of_photo = list(rows_of_answer(answer, filler, condition=None))
            rows += rows_of_photo
            sightings = answer.recognition.sightings if answer.recognition else ()
            crops |= {
                (row.photo, row.sighting): sighting.crop
                for row, sighting in zip(rows_of_photo, sightings, strict=True)
                if not row.is_settled
            }
    return _Seen(tuple(rows), crops, failed)
