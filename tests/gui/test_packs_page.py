"""The page of packs: what each brought, a rehearsal with its pairs, and a pack taken back while the window is open."""

from __future__ import annotations

import shutil
from collections.abc import Generator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from tests.packs import card, write_pack
from tests.self_tests import keep_test
from tests.window import Condition, Hand, photograph, play

from karuta import bootstrap
from karuta.domain.self_test import AskedPhoto
from karuta.gui.features.packs import CollisionModel, PacksDialog
from karuta.paths import LibraryFolder
from karuta.services.labels.open_labels import labels_for_reading
from karuta.settings import Settings, write_settings

Steps = Generator[Condition, None, None]


@pytest.fixture(autouse=True)
def english(tmp_path: Path) -> None:
    write_settings(tmp_path / "settings.json", Settings(language="en"))


def more(folder: Path, number: int) -> Path:
    return write_pack(
        folder, [card("900", "The new one")], images=[("n.png", "900", "main")], pictures={"n.png": number}
    )


def opened(hand: Hand) -> PacksDialog:
    hand.window.commands["packs"].trigger()
    dialog = hand.window.dialogs.current
    assert isinstance(dialog, PacksDialog)
    return dialog


def newest(hand: Hand) -> str | None:
    """The first match, of the newest look: a person takes that when they are told of it."""
    hand.work.desk.show_newer()
    return hand.work.desk.match.name if hand.work.desk.match else None


def names(dialog: PacksDialog) -> list[str]:
    items = [dialog.list.topLevelItem(row) for row in range(dialog.list.topLevelItemCount())]
    return [item.text(0) for item in items if item is not None]


def test_packs_are_listed_and_one_is_taken_back_when_a_person_agrees(library: LibraryFolder, tmp_path: Path) -> None:
    pack = more(tmp_path / "more", 77)
    assert bootstrap.run(["--library", str(library.root), "catalogue", "add", str(pack)]) == 0
    photo = photograph(tmp_path / "77.png", 77)
    agreed: list[str] = []

    def agrees(title: str, text: str, *, deed: str) -> bool:
        agreed.append(f"{title}: {text} [{deed}]")
        return len(agreed) > 1

    def walk(hand: Hand) -> Steps:
        yield lambda: hand.is_settled
        hand.window.ask.agrees = agrees  # type: ignore[method-assign]
        hand.drop(photo)
        yield hand.shows("77.png")
        assert hand.work.desk.match is not None and hand.work.desk.match.name == "The new one"
        dialog = opened(hand)
        assert dialog.note.text() == "Reading the packs…"
        yield lambda: dialog.chosen is not None
        assert names(dialog)[0] == "more" and dialog.list.topLevelItemCount() == 2
        assert "cards 1, printings 0, artworks 1" in dialog.note.text()
        dialog.take_back.click()
        assert names(dialog)[0] == "more"
        dialog.take_back.click()
        yield lambda: "more" not in names(dialog) and names(dialog)
        assert agreed[1].startswith("Remove pack: Cards that are only in more leave the catalogue.")
        dialog.reject()
        # Without a restart: the undecided photo is looked up again, and the card is no answer any more.
        yield lambda: newest(hand) not in (None, "The new one")
        yield lambda: hand.is_settled

    assert play(["--library", library.root, "gui"], walk) == 0


