"""A library in which strangers wrote markup wherever they can, and a hand that opens every page of its window."""

from __future__ import annotations

from collections.abc import Generator
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget

from karuta.bootstrap import run
from karuta.domain.label import Source
from karuta.domain.queue_words import QueryKey
from karuta.files import file_hash
from karuta.gui.features.add_cards.add_cards_dialog import AddCardsDialog
from karuta.gui.features.catalogue.catalogue_dialog import CatalogueDialog
from karuta.listings.gui.check.listing_items import ListingItems
from karuta.listings.gui.listed.listed_dialog import ListedDialog
from karuta.paths import LibraryFolder
from karuta.services.labels.open_labels import labels_for_writing, origin_of
from karuta.services.labels.undo import write_note
from karuta.settings import Settings
from tests.markup import Walk, planted
from tests.packs import card, write_pack
from tests.window import Condition, Hand, Script, photograph

Steps = Generator[Condition, None, None]

KINDS = (
    *("card", "set", "pack", "library", "batch", "listing", "photo", "broken", "annotator", "colleague", "watched"),
    *("table", "title", "row", "sale", "head", "cell", "backup", "query", "reply", "note"),
)
"""What strangers wrote, and what is to be seen somewhere in the window."""

NUMBERS = (3, 4, 5)
PHOTO = f"{planted('photo')}.png"
OTHER = f"other {planted('photo')}.png"
"""The photo without a label."""


@dataclass(frozen=True)
class HostileLibrary:
    """`arguments` open its window; `pack`, `table`, `offers` and `cards` are opened there."""

    library: LibraryFolder
    settings: Settings
    photos: Path
    table: Path
    offers: Path
    cards: Path
    watched: Path

    @property
    def arguments(self) -> list[str | Path]:
        return ["--library", self.library.root, "gui", self.photos]

    def script(self, walk: Walk, opening: tuple[str, ...]) -> Script:
        return lambda hand: _Visit(self, hand, walk).steps(opening)


def hostile_library(folder: Path) -> HostileLibrary:
    """Made with the command line, as a person would."""
    library = LibraryFolder(folder / planted("library"))
    _run(library, "catalogue", "add", _pack(folder / planted("pack")))
    photos = folder / planted("batch")
    place = photos / planted("listing")
    photo, other = place / PHOTO, place / OTHER
    photograph(photo, 3)
    photograph(other, 4)
    (place / f"{planted('broken')}.jpg").write_text("no picture", encoding="utf-8")
    for annotator, number in (("annotator", 3), ("colleague", 4)):
        _run(library, "confirm", photo, str(number), "--annotator", planted(annotator))
    with labels_for_writing(library) as file:
        write_note(file, [file_hash(photo)], planted("note"), origin_of(planted("colleague"), Source.COMMAND))
    table = folder / f"{planted('table')}.csv"
    table.write_text(
        "listing_id,title,description,photos,price,currency\n"
        f'L1,"SHP-EN004 {planted("title")}","{planted("description")}",{other},5,USD\n'
        f'{planted("row")},"SHP-EN003 {planted("title")}",,{other},5,USD\n',
        encoding="utf-8",
    )
    sales = [f'4,"{planted("sale")}",{10 + at},USD,2026-01-{10 + at}' for at in range(6)]
    library.sales_csv.write_text("\n".join(["card_id,title,price,currency,date", *sales, ""]), encoding="utf-8")
    library.replies_csv.write_text(f"about,language,template\nmatch,en,{planted('reply')}\n", encoding="utf-8")
    offers = folder / f"{planted('query')}.csv"
    offers.write_text(f"query\n{planted('query')}\nShape 3\n", encoding="utf-8")
    cards = folder / "cards.csv"
    cards.write_text(f'name,"{planted("head")}"\n"{planted("cell")}",1\n', encoding="utf-8")
    watched, backup = folder / planted("watched"), folder / planted("backup")
    for path in (watched, backup):
        path.mkdir()
    settings = Settings(language="en", annotator=planted("annotator"), backup_folder=str(backup))
    return HostileLibrary(library, settings, photos, table, offers, cards, watched)


def _pack(folder: Path) -> Path:
    cards = [
        card(
            str(number),
            f"{planted('card')} {number}",
            printings=[{"set_code": f"SHP-EN{number:03}", "set_name": planted("set"), "lang": "en"}],
        )
        for number in NUMBERS
    ]
    files = {f"{number}.png": number for number in NUMBERS}
    return write_pack(
        folder, cards, images=[(name, str(number), "main") for name, number in files.items()], pictures=files
    )


