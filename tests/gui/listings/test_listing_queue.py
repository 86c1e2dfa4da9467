"""The queue of listings with real keys in the real window: what is decided, what is not, and what is copied."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel
from tests.labelling import stored
from tests.window import Condition, Hand, Steps, has_the_ring, photograph, play, window_with

from karuta.gui.kit import seen
from karuta.gui.kit.command_table import COMMANDS, MATCH_KEYS
from karuta.gui.library import pictures
from karuta.gui.shell.key_sheet import KeysDialog
from karuta.listings.domain.check.checked import CheckOutcome, KeptDecision, ListingDecision
from karuta.listings.domain.check.listing import ListingVerdict, SoldListing
from karuta.listings.gui.check.listing_book import ListingBook
from karuta.listings.gui.check.listing_items import ListingItems
from karuta.listings.gui.check.paste_dialog import PasteDialog
from karuta.listings.services.check.listing_sources import QueuedListing
from karuta.paths import LibraryFolder
from karuta.services.labels.open_labels import labels_for_reading
from karuta.services.labels.refusals import rows_with_doubts
from karuta.settings import Settings, write_settings

CTRL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier
# As it is in the program; a script that is quicker than a person does without.
IS_RIPE = seen.Seen.is_ripe


@pytest.fixture
def table(tmp_path: Path) -> Path:
    """L1 sells what its photo shows, L2 a proxy of it, L3 has no photo, L4 has two, and more of it than these show."""
    for name, card in (("3.png", 3), ("5.png", 5), ("8.png", 8)):
        photograph(tmp_path / name, card)
    place = tmp_path / "monday.csv"
    place.write_text(
        "listing_id,title,description,photos\n"
        "L1,Shape 3 SHP-EN003 NM 1st Edition,as new,3.png\n"
        "L2,図形5 オリカ,,5.png\n"
        "L3,Shape 6,,gone.png\n"
        "L4,Shape 8 x5,,8.png|3.png\n",
        encoding="utf-8",
    )
    write_settings(tmp_path / "settings.json", Settings(language="en", annotator="aya"))
    return place


def items(hand: Hand) -> ListingItems:
    found = hand.work.arrangement.joined[0].items
    assert isinstance(found, ListingItems)
    return found


def entered(hand: Hand) -> Steps:
    yield lambda: hand.is_settled
    hand.press(Qt.Key.Key_K, CTRL)
    yield lambda: hand.work.arrangement.queue.id == "listings"


def opened(hand: Hand, table: Path) -> Steps:
    """The queue with these listings, all of them checked."""
    if hand.work.arrangement.queue.id != "listings":
        yield from entered(hand)
    hand.window.ask.file = lambda title, kinds: table  # type: ignore[method-assign]
    hand.press(Qt.Key.Key_O, CTRL)
    count = len(table.read_text(encoding="utf-8").splitlines()) - 1
    book = items(hand).book
    yield lambda: len(book.looks) == len(book.listings) == count
    yield lambda: hand.is_settled


def at(hand: Hand) -> str:
    place = items(hand).place
    return "" if place is None else items(hand).book.listings[place].listing.listing_id


def stands(hand: Hand, listing_id: str) -> Condition:
    """It is in front, checked, and on the screen."""
    return lambda: at(hand) == listing_id and items(hand).look is not None and hand.is_settled


def said(hand: Hand) -> str:
    return hand.window.statusBar().currentMessage()


def title(hand: Hand) -> str:
    return items(hand).panel.head.words[0]


def decisions(library: LibraryFolder) -> list[tuple[str, str, str | None]]:
    """What is stored, oldest first, undone or not."""
    rows = stored(library, "SELECT listing, checked FROM events WHERE kind = 'check' ORDER BY id")
    parsed: list[tuple[str, dict[str, Any]]] = [(row[0], json.loads(row[1])) for row in rows]
    return [(listing, one["outcome"], one["field"]) for listing, one in parsed]


def labels(library: LibraryFolder) -> list[tuple[object, ...]]:
    return stored(library, "SELECT kind, card_id, listing, batch FROM current_labels ORDER BY id")


def in_force(hand: Hand) -> dict[str, str]:
    book = items(hand).book
    kept = [(listing.listing.listing_id, book.decisions.get(listing.key)) for listing in book.listings]
    return {name: one.decision.outcome.value for name, one in kept if one is not None}


@window_with()
def test_listings_are_decided_by_keys_alone_undone_and_redone_and_the_desk_shows_each(hand: Hand, table: Path) -> Steps:
    yield from opened(hand, table)
    panel, button = items(hand).panel, hand.window.queue_panel.queue
    assert at(hand) == "L1" and title(hand) == "Match" and button.text() == "Listings: 4 left"
    assert hand.on_desk == "L1 · Shape 3 SHP-EN003 NM 1st Edition" and hand.window.desk_panel.view.has_something
    assert panel.chips.words[0] == ("Shape 3", "Card") and ("SHP-EN003", "Set code") in panel.chips.words
    assert hand.window.commands["confirm"].text() == "Agree: match"
    hand.press(Qt.Key.Key_Return)
    yield stands(hand, "L2")
    assert said(hand) == "Saved: L1 · decided: match. Undo: Ctrl+Z"
    assert title(hand) == "Possibly not genuine" and panel.fields.chosen == "genuine"
    hand.press(Qt.Key.Key_Return)
    yield stands(hand, "L3")
    assert title(hand) == "Could not be read"
    hand.press(Qt.Key.Key_Right)
    yield stands(hand, "L4")
    assert title(hand) == "Match, not all 5 shown", "no plain match"
    assert (
        "each photo shows one" in panel.explanation.text()
        and "The same photo is used in L1." in panel.explanation.text()
    )
    hand.press(Qt.Key.Key_D)
    assert "6 Count" in said(hand) and decisions(hand.library)[2:] == [], "which field is asked first"
    hand.press(Qt.Key.Key_6)
    yield stands(hand, "L3")
    hand.type("2d")
    yield lambda: len(in_force(hand)) == 4
    assert decisions(hand.library) == [
        ("L1", "match", None),
        ("L2", "differs", "genuine"),
        ("L4", "differs", "count"),
        ("L3", "differs", "printing"),
    ]
    yield lambda: items(hand).count.more == "today 4, 3 differing · 6 min saved"
    assert button.text() == "Listings: 0 left"
    hand.press(Qt.Key.Key_Z, CTRL)
    yield lambda: "L3" not in in_force(hand)
    hand.press(Qt.Key.Key_Z, CTRL)
    yield lambda: "L4" not in in_force(hand) and at(hand) == "L4"
    assert said(hand) == "Listings · “L4 · Shape 8 x5” (monday.csv): undone, undecided again."
    hand.press(Qt.Key.Key_Z, CTRL | SHIFT)
    yield lambda: "L4" in in_force(hand)
    yield lambda: hand.is_settled
    assert panel.head.words[1] == "decided: differs (Count)", "what was decided of it"
    assert labels(hand.library) == [], "an agent's decision about a listing is no label"
    # To another queue and back, to where one stood.
    hand.press(Qt.Key.Key_Left)
    yield stands(hand, "L3")
    hand.work.arrangement.choose_queue(hand.work.arrangement.queues[0])
    yield lambda: hand.is_settled and button.text() == "To do: 0 left"
    assert hand.work.desk.photo is None
    assert hand.window.match_panel.isVisible() and hand.window.commands["confirm"].text() == "Confirm the match"
    hand.press(Qt.Key.Key_K, CTRL)
    yield stands(hand, "L3")
    yield
    yield from opened(hand, table)
    assert in_force(hand) == {"L1": "match", "L2": "differs", "L4": "differs"}
    items(hand).list.filters.undecided.click()
    yield lambda: at(hand) == "L3" and items(hand).list.model.rowCount() == 1


@pytest.mark.long
@window_with(before=True)
def test_the_price_stands_beside_the_sales_that_are_comparable_each_a_row_to_open(hand: Hand, table: Path) -> Steps:
    rows = [f"Shape 3,{price},USD,2026-{month:02}-05,L2" for month, price in enumerate((9, 10, 11, 12, 13, 200), 1)]
    hand.library.sales_csv.write_text("\n".join(["title,price,currency,date,listing_id", *rows, ""]), encoding="utf-8")
    table.write_text(
        "listing_id,title,photos,price,currency\nL1,Shape 3,3.png,1.50,USD\nL2,Shape 5,5.png,,\n", encoding="utf-8"
    )
    yield
    yield from opened(hand, table)
    panel = items(hand).panel
    yield lambda: panel.tabs.tabText(1) == "Price: far below (P)"
    hand.press(Qt.Key.Key_P)
    assert panel.sides.currentWidget() is panel.prices
    text = panel.prices.summary.text()
    assert "The listing asks 1.50 USD. The price is far below the others." in text
    assert "Half of 5 sales lie at 10 to 12 USD" in text and "Set aside as far above the others: 1" in text
    yield panel.prices.plot.isVisible
    assert panel.prices.sales.topLevelItemCount() == 6
    assert panel.prices.sales.topLevelItem(0).text(1) == "200 USD (set aside)"
    panel.prices.sales.setCurrentItem(panel.prices.sales.topLevelItem(2))
    assert panel.prices.opened.text() == "Shape 3"
    panel.prices.sales.itemActivated.emit(panel.prices.sales.topLevelItem(2), 0)
    yield stands(hand, "L2")
    assert panel.sides.currentWidget() is not panel.prices, "the next listing begins with its fields"
    yield lambda: panel.tabs.tabText(1) == "Prices (P)"
    assert decisions(hand.library) == [], "opening a sale decides nothing"
    out = table.parent / "sheet.html"
    hand.window.ask.new_file = lambda *_: out  # type: ignore[method-assign]
    hand.press(Qt.Key.Key_Left)
    yield stands(hand, "L1")
    yield lambda: panel.tabs.tabText(1) == "Price: far below (P)"
    hand.press(Qt.Key.Key_S)
    yield out.exists
    sheet = out.read_text(encoding="utf-8")
    assert "<svg" in sheet and "far below the others" in sheet and "200 USD (set aside)" in sheet
    # The sales are other sellers', and the sheet goes to one of them.
    assert "line 2" in sheet and "<td>Shape 3</td>" not in sheet.partition("<h2>Price</h2>")[2]


def test_a_key_decides_nothing_until_photo_and_artwork_are_on_the_screen_and_were_seen(
    library: LibraryFolder, table: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The title alone is painted at once; the pictures come from a lane."""
    may_come, refused = threading.Event(), list[str]()
    load, small = pictures._photo_image, pictures._small_image

    def late(made: Callable[..., Any]) -> Callable[..., Any]:
        def wait(*arguments: Any) -> Any:
            may_come.wait(600)
            return made(*arguments)

        return wait

    def walk(hand: Hand) -> Steps:
        yield from opened(hand, table)
        hand.work.voice.refused.connect(refused.append)
        monkeypatch.setattr(pictures, "_photo_image", late(load))
        monkeypatch.setattr(pictures, "_small_image", late(small))
        monkeypatch.setattr(seen.Seen, "is_ripe", IS_RIPE)
        monkeypatch.setattr(seen, "RIPE_SECONDS", 0.0)
        hand.press(Qt.Key.Key_Right)
        yield lambda: at(hand) == "L2" and items(hand).panel.evidence.face.is_on_its_way
        QTest.qWait(50)
        hand.press(Qt.Key.Key_Return)
        hand.press(Qt.Key.Key_D)
        assert refused == ["Too quick: press again"] * 2 and items(hand).panel.head.answered == refused[0]
        may_come.set()
        yield lambda: hand.composition.sight.is_ripe
        monkeypatch.setattr(seen, "RIPE_SECONDS", 3600.0)
        hand.press(Qt.Key.Key_Return)
        assert len(refused) == 3, "nobody has read it by then"
        monkeypatch.setattr(seen, "RIPE_SECONDS", 0.0)
        hand.press(Qt.Key.Key_Return)
        yield lambda: at(hand) == "L3"
        assert decisions(library) == [("L2", "differs", "genuine")]

    try:
        assert play(["--library", library.root, "gui"], walk) == 0
    finally:
        may_come.set()


