"""The page of the catalogue: found as one types, narrowed, a card's sheet with its photos, and cards by hand."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from tests.packs import card, write_pack, write_picture
from tests.window import CARDS, Condition, Hand, Steps, photograph, walked, window_with

from karuta import bootstrap
from karuta.domain.card import CardKey
from karuta.domain.queue import QueueFilter
from karuta.gui.features.catalogue.catalogue_dialog import CatalogueDialog
from karuta.paths import LibraryFolder
from karuta.services.catalogue.add_by_hand import PACK
from karuta.services.catalogue.list_packs import list_packs
from karuta.store.cards import Catalogue


def names(dialog: CatalogueDialog) -> list[str]:
    """Those that are in sight, once they have come."""
    rows = [dialog.model.row(row) for row in range(dialog.model.rowCount())]
    return [row.name if row else "" for row in rows]


def listed(dialog: CatalogueDialog, *wanted: str) -> Condition:
    return lambda: names(dialog) == list(wanted)


@pytest.mark.long
def test_cards_are_found_as_one_types_and_narrowed(library: LibraryFolder, tmp_path: Path) -> None:
    pack = write_pack(
        tmp_path / "birds",
        [
            card("900", "Crow", kind="bird", printings=[{"set_code": "B-1", "rarities": ["Rare"]}]),
            card("901", "Shape of a crow", game="menko"),
        ],
        drawn={"900": 77},
    )
    assert bootstrap.run(["--library", str(library.root), "catalogue", "add", str(pack)]) == 0

    def chosen(dialog: CatalogueDialog, name: str, value: str) -> None:
        choice = getattr(dialog.filters, name)
        choice.setCurrentIndex(choice.findData(value))
        assert choice.currentData() == value
        choice.activated.emit(choice.currentIndex())

    def walk(hand: Hand) -> Steps:
        dialog = hand.opens("browse", CatalogueDialog)
        yield lambda: dialog.count.text() == f"{CARDS + 2} cards"
        yield lambda: names(dialog)[0] == "Crow" and dialog.filters.rarity.count() > 1
        dialog.filters.text.setText("図形3")  # as an input method puts it there
        yield listed(dialog, "Shape 3")
        dialog.filters.text.setText("crwo")  # mistyped
        yield lambda: names(dialog)[:1] == ["Crow"]
        assert dialog.count.text().startswith("No card contains “crwo”. Similar names: ")
        dialog.filters.text.setText("crow")
        yield listed(dialog, "Crow", "Shape of a crow")
        assert dialog.count.text() == "2 cards" and dialog.list.isVisible()
        hand.press(Qt.Key.Key_Down)
        yield dialog.sheet.isVisible
        chosen(dialog, "game", "menko")
        yield listed(dialog, "Shape of a crow")
        chosen(dialog, "game", "")
        chosen(dialog, "rarity", "Rare")
        yield listed(dialog, "Crow")
        chosen(dialog, "rarity", "")
        dialog.filters.text.clear()
        chosen(dialog, "pack", "birds")
        yield listed(dialog, "Crow", "Shape of a crow")
        chosen(dialog, "kind", "bird")
        yield listed(dialog, "Crow")
        chosen(dialog, "kind", "")
        dialog.filters.without_picture.click()
        yield listed(dialog, "Shape of a crow")
        dialog.filters.text.setText("no such card at all")
        yield listed(dialog)
        assert dialog.count.text() == "0 cards"
        assert dialog.nothing.isVisible() and dialog.nothing.text().startswith("No card matches.")
        assert dialog.hint.isVisible() and not dialog.new_artwork.isEnabled()

    walked(library, walk)


@pytest.mark.long
@window_with(3, 4)
def test_a_sheet_shows_the_photos_of_a_card_and_a_click_opens_one(hand: Hand) -> Steps:
    hand.type("1")
    yield hand.shows("4.png")
    # A filter that hides the photo: it is shown all the same, and stands in the list.
    hand.work.arrangement.choose(queue_filter=QueueFilter(text="4.png"))
    yield lambda: len(hand.work.queue_model.photos) == 1
    dialog = hand.opens("browse", CatalogueDialog)
    hand.type("Shape 3")
    yield listed(dialog, "Shape 3")
    dialog.filters.without_label.click()
    yield listed(dialog)
    dialog.filters.without_label.click()
    yield listed(dialog, "Shape 3")
    hand.press(Qt.Key.Key_Down)
    yield lambda: dialog.sheet.photos.count() == 1
    assert dialog.sheet.name.text() == "Shape 3"
    assert "図形3" in dialog.sheet.about.text() and "Packs: shapes" in dialog.sheet.about.text()
    assert dialog.sheet.artworks.count() == 1 and dialog.sheet.printings.topLevelItemCount() == 1
    dialog.sheet.photos.itemClicked.emit(dialog.sheet.photos.item(0))
    yield hand.shows("3.png")
    assert hand.window.dialogs.current is None
    yield lambda: len(hand.work.queue_model.photos) == 2
    assert hand.work.desk.label is not None


@pytest.mark.long
def test_a_picture_dropped_on_the_page_becomes_a_card_that_is_recognised_at_once(
    library: LibraryFolder, tmp_path: Path
) -> None:
    photo = photograph(tmp_path / "88.png", 88)
    write_picture(tmp_path / "scan.png", 88)
    (tmp_path / "notes.png").write_text("no picture", encoding="utf-8")

    def first(hand: Hand) -> str:
        hand.work.desk.show_newer()
        return hand.work.desk.match.name if hand.work.desk.match else ""

    def walk(hand: Hand) -> Steps:
        yield hand.shows("88.png")
        assert first(hand) != "My own card"
        dialog = hand.opens("browse", CatalogueDialog)
        yield lambda: dialog.model.rowCount() == CARDS
        hand.drop(tmp_path / "notes.png", on=dialog.list)
        yield dialog.form.isVisible
        dialog.form.name.setText("My own card")
        # What is no picture is said, and everything stays as it was typed.
        yield dialog.form.add.isEnabled
        dialog.form.game.setEditText("ohajiki")
        yield lambda: dialog.form.face.text() == "Picture chosen"
        dialog.form.add.click()
        yield lambda: "notes.png" in dialog.note.text()
        assert dialog.form.isEnabled() and dialog.form.name.text() == "My own card"
        hand.drop(tmp_path / "scan.png", on=dialog.form)
        yield lambda: not dialog.form.face.pixmap().isNull()
        dialog.form.add.click()
        yield lambda: dialog.sheet.isVisible() and dialog.sheet.name.text() == "My own card"
        assert dialog.chosen == CardKey("ohajiki", "My own card")
        assert f"Packs: {PACK}" in dialog.sheet.about.text()
        # It has no printings, and stands at the top all the same.
        assert dialog.sheet.artworks.geometry().top() < dialog.sheet.height() // 3
        dialog.reject()
        yield lambda: first(hand) == "My own card" and hand.is_settled

    walked(library, walk, photo)
    assert list_packs(library)[0].name == PACK


@pytest.mark.long
def test_a_picture_that_is_dropped_may_be_a_games_back(library: LibraryFolder, tmp_path: Path) -> None:
    write_picture(tmp_path / "scan.png", 90)

    def walk(hand: Hand) -> Steps:
        dialog = hand.opens("browse", CatalogueDialog)
        yield lambda: dialog.model.rowCount() == CARDS
        hand.drop(tmp_path / "scan.png", on=dialog.list)
        yield dialog.form.back.isVisible
        dialog.form.game.setEditText("shapes")
        yield lambda: not dialog.form.face.pixmap().isNull()
        assert not dialog.form.add.isEnabled()  # a card would want a name
        dialog.form.back.click()
        assert dialog.form.add.isEnabled() and not dialog.form.name.isVisible()
        dialog.form.add.click()
        yield lambda: dialog.note.text().startswith("Added: a back of shapes.")
        assert dialog.model.rowCount() == CARDS and not dialog.form.isVisible()
        dialog.begin_card()
        assert not dialog.form.back.isChecked() and dialog.form.name.isVisible()

    walked(library, walk)
    with Catalogue.open_reading(library.catalogue_db) as catalogue:
        assert [back.game for back in catalogue.backs()] == ["shapes"]
