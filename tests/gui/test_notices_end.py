"""What is said above the photo, and at the window's foot, goes when its cause has gone."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, Qt, QUrl
from PySide6.QtWidgets import QDialog
from tests.gui.test_manners import set_in_dialog
from tests.window import Condition, Hand, Steps, photograph, play, walked, window_with

from karuta.domain.errors import LibraryError
from karuta.gui.features import export as exporting
from karuta.gui.library import lookup_queue
from karuta.gui.shell.preferences import SettingsDialog
from karuta.paths import LibraryFolder

CTRL = Qt.KeyboardModifier.ControlModifier


def says(hand: Hand, words: str) -> Condition:
    notice = hand.window.desk_panel.notice
    return lambda: notice.isVisible() and words in notice.text


def is_silent(hand: Hand) -> Condition:
    return hand.window.desk_panel.notice.isHidden


def once(error: Exception, then: Callable[..., object]) -> Callable[..., object]:
    """Fails the first time."""
    left = [error]

    def work(*given: object, **named: object) -> object:
        if left:
            raise left.pop()
        return then(*given, **named)

    return work


def test_that_all_is_decided_is_said_only_while_it_is_so(library: LibraryFolder, tmp_path: Path) -> None:
    first, second, broken = (
        photograph(tmp_path / f"{name}.png", seed) for name, seed in (("a", 1), ("b", 2), ("c", 3))
    )
    broken.write_bytes(broken.read_bytes()[:4000])

    def walk(hand: Hand) -> Steps:
        yield hand.shows("a.png")
        hand.press(Qt.Key.Key_1)
        yield says(hand, "Every photo is decided.")
        hand.drop(second)
        yield hand.shows("b.png")
        yield is_silent(hand)
        hand.press(Qt.Key.Key_1)
        yield says(hand, "Every photo is decided.")
        hand.press(Qt.Key.Key_Z, CTRL)
        yield is_silent(hand)
        yield lambda: hand.on_desk == "b.png" and hand.work.desk.label is None and hand.is_settled
        hand.drop(broken)
        yield lambda: hand.work.counts is not None and hand.work.counts.failed == 1 and hand.is_settled
        if hand.on_desk != "b.png":
            hand.press(Qt.Key.Key_Left)
        yield hand.shows("b.png")
        hand.press(Qt.Key.Key_1)
        yield says(hand, "Every other photo is decided; one cannot be opened.")

    walked(library, walk, first)


@pytest.mark.long
def test_why_nothing_is_looked_up_is_said_until_lookups_go_on_and_in_the_language_of_the_window(
    library: LibraryFolder, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    full = LibraryError("The disk is full; free some space and try again. Nothing was lost.")
    monkeypatch.setattr(lookup_queue, "keep_look", once(full, lookup_queue.keep_look))

    def walk(hand: Hand) -> Steps:
        yield says(hand, "The disk is full")
        hand.opens("settings", SettingsDialog)
        set_in_dialog(hand, language="ja")
        yield says(hand, "ディスクがいっぱいです")
        hand.work.catalogue_changed()
        yield is_silent(hand)
        yield hand.looked_up(1)

    assert play(["--library", library.root, "gui", photograph(tmp_path / "a.png", 1)], walk) == 0


@pytest.mark.long
def test_what_was_wrong_with_a_drop_is_over_with_the_next_one(library: LibraryFolder, tmp_path: Path) -> None:
    good, text = photograph(tmp_path / "a.png", 1), tmp_path / "text.jpg"
    text.write_text("no picture")
    (tmp_path / "nothing").mkdir()
    address = QMimeData()
    address.setUrls([QUrl("https://example.org/a.jpg")])

    def walk(hand: Hand) -> Steps:
        yield lambda: hand.work.is_ready
        hand.drop(text)
        yield says(hand, "text.jpg is not a picture")
        hand.drop(good)
        yield is_silent(hand)
        yield hand.shows("a.png")
        hand.drop_data(address)
        yield says(hand, "That is a web address")
        hand.drop(tmp_path / "nothing")
        yield says(hand, "No photos found there.")
        hand.drop(good)
        yield says(hand, "1 was here")
        hand.takes("Show")
        yield is_silent(hand)

    assert play(["--library", library.root, "gui"], walk) == 0


@pytest.mark.long
def test_an_export_is_spoken_of_until_somebody_looks_at_it_or_exports_again(
    library: LibraryFolder, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened: list[QUrl] = []
    monkeypatch.setattr(exporting.QDesktopServices, "openUrl", opened.append)

    def exports(hand: Hand) -> Steps:
        hand.chooses(tmp_path / "labels.csv")
        hand.opens("export", QDialog).accept()
        yield says(hand, "label exported to labels.csv")

    def walk(hand: Hand) -> Steps:
        yield hand.shows("a.png")
        hand.press(Qt.Key.Key_1)
        yield says(hand, "Every photo is decided.")
        yield from exports(hand)
        # Found and counted later than the labels were written: it must not cover where they went.
        hand.work.desk.nothing_open.emit()
        yield says(hand, "label exported to labels.csv")
        hand.takes("Show in folder")
        assert opened
        yield is_silent(hand)

    assert play(["--library", library.root, "gui", photograph(tmp_path / "a.png", 1)], walk) == 0


@pytest.mark.long
def test_that_a_file_has_moved_is_said_while_its_photo_is_on_the_desk(library: LibraryFolder, tmp_path: Path) -> None:
    here, other = photograph(tmp_path / "here" / "a.png", 1), photograph(tmp_path / "b.png", 2)

    def add(hand: Hand) -> Steps:
        yield hand.looked_up(2)

    def walk(hand: Hand) -> Steps:
        yield lambda: hand.on_desk == "a.png"
        yield says(hand, "a.png has moved or was deleted.")
        hand.press(Qt.Key.Key_Right)
        yield hand.shows("b.png")
        yield is_silent(hand)
        hand.press(Qt.Key.Key_Left)
        yield says(hand, "a.png has moved or was deleted.")
        hand.window.commands["reveal"].trigger()
        yield says(hand, "try Library > Locate moved photos")
        hand.press(Qt.Key.Key_Right)
        yield is_silent(hand)
        hand.press(Qt.Key.Key_Left)
        yield says(hand, "a.png has moved or was deleted.")
        hand.chooses(tmp_path / "there")
        hand.window.commands["locate"].trigger()
        yield is_silent(hand)

    walked(library, add, here, other)
    here.parent.rename(tmp_path / "there")
    assert play(["--library", library.root, "gui"], walk) == 0


def by_upkeep(hand: Hand) -> None:
    hand.work.upkeep.look_now()


def by_a_switch(hand: Hand) -> None:
    hand.window.commands["advance"].trigger()


@pytest.mark.long
@pytest.mark.parametrize(
    ("place", "act"),
    [("library.upkeep.back_up_labels_if_due", by_upkeep), ("shell.preferences.write_settings", by_a_switch)],
)
def test_what_could_not_be_saved_is_spoken_of_until_it_is(
    library: LibraryFolder, monkeypatch: pytest.MonkeyPatch, place: str, act: Callable[[Hand], None]
) -> None:
    monkeypatch.setattr("karuta.gui.library.upkeep.AFTER_MS", 600_000)
    full = LibraryError("The disk is full; free some space and try again. Nothing was lost.")
    monkeypatch.setattr(f"karuta.gui.{place}", once(full, lambda *_: True))

    def walk(hand: Hand) -> Steps:
        act(hand)
        yield says(hand, "The disk is full")
        act(hand)
        yield is_silent(hand)

    walked(library, walk)


@pytest.mark.long
@window_with()
def test_that_a_name_cannot_be_used_is_said_until_it_is_changed(hand: Hand) -> Steps:
    dialog = hand.opens("settings", SettingsDialog)
    name, note = dialog.fields["annotator"], dialog._note
    name.setText("an\x01na")
    dialog.buttons.accepted.emit()
    assert note.isVisible() and hand.window.dialogs.current is dialog
    assert hand.work.session.settings.annotator == ""
    name.setText("anna")
    yield note.isHidden