@window_with()
def test_a_label_is_stored_only_where_the_agent_said_which_card_it_is_named_with_what_stands_against_it(
    hand: Hand, library: LibraryFolder, table: Path
) -> Steps:
    yield from opened(hand, table)
    evidence, model = items(hand).panel.evidence, items(hand).list.model
    hand.press(Qt.Key.Key_Down)
    match = evidence.match
    assert match is not None and match.card.card_id != "3"
    hand.press(Qt.Key.Key_L)
    assert evidence.name.text() == f"Label: {match.name}" and match.name in said(hand)
    largest = evidence.name.font().pointSizeF()
    others = [label for label in items(hand).panel.findChildren(QLabel) if label.isVisible()]
    assert all(label.font().pointSizeF() < largest for label in others if label is not evidence.name)
    likelier, sells = evidence.against.text().splitlines()
    assert likelier == "Against the evidence: Shape 3 is far likelier."
    assert sells == "The title sells Shape 3, and Enter stores a match."
    hand.press(Qt.Key.Key_Return)
    yield stands(hand, "L2")
    saved = f"Saved: L1 · decided: match · labelled {match.name} · although Shape 3 is far likelier. Undo: Ctrl+Z"
    assert said(hand) == saved and not evidence.against.isVisible()
    assert "against the evidence" in model.lines(0).below
    assert labels(library) == [("confirm", match.card.card_id, "L1", "monday.csv")]
    with labels_for_reading(library) as file:
        photos = [row[0] for row in file.rows("SELECT photo_sha256 FROM current_labels")]
        assert [row.is_doubted for row in rows_with_doubts(file, photos, {})] == [True]
    hand.press(Qt.Key.Key_Z, CTRL)
    yield lambda: labels(library) == [] and in_force(hand) == {} and hand.is_settled
    assert "against the evidence" not in model.lines(0).below
    hand.type("ll")
    assert said(hand) == "", "once more takes it back"
    hand.press(Qt.Key.Key_Return)
    yield stands(hand, "L2")
    assert len(decisions(library)) == 2 and labels(library) == []
    hand.press(Qt.Key.Key_L)
    hand.press(Qt.Key.Key_Return)
    yield stands(hand, "L3")
    assert labels(library) == [("confirm", "5", "L2", "monday.csv")]
    assert hand.window.desk_panel.notice.isHidden()


