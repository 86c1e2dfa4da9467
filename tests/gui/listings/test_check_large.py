"""The page that checks listings by its parts: photos as large as the window, keys, columns, where a table opens."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest
from PySide6.QtCore import QObject, QPointF, QRect, Qt, Signal
from PySide6.QtGui import QImage, QPixmap
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QWidget
from pytestqt.qtbot import QtBot
from tests.clipped import clipped

from karuta.domain.card import CardKey
from karuta.domain.label import ChosenCard, Points
from karuta.domain.match import Verdict
from karuta.domain.sentence import Sentence
from karuta.gui.kit import fitted
from karuta.gui.kit.held_keys import Deliberate, HeldKeys
from karuta.gui.kit.theme import Icons, Theme
from karuta.gui.library.pictures import PhotoImage
from karuta.listings.domain.check.checked import CheckedPhoto, CheckOutcome, KeptDecision, ListingDecision, ShownListing
from karuta.listings.domain.check.listing import (
    FIELDS,
    CheckedListing,
    Described,
    FieldFinding,
    FieldVerdict,
    ListingFinding,
    ListingVerdict,
    SeenCard,
    SeenMatch,
    SoldListing,
)
from karuta.listings.domain.titles.reading import TitleReading
from karuta.listings.gui.check import check_dialog
from karuta.listings.gui.check.agent import Agent
from karuta.listings.gui.check.agent_keys import KEYS, PageKeys
from karuta.listings.gui.check.check_dialog import CheckDialog
from karuta.listings.gui.check.field_table import FieldTable
from karuta.listings.gui.check.listing_book import ListingBook
from karuta.listings.gui.check.listing_view import ListingView
from karuta.listings.services.check.listing_sources import QueuedListing
from karuta.listings.services.check.look_at_listing import ListingLook
from karuta.paths import resources_folder

CARD: Points = ((100.0, 100.0), (400.0, 100.0), (400.0, 530.0), (100.0, 530.0))
OTHER: Points = ((500.0, 100.0), (800.0, 100.0), (800.0, 530.0), (500.0, 530.0))
CODE: Points = ((300.0, 500.0), (390.0, 500.0), (390.0, 520.0), (300.0, 520.0))
PHOTOS = ("front.jpg", "empty.jpg", "two.jpg")


class Cards(QObject):
    """Facts of cards that nobody waits for."""

    known = Signal()

    def picture(self, key: CardKey, sha256: str) -> Path:
        return Path(f"{key.card_id}.png")

    def name(self, key: CardKey, name: str) -> str:
        return name

    def is_coming(self, key: CardKey) -> bool:
        return False

    def want(self, keys: object) -> None: ...


class Photos(QObject):
    """Pictures that are there at once; `asked`: the photos that were wanted large."""

    small_ready, photo_ready, photo_failed = Signal(), Signal(str), Signal(str, str)

    def __init__(self) -> None:
        super().__init__()
        self.asked: list[str] = []
        self._pixels = np.zeros((700, 1000, 4), np.uint8)

    def photo(self, photo: str, path: Path, **_: object) -> PhotoImage:
        self.asked.append(path.name)
        image = QImage(self._pixels.data, 1000, 700, 4000, QImage.Format.Format_RGB32)
        return PhotoImage(image, (1000, 700), self._pixels, is_full=True)

    def _small(self, *given: object) -> QPixmap | None:
        return None if given == (None,) else QPixmap(69, 100)

    face = artwork = flat_sighting = flat_strip = _small


class Keeps(QObject):
    """Keeps decisions where the real one stores them."""

    stored, settled, asked, failed = Signal(str), Signal(object), Signal(object, bool), Signal(str)
    counted = Signal(object)
    is_busy = False

    def __init__(self, book: ListingBook) -> None:
        super().__init__()
        self._book = book
        self.said: list[ListingDecision] = []

    def decide(self, look: ListingLook, decision: ListingDecision, shown: object) -> None:
        self.said.append(decision)
        self._book.keep(look.shown.key, kept(look.queued, decision))
        self.stored.emit(look.shown.key)

    def undo(self) -> None: ...

    redo = forget_asked = undo


def kept(queued: QueuedListing, decision: ListingDecision, time: str = "2026-11-29T10:00:00.000Z") -> KeptDecision:
    return KeptDecision(queued.key, queued.listing.listing_id, decision, "aya", time)


def queued_listing(number: int) -> QueuedListing:
    return QueuedListing(SoldListing(number, f"L{number}", f"Storm {number}", PHOTOS, ()), Path("photos"), "table.csv")


def finding(reason: str = "The title names Storm, and the photos show it.") -> ListingFinding:
    storm = SeenMatch(CardKey("g", "1"), "Storm", 0.9)
    elder = SeenMatch(CardKey("g", "2"), "Storm, the Elder", 0.1)
    seen = (
        SeenCard("front.jpg", Verdict.SURE, (storm, elder), corners=CARD, code_at=CODE),
        SeenCard("two.jpg", Verdict.SURE, (storm,), corners=CARD),
        SeenCard("two.jpg", Verdict.SURE, (elder,), corners=OTHER, code_at=CODE),
    )
    fields = tuple(FieldFinding(field, FieldVerdict.AGREES, None, None, Sentence(reason)) for field in FIELDS)
    title = TitleReading("Storm")
    return ListingFinding(ListingVerdict.MATCH, fields, Described(title, title), seen)


def look_at(queued: QueuedListing) -> ListingLook:
    listing = queued.listing
    photos = tuple(CheckedPhoto(name, f"{at}" * 64) for at, name in enumerate(PHOTOS))
    shown = ShownListing(queued.key, listing.listing_id, "", listing.title, "", photos, ListingVerdict.MATCH)
    return ListingLook(queued, CheckedListing(listing, finding(), ()), shown)


class Page:
    """The page with three listings whose findings are there."""

    def __init__(self, qtbot: QtBot) -> None:
        self.window = QWidget()
        qtbot.addWidget(self.window)
        theme = Theme(dark=False)
        self.photos: Any = Photos()
        cards: Any = Cards()
        self.book = ListingBook(None)  # type: ignore[arg-type]
        self.keeps: Any = Keeps(self.book)
        icons = Icons(resources_folder() / "icons", theme)
        self.dialog = CheckDialog(self.book, theme, icons, self.photos, cards, self.window)
        view = ListingView(self.dialog, self.book, theme, self.photos, cards)
        self.agent = Agent(self.dialog, self.book, self.keeps, view, Deliberate(HeldKeys(self.window)))
        self.book.listings = [queued_listing(number) for number in (1, 2, 3)]
        self.book.looks = {place: look_at(one) for place, one in enumerate(self.book.listings)}
        self.book.given.emit()
        self.dialog.show_page(self.dialog.work)
        self.dialog.mark(0)
        self.dialog.show()
        qtbot.waitExposed(self.dialog)

    @property
    def large(self) -> Any:
        return self.dialog.large

    @property
    def at(self) -> str:
        assert self.dialog.place is not None
        return self.book.listings[self.dialog.place].listing.listing_id

    def press(self, *keys: Qt.Key) -> None:
        for key in keys:
            QTest.keyClick(self.dialog.focusWidget() or self.dialog, key)


@pytest.fixture
def page(qtbot: QtBot) -> Page:
    return Page(qtbot)


def test_space_shows_the_photo_as_large_as_the_page_and_the_pages_keys_decide_there_what_is_named(page: Page) -> None:
    dialog, large = page.dialog, page.large
    page.press(Qt.Key.Key_Space)
    assert dialog.is_enlarged and page.photos.asked == ["front.jpg"]
    assert large.view.isVisible() and not dialog.top.isVisible() and dialog.bar.isVisible()
    assert large.listing.text == "L1 · Storm 1" and large.head.text() == "Match" and large.name.text() == "Storm · sure"
    assert "match" in dialog.agree.text()
    page.press(Qt.Key.Key_Return)
    assert dialog.is_enlarged and page.at == "L2" and large.listing.text == "L2 · Storm 2"
    page.press(Qt.Key.Key_D, Qt.Key.Key_0)
    page.press(Qt.Key.Key_7)
    assert dialog.differ.text() == "Differs: Genuine (D)", "what D says is on the screen"
    page.press(Qt.Key.Key_D)
    outcomes = [(decision.outcome, decision.field) for decision in page.keeps.said]
    match = (CheckOutcome.MATCH, None)
    assert outcomes == [match, match, (CheckOutcome.DIFFERS, "genuine")]
    page.press(Qt.Key.Key_Escape)
    assert not dialog.is_enlarged and dialog.isVisible() and dialog.top.isVisible()


def test_all_photos_are_stepped_through_and_nothing_is_named_where_a_photo_shows_no_card(page: Page) -> None:
    page.press(Qt.Key.Key_Space, Qt.Key.Key_Right)
    assert page.large.photo == "empty.jpg" and page.large.where.text() == "Photo 2 of 3 (←, →)"
    assert page.large.name.text() == "No card was found in this photo."
    page.press(Qt.Key.Key_L)
    assert "no card beside the photo" in page.dialog.note.text() and not page.large.is_comparing
    page.press(Qt.Key.Key_Return)
    assert page.keeps.said[-1].card is None, "the card of another photo is not on the screen"
    page.press(Qt.Key.Key_K, Qt.Key.Key_Right, Qt.Key.Key_Right, Qt.Key.Key_Tab)
    assert page.large.photo == "two.jpg" and page.large.name.text() == "Storm, the Elder · sure"
    page.press(Qt.Key.Key_Right)
    assert page.large.photo == "front.jpg", "round again"


def test_what_l_names_is_shown_beside_its_artwork_and_forgotten_with_the_next_photo(page: Page) -> None:
    page.press(Qt.Key.Key_Space, Qt.Key.Key_M)
    assert page.large.is_comparing, "a match is seen beside the photo, never in it"
    page.press(Qt.Key.Key_C, Qt.Key.Key_L)
    assert page.large.is_comparing and page.large.name.text() == "Label: Storm, the Elder"
    largest = page.large.name.font().pointSizeF()
    others = [label for label in page.dialog.findChildren(QLabel) if label.isVisible() and label is not page.large.name]
    assert all(label.font().pointSizeF() < largest for label in others)
    page.press(Qt.Key.Key_Right)
    assert page.large.name.text() == "No card was found in this photo."
    page.press(Qt.Key.Key_Return)
    assert page.keeps.said[-1].card is None
    page.press(Qt.Key.Key_L, Qt.Key.Key_Return)
    assert page.keeps.said[-1].card == ChosenCard(CardKey("g", "1"), "Storm")


def test_the_place_of_the_code_is_marked_and_reached_by_a_key_and_by_a_click(page: Page) -> None:
    view = page.large.view

    def shows_code() -> bool:
        seen = [view._viewport().transform.map(QPointF(x, y)) for x, y in CODE]
        wide = max(point.x() for point in seen) - min(point.x() for point in seen)
        return bool(all(view.rect().contains(point.toPoint()) for point in seen) and wide > view.width() / 4)

    page.press(Qt.Key.Key_Space)
    assert view._marks == (CODE,) and not shows_code()
    page.press(Qt.Key.Key_X)
    assert shows_code()
    page.press(Qt.Key.Key_0)
    assert not shows_code(), "0 shows the whole photo"
    page.press(Qt.Key.Key_Space)
    QTest.mouseClick(page.dialog.evidence.print, Qt.MouseButton.LeftButton)
    assert page.dialog.is_enlarged and shows_code()
    page.press(Qt.Key.Key_Right, Qt.Key.Key_Right, Qt.Key.Key_X)
    assert page.large.photo == "two.jpg" and "No set code" in page.dialog.note.text()


def test_a_click_on_a_photo_enlarges_it_and_one_on_the_artwork_compares(page: Page) -> None:
    page.dialog.strip.chosen.emit("empty.jpg")
    assert page.dialog.is_enlarged and page.large.photo == "empty.jpg"
    page.press(Qt.Key.Key_Space)
    QTest.mouseClick(page.dialog.evidence.face, Qt.MouseButton.LeftButton)
    assert page.dialog.is_enlarged and page.large.is_comparing and page.large.photo == "front.jpg"


def test_n_goes_to_the_next_undecided_listing_round_the_end_and_says_where_there_is_none(page: Page) -> None:
    match = ListingDecision(CheckOutcome.MATCH)
    page.book.keep(page.book.listings[1].key, kept(page.book.listings[1], match))
    page.press(Qt.Key.Key_N)
    assert page.at == "L3"
    page.press(Qt.Key.Key_N)
    assert page.at == "L1"
    for listing in page.book.listings:
        page.book.keep(listing.key, kept(listing, match))
    page.press(Qt.Key.Key_N)
    assert page.at == "L1" and page.dialog.note.text() == "Every listing of this list is decided."


def test_a_table_opens_behind_the_listing_that_was_decided_last() -> None:
    listings = [queued_listing(number) for number in range(1, 5)]
    match = ListingDecision(CheckOutcome.MATCH)
    times = {1: "2026-11-28T10:00:00.000Z", 2: "2026-11-27T10:00:00.000Z", 4: "2026-11-26T10:00:00.000Z"}
    found = {listings[number - 1].key: kept(listings[number - 1], match, time) for number, time in times.items()}

    def opened(decided: dict[str, KeptDecision]) -> int:
        lane = SimpleNamespace(submit=lambda work, done, **_: done(decided))
        stands: list[int] = []
        book = ListingBook(SimpleNamespace(store_lane=lane))  # type: ignore[arg-type]
        book.open(listings, stands.append)
        return stands[0]

    assert opened({}) == 0
    assert opened(found) == 2, "L3: L2 behind L1, which was the last, is decided"
    assert opened({key: one for key, one in found.items() if one.listing_id == "L4"}) == 0


def test_the_columns_stand_still_and_a_whole_reason_is_shown_where_there_is_room(qtbot: QtBot) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    table = FieldTable(Theme(dark=False), window)
    window.show()
    table.resize(700, 500)
    table.show()
    head = table.header()

    def shown(reason: str, verdict: FieldVerdict) -> tuple[list[int], list[int]]:
        fields = tuple(FieldFinding(field, verdict, "as new", None, Sentence(reason)) for field in FIELDS)
        table.show_finding(ListingFinding(ListingVerdict.MATCH, fields, finding().words, ()))
        rows = [table.visualItemRect(item) for at in range(len(FIELDS)) if (item := table.topLevelItem(at))]
        assert rows[-1].bottom() <= table.viewport().height(), "all rows are in sight"
        return [head.sectionSize(at) for at in range(head.count())], [row.height() for row in rows]

    short, one_line = shown("Short.", FieldVerdict.AGREES)
    long, lines = shown("The set code in the photos is of another printing than the title says.", FieldVerdict.DIFFERS)
    assert short == long
    assert all(high > low for low, high in zip(one_line, lines, strict=True))
    table.resize(700, table.minimumHeight() + 130)
    assert shown("The set code in the photos is of another printing.", FieldVerdict.DIFFERS)[1][-1] == one_line[-1]
    table.resize(420, 500)
    assert head.isSectionHidden(5), "a few letters of a reason say nothing; the line below has it"


@pytest.mark.parametrize("scale", [1.0, 2.0])
def test_page_and_large_photos_fit_a_small_screen_and_cut_no_word(
    qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, scale: float
) -> None:
    """1920 x 1080 at twice its size, and 1366 x 768, each without the system's bar and the frame."""
    screen = QRect(0, 0, 960, 500) if scale == 2.0 else QRect(0, 0, 1366, 728)
    for module in (fitted, check_dialog):
        monkeypatch.setattr(module, "room", lambda window: screen)
    page = Page(qtbot)
    fitted.Fitted(page.dialog)
    for _ in range(2):
        QTest.qWait(0)
        needs = page.dialog.layout().totalMinimumSize()
        assert needs.width() <= screen.width() - 4 and needs.height() <= screen.height() - 34
        assert clipped(page.dialog) == []
        page.press(Qt.Key.Key_Space)


def test_the_sheet_of_keys_has_every_key_of_the_page(page: Page) -> None:
    asked: list[Callable[[], None]] = []
    page.agent.keys = lambda: asked.append(page.agent.keys)
    page.press(Qt.Key.Key_Question)
    page.dialog.keys.click()
    assert len(asked) == 2
    sheet = PageKeys(Theme(dark=False), page.dialog)
    texts = [label.text() for label in sheet.findChildren(QLabel)]
    assert "Next undecided listing" in texts and len(texts) == len(KEYS) + 3
    on_page = page.dialog.walking.text() + page.dialog.evidence.where.text() + page.dialog.name_it.text()
    assert all(f"{key} " in on_page or f"({key})" in on_page for key in "JKNML")
