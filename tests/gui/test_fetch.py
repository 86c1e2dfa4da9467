"""Downloading cards in the window: a person's leave first, in a process of its own, stopped, resumed, then added."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from tests import published
from tests.loopback import Instead, Loopback
from tests.window import Hand, Steps, walked, window_with

from karuta import paths
from karuta.domain.fetch_progress import FetchMoved, FetchStep, FetchWaits
from karuta.domain.pace import Rate
from karuta.domain.sentence import Sentence
from karuta.gui.features import fetch as fetching
from karuta.gui.features.add_cards.add_cards_dialog import AddCardsDialog
from karuta.gui.features.fetch import CardFetch, FetchDialog, FetchState
from karuta.gui.shell.preferences import SettingsDialog
from karuta.paths import LibraryFolder
from karuta.settings import Settings, read_settings, write_settings


@pytest.fixture
def server() -> Iterator[Loopback]:
    with Loopback(published.pokemon(6)).serving() as one:
        yield one


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where downloads go."""
    monkeypatch.setattr(fetching, "fetched_folder", lambda source: tmp_path / "fetched" / source)
    return tmp_path / "fetched" / "pokemon-tcg-data"


def opened(hand: Hand, server: Loopback) -> FetchDialog:
    """Through Add cards, as a person comes to it; the Pokémon TCG data is chosen."""
    hand.opens("add-catalogue", AddCardsDialog).download.click()
    dialog = hand.dialog(FetchDialog)
    dialog.fetch.mirror = server.address
    dialog.source.setCurrentIndex(dialog.source.findData("pokemon-tcg-data"))
    dialog.source.activated.emit(dialog.source.currentIndex())
    return dialog


@pytest.fixture
def allowed() -> None:
    write_settings(paths.settings_file(), Settings(language="en", downloads=("pokemon-tcg-data",)))


@pytest.mark.long
def test_nothing_is_asked_before_a_person_agrees_and_they_are_asked_once(
    empty_library: LibraryFolder, server: Loopback, folder: Path
) -> None:
    def walk(hand: Hand) -> Steps:
        questions = hand.answers([False, True])
        dialog = opened(hand, server)
        dialog.program.start.click()
        assert len(questions) == 1 and not dialog.fetch.is_running
        assert "codeload.github.com, images.pokemontcg.io" in questions[0]
        assert not server.asked
        dialog.program.start.click()
        yield lambda: dialog.fetch.state.ended is not None and not dialog.fetch.is_running
        assert len(questions) == 2
        assert dialog.program.headline.text() == "Downloaded"
        assert dialog.program.note.text() == "1 new list, 6 new pictures"
        yield lambda: read_settings(paths.settings_file()).downloads == ("pokemon-tcg-data",)
        dialog.program.start.click()
        yield lambda: dialog.fetch.state.ended is not None and not dialog.fetch.is_running
        assert len(questions) == 2

    walked(empty_library, walk)
    assert (folder / "images" / "base1" / "1.png").is_file()


@pytest.mark.usefixtures("allowed")
@pytest.mark.long
@window_with(before=True, of="empty_library")
def test_a_download_is_stopped_and_goes_on_where_it_was(hand: Hand, server: Loopback, folder: Path) -> Steps:
    slow = Instead(pause=0.4)
    server.misbehave = lambda path, before: slow if "/me2/" in path and before == 0 else None
    yield
    dialog = opened(hand, server)
    dialog.program.start.click()
    yield lambda: any("/me2/" in path for path in server.paths())
    assert dialog.program.stop.isVisible() and not dialog.source.isEnabled()
    dialog.program.stop.click()
    yield lambda: not dialog.fetch.is_running
    assert (dialog.program.headline.text(), dialog.program.start.text()) == ("Stopped", "Resume")
    server.asked.clear()
    dialog.program.start.click()
    yield dialog.add.isVisible
    assert not [path for path in server.paths() if "/base1/" in path or path == published.ARCHIVE]
    yield hand.ended
    assert len(list(folder.rglob("*.png"))) == 6


@pytest.mark.usefixtures("allowed")
@pytest.mark.long
@window_with(before=True, of="empty_library")
def test_it_goes_on_behind_a_closed_dialog_and_ends_with_the_window(hand: Hand, server: Loopback) -> Steps:
    server.misbehave = lambda path, before: Instead(pause=0.4) if "/me2/" in path else None
    begun: list[FetchDialog] = []
    yield
    dialog = opened(hand, server)
    dialog.program.start.click()
    yield lambda: any("/me2/" in path for path in server.paths())
    fetch = dialog.fetch
    QTest.keyClick(dialog, Qt.Key.Key_Escape)
    yield lambda: hand.window.dialogs.current is None
    assert fetch.is_running
    # The bar of the window says how far it is, and shows the page again.
    bar = hand.window.fetch_bar
    yield lambda: bar.isVisible() and bar._title.text().startswith("Download: Pictures")
    bar._open.click()
    hand.dialog(FetchDialog).reject()
    hand.opens("add-catalogue", AddCardsDialog).download.click()
    again = hand.dialog(FetchDialog)
    assert again.program.stop.isVisible() and "Pictures" in again.program.headline.text()
    begun.append(again)
    again.reject()
    yield lambda: hand.window.dialogs.current is None
    assert fetch.is_running
    yield hand.ended
    assert begun and server.open_at_once == 1


@pytest.mark.long
@window_with(before=True, of="empty_library")
def test_a_failure_is_said_in_the_windows_language(hand: Hand, server: Loopback) -> Steps:
    write_settings(paths.settings_file(), Settings(language="ja", downloads=("pokemon-tcg-data",)))
    server.misbehave = lambda path, before: Instead(status=403, body=b"")
    yield
    dialog = opened(hand, server)
    dialog.program.start.click()
    yield lambda: bool(dialog.fetch.trouble) and not dialog.fetch.is_running
    assert "127.0.0.1 に断られました（403）" in dialog.program.note.text()


@pytest.mark.long
def test_what_was_allowed_is_taken_back_in_the_settings(empty_library: LibraryFolder) -> None:
    write_settings(paths.settings_file(), Settings(language="en", downloads=("scryfall", "ygoprodeck")))

    def walk(hand: Hand) -> Steps:
        dialog = hand.opens("settings", SettingsDialog)
        field = dialog.fields["downloads"]
        assert field.text() == "Allowed from Scryfall and YGOPRODeck"
        field.setChecked(False)  # type: ignore[union-attr]
        dialog.buttons.accepted.emit()
        yield lambda: hand.work.session.settings.downloads == ()

    walked(empty_library, walk)
    assert read_settings(paths.settings_file()).downloads == ()


def test_how_far_how_fast_and_how_long_still_is_said_in_words() -> None:
    rate = Rate()
    for second in range(11):
        rate.note(10 * second, float(second))
    fetch = CardFetch()
    fetch.state = FetchState(moved=FetchMoved(FetchStep.PICTURES, "images/1.jpg", 100, 2500, missing=2), rate=rate)
    assert fetch.reached.words == "Pictures: 100 of 2,500"
    assert fetch._detail() == "10 per second · 4 min left · 2 pictures missing"
    fetch.state.waits = FetchWaits(Sentence("{host} broke off", host="a.example"), 4.0)
    assert fetch._detail() == "a.example broke off; trying again in 4 s"
    fetch.state = FetchState(moved=FetchMoved(FetchStep.LISTS, "cards.json", 1_500_000, 6_000_000))
    assert fetch.reached.words == "List cards.json: 1.5 of 6.0 MB"