@pytest.mark.long
@window_with()
def test_a_reply_is_copied_in_the_titles_language_with_the_agents_own_words(hand: Hand, table: Path) -> Steps:
    yield from opened(hand, table)
    panel, clipboard = items(hand).panel, QGuiApplication.clipboard()
    hand.press(Qt.Key.Key_C, CTRL)
    yield lambda: "listing L1" in clipboard.text()
    assert "shows" not in clipboard.text() and "Its photos show the card" in clipboard.text()
    # What was copied here is no listing that somebody wants to have checked.
    hand.press(Qt.Key.Key_V, CTRL)
    yield lambda: isinstance(hand.window.dialogs.current, PasteDialog)
    assert hand.window.dialogs.current.text.toPlainText() == ""  # type: ignore[union-attr]
    yield from hand.closes()
    hand.press(Qt.Key.Key_Right)
    yield stands(hand, "L2")
    hand.press(Qt.Key.Key_E)
    assert has_the_ring(panel.reason) and panel.reason.selectedText() == panel.reason.text() != ""
    panel.reason.insert("公式品ではありません。")
    hand.type("d1")
    assert at(hand) == "L2" and panel.reason.text() == "公式品ではありません。d1", "what is typed there is no key"
    hand.press(Qt.Key.Key_Return)
    assert has_the_ring(items(hand).list.list) and decisions(hand.library) == []
    hand.press(Qt.Key.Key_C, CTRL)
    yield lambda: "出品 L2" in clipboard.text()
    assert "公式品ではありません。d1" in clipboard.text() and "（オリカ）" in clipboard.text()
    panel.language.setCurrentIndex(1)
    hand.press(Qt.Key.Key_C, CTRL)
    yield lambda: "listing L2" in clipboard.text()
    hand.press(Qt.Key.Key_Return)
    yield stands(hand, "L3")
    ((text,),) = stored(hand.library, "SELECT checked FROM events WHERE kind = 'check'")
    assert json.loads(text)["reason"] == "公式品ではありません。d1"
    assert [row["sha256"] != "" for row in json.loads(text)["photos"]] == [True]
    hand.press(Qt.Key.Key_Down)
    hand.press(Qt.Key.Key_C, CTRL)
    yield lambda: "listing L3" in clipboard.text()
    assert "no photo that we can open" in clipboard.text(), "why it cannot be told"


