"""The page that checks listings, with real keys in a real window: what is decided, what is not, and what is copied."""

from __future__ import annotations

import json
import threading
import warnings
from collections.abc import Callable, Generator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel
from tests.window import Condition, Hand, has_the_ring, photograph, play

from karuta.engine.recognise import Recogniser
from karuta.gui.kit import seen
from karuta.gui.library import pictures
from karuta.gui.shell.help_window import HelpWindow
from karuta.listings.domain.check.listing import ListingVerdict
from karuta.listings.gui.check.check_dialog import CheckDialog
from karuta.paths import LibraryFolder
from karuta.services.labels.open_labels import labels_for_reading
from karuta.services.labels.refusals import rows_with_doubts
from karuta.settings import Settings, write_settings

Steps = Generator[Condition, None, None]
CTRL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier
# As it is in the program; a script that is quicker than a person does without.
IS_RIPE = seen.Seen.is_ripe


@pytest.fixture
def table(tmp_path: Path) -> Path:
    """L1 sells what its photo shows, L2 a proxy of it, L3 has no photo, L4 has two and another title."""
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
    return place


def page(hand: Hand) -> CheckDialog:
    dialog = hand.window.dialogs.current
    assert isinstance(dialog, CheckDialog)
    return dialog


def opened(hand: Hand, table: Path) -> Steps:
    """The page with these listings, all of them checked."""
    hand.press(Qt.Key.Key_K, CTRL)
    yield lambda: isinstance(hand.window.dialogs.current, CheckDialog)
    hand.window.ask.file = lambda title, kinds: table  # type: ignore[method-assign]
    hand.press(Qt.Key.Key_O, CTRL)
    yield lambda: len(page(hand).model.book.looks) == len(page(hand).model.book.listings) > 0


def is_deliberate(dialog: CheckDialog) -> bool:
    takes: Any = dialog.takes
    return bool(takes.__self__._deliberate.is_so)


def closed(hand: Hand) -> Steps:
    hand.press(Qt.Key.Key_Escape)
    yield lambda: hand.window.dialogs.current is None


def at(hand: Hand) -> str:
    place = page(hand).place
    assert place is not None
    return page(hand).model.book.listings[place].listing.listing_id


def stands(hand: Hand, listing_id: str) -> Condition:
    return lambda: at(hand) == listing_id


def decisions(library: LibraryFolder) -> list[tuple[str, str, str | None]]:
    """What is stored, oldest first, undone or not."""
    with labels_for_reading(library) as file:
        rows = file.rows("SELECT listing, checked FROM events WHERE kind = 'check' ORDER BY id")
    said: list[tuple[str, dict[str, Any]]] = [(row[0], json.loads(row[1])) for row in rows]
    return [(listing, one["outcome"], one["field"]) for listing, one in said]


def labels(library: LibraryFolder) -> list[tuple[object, ...]]:
    with labels_for_reading(library) as file:
        return file.rows("SELECT kind, card_id, listing, batch FROM current_labels ORDER BY id")


def in_force(hand: Hand) -> dict[str, str]:
    book = page(hand).model.book
    kept = [(listing.listing.listing_id, book.decisions.get(listing.key)) for listing in book.listings]
    return {name: one.decision.outcome.value for name, one in kept if one is not None}


