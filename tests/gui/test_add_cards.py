"""Adding cards in the window: what a source is said to hold, a table's columns, a drop, progress in words, Stop."""

from __future__ import annotations

from pathlib import Path
from typing import NoReturn

import pytest
from PySide6.QtCore import Qt
from tests.packs import card, small_pack, write_pack
from tests.sources import cdb_row, write_cdb, write_pictures
from tests.window import Hand, Steps, walked, window_with

from karuta.domain.cancel import CancelToken
from karuta.domain.card import CardKey
from karuta.gui.features.add_cards import add_cards_dialog
from karuta.gui.features.add_cards.add_cards_dialog import AddCardsDialog
from karuta.paths import LibraryFolder
from karuta.services.catalogue.sources.list_map import recall
from karuta.store.cards import Catalogue


def assign(dialog: AddCardsDialog, column: int, field: str) -> None:
    """As a person does in the open list."""
    choice = dialog.columns.cellWidget(0, column)
    choice.setCurrentIndex(choice.findData(field))
    choice.activated.emit(choice.currentIndex())


def cards_of(library: LibraryFolder) -> dict[CardKey, str]:
    with Catalogue.open_reading(library.catalogue_db) as catalogue:
        return {key: catalogue.card(key).name for key in catalogue.card_hashes()}


@pytest.mark.long
def test_a_drop_says_what_it_is_and_is_added(empty_library: LibraryFolder, tmp_path: Path) -> None:
    game = tmp_path / "EDOPro"
    write_cdb(game / "cards.cdb", [cdb_row(1, "One"), cdb_row(2, "Two"), cdb_row(3, " "), cdb_row(4, "四")])
    write_pictures(game / "pics", ["1", "99"])

    def walk(hand: Hand) -> Steps:
        dialog = hand.opens("add-catalogue", AddCardsDialog)
        assert not dialog.add.isEnabled()
        yield lambda: hand.work.catalogue_status.has_cards is False
        hand.drop(game, on=dialog)
        yield dialog.add.isEnabled
        assert dialog.rehearsal.model.rowCount() == 0 and not dialog.rehearsal.words.text(), "nothing can change"
        assert dialog.contents.text() == "YGOPro: 3 cards, 1 picture"
        assert dialog.remarks.text().splitlines() == [
            "1 card has no picture: it is known in photos by its name alone",
            "1 card has neither a picture nor a name in Latin letters: no photo shows which it is until it has a label",
            "1 picture belongs to none of the cards",
            "1 row cannot be used, such as cards.cdb row 3: card 3 has no name",
        ]
        dialog.add.click()
        yield lambda: hand.work.tasks.is_idle and hand.work.catalogue_status.has_cards

    walked(empty_library, walk)
    assert cards_of(empty_library)[CardKey("yugioh", "00000001")] == "One"


@window_with(before=True)
def test_cards_dropped_on_the_window_are_rehearsed_in_the_dialog_before_anything_is_added(hand: Hand) -> Steps:
    # Card 3's picture under another card, and a card without a picture.
    pack = write_pack(
        hand.folder / "more",
        [card("900", "The new one"), card("901", "No picture", printings=[{"set_code": "MOR-EN001"}])],
        drawn={"900": 3},
    )
    before = hand.library.catalogue_db.read_bytes()
    yield
    hand.drop(pack)
    yield lambda: hand.window.dialogs.current is not None
    dialog = hand.dialog(AddCardsDialog)
    assert not dialog.add.isEnabled() and not dialog.rehearsal.isVisible()
    yield dialog.rehearsal.isVisible
    assert dialog.add.isEnabled() and not dialog.bar.isVisible()
    assert (dialog.width(), dialog.height()) >= (add_cards_dialog._WIDE, add_cards_dialog._HIGH)
    words = dialog.rehearsal.words.text()
    assert "Cards: 2 new, 0 changed, 0 the same" in words
    assert "13 of 14 cards would have a picture" in words and "Without one, by set: MOR 1" in words
    [text] = [dialog.rehearsal.model.data(dialog.rehearsal.model.index(0), Qt.ItemDataRole.DisplayRole)]
    assert text.startswith("New: 0900.png of card 900") and text.endswith("Alike: 100 %")
    assert hand.work.queue_model.rowCount() == 0, "no photo came in"
    assert hand.library.catalogue_db.read_bytes() == before
    assert dialog.focusWidget() is dialog.add, "Enter adds, and chooses no other source"
    hand.press(Qt.Key.Key_Return)
    yield lambda: hand.work.tasks.is_idle and hand.library.catalogue_db.read_bytes() != before
    yield hand.ended
    assert cards_of(hand.library)[CardKey("ohajiki", "900")] == "The new one"


@pytest.mark.long
@window_with(before=True)
def test_whoever_skips_the_rehearsal_may_add_at_once(hand: Hand, monkeypatch: pytest.MonkeyPatch) -> Steps:
    pack = small_pack(hand.folder / "shapes", count=3)

    def never_ends(source: Path, *, cancel: CancelToken, **more: object) -> NoReturn:
        while True:
            cancel.check()

    monkeypatch.setattr(add_cards_dialog, "rehearse_folder", never_ends)
    yield
    hand.drop(pack)
    yield lambda: hand.window.dialogs.current is not None
    dialog = hand.dialog(AddCardsDialog)
    yield dialog.skip.isVisible
    assert not dialog.add.isEnabled()
    dialog.skip.click()
    yield dialog.add.isEnabled
    assert not dialog.skip.isVisible() and not dialog.rehearsal.isVisible()
    # A dialog that is closed ends its rehearsal, and the lane is free again.
    dialog.take(pack)
    yield dialog.skip.isVisible
    dialog.reject()
    yield lambda: hand.work.session.task_lane.is_idle


@pytest.mark.long
def test_the_columns_of_a_table_are_assigned_with_a_preview(empty_library: LibraryFolder, tmp_path: Path) -> None:
    (tmp_path / "mine.csv").write_text("Foo,Bar\n7,Lantern\n8,Crow\n", encoding="utf-8")
    write_pictures(tmp_path / "images", ["7"])

    def walk(hand: Hand) -> Steps:
        dialog = hand.opens("add-catalogue", AddCardsDialog)
        dialog.take(tmp_path / "mine.csv")
        yield dialog.columns.isVisible
        assert not dialog.add.isEnabled(), "no column is a name yet"
        assert dialog.contents.text() == "Table: choose which column holds the names of the cards"
        assign(dialog, 0, "id")
        assign(dialog, 1, "name")
        dialog.game.setText("menko")
        yield dialog.add.isEnabled
        assert dialog.contents.text() == "Table: 2 cards, 1 picture"
        assert dialog.columns.item(1, 2).text() == "Lantern" and dialog.columns.item(1, 3).text() == "found"
        assign(dialog, 0, "")
        assert dialog.options.columns["id"] == "" and dialog.options.columns["name"] == "Bar", "unused stays unused"
        assign(dialog, 0, "id")
        yield dialog.add.isEnabled
        dialog.add.click()
        yield lambda: hand.work.tasks.is_idle and hand.work.catalogue_status.has_cards

    walked(empty_library, walk)
    assert set(cards_of(empty_library)) == {CardKey("menko", "7"), CardKey("menko", "8")}
    assert {field: column for field, column in recall(empty_library, ["Foo", "Bar"]).items() if column} == {
        "id": "Foo",
        "name": "Bar",
    }