@window_with()
def test_right_after_a_decision_the_reply_is_of_the_listing_that_was_decided_and_the_line_says_so(
    hand: Hand, table: Path
) -> Steps:
    yield from opened(hand, table)
    clipboard = QGuiApplication.clipboard()
    hand.type("d1")
    # At once, when the line may say next that the decision is saved.
    hand.press(Qt.Key.Key_C, CTRL)
    yield lambda: "listing L1" in clipboard.text()
    # And again once the next one is on the screen.
    yield stands(hand, "L2")
    yield lambda: hand.work.session.store_lane.is_idle
    clipboard.clear()
    hand.press(Qt.Key.Key_C, CTRL)
    yield lambda: "listing L1" in clipboard.text() and "Reply for L1 copied: " in said(hand)
    assert "different cards" in clipboard.text() and "Photos: Shape" in clipboard.text()
    # Any other key is about the one on the screen, and so is the reply after it.
    hand.press(Qt.Key.Key_7)
    hand.press(Qt.Key.Key_C, CTRL)
    yield lambda: "L2" in clipboard.text() and "Reply for L2 copied: " in said(hand)


@pytest.mark.long
@window_with()
def test_no_key_decides_about_a_listing_that_the_filter_has_hidden(hand: Hand, table: Path) -> Steps:
    yield from opened(hand, table)
    filters, model = items(hand).list.filters, items(hand).list.model

    def choose(verdict: ListingVerdict | None = None, field: str | None = None) -> None:
        for box, wanted in ((filters.verdict, verdict), (filters.field, field)):
            box.setCurrentIndex(max(0, box.findData(wanted)))
        filters.verdict.activated.emit(0)

    choose(ListingVerdict.ERROR)
    assert model.rowCount() == 1 and at(hand) == "L3"
    choose(field="genuine")
    assert [model.lines(row).name[:2] for row in range(model.rowCount())] == ["L2"]
    choose(ListingVerdict.WRONG_PRINTING)
    assert model.rowCount() == 0 and title(hand) == "" and hand.work.desk.photo is None
    hand.press(Qt.Key.Key_Return)
    hand.type("d1")
    assert items(hand).invitation.title == "No listing matches this filter."
    hand.press(Qt.Key.Key_E)
    assert not has_the_ring(items(hand).panel.reason), "what is written of no listing would be lost"
    choose()
    yield stands(hand, "L1")
    filters.undecided.click()
    hand.press(Qt.Key.Key_Return)
    yield stands(hand, "L2")
    filters.undecided.click()
    filters.undecided.click()
    hand.press(Qt.Key.Key_Z, CTRL)
    yield lambda: at(hand) == "L1" and "undecided again" in said(hand)
    assert [decision[:2] for decision in decisions(hand.library)] == [("L1", "match")]