@pytest.mark.long
def test_the_listings_that_were_opened_last_are_offered_with_what_was_decided(
    library: LibraryFolder, table: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    recognise, asked = Recogniser.recognise, list[str]()

    def noted(recogniser: Recogniser, path: Path, **named: Any) -> Any:
        asked.append(path.name)
        return recognise(recogniser, path, **named)

    monkeypatch.setattr(Recogniser, "recognise", noted)

    def yesterday(hand: Hand) -> Steps:
        yield lambda: hand.is_settled
        hand.press(Qt.Key.Key_K, CTRL)
        yield lambda: isinstance(hand.window.dialogs.current, CheckDialog)
        assert not page(hand).again.isVisible(), "there were none yet"
        yield from closed(hand)
        yield from opened(hand, table)
        hand.press(Qt.Key.Key_Return)
        yield stands(hand, "L2")
        yield from closed(hand)

    def today(hand: Hand) -> Steps:
        yield lambda: hand.is_settled
        hand.press(Qt.Key.Key_K, CTRL)
        yield lambda: isinstance(hand.window.dialogs.current, CheckDialog)
        dialog = page(hand)
        yield lambda: dialog.focusWidget() is dialog.again and dialog.again.isVisible()
        assert dialog.again.text() == "Open monday.csv again"
        dialog.offer("m" * 250 + ".csv")
        assert dialog.again.sizeHint().width() < 683, "half of a small screen"
        hand.press(Qt.Key.Key_Return)
        yield lambda: in_force(hand) == {"L1": "match"}
        assert at(hand) == "L2" and dialog.note.text() == "1 of 4 listings are decided.", "where the hand left off"
        assert not dialog.again.isVisible()
        yield lambda: len(dialog.model.book.looks) == 4
        yield from closed(hand)

    assert play(["--library", library.root, "gui"], yesterday) == 0
    assert sorted(asked) == ["3.png", "3.png", "5.png", "8.png", "gone.png"]
    asked.clear()
    assert play(["--library", library.root, "gui"], today) == 0
    assert asked == ["gone.png"], "nothing else is looked up again"


def test_listings_are_decided_by_keys_alone_undone_and_redone(library: LibraryFolder, table: Path) -> None:
    def walk(hand: Hand) -> Steps:
        yield lambda: hand.is_settled
        yield from opened(hand, table)
        dialog = page(hand)
        assert at(hand) == "L1" and dialog.head.text() == "Match"
        assert dialog.chips.words[0] == ("Shape 3", "Card") and ("SHP-EN003", "Set code") in dialog.chips.words
        assert "Match" in dialog.agree.text() or "match" in dialog.agree.text()
        hand.press(Qt.Key.Key_Return)
        yield stands(hand, "L2")
        assert dialog.head.text() == "Possibly not genuine" and dialog.table.currentItem().text(1) == "Genuine"
        hand.press(Qt.Key.Key_Return)
        yield stands(hand, "L3")
        assert dialog.head.text() == "Could not be read"
        hand.press(Qt.Key.Key_J)
        assert at(hand) == "L4" and "The same photo is used in L1." in dialog.said.text()
        hand.press(Qt.Key.Key_D)
        assert "6 Count" in dialog.note.text() and decisions(library)[2:] == [], "which field is asked first"
        hand.press(Qt.Key.Key_6)
        yield stands(hand, "L3")
        hand.type("2d")
        yield lambda: len(in_force(hand)) == 4
        assert decisions(library) == [
            ("L1", "match", None),
            ("L2", "differs", "genuine"),
            ("L4", "differs", "count"),
            ("L3", "differs", "printing"),
        ]
        yield lambda: dialog.figures.text() == "Today: 4 checked · 3 differing · 6 min saved"
        hand.press(Qt.Key.Key_Z, CTRL)
        yield lambda: "L3" not in in_force(hand)
        hand.press(Qt.Key.Key_Z, CTRL)
        yield lambda: "L4" not in in_force(hand)
        assert at(hand) == "L4"
        hand.press(Qt.Key.Key_Z, CTRL | SHIFT)
        yield lambda: "L4" in in_force(hand)
        yield lambda: dialog.figures.text().startswith("Today: 3 checked")
        assert labels(library) == [], "an agent's decision about a listing is no label"
        hand.press(Qt.Key.Key_Escape)
        yield lambda: hand.window.dialogs.current is None
        assert not hand.window.commands["undo"].isEnabled(), "the desk has nothing to undo"

    def again(hand: Hand) -> Steps:
        """What was decided is known the next day."""
        yield lambda: hand.is_settled
        yield from opened(hand, table)
        yield lambda: in_force(hand) == {"L1": "match", "L2": "differs", "L4": "differs"}
        page(hand).filters.undecided.click()
        yield lambda: at(hand) == "L3" and page(hand).model.rowCount() == 1
        yield from closed(hand)

    write_settings(table.parent / "settings.json", Settings(language="en", annotator="aya"))
    assert play(["--library", library.root, "gui"], walk) == 0
    assert play(["--library", library.root, "gui"], again) == 0


@pytest.mark.long
def test_enter_presses_what_opens_listings_where_that_has_the_ring(library: LibraryFolder, table: Path) -> None:
    def script(hand: Hand) -> Steps:
        yield lambda: hand.is_settled
        hand.press(Qt.Key.Key_K, CTRL)
        yield lambda: isinstance(hand.window.dialogs.current, CheckDialog)
        hand.window.ask.file = lambda title, kinds: table  # type: ignore[method-assign]
        assert has_the_ring(page(hand).open_table)
        hand.press(Qt.Key.Key_Return)
        yield lambda: len(page(hand).model.book.looks) == len(page(hand).model.book.listings) > 0
        yield from closed(hand)

    assert play(["--library", library.root, "gui"], script) == 0


@pytest.mark.long
def test_the_price_stands_beside_the_sales_that_are_comparable_each_a_row_to_open(
    library: LibraryFolder, table: Path
) -> None:
    rows = [f"Shape 3,{price},USD,2026-{month:02}-05,L2" for month, price in enumerate((9, 10, 11, 12, 13, 200), 1)]
    library.sales_csv.write_text("\n".join(["title,price,currency,date,listing_id", *rows, ""]), encoding="utf-8")
    table.write_text(
        "listing_id,title,photos,price,currency\nL1,Shape 3,3.png,1.50,USD\nL2,Shape 5,5.png,,\n", encoding="utf-8"
    )

    def script(hand: Hand) -> Steps:
        yield lambda: hand.is_settled
        yield from opened(hand, table)
        dialog = page(hand)
        yield lambda: dialog.tabs.tabText(1) == "Price: far below (P)"
        hand.press(Qt.Key.Key_P)
        assert dialog.sides.currentWidget() is dialog.prices
        said = dialog.prices.said.text()
        assert "The listing asks 1.50 USD. The price is far below the others." in said
        assert "Half of 5 sales lie at 10 to 12 USD" in said
        assert "Set aside as far above the others: 1" in said
        yield lambda: dialog.prices.plot is not None and dialog.prices.plot.isVisible()
        assert dialog.prices.sales.topLevelItemCount() == 6
        assert dialog.prices.sales.topLevelItem(0).text(1) == "200 USD (set aside)"
        dialog.prices.sales.setCurrentItem(dialog.prices.sales.topLevelItem(2))
        assert dialog.prices.opened.text() == "Shape 3"
        dialog.prices.sales.setFocus()
        hand.press(Qt.Key.Key_Return)
        yield stands(hand, "L2")
        assert dialog.sides.currentWidget() is dialog.evidence, "the next listing begins with its card"
        yield lambda: dialog.tabs.tabText(1) == "Prices (P)"
        assert decisions(library) == [], "opening a sale decides nothing"
        out = table.parent / "sheet.html"
        hand.window.ask.new_file = lambda *_: out  # type: ignore[method-assign]
        hand.press(Qt.Key.Key_K)
        yield stands(hand, "L1")
        yield lambda: dialog.tabs.tabText(1) == "Price: far below (P)"
        hand.press(Qt.Key.Key_S)
        yield out.exists
        sheet = out.read_text(encoding="utf-8")
        assert "<svg" in sheet and "far below the others" in sheet and "200 USD (set aside)" in sheet
        # The sales are other sellers', and the sheet goes to one of them.
        assert "line 2" in sheet and "<td>Shape 3</td>" not in sheet.partition("<h2>Price</h2>")[2]
        yield from closed(hand)

    write_settings(table.parent / "settings.json", Settings(language="en", annotator="aya"))
    assert play(["--library", library.root, "gui"], script) == 0


@pytest.mark.long
def test_no_key_decides_about_what_is_still_being_checked(library: LibraryFolder, table: Path) -> None:
    may_go_on = threading.Event()

    def walk(hand: Hand) -> Steps:
        yield lambda: hand.is_settled
        hand.press(Qt.Key.Key_K, CTRL)
        yield lambda: isinstance(hand.window.dialogs.current, CheckDialog)
        hand.work.session.engine_lane.submit(lambda opened, token: may_go_on.wait(600))
        hand.window.ask.file = lambda title, kinds: table  # type: ignore[method-assign]
        hand.press(Qt.Key.Key_O, CTRL)
        yield lambda: bool(page(hand).model.book.listings)
        dialog = page(hand)
        assert dialog.head.text() == "Checking…" and not dialog.agree.isEnabled()
        for key in (Qt.Key.Key_Return, Qt.Key.Key_D, Qt.Key.Key_L):
            dialog.say("")
            hand.press(key)
            assert "still being checked" in dialog.note.text()
        hand.press(Qt.Key.Key_6)
        may_go_on.set()
        yield lambda: len(dialog.model.book.looks) == 4
        assert at(hand) == "L1" and decisions(library) == []
        yield from closed(hand)

    write_settings(table.parent / "settings.json", Settings(language="en"))
    try:
        assert play(["--library", library.root, "gui"], walk) == 0
    finally:
        may_go_on.set()


@pytest.mark.long
def test_a_key_right_after_another_listing_came_decides_nothing(
    library: LibraryFolder, table: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def walk(hand: Hand) -> Steps:
        yield lambda: hand.is_settled
        yield from opened(hand, table)
        dialog = page(hand)
        monkeypatch.setattr(seen.Seen, "is_ripe", IS_RIPE)
        monkeypatch.setattr(seen, "RIPE_SECONDS", 3600.0)
        hand.press(Qt.Key.Key_J)
        yield lambda: at(hand) == "L2"
        hand.press(Qt.Key.Key_Return)
        hand.press(Qt.Key.Key_D)
        assert "Too quick" in dialog.note.text()
        # It counts once it has been on the screen for long enough.
        monkeypatch.setattr(seen, "RIPE_SECONDS", 0.0)
        yield lambda: decisions(library) == [] and is_deliberate(dialog)
        hand.press(Qt.Key.Key_Return)
        yield stands(hand, "L3")
        assert decisions(library) == [("L2", "differs", "genuine")]
        yield from closed(hand)

    write_settings(table.parent / "settings.json", Settings(language="en"))
    assert play(["--library", library.root, "gui"], walk) == 0


def test_a_key_decides_nothing_until_photo_and_crop_are_on_the_screen(
    library: LibraryFolder, table: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The title alone is painted at once; the pictures come from a lane."""
    may_come = threading.Event()
    cut, loaded = pictures.flat_sighting, pictures._small_image

    def late(made: Callable[..., Any]) -> Callable[..., Any]:
        def wait(*arguments: Any) -> Any:
            may_come.wait(600)
            return made(*arguments)

        return wait

    def walk(hand: Hand) -> Steps:
        yield lambda: hand.is_settled
        yield from opened(hand, table)
        dialog = page(hand)
        monkeypatch.setattr(pictures, "flat_sighting", late(cut))
        monkeypatch.setattr(pictures, "_small_image", late(loaded))
        monkeypatch.setattr(seen.Seen, "is_ripe", IS_RIPE)
        monkeypatch.setattr(seen, "RIPE_SECONDS", 0.0)
        hand.press(Qt.Key.Key_J)
        yield lambda: at(hand) == "L2" and dialog.evidence.crop.is_on_its_way
        QTest.qWait(50)
        hand.press(Qt.Key.Key_Return)
        assert "Too quick" in dialog.note.text()
        may_come.set()
        yield lambda: is_deliberate(dialog)
        assert dialog.evidence.crop.pixmap is not None and dialog.evidence.face.pixmap is not None
        hand.press(Qt.Key.Key_Return)
        yield stands(hand, "L3")
        assert decisions(library) == [("L2", "differs", "genuine")]
        yield from closed(hand)

    write_settings(table.parent / "settings.json", Settings(language="en"))
    try:
        assert play(["--library", library.root, "gui"], walk) == 0
    finally:
        may_come.set()


def test_a_label_is_stored_only_where_the_agent_said_which_card_it_is(library: LibraryFolder, table: Path) -> None:
    def walk(hand: Hand) -> Steps:
        yield lambda: hand.is_settled
        yield from opened(hand, table)
        hand.press(Qt.Key.Key_L)
        assert "Shape 3" in page(hand).note.text()
        hand.press(Qt.Key.Key_Return)
        yield stands(hand, "L2")
        assert labels(library) == [("confirm", "3", "L1", "monday.csv")]
        hand.press(Qt.Key.Key_L)
        hand.press(Qt.Key.Key_L)
        assert page(hand).note.text() == "", "once more takes it back"
        hand.press(Qt.Key.Key_Return)
        yield stands(hand, "L3")
        assert len(decisions(library)) == 2 and len(labels(library)) == 1
        hand.press(Qt.Key.Key_Z, CTRL)
        yield lambda: "L2" not in in_force(hand)
        hand.press(Qt.Key.Key_Z, CTRL)
        yield lambda: labels(library) == [] and in_force(hand) == {}
        hand.press(Qt.Key.Key_Escape)
        yield lambda: hand.window.dialogs.current is None
        # Its photo has come into the list, and nothing has gone wrong on the way.
        yield hand.looked_up(1)
        assert hand.window.desk_panel.bugs.isHidden()

    write_settings(table.parent / "settings.json", Settings(language="en"))
    assert play(["--library", library.root, "gui"], walk) == 0


def test_a_label_of_another_match_is_named_largest_with_what_stands_against_it_and_is_said_when_saved(
    library: LibraryFolder, table: Path
) -> None:
    def walk(hand: Hand) -> Steps:
        yield lambda: hand.is_settled
        yield from opened(hand, table)
        dialog = page(hand)
        assert dialog.head.text() == "Match"
        hand.press(Qt.Key.Key_M)
        match = dialog.evidence.match
        assert match is not None and match.card.card_id != "3"
        hand.press(Qt.Key.Key_L)
        evidence = dialog.evidence
        assert evidence.name.text() == f"Label: {match.name}"
        largest = evidence.name.font().pointSizeF()
        others = [label for label in dialog.findChildren(QLabel) if label.isVisible() and label is not evidence.name]
        assert all(label.font().pointSizeF() < largest for label in others)
        assert evidence.against.isVisible()
        likelier, sells = evidence.against.text().splitlines()
        assert likelier == "Against the evidence: Shape 3 is far likelier."
        assert sells == "The title sells Shape 3, and Enter stores a match."
        hand.press(Qt.Key.Key_Return)
        yield stands(hand, "L2")
        saved = f"Saved: L1 · decided: match · labelled {match.name} · although Shape 3 is far likelier. Undo: Ctrl+Z"
        assert dialog.note.text() == saved
        assert not evidence.against.isVisible() and evidence.name.font().pointSizeF() < largest
        assert "against the evidence" in str(dialog.model.index(0).data())
        assert labels(library) == [("confirm", match.card.card_id, "L1", "monday.csv")]
        with labels_for_reading(library) as file:
            photos = [row[0] for row in file.rows("SELECT photo_sha256 FROM current_labels")]
            assert [row.is_doubted for row in rows_with_doubts(file, photos, {})] == [True]
        hand.press(Qt.Key.Key_Z, CTRL)
        yield lambda: labels(library) == [] and in_force(hand) == {}
        assert "against the evidence" not in str(dialog.model.index(0).data())
        hand.press(Qt.Key.Key_Return)
        yield lambda: dialog.note.text() == "Saved: L1 · decided: match. Undo: Ctrl+Z"
        yield from closed(hand)

    write_settings(table.parent / "settings.json", Settings(language="en"))
    assert play(["--library", library.root, "gui"], walk) == 0


@pytest.mark.long
def test_a_reply_is_copied_in_the_titles_language_with_the_agents_own_words(
    library: LibraryFolder, table: Path
) -> None:
    def walk(hand: Hand) -> Steps:
        yield lambda: hand.is_settled
        yield from opened(hand, table)
        dialog, clipboard = page(hand), QGuiApplication.clipboard()
        hand.press(Qt.Key.Key_Period)
        yield lambda: "listing L1" in clipboard.text()
        assert "shows" not in clipboard.text() and "Its photos show the card" in clipboard.text()
        # What was copied here is no listing that somebody wants to have checked.
        dialog.open_paste.click()
        assert dialog.pages.currentWidget() is dialog.paste and dialog.paste.text.toPlainText() == ""
        hand.press(Qt.Key.Key_Escape)
        assert dialog.pages.currentWidget() is dialog.work
        hand.press(Qt.Key.Key_J)
        hand.press(Qt.Key.Key_E)
        assert has_the_ring(dialog.reason)
        dialog.reason.selectAll()
        dialog.reason.insert("公式品ではありません。")
        hand.type("d1")
        assert at(hand) == "L2" and dialog.reason.text().endswith("d1"), "what is typed there is no key"
        hand.press(Qt.Key.Key_Return)
        assert has_the_ring(dialog.list) and decisions(library) == []
        hand.press(Qt.Key.Key_Period)
        yield lambda: "出品 L2" in clipboard.text()
        assert "公式品ではありません。d1" in clipboard.text() and "（オリカ）" in clipboard.text()
        dialog.language.setCurrentIndex(1)
        hand.press(Qt.Key.Key_Period)
        yield lambda: "listing L2" in clipboard.text()
        hand.press(Qt.Key.Key_Return)
        yield stands(hand, "L3")
        with labels_for_reading(library) as file:
            ((text,),) = file.rows("SELECT checked FROM events WHERE kind = 'check'")
        assert json.loads(text)["reason"] == "公式品ではありません。d1"
        assert [row["sha256"] != "" for row in json.loads(text)["photos"]] == [True]
        yield from closed(hand)

    write_settings(table.parent / "settings.json", Settings(language="en"))
    assert play(["--library", library.root, "gui"], walk) == 0


def test_right_after_a_decision_the_reply_is_of_the_listing_that_was_decided_and_the_line_says_so(
    library: LibraryFolder, table: Path
) -> None:
    def walk(hand: Hand) -> Steps:
        yield lambda: hand.is_settled
        yield from opened(hand, table)
        dialog, clipboard = page(hand), QGuiApplication.clipboard()
        hand.press(Qt.Key.Key_D)
        hand.press(Qt.Key.Key_1)
        # At once, when the line may say next that the decision is saved.
        hand.press(Qt.Key.Key_Period)
        yield lambda: "listing L1" in clipboard.text()
        # And again once the next one is on the screen.
        yield stands(hand, "L2")
        yield lambda: hand.work.session.store_lane.is_idle
        clipboard.clear()
        hand.press(Qt.Key.Key_Period)
        yield lambda: "listing L1" in clipboard.text() and "Reply for L1 copied: " in dialog.note.text()
        assert "different cards" in clipboard.text()
        # Any other key is about the one on the screen, and so is the reply after it.
        hand.press(Qt.Key.Key_M)
        hand.press(Qt.Key.Key_Period)
        yield lambda: "L2" in clipboard.text() and "Reply for L2 copied: " in dialog.note.text()
        yield from closed(hand)

    write_settings(table.parent / "settings.json", Settings(language="en"))
    assert play(["--library", library.root, "gui"], walk) == 0


@pytest.mark.long
def test_the_evidence_is_saved_as_html_and_as_pdf(library: LibraryFolder, table: Path, tmp_path: Path) -> None:
    places = [tmp_path / "L1.html", tmp_path / "L1.pdf"]

    def walk(hand: Hand) -> Steps:
        yield lambda: hand.is_settled
        yield from opened(hand, table)
        for place in places:
            hand.window.ask.new_file = lambda title, suggested, kinds, place=place: place  # type: ignore[method-assign]
            hand.press(Qt.Key.Key_S)
            yield lambda place=place: place.name in page(hand).note.text()
        yield from closed(hand)

    write_settings(table.parent / "settings.json", Settings(language="ja", annotator="aya"))
    assert play(["--library", library.root, "gui"], walk) == 0
    page_text = places[0].read_text(encoding="utf-8")
    assert "確認シート：L1" in page_text and "aya" in page_text and "1. Shape 3" in page_text
    data = places[1].read_bytes()
    assert data.startswith(b"%PDF") and data.count(b"/Subtype /Image") >= 3, "photo, crop and artworks are in it"


@pytest.mark.long
def test_a_listing_is_pasted_its_photos_are_dropped_and_it_is_checked(library: LibraryFolder, tmp_path: Path) -> None:
    photo = photograph(tmp_path / "p.png", 4)

    def walk(hand: Hand) -> Steps:
        yield lambda: hand.is_settled
        hand.press(Qt.Key.Key_K, CTRL)
        yield lambda: isinstance(hand.window.dialogs.current, CheckDialog)
        dialog = page(hand)
        data = QMimeData()
        data.setUrls([QUrl.fromLocalFile(str(photo))])
        none, left = Qt.KeyboardModifier.NoModifier, Qt.MouseButton.LeftButton
        copy = Qt.DropAction.CopyAction
        with warnings.catch_warnings():
            # Qt 6.12 wants a QPointF here, which 6.11 (Python 3.11) does not take.
            warnings.simplefilter("ignore", DeprecationWarning)
            entered = QDragEnterEvent(QPoint(300, 300), copy, data, left, none)
        QApplication.sendEvent(dialog, entered)
        assert entered.isAccepted()
        QApplication.sendEvent(dialog, QDropEvent(QPointF(300, 300), copy, data, left, none))
        assert dialog.paste.names.text() == "p.png" and not dialog.paste.check.isEnabled()
        QTest.keyClicks(dialog.paste.text, "Shape 4 d6j.")
        QTest.keyClick(dialog.paste.text, Qt.Key.Key_Return)
        QTest.keyClicks(dialog.paste.text, "as new")
        dialog.paste.check.click()
        yield lambda: dialog.head.text() == "Match"
        assert at(hand) == "#1" and dialog.model.book.listings[0].listing.description == "as new"
        hand.press(Qt.Key.Key_Return)
        yield lambda: "Every listing" in dialog.note.text()
        assert decisions(library) == [("#1", "match", None)]
        yield from closed(hand)

    write_settings(tmp_path / "settings.json", Settings(language="en"))
    assert play(["--library", library.root, "gui"], walk) == 0


@pytest.mark.long
def test_the_list_is_filtered_by_verdict_and_field_and_help_opens_over_the_page(
    library: LibraryFolder, table: Path
) -> None:
    def walk(hand: Hand) -> Steps:
        yield lambda: hand.is_settled
        yield from opened(hand, table)
        dialog = page(hand)
        verdict, field = dialog.filters.verdict, dialog.filters.field
        verdict.setCurrentIndex(verdict.findData(ListingVerdict.ERROR.value))
        verdict.activated.emit(verdict.currentIndex())
        assert dialog.model.rowCount() == 1 and at(hand) == "L3"
        verdict.setCurrentIndex(0)
        field.setCurrentIndex(field.findData("genuine"))
        field.activated.emit(field.currentIndex())
        assert [dialog.model.name(place)[:2] for place in dialog.model.places] == ["L2"]
        hand.press(Qt.Key.Key_F1)
        found = [
            widget for widget in QApplication.topLevelWidgets() if isinstance(widget, HelpWindow) and widget.isVisible()
        ]
        assert len(found) == 1 and "listings" in found[0].list.currentItem().text().lower()
        found[0].close()
        yield lambda: not any(isinstance(widget, HelpWindow) for widget in QApplication.topLevelWidgets())
        yield from closed(hand)

    write_settings(table.parent / "settings.json", Settings(language="en"))
    assert play(["--library", library.root, "gui"], walk) == 0


@pytest.mark.long
def test_what_is_taken_back_of_another_list_is_named_and_asked_about_first(
    library: LibraryFolder, table: Path, tmp_path: Path
) -> None:
    other = tmp_path / "tuesday.csv"
    other.write_text("listing_id,title,description,photos\nT1,Shape 3,,3.png\n", encoding="utf-8")

    def walk(hand: Hand) -> Steps:
        yield lambda: hand.is_settled
        yield from opened(hand, table)
        hand.press(Qt.Key.Key_Return)
        yield stands(hand, "L2")
        dialog = page(hand)
        hand.window.ask.file = lambda title, kinds: other  # type: ignore[method-assign]
        hand.press(Qt.Key.Key_O, CTRL)
        yield lambda: at(hand) == "T1" and len(dialog.model.book.looks) == 1
        hand.press(Qt.Key.Key_Z, CTRL)
        yield lambda: "once more" in dialog.note.text()
        assert "“L1 · Shape 3 SHP-EN003 NM 1st Edition” (monday.csv)" in dialog.note.text()
        assert "decided: match" in dialog.note.text() and undone(library) == 0
        hand.press(Qt.Key.Key_Z, CTRL)
        yield lambda: undone(library) == 1 and "undecided again" in dialog.note.text()
        hand.press(Qt.Key.Key_Z, CTRL | SHIFT)
        yield lambda: "brings it back" in dialog.note.text()
        assert undone(library) == 1
        yield from closed(hand)

    write_settings(table.parent / "settings.json", Settings(language="en"))
    assert play(["--library", library.root, "gui"], walk) == 0


def undone(library: LibraryFolder) -> int:
    with labels_for_reading(library) as file:
        ((count,),) = file.rows("SELECT count(*) FROM events WHERE kind = 'undo'")
    return int(count)


@pytest.mark.long
def test_no_key_decides_about_a_listing_that_the_filter_has_hidden(library: LibraryFolder, table: Path) -> None:
    def walk(hand: Hand) -> Steps:
        yield lambda: hand.is_settled
        yield from opened(hand, table)
        dialog = page(hand)
        verdict = dialog.filters.verdict
        verdict.setCurrentIndex(verdict.findData(ListingVerdict.WRONG_PRINTING.value))
        verdict.activated.emit(verdict.currentIndex())
        assert dialog.model.rowCount() == 0 and dialog.head.text() == "" and not dialog.agree.isEnabled()
        hand.press(Qt.Key.Key_Return)
        hand.type("d1")
        assert "No listing matches" in dialog.note.text()
        hand.press(Qt.Key.Key_E)
        assert not has_the_ring(dialog.reason), "what is written of no listing would be lost"
        verdict.setCurrentIndex(0)
        verdict.activated.emit(0)
        assert at(hand) == "L1" and dialog.head.text() == "Match"
        dialog.filters.undecided.click()
        hand.press(Qt.Key.Key_Return)
        yield stands(hand, "L2")
        dialog.filters.undecided.click()
        dialog.filters.undecided.click()
        hand.press(Qt.Key.Key_Z, CTRL)
        yield lambda: at(hand) == "L1" and "undecided again" in dialog.note.text()
        assert [decision[:2] for decision in decisions(library)] == [("L1", "match")]
        yield from closed(hand)

    write_settings(table.parent / "settings.json", Settings(language="en"))
    assert play(["--library", library.root, "gui"], walk) == 0


@pytest.mark.long
def test_a_reason_that_is_stored_never_says_otherwise_than_the_decision(library: LibraryFolder, table: Path) -> None:
    def walk(hand: Hand) -> Steps:
        yield lambda: hand.is_settled
        yield from opened(hand, table)
        dialog = page(hand)
        assert dialog.reason.text() == "The title names Shape 3, and the photos show it."
        hand.press(Qt.Key.Key_1)
        assert dialog.reason.text() == "", "that it differs would not be for that reason"
        hand.press(Qt.Key.Key_D)
        yield stands(hand, "L2")
        assert dialog.reason.text().startswith("The title says")
        hand.type("d0")
        yield stands(hand, "L3")
        assert "gone.png" in dialog.reason.text() and str(table.parent) not in dialog.reason.text()
        assert dialog.evidence.name.text() == "No photo could be read."
        hand.press(Qt.Key.Key_Return)
        yield stands(hand, "L4")
        with labels_for_reading(library) as file:
            rows = file.rows("SELECT checked FROM events WHERE kind = 'check' ORDER BY id")
        stored = [json.loads(text) for (text,) in rows]
        assert [decision["reason"] for decision in stored] == [
            "",
            "The title names Shape 5, and the photos show it.",
            stored[2]["reason"],
        ]
        assert stored[2]["reason"] == "There is no file gone.png."
        assert all(str(table.parent) not in text for (text,) in rows), "no folder of this computer is kept"
        yield from closed(hand)

    write_settings(table.parent / "settings.json", Settings(language="en"))
    assert play(["--library", library.root, "gui"], walk) == 0


@pytest.mark.long
def test_the_line_at_the_bottom_no_longer_says_what_is_over_and_a_named_card_stays_seen(
    library: LibraryFolder, table: Path
) -> None:
    may_go_on = threading.Event()

    def walk(hand: Hand) -> Steps:
        yield lambda: hand.is_settled
        hand.press(Qt.Key.Key_K, CTRL)
        yield lambda: isinstance(hand.window.dialogs.current, CheckDialog)
        hand.work.session.engine_lane.submit(lambda opened, token: may_go_on.wait(600))
        hand.window.ask.file = lambda title, kinds: table  # type: ignore[method-assign]
        hand.press(Qt.Key.Key_O, CTRL)
        yield lambda: bool(page(hand).model.book.listings)
        dialog = page(hand)
        hand.press(Qt.Key.Key_Return)
        assert "still being checked" in dialog.note.text()
        may_go_on.set()
        yield lambda: len(dialog.model.book.looks) == 4
        assert dialog.note.text() == ""
        hand.press(Qt.Key.Key_L)
        hand.press(Qt.Key.Key_Period)
        yield lambda: "Reply for L1 copied" in dialog.note.text()
        assert dialog.name_it.isChecked(), "what L said is seen, whatever is said since"
        hand.press(Qt.Key.Key_J)
        assert not dialog.name_it.isChecked()
        yield from closed(hand)

    write_settings(table.parent / "settings.json", Settings(language="en"))
    try:
        assert play(["--library", library.root, "gui"], walk) == 0
    finally:
        may_go_on.set()


@pytest.mark.long
def test_a_photo_that_is_dropped_on_the_text_is_a_photo_and_no_text(library: LibraryFolder, tmp_path: Path) -> None:
    photo = photograph(tmp_path / "p.png", 4)

    def walk(hand: Hand) -> Steps:
        yield lambda: hand.is_settled
        hand.press(Qt.Key.Key_K, CTRL)
        yield lambda: isinstance(hand.window.dialogs.current, CheckDialog)
        QGuiApplication.clipboard().clear()
        dialog, data = page(hand), QMimeData()
        dialog.open_paste.click()
        data.setUrls([QUrl.fromLocalFile(str(photo))])
        data.setText(photo.as_uri())
        copy, left = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton
        QTest.keyClicks(dialog.paste.text, "Shape 4")
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", DeprecationWarning)
            entered = QDragEnterEvent(QPoint(9, 9), copy, data, left, Qt.KeyboardModifier.NoModifier)
        viewport = dialog.paste.text.viewport()
        QApplication.sendEvent(viewport, entered)
        QApplication.sendEvent(viewport, QDropEvent(QPointF(9, 9), copy, data, left, Qt.KeyboardModifier.NoModifier))
        assert dialog.paste.text.toPlainText() == "Shape 4" and dialog.paste.names.text() == "p.png"
        hand.press(Qt.Key.Key_Escape)
        yield from closed(hand)

    write_settings(tmp_path / "settings.json", Settings(language="en"))
    assert play(["--library", library.root, "gui"], walk) == 0


@pytest.mark.long
def test_a_reply_says_why_it_cannot_be_told(library: LibraryFolder, table: Path) -> None:
    def walk(hand: Hand) -> Steps:
        yield lambda: hand.is_settled
        yield from opened(hand, table)
        clipboard = QGuiApplication.clipboard()
        hand.type("jj")
        hand.press(Qt.Key.Key_Period)
        yield lambda: "listing L3" in clipboard.text()
        assert "no photo that we can open" in clipboard.text()
        yield from closed(hand)

    write_settings(table.parent / "settings.json", Settings(language="en"))
    assert play(["--library", library.root, "gui"], walk) == 0


@pytest.mark.long
def test_the_whole_reason_of_a_chosen_field_is_said_below_the_fields(library: LibraryFolder, table: Path) -> None:
    def walk(hand: Hand) -> Steps:
        yield lambda: hand.is_settled
        yield from opened(hand, table)
        dialog = page(hand)
        assert dialog.why.text() == "", "the gravest field's reason stands above"
        hand.press(Qt.Key.Key_3)
        assert dialog.why.text() == "No edition could be read in the photos."
        hand.press(Qt.Key.Key_J)
        yield lambda: at(hand) == "L2" and dialog.why.text() == ""
        yield from closed(hand)

    write_settings(table.parent / "settings.json", Settings(language="en"))
    assert play(["--library", library.root, "gui"], walk) == 0


@pytest.mark.long
def test_chips_for_which_there_is_no_room_are_counted(library: LibraryFolder, table: Path) -> None:
    def walk(hand: Hand) -> Steps:
        yield lambda: hand.is_settled
        yield from opened(hand, table)
        chips = page(hand).chips
        count = len(chips.words)
        assert count > 3 and chips.left == ""
        chips.resize(90, chips.height())
        assert 1 <= len(chips.words) <= 3 and chips.left == f"+{count - len(chips.words)}"
        tips = {chips.tip_at(QPoint(x, y)) for y in range(0, chips.height(), 4) for x in range(0, 90, 4)}
        assert "1st Edition · Edition" in tips, "pointed at, it says what they are"
        yield from closed(hand)

    write_settings(table.parent / "settings.json", Settings(language="en"))
    assert play(["--library", library.root, "gui"], walk) == 0