@pytest.mark.long
def test_a_rehearsal_shows_pairs_and_changes_nothing(library: LibraryFolder, tmp_path: Path) -> None:
    # Card 3's picture under another card.
    pack = more(tmp_path / "more", 3)
    before = library.catalogue_db.read_bytes()

    def walk(hand: Hand) -> Steps:
        yield lambda: hand.is_settled
        hand.window.ask.folder = lambda title: pack  # type: ignore[method-assign]
        dialog = opened(hand)
        yield lambda: dialog.chosen is not None
        assert not dialog.rehearsal.isVisible()
        dialog.task.click()
        yield dialog.rehearsal.isVisible
        assert "Cards: 1 new, 0 changed, 0 the same" in dialog.rehearsal.words.text()
        assert dialog.rehearsal.words.alignment() & Qt.AlignmentFlag.AlignTop, "they begin below the note"
        assert "13 of 13 cards would have a picture" in dialog.rehearsal.words.text()
        model = dialog.rehearsal.model
        assert isinstance(model, CollisionModel) and model.rowCount() == 1
        text = model.data(model.index(0), Qt.ItemDataRole.DisplayRole)
        assert text.startswith("New: n.png of card 900") and text.endswith("Alike: 100 %")
        yield lambda: hand.work.pictures.is_idle
        assert dialog.task.text() == "Preview a folder…"
        dialog.reject()
        yield lambda: hand.window.dialogs.current is None
        # Closed and opened again it is there; so is one that goes on meanwhile.
        dialog = opened(hand)
        assert dialog.rehearsal.isVisible() and "Cards: 1 new" in dialog.rehearsal.words.text()
        dialog.task.click()
        dialog.reject()
        yield lambda: hand.window.dialogs.current is None
        dialog = opened(hand)
        assert hand.work.tasks.is_idle or dialog.task.text() == "Stop"
        yield lambda: hand.work.tasks.is_idle and dialog.task.text() == "Preview a folder…"
        assert dialog.rehearsal.isVisible()
        dialog.reject()
        yield lambda: hand.is_settled

    assert play(["--library", library.root, "gui"], walk) == 0
    assert library.catalogue_db.read_bytes() == before


@pytest.mark.long
def test_a_pack_that_another_process_adds_answers_in_the_open_window(library: LibraryFolder, tmp_path: Path) -> None:
    pack = more(tmp_path / "more", 77)
    photo = photograph(tmp_path / "77.png", 77)

    def walk(hand: Hand) -> Steps:
        yield lambda: hand.is_settled
        hand.drop(photo)
        yield hand.shows("77.png")
        assert hand.work.desk.match is None or hand.work.desk.match.name != "The new one"
        assert bootstrap.run(["--library", str(library.root), "catalogue", "add", str(pack)]) == 0
        yield lambda: newest(hand) == "The new one"
        assert bootstrap.run(["--library", str(library.root), "pack", "rollback"]) == 0
        yield lambda: newest(hand) not in (None, "The new one")
        yield lambda: hand.is_settled

    assert play(["--library", library.root, "gui"], walk) == 0


@pytest.mark.long
def test_a_card_that_another_process_takes_back_cannot_be_confirmed_from_an_old_list(
    library: LibraryFolder, tmp_path: Path
) -> None:
    pack = more(tmp_path / "more", 77)
    photo = photograph(tmp_path / "77.png", 77)
    assert bootstrap.run(["--library", str(library.root), "catalogue", "add", str(pack)]) == 0

    def walk(hand: Hand) -> Steps:
        yield hand.shows("77.png")
        assert hand.work.desk.matches[0].name == "The new one"
        assert bootstrap.run(["--library", str(library.root), "pack", "rollback"]) == 0
        hand.press(Qt.Key.Key_1)
        yield lambda: not hand.work.desk.is_held and hand.window.desk_panel.notice.isVisible()
        assert "The new one is no longer in the catalogue" in hand.window.desk_panel.notice.text
        assert not hand.work.decisions.unsaved
        yield lambda: hand.work.desk.has_newer
        assert "no longer in the catalogue" in hand.window.desk_panel.notice.text, "until a person takes the newer list"
        hand.press(Qt.Key.Key_Space)
        yield hand.window.desk_panel.notice.isHidden
        # The list that was made again has no such card, and its cards are confirmed as ever.
        yield lambda: newest(hand) not in (None, "The new one")
        yield lambda: hand.is_settled
        name = hand.work.desk.matches[0].name
        hand.press(Qt.Key.Key_1)
        yield lambda: hand.work.desk.label is not None and hand.is_settled
        assert hand.work.desk.label.name == name

    assert play(["--library", library.root, "gui", photo], walk) == 0
    with labels_for_reading(library) as file:
        assert "The new one" not in [name for (name,) in file.rows("SELECT name FROM events")]