def _run(library: LibraryFolder, *arguments: str | Path) -> None:
    assert run(["--library", str(library.root), *map(str, arguments)]) == 0


@dataclass(frozen=True)
class _Visit:
    """Opens what is to be seen, and walks over it."""

    place: HostileLibrary
    hand: Hand
    walk: Walk

    def steps(self, opening: tuple[str, ...]) -> Steps:
        window = self.hand.window
        yield self.hand.looked_up(2)
        window.ask.folder = lambda title: self.place.watched  # type: ignore[method-assign]
        window.commands["watch-folder"].trigger()
        yield self._rests
        # The first one to be stored is on the desk, or the first one without a label.
        for command, name in (("next", OTHER), ("previous", PHOTO)):
            if self.hand.on_desk != name:
                yield window.commands[command].isEnabled
                window.commands[command].trigger()
                yield self.hand.shows(name)
            self.walk.over(command, window)
        box = window.queue_panel.text
        box.ask(QueryKey.BATCH)
        yield lambda: len(box.rows) > 1
        self.walk.over("batches", box.offers)
        window.queue_panel.list.setFocus()
        yield from self._listings()
        for id in opening:
            yield window.commands[id].isEnabled
            window.commands[id].trigger()
            yield lambda: window.dialogs.current is not None
            yield self._rests
            yield from self._fill()
            dialog = window.dialogs.current
            assert dialog is not None
            self.walk.over(id, dialog)
            QTest.keyClick(dialog, Qt.Key.Key_Escape)
            yield lambda: window.dialogs.current is None
        yield from self.hand.over_the_stage(self.place.photos / planted("listing") / OTHER, self._over_stage)
        self.walk.over("window", window)

    def _over_stage(self, shown: QWidget) -> Steps:
        yield self._rests
        self.walk.over("stage", shown)

    def _rests(self) -> bool:
        session = self.hand.work.session
        lanes = (session.store_lane, session.files_lane, session.task_lane, session.cards_lane, session.engine_lane)
        return all(lane.is_idle for lane in lanes)

    def _fill(self) -> Steps:
        """What a person opens on a page that is empty at first."""
        dialog, ask = self.hand.window.dialogs.current, self.hand.window.ask
        if isinstance(dialog, ListedDialog):
            ask.file = lambda title, kinds: self.place.offers  # type: ignore[method-assign]
            yield lambda: dialog.popularity is not None
            before = dialog.popularity
            dialog.open_searches.click()
            yield lambda: dialog.popularity is not None and dialog.popularity is not before
        elif isinstance(dialog, AddCardsDialog):
            dialog.take(self.place.cards)
            yield dialog.columns.isVisible
        elif isinstance(dialog, CatalogueDialog):
            yield lambda: dialog.model.rowCount() == len(NUMBERS)
            dialog.list.choose(0)
            yield lambda: dialog.sheet.sheet is not None
        yield self._rests

    def _listings(self) -> Steps:
        """The queue of listings, and what leaves it for a seller: a sheet as PDF, which Qt draws, and a reply."""
        window, ask = self.hand.window, self.hand.window.ask
        sheet = self.place.table.with_name("sheet.pdf")
        ask.file = lambda title, kinds: self.place.table  # type: ignore[method-assign]
        ask.new_file = lambda title, suggested, kinds: sheet  # type: ignore[method-assign]
        window.commands["check-listings"].trigger()
        items = self.hand.work.arrangement.queue.items
        assert isinstance(items, ListingItems)
        yield lambda: items.reopens is not None or self._rests()
        self.walk.over("no listings yet", window)
        window.commands["open"].trigger()
        self.walk.over("reading listings", window)
        yield lambda: len(items.book.looks) == 2 and items.panel.prices.sales.topLevelItemCount() > 0
        yield self._rests
        self.walk.over("sold as shown", window)
        window.commands["skip"].trigger()
        yield lambda: sheet.exists() and self._rests()
        clipboard = QGuiApplication.clipboard()
        window.commands["copy"].trigger()
        yield lambda: planted("reply") in clipboard.text()
        self.walk.over("reply copied", window)
        if clipboard.mimeData().hasHtml():
            self.walk.found.append("a reply is copied as HTML")
        window.commands["next"].trigger()
        yield lambda: items.place == 1 and self._rests()
        self.walk.over("sold as another", window)
        self.hand.work.arrangement.show_all()
        yield lambda: self.hand.work.desk.photo is not None and self._rests()
