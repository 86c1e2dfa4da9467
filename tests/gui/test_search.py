"""The search for a card beside the photo: what it shows, and that no key in it labels what nobody saw."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from threading import Event

import pytest
from PySide6.QtCore import Qt
from tests.gui.test_trust import labels
from tests.labelling import stored
from tests.window import Hand, Steps, photograph, walked, window_with

from karuta.domain.card import CardKey
from karuta.domain.catalogue import FoundCard
from karuta.gui.features import cards
from karuta.gui.features.cards import SearchPanel
from karuta.paths import LibraryFolder
from karuta.services.catalogue.search_cards import CardSearch
from karuta.services.labels.open_labels import recent_cards
from karuta.store.label_file import LabelFile


@pytest.fixture
def photos(tmp_path: Path) -> Path:
    """A folder of three: 1.png, 2.png, 3.png."""
    for seed in (1, 2, 3):
        photograph(tmp_path / "in" / f"{seed}.png", seed)
    return tmp_path / "in"


@pytest.fixture
def photo(tmp_path: Path) -> Path:
    return photograph(tmp_path / "p.png", 3)


def names(library: LibraryFolder) -> list[tuple[str, str, str | None]]:
    """(photo, name, printing) of every confirmation, oldest first."""
    return stored(library, "SELECT photo_name, name, printing FROM events WHERE kind = 'confirm' ORDER BY id")


def searches(hand: Hand, text: str, *, first: str) -> Steps:
    """Opens it with its key, types, and waits for the answer."""
    hand.type("/")
    yield lambda: hand.composition.search.is_open and hand.target is panel_of(hand).text
    hand.type(text)
    yield lambda: first in found(hand)[:1]


def panel_of(hand: Hand) -> SearchPanel:
    return hand.composition.search.panel


def found(hand: Hand) -> list[str]:
    model = panel_of(hand).model
    return [str(model.index(row).data()) for row in range(model.rowCount())]


def test_enter_takes_what_is_marked_and_the_keys_are_back_at_the_desk(library: LibraryFolder, photos: Path) -> None:
    def walk(hand: Hand) -> Steps:
        yield hand.shows("1.png")
        home = hand.target
        yield from searches(hand, "shpae 7", first="Shape 7")
        # The photo is in sight all the while, and as wide as before.
        assert hand.window.desk_panel.view.isVisible()
        hand.press(Qt.Key.Key_Return)
        yield hand.shows("2.png")
        assert not hand.composition.search.is_open
        assert hand.target is home
        # Digits are text while the search has the keys.
        yield from searches(hand, "SHP-EN005", first="Shape 5")
        hand.press(Qt.Key.Key_Return)
        yield lambda: len(names(library)) == 2

    walked(library, walk, photos)
    assert names(library) == [("1.png", "Shape 7", None), ("2.png", "Shape 5", "SHP-EN005")]


@pytest.mark.long
def test_without_text_it_shows_what_was_confirmed_last_and_enter_takes_nothing_unmarked(
    library: LibraryFolder, photos: Path
) -> None:
    def walk(hand: Hand) -> Steps:
        for seed in (1, 2):
            yield hand.shows(f"{seed}.png")
            hand.press(Qt.Key.Key_1)
        yield hand.shows("3.png")
        hand.type("/")
        yield lambda: found(hand) == ["Shape 2", "Shape 1"]
        hand.press(Qt.Key.Key_Return)
        hand.press(Qt.Key.Key_Down)
        hand.press(Qt.Key.Key_Down)
        hand.press(Qt.Key.Key_Return)
        yield lambda: len(names(library)) == 3

    walked(library, walk, photos)
    assert [name for _, name, _ in names(library)] == ["Shape 1", "Shape 2", "Shape 1"]


def test_recent_cards_that_come_late_do_not_take_the_place_of_what_is_searched_for(
    library: LibraryFolder, photos: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    let_recent, let_find, is_asked = Event(), Event(), Event()

    def late_recent(file: LabelFile, most: int) -> Sequence[CardKey]:
        assert let_recent.wait(60)
        return recent_cards(file, most)

    def late_find(search: CardSearch, text: str, limit: int) -> Sequence[FoundCard]:
        is_asked.set()
        assert let_find.wait(60)
        return find(search, text, limit=limit)

    find = CardSearch.find
    monkeypatch.setattr(cards, "recent_cards", late_recent)
    monkeypatch.setattr(CardSearch, "find", late_find)

    def walk(hand: Hand) -> Steps:
        yield hand.shows("1.png")
        hand.type("/")
        yield lambda: hand.target is panel_of(hand).text
        hand.type("shape 7")
        yield is_asked.is_set
        let_recent.set()
        yield lambda: hand.work.session.store_lane.is_idle and hand.work.session.box.is_empty
        let_find.set()
        yield lambda: "Shape 7" in found(hand)[:1]

    walked(library, walk, photos)


@pytest.mark.long
def test_esc_gives_the_keys_back_and_what_was_typed_stays_for_this_card(library: LibraryFolder, photos: Path) -> None:
    def walk(hand: Hand) -> Steps:
        yield hand.shows("1.png")
        yield from searches(hand, "shape 7", first="Shape 7")
        hand.press(Qt.Key.Key_Escape)
        yield lambda: not hand.composition.search.is_open and hand.window.match_panel.isVisible()
        hand.type("/")
        yield lambda: panel_of(hand).text.text() == "shape 7"
        hand.press(Qt.Key.Key_Escape)
        hand.press(Qt.Key.Key_Right)
        yield hand.shows("2.png")
        hand.type("/")
        yield lambda: hand.composition.search.is_open
        assert panel_of(hand).text.text() == ""

    walked(library, walk, photos)
    assert labels(library) == []


@pytest.mark.long
def test_with_another_photo_it_takes_the_letters_and_its_first_enter_labels_nothing(
    library: LibraryFolder, photos: Path
) -> None:
    def walk(hand: Hand) -> Steps:
        yield hand.shows("1.png")
        photos = hand.work.queue_model.photos
        yield from searches(hand, "shape 7", first="Shape 7")
        hand.work.desk.put(photos[1])
        yield hand.shows("2.png")
        # U and K would be labels, W the wall.
        hand.type(" ukw")
        assert panel_of(hand).text.text() == "shape 7 ukw" and hand.window.dialogs.current is None
        panel_of(hand).text.setText("shape 7")
        yield lambda: "Shape 7" in found(hand)[:1] and panel_of(hand).seen.is_ripe
        hand.press(Qt.Key.Key_Return)
        words = "Another card is on the desk now: press Enter again to label it"
        assert hand.window.statusBar().currentMessage() == words
        assert labels(library) == [] and hand.composition.search.is_open
        assert panel_of(hand).seen._painted_at is None, "what was on its way to the card before counts no more"
        hand.press(Qt.Key.Key_Return)
        yield lambda: len(labels(library)) == 1

    walked(library, walk, photos)
    assert [row[:2] for row in names(library)] == [("2.png", "Shape 7")]


@pytest.mark.long
@window_with()
def test_without_a_photo_on_the_desk_letters_after_the_search_key_are_text_and_no_commands(
    hand: Hand, library: LibraryFolder, photo: Path
) -> Steps:
    assert hand.on_desk is None
    advance = hand.work.session.settings.advance
    # F, W, A and O are commands that need no photo.
    hand.type("/")
    yield lambda: hand.composition.search.is_open and hand.target is panel_of(hand).text
    hand.type("wofa")
    assert panel_of(hand).text.text() == "wofa"
    assert hand.window.dialogs.current is None and not hand.window.queue_panel.text.offers.isVisible()
    assert hand.work.session.settings.advance is advance
    panel_of(hand).text.clear()
    hand.type("shape 7")
    yield lambda: "Shape 7" in found(hand)[:1]
    assert panel_of(hand).note.text() == "No photo on the desk, so there is nothing to label · Esc goes back"
    hand.press(Qt.Key.Key_Return)
    # A photo that comes meanwhile takes nobody's letters, and Enter is not about it.
    hand.drop(photo)
    yield hand.shows("p.png")
    assert hand.composition.search.is_open and hand.target is panel_of(hand).text
    hand.type(" nu")
    yield lambda: panel_of(hand).seen.is_ripe
    hand.press(Qt.Key.Key_Return)
    assert panel_of(hand).text.text() == "shape 7 nu"
    assert hand.work.desk.label is None
    hand.press(Qt.Key.Key_Escape)
    assert not hand.composition.search.is_open
    yield from searches(hand, "shape 7", first="Shape 7")
    hand.press(Qt.Key.Key_Return)
    yield lambda: len(labels(library)) == 1