@pytest.mark.long
def test_that_a_card_is_gone_is_said_of_the_photo_on_the_desk_alone(library: LibraryFolder, tmp_path: Path) -> None:
    pack = more(tmp_path / "more", 77)
    photos = (photograph(tmp_path / "77.png", 77), photograph(tmp_path / "78.png", 5))
    assert bootstrap.run(["--library", str(library.root), "catalogue", "add", str(pack)]) == 0

    def walk(hand: Hand) -> Steps:
        yield hand.looked_up(2)
        yield hand.shows("77.png")
        assert bootstrap.run(["--library", str(library.root), "pack", "rollback"]) == 0
        hand.press(Qt.Key.Key_1)
        yield lambda: "The new one is no longer in the catalogue" in hand.window.desk_panel.notice.text
        hand.press(Qt.Key.Key_Right)
        yield hand.shows("78.png")
        yield hand.window.desk_panel.notice.isHidden

    assert play(["--library", library.root, "gui", *photos], walk) == 0


@pytest.mark.long
def test_the_packs_of_a_damaged_catalogue_are_a_sentence(library: LibraryFolder) -> None:
    def walk(hand: Hand) -> Steps:
        yield lambda: hand.is_settled
        shutil.copyfile(library.catalogue_db, library.root / "kept")
        library.catalogue_db.write_bytes(b"no database at all, and longer than a header of one hundred bytes" * 9)
        dialog = opened(hand)
        yield lambda: "catalogue" in dialog.note.text()
        assert not dialog.take_back.isEnabled()
        dialog.reject()
        shutil.copyfile(library.root / "kept", library.catalogue_db)
        yield lambda: hand.is_settled

    assert play(["--library", library.root, "gui"], walk) == 0


@pytest.mark.long
def test_the_desk_says_that_a_labels_card_left_the_catalogue_and_the_label_stands(
    library: LibraryFolder, tmp_path: Path
) -> None:
    pack = more(tmp_path / "more", 77)
    assert bootstrap.run(["--library", str(library.root), "catalogue", "add", str(pack)]) == 0
    photo, other = photograph(tmp_path / "77.png", 77), photograph(tmp_path / "other.png", 4)
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
        assert bootstrap.run(["--library", str(library.root), "pack", "remove", "more"]) == 0
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

    assert play(["--library", library.root, "gui", photo, other], walk) == 0
    assert play(["--library", library.root, "gui"], again) == 0


@pytest.mark.long
def test_the_page_says_what_the_catalogue_s_own_test_found(
    library: LibraryFolder, monkeypatch: pytest.MonkeyPatch
) -> None:
    def walk(hand: Hand) -> Steps:
        yield lambda: hand.is_settled
        dialog = opened(hand)
        yield dialog.test.isVisible
        assert dialog.test.text() == "All cards: Too few cards to test with; Karuta's own figures are used."
        dialog.reject()
        monkeypatch.setattr("karuta.services.catalogue.tested.FEWEST_CARDS", 1)
        keep_test(library, AskedPhoto("a", "plain", right=True, probability=0.99, stranger=0.1))
        dialog = opened(hand)
        yield dialog.test.isVisible
        assert dialog.test.text().startswith(
            "All cards: The right card comes first in 100 % of photos (98-100 %), and 0 % of"
        )
        assert "Train without labels" not in dialog.test.text()
        dialog.reject()
        keep_test(library, AskedPhoto("a", "plain", right=False, probability=0.1, stranger=0.1))
        dialog = opened(hand)
        yield dialog.test.isVisible
        assert dialog.test.text().startswith("All cards: The right card comes first in 0 %")
        assert dialog.test.text().endswith("Train without labels may do better.")
        dialog.reject()
        yield lambda: hand.is_settled

    assert play(["--library", library.root, "gui"], walk) == 0