@pytest.mark.long
def test_nothing_of_the_librarys_photos_can_be_said_there_and_the_sheet_shows_what_keys_mean(
    library: LibraryFolder, table: Path
) -> None:
    def walk(hand: Hand) -> Steps:
        yield hand.looked_up(1)
        yield from opened(hand, table)
        means, off = items(hand).meanings, hand.work.arrangement.queue.off
        saying = {command.id for command in COMMANDS if command.group == "decide" and command.needs}
        assert saying - {"undo", "redo", "retry", "team"} <= means.keys() | off
        for command in COMMANDS:
            assert hand.window.commands[command.id].isEnabled() or command.id not in means
            assert not (hand.window.commands[command.id].isEnabled() and command.id in off)
        hand.type("urkwtm/")
        hand.press(Qt.Key.Key_Delete)
        yield lambda: hand.is_settled
        assert hand.work.arrangement.queue.id == "listings" and labels(library) == []
        hand.press(Qt.Key.Key_Question)
        yield lambda: isinstance(hand.window.dialogs.current, KeysDialog)
        texts = {label.text() for label in hand.window.dialogs.current.findChildren(QLabel)}  # type: ignore[union-attr]
        large = [words for caps, words in hand.dialog(KeysDialog)._daily()]
        assert large[:2] == ["Agree: match", "Something differs"] and len(large) == 8
        assert {"Next undecided listing", "Field: Card", "Something differs", "Open a table of listings"} <= texts
        assert not {"Unreadable", "Not in the catalogue", "Confirm the match", "Add photos"} & texts
        yield from hand.closes()
        # A photo of the library that comes on the desk leaves the queue.
        hand.work.desk.put(hand.work.queue_model.photos[0])
        yield lambda: hand.on_desk == "3.png" and hand.is_settled
        assert hand.work.arrangement.queue.id != "listings" and hand.window.commands[MATCH_KEYS[0]].isEnabled()

    assert play(["--library", library.root, "gui", table.parent / "3.png"], walk) == 0


def test_a_table_opens_behind_the_listing_that_was_decided_last() -> None:
    sold = [SoldListing(number, f"L{number}", f"Storm {number}", (), ()) for number in range(1, 5)]
    listings = [QueuedListing(one, Path("photos"), "table.csv") for one in sold]
    match = ListingDecision(CheckOutcome.MATCH)
    times = {1: "2026-11-28T10:00:00.000Z", 2: "2026-11-27T10:00:00.000Z", 4: "2026-11-26T10:00:00.000Z"}
    found = {
        listings[at - 1].key: KeptDecision(listings[at - 1].key, f"L{at}", match, "aya", time)
        for at, time in times.items()
    }

    def opens(decided: dict[str, KeptDecision]) -> int:
        lane = SimpleNamespace(submit=lambda work, done, **_: done(decided))
        places: list[int] = []
        book = ListingBook(SimpleNamespace(store_lane=lane))  # type: ignore[arg-type]
        book.open(listings, places.append)
        return places[0]

    assert opens({}) == 0
    assert opens(found) == 2, "L3: L2 behind L1, which was the last, is decided"
    assert opens({key: one for key, one in found.items() if one.listing_id == "L4"}) == 0
