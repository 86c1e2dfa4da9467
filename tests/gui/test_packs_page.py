"""The page of packs: what each brought, a rehearsal with its pairs, and a pack taken back while the window is open."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from tests.labelling import stored
from tests.packs import card, write_pack
from tests.window import Hand, Steps, photograph, walked, window_with

from karuta import bootstrap
from karuta.gui.features.packs import PacksDialog
from karuta.paths import LibraryFolder


def more(folder: Path, number: int) -> Path:
    return write_pack(folder, [card("900", "The new one")], drawn={"900": number})


@pytest.fixture
def pack(tmp_path: Path) -> Path:
    return more(tmp_path / "more", 77)


@pytest.fixture
def photo(tmp_path: Path) -> Path:
    """Of the pack's card."""
    return photograph(tmp_path / "77.png", 77)


def karuta(library: LibraryFolder, *words: str | Path) -> None:
    """A command beside the window."""
    assert bootstrap.run(["--library", str(library.root), *map(str, words)]) == 0


def newest(hand: Hand) -> str | None:
    """The first match, of the newest look: a person takes that when they are told of it."""
    hand.work.desk.show_newer()
    return hand.work.desk.match.name if hand.work.desk.match else None


def names(dialog: PacksDialog) -> list[str]:
    return [item.text(0) for item in dialog.list.items]


@pytest.mark.long
@window_with(before=True)
def test_packs_are_listed_and_one_is_taken_back_when_a_person_agrees(hand: Hand, pack: Path, photo: Path) -> Steps:
    karuta(hand.library, "catalogue", "add", pack)
    yield
    asked = hand.answers([False, True])
    hand.drop(photo)
    yield hand.shows("77.png")
    assert hand.work.desk.match is not None and hand.work.desk.match.name == "The new one"
    dialog = hand.opens("packs", PacksDialog)
    assert dialog.note.text() == "Reading the packs…"
    yield lambda: dialog.chosen is not None
    assert names(dialog)[0] == "more" and dialog.list.topLevelItemCount() == 2
    assert "cards 1, printings 0, artworks 1" in dialog.note.text()
    dialog.take_back.click()
    assert names(dialog)[0] == "more"
    dialog.take_back.click()
    yield lambda: "more" not in names(dialog) and names(dialog)
    assert asked[1].startswith("Remove pack: Cards that are only in more leave the catalogue.")
    dialog.reject()
    # Without a restart: the undecided photo is looked up again, and the card is no answer any more.
    yield lambda: newest(hand) not in (None, "The new one")
    yield lambda: hand.is_settled


@pytest.mark.long
def test_a_card_that_another_process_takes_back_cannot_be_confirmed_from_an_old_list(
    library: LibraryFolder, pack: Path, photo: Path
) -> None:
    karuta(library, "catalogue", "add", pack)

    def walk(hand: Hand) -> Steps:
        desk, notice = hand.work.desk, hand.window.desk_panel.notice
        yield hand.shows("77.png")
        assert desk.matches[0].name == "The new one"
        karuta(library, "pack", "rollback")
        hand.press(Qt.Key.Key_1)
        yield lambda: not desk.is_held and "The new one is no longer in the catalogue" in notice.text
        assert not hand.work.decisions.unsaved
        yield lambda: desk.has_newer
        assert "no longer in the catalogue" in notice.text, "until a person takes the newer list"
        hand.press(Qt.Key.Key_Space)
        yield notice.isHidden
        # The list that was made again has no such card, and its cards are confirmed as ever.
        yield lambda: newest(hand) not in (None, "The new one") and hand.is_settled
        name = desk.matches[0].name
        hand.press(Qt.Key.Key_1)
        yield lambda: desk.label is not None and hand.is_settled
        assert desk.label.name == name

    walked(library, walk, photo)
    assert "The new one" not in [name for (name,) in stored(library, "SELECT name FROM events")]


@pytest.mark.long
def test_the_desk_says_that_a_labels_card_left_the_catalogue_and_the_label_stands(
    library: LibraryFolder, pack: Path, photo: Path, tmp_path: Path
) -> None:
    karuta(library, "catalogue", "add", pack)
    other = photograph(tmp_path / "other.png", 4)
    gone = "The new one (no longer in the catalogue)"

    def walk(hand: Hand) -> Steps:
        desk, words = hand.work.desk, lambda: hand.window.match_panel.head.words[1]
        yield hand.shows("77.png")
        hand.press(Qt.Key.Key_1)
        yield hand.shows("other.png")
        hand.press(Qt.Key.Key_Left)
        yield hand.shows("77.png")
        assert "The new one" in words() and gone not in words()
        before = desk.label
        karuta(library, "pack", "remove", "more")
        # The window notices what was written beside it.
        yield lambda: gone in words()
        assert desk.label == before
        hand.press(Qt.Key.Key_Right)
        yield hand.shows("other.png")
        hand.press(Qt.Key.Key_Left)
        yield hand.shows("77.png")
        assert gone in words()

    def again(hand: Hand) -> Steps:
        yield hand.shows("other.png")
        hand.press(Qt.Key.Key_Left)
        yield hand.shows("77.png")
        yield lambda: gone in hand.window.match_panel.head.words[1]

    walked(library, walk, photo, other)
    walked(library, again)
