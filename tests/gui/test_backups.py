"""Who has only the window gets the labels back, from ten states of a lost label file, and loses nothing by it."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton
from tests.labelling import draw_photo
from tests.lost_labels import LOST, Had, events, library_with_backup, remove, root_obeys
from tests.window import Hand, Steps, walked

from karuta.domain.backups import FaultKind
from karuta.gui.features.backups.commands import BackupsDialog
from karuta.gui.features.backups.lost_window import _HEADS, LostWindow
from karuta.paths import LibraryFolder
from karuta.store.witness import read_witness


@pytest.fixture
def had(library: LibraryFolder, tmp_path: Path) -> Had:
    return library_with_backup(library, tmp_path / "photos")


def lost(hand: Hand) -> LostWindow:
    found = hand.lost
    assert found is not None
    return found


def is_offered(hand: Hand) -> bool:
    """A sound backup is selected, and what it does is said."""
    return hand.lost is not None and hand.lost.page.is_read and hand.lost.page.change is not None


def settles(hand: Hand, button: QPushButton) -> Steps:
    """This button gives the library back, and its window is there."""
    button.click()
    yield lambda: hand.lost is None and hand.is_settled


def agree(monkeypatch: pytest.MonkeyPatch, *, answer: bool = True) -> list[str]:
    """Answers every question; what was asked."""
    asked: list[str] = []

    def agrees(self: object, title: str, text: str, *, deed: str) -> bool:
        asked.append(text)
        return answer

    monkeypatch.setattr("karuta.gui.kit.dialog_kit.Ask.agrees", agrees)
    return asked


@pytest.mark.long
@pytest.mark.parametrize("state", LOST)
def test_from_every_state_the_window_brings_the_labels_back(
    had: Had, state: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    LOST[state](had)
    asked = agree(monkeypatch)

    def walk(hand: Hand) -> Steps:
        yield lambda: is_offered(hand)
        page = lost(hand).page
        assert page.current == str(had.backup)
        assert page.restore.isEnabled()
        yield from settles(hand, page.restore)
        assert hand.work.counts is not None

    walked(had.library, walk)
    assert events(had.library.labels_db) == had.backed_up
    # Whatever is in no backup is asked about first.
    assert bool(asked) is (state in ("another library's", "flipped page"))


@pytest.mark.long
def test_the_window_of_a_lost_file_says_what_is_wrong_and_writes_nothing(had: Had) -> None:
    remove(had)

    def walk(hand: Hand) -> Steps:
        yield lambda: is_offered(hand)
        window = lost(hand)
        assert window.page.note.text().startswith("It restores 4 decisions.")
        assert "At least 1 later decision is missing from it." in window.page.note.text()
        hand.press(Qt.Key.Key_Q, Qt.KeyboardModifier.ControlModifier)
        yield lambda: not hand.has_window

    walked(had.library, walk)
    assert not had.library.labels_db.exists()
    witness = read_witness(had.library)
    assert witness.facts.events == 5


@pytest.mark.long
def test_to_begin_anew_is_asked_about(had: Had, monkeypatch: pytest.MonkeyPatch) -> None:
    remove(had)
    asked = agree(monkeypatch, answer=False)

    def walk(hand: Hand) -> Steps:
        yield lambda: is_offered(hand)
        lost(hand).anew.click()
        assert len(asked) == 1
        assert not had.library.labels_db.exists()
        agree(monkeypatch)
        yield from settles(hand, lost(hand).anew)

    walked(had.library, walk)
    assert events(had.library.labels_db) == []


@pytest.mark.long
def test_a_copy_of_ones_own_comes_back_where_every_backup_is_damaged(had: Had, monkeypatch: pytest.MonkeyPatch) -> None:
    remove(had)
    had.backup.write_bytes(b"scribbled over " * 999)
    agree(monkeypatch)
    monkeypatch.setattr("karuta.gui.kit.dialog_kit.Ask.file", lambda self, title, kinds: had.old)

    def walk(hand: Hand) -> Steps:
        yield lambda: hand.lost is not None and hand.lost.page.is_read
        assert not lost(hand).page.restore.isEnabled()
        yield from settles(hand, lost(hand).page.file)

    walked(had.library, walk)
    assert events(had.library.labels_db) == list(had.events[:3])


@pytest.mark.long
def test_where_a_file_may_not_be_read_no_backup_is_offered(had: Had, monkeypatch: pytest.MonkeyPatch) -> None:
    root_obeys(monkeypatch)
    had.library.labels_db.chmod(0o000)

    def walk(hand: Hand) -> Steps:
        yield lambda: hand.lost is not None and hand.lost.page.is_read
        assert not lost(hand).anew.isVisible() and not lost(hand).page.isVisible()
        hand.press(Qt.Key.Key_Q, Qt.KeyboardModifier.ControlModifier)
        yield lambda: not hand.has_window

    walked(had.library, walk)
    had.library.labels_db.chmod(0o600)
    assert events(had.library.labels_db) == list(had.events)


def test_what_cannot_be_put_in_place_is_said_and_can_be_tried_again(had: Had, monkeypatch: pytest.MonkeyPatch) -> None:
    remove(had)

    def full(source: Path, target: Path) -> Path:
        raise OSError(28, "No space left on device", str(target))

    def walk(hand: Hand) -> Steps:
        yield lambda: is_offered(hand)
        with monkeypatch.context() as broken:
            broken.setattr("karuta.store.replace_labels.move", full)
            lost(hand).page.restore.click()
            yield lambda: "could not be replaced" in lost(hand).page.trouble.text()
        page = lost(hand).page
        yield page.restore.isEnabled
        yield from settles(hand, lost(hand).page.restore)

    walked(had.library, walk)
    assert events(had.library.labels_db) == had.backed_up


def test_a_file_that_is_taken_away_under_the_window_is_brought_back_when_it_is_opened_again(had: Had) -> None:
    def walk(hand: Hand) -> Steps:
        had.library.labels_db.rename(had.library.root / "elsewhere.db")
        yield hand.window.desk_panel.notice.isVisible
        hand.composition.libraries.reopened.emit()
        yield lambda: is_offered(hand)
        yield from settles(hand, lost(hand).page.restore)

    walked(had.library, walk)
    assert events(had.library.labels_db) == had.backed_up


@pytest.mark.long
def test_backups_are_listed_made_and_brought_back_from_the_menu(had: Had, monkeypatch: pytest.MonkeyPatch) -> None:
    asked = agree(monkeypatch)

    def walk(hand: Hand) -> Steps:
        page = hand.opens("backups", BackupsDialog).page
        yield lambda: page.change is not None
        row = page.list.topLevelItem(0)
        assert (row.text(1), row.text(2), row.text(3)) == ("4", "Intact", had.backup.name)
        assert page.note.text() == "It restores 0 decisions. It lacks 1 decision that the current file has."
        page.make.click()
        yield lambda: page.list.topLevelItemCount() == 2
        yield lambda: page.current == str(had.backup) and page.change is not None and page.restore.isEnabled()
        page.restore.click()
        yield lambda: hand.lost is None and hand.window.isVisible() and hand.is_settled

    walked(had.library, walk)
    assert len(asked) == 1
    assert events(had.library.labels_db) == had.backed_up
    (kept,) = had.library.backups.glob("labels-kept-*.db")
    assert events(kept) == list(had.events)


@pytest.mark.long
def test_once_a_minute_the_window_remembers_what_it_has_saved(
    had: Had, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("karuta.gui.library.upkeep.WITNESS_MS", 20)
    photo = draw_photo(tmp_path / "new.png", 99)
    before = read_witness(had.library)

    def walk(hand: Hand) -> Steps:
        yield hand.shows("new.png")
        hand.press(Qt.Key.Key_N)
        yield lambda: read_witness(had.library) != before

    walked(had.library, walk, photo)
    witness = read_witness(had.library)
    assert witness.facts.events == 6


def test_each_kind_of_fault_has_its_heading() -> None:
    assert set(_HEADS) == set(FaultKind)
