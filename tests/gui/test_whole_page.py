"""A whole page of sure cards with one key: their names stand on the photo first, and nothing else is confirmed."""

from __future__ import annotations

from collections.abc import Generator
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from tests.gui.test_trust import IS_RIPE
from tests.window import Condition, Hand, photograph, play

from karuta.domain.match import Verdict
from karuta.gui.desk.photo_view import PhotoView
from karuta.gui.kit import held_keys, seen
from karuta.paths import LibraryFolder
from karuta.services.labels.open_labels import labels_for_reading
from karuta.settings import Settings, write_settings

Steps = Generator[Condition, None, None]
CTRL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture(autouse=True)
def english(tmp_path: Path) -> None:
    write_settings(tmp_path / "settings.json", Settings(language="en"))


def labels(library: LibraryFolder) -> list[tuple[str, str]]:
    with labels_for_reading(library) as file:
        return file.rows("SELECT photo_name, name FROM current_labels ORDER BY id")


def view_of(hand: Hand) -> PhotoView:
    return hand.window.desk_panel.view


def all_sure(hand: Hand) -> Condition:
    def so() -> bool:
        photo = hand.work.desk.photo
        return (
            photo is not None
            and [sighting.verdict for sighting in photo.sightings] == [Verdict.SURE] * 3
            and hand.is_settled
        )

    return so


def test_the_first_press_draws_every_name_and_the_second_confirms_them_as_one_action(
    library: LibraryFolder, tmp_path: Path
) -> None:
    page, other = photograph(tmp_path / "page.png", 2, 4, 9), photograph(tmp_path / "other.png", 1)
    said: list[str] = []

    def walk(hand: Hand) -> Steps:
        desk = hand.work.desk
        hand.work.voice.said.connect(said.append)
        yield hand.shows("page.png")
        yield all_sure(hand)
        assert not view_of(hand).names
        hand.press(Qt.Key.Key_P)
        assert said[-1] == "Press P again to confirm all 3 cards"
        assert view_of(hand).names == tuple(sighting.matches[0].name for sighting in desk.photo.sightings)
        assert sorted(view_of(hand).names) == ["Shape 2", "Shape 4", "Shape 9"]
        assert labels(library) == []
        # Another card of the page comes in front: the names stay.
        hand.press(Qt.Key.Key_Tab)
        yield lambda: view_of(hand).names_in_sight
        # Zoomed in, not every name is there: then none is confirmed, and all of the photo is shown again.
        hand.press(Qt.Key.Key_Z)
        yield lambda: not view_of(hand).names_in_sight
        hand.press(Qt.Key.Key_P)
        yield lambda: view_of(hand).names_in_sight
        assert labels(library) == []
        hand.press(Qt.Key.Key_P)
        yield hand.shows("other.png")
        yield lambda: hand.work.counts.decided == 3
        assert sorted(labels(library)) == [("page.png", f"Shape {number}") for number in (2, 4, 9)]
        assert "Saved: 3 cards" in said and not view_of(hand).names
        # One undo takes the page back, one redo brings it again.
        hand.press(Qt.Key.Key_Z, CTRL)
        yield lambda: hand.work.counts.decided == 0
        assert labels(library) == []
        hand.press(Qt.Key.Key_Y, CTRL)
        yield lambda: hand.work.counts.decided == 3

    assert play(["--library", library.root, "gui", page, other], walk) == 0


@pytest.mark.long
def test_a_card_that_is_decided_stays_as_it_is_and_the_others_are_confirmed(
    library: LibraryFolder, tmp_path: Path
) -> None:
    page = photograph(tmp_path / "page.png", 2, 4, 9)
    said: list[str] = []

    def walk(hand: Hand) -> Steps:
        command = hand.window.commands["confirm-page"]
        hand.work.voice.said.connect(said.append)
        yield hand.shows("page.png")
        yield all_sure(hand)
        hand.press(Qt.Key.Key_2)  # the second match: a person said another card
        yield lambda: len(labels(library)) == 1 and hand.is_settled
        other = labels(library)[0][1]
        hand.press(Qt.Key.Key_P)
        assert said[-1] == "Press P again to confirm all 2 cards"
        names = [sighting.matches[0].name for sighting in hand.work.desk.photo.sightings]
        assert view_of(hand).names == ("", *names[1:])
        # Esc takes the names away, so that the next press draws them anew.
        yield lambda: view_of(hand).names_in_sight
        hand.press(Qt.Key.Key_Escape)
        assert not view_of(hand).names
        hand.press(Qt.Key.Key_P)
        yield lambda: view_of(hand).names_in_sight and len(labels(library)) == 1
        hand.press(Qt.Key.Key_P)
        yield lambda: len(labels(library)) == 3 and hand.is_settled
        assert sorted(name for _, name in labels(library)) == sorted([other, *names[1:]])
        assert not command.isEnabled()
        hand.press(Qt.Key.Key_P)
        assert said[-1] == "Every card in the photo is decided already"

    assert play(["--library", library.root, "gui", page], walk) == 0


@pytest.mark.long
def test_esc_takes_the_names_away_before_it_leaves_full_screen(library: LibraryFolder, tmp_path: Path) -> None:
    page = photograph(tmp_path / "page.png", 2, 4, 9)

    def walk(hand: Hand) -> Steps:
        yield hand.shows("page.png")
        yield all_sure(hand)
        hand.press(Qt.Key.Key_F11)
        yield hand.window.isFullScreen
        hand.press(Qt.Key.Key_P)
        yield lambda: view_of(hand).names_in_sight
        hand.press(Qt.Key.Key_Escape)
        assert not view_of(hand).names and hand.window.isFullScreen()
        hand.press(Qt.Key.Key_Escape)
        yield lambda: not hand.window.isFullScreen()

    assert play(["--library", library.root, "gui", page], walk) == 0


@pytest.mark.long
def test_a_page_with_a_card_in_the_way_takes_no_such_key_and_says_why(library: LibraryFolder, tmp_path: Path) -> None:
    page, single = photograph(tmp_path / "page.png", 2, 4, 9), photograph(tmp_path / "single.png", 1)
    said: list[str] = []

    def walk(hand: Hand) -> Steps:
        desk, command = hand.work.desk, hand.window.commands["confirm-page"]
        hand.work.voice.said.connect(said.append)
        yield hand.shows("page.png")
        yield all_sure(hand)
        assert command.isEnabled()
        hand.press(Qt.Key.Key_P)
        assert view_of(hand).names
        hand.press(Qt.Key.Key_1)
        yield lambda: len(labels(library)) == 1 and hand.is_settled
        # What was drawn is gone with it.
        assert not view_of(hand).names
        hand.press(Qt.Key.Key_Right)
        yield hand.shows("single.png")
        assert not command.isEnabled()
        hand.press(Qt.Key.Key_P)
        assert said[-1] == "Only for photos with several cards, all of them sure"
        hand.press(Qt.Key.Key_Left)
        yield hand.shows("page.png")
        # A card that is not sure any more.
        sighting = desk.photo.sightings[1]
        object.__setattr__(desk.photo.sightings[0], "label", None)
        object.__setattr__(sighting, "verdict", Verdict.LIKELY)
        desk.sighting_shown.emit()
        hand.press(Qt.Key.Key_P)
        assert said[-1] == "Card 2 is not sure" and not command.isEnabled()
        yield lambda: len(labels(library)) == 1

    assert play(["--library", library.root, "gui", page, single], walk) == 0


@pytest.mark.long
@pytest.mark.parametrize("way", ["not painted", "held down", "another card"])
def test_names_that_cannot_have_been_seen_are_not_confirmed(
    library: LibraryFolder, tmp_path: Path, way: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = photograph(tmp_path / "page.png", 2, 4, 9)
    said: list[str] = []

    def walk(hand: Hand) -> Steps:
        hand.work.voice.said.connect(said.append)
        hand.work.voice.refused.connect(said.append)
        yield hand.shows("page.png")
        yield all_sure(hand)
        if way == "not painted":
            monkeypatch.setattr(seen.Seen, "is_ripe", IS_RIPE)
            hand.press(Qt.Key.Key_P)
            hand.press(Qt.Key.Key_P)
            assert said[-1] == "Too quick: press again"
        elif way == "held down":
            hand.press(Qt.Key.Key_P)
            yield lambda: view_of(hand).names_in_sight
            # The system sends a held key as presses with next to nothing between them.
            monkeypatch.setattr(held_keys, "SAME_PRESS_SECONDS", 1000.0)
            hand.press(Qt.Key.Key_P)
        else:
            hand.press(Qt.Key.Key_P)
            yield lambda: view_of(hand).names_in_sight
            # The list of one card changes below the names: they are drawn anew before anything is confirmed.
            sighting = hand.work.desk.photo.sightings[1]
            object.__setattr__(sighting, "matches", sighting.matches[1:])
            hand.press(Qt.Key.Key_P)
            assert view_of(hand).names[1] == sighting.matches[0].name
        yield lambda: hand.work.session.store_lane.is_idle and hand.work.session.box.is_empty
        assert labels(library) == []

    assert play(["--library", library.root, "gui", page], walk) == 0


@pytest.mark.long
def test_names_that_were_seen_for_long_enough_are_confirmed(
    library: LibraryFolder, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = photograph(tmp_path / "page.png", 2, 4, 9)

    def walk(hand: Hand) -> Steps:
        yield hand.shows("page.png")
        yield all_sure(hand)
        monkeypatch.setattr(seen.Seen, "is_ripe", IS_RIPE)
        # Both are painted once more, as after any change.
        hand.composition.sight.anew()
        hand.press(Qt.Key.Key_P)
        yield lambda: hand.is_settled and hand.composition.sight.is_ripe and hand.composition._page._seen.is_ripe
        hand.press(Qt.Key.Key_P)
        yield lambda: len(labels(library)) == 3

    assert play(["--library", library.root, "gui", page], walk) == 0


@pytest.mark.long
def test_the_names_are_those_of_the_windows_language(library: LibraryFolder, tmp_path: Path) -> None:
    write_settings(tmp_path / "settings.json", Settings(language="ja"))
    page = photograph(tmp_path / "page.png", 2, 4, 9)

    def walk(hand: Hand) -> Steps:
        yield hand.shows("page.png")
        yield all_sure(hand)
        hand.press(Qt.Key.Key_P)
        yield lambda: sorted(view_of(hand).names) == ["図形2", "図形4", "図形9"] and view_of(hand).names_in_sight
        hand.press(Qt.Key.Key_P)
        yield lambda: len(labels(library)) == 3

    assert play(["--library", library.root, "gui", page], walk) == 0


@pytest.mark.long
def test_a_name_that_does_not_fit_its_card_is_not_confirmed(library: LibraryFolder, tmp_path: Path) -> None:
    page = photograph(tmp_path / "page.png", 2, 4, 9)
    said: list[str] = []

    def walk(hand: Hand) -> Steps:
        hand.work.voice.said.connect(said.append)
        yield hand.shows("page.png")
        yield all_sure(hand)
        for item in hand.work.desk.photo.sightings[:1]:
            long = "A name so long that no card of this photo has the room for it, " * 40
            object.__setattr__(item, "matches", tuple(replace(match, name=long) for match in item.matches))
        hand.press(Qt.Key.Key_P)
        yield lambda: bool(view_of(hand).names)
        hand.press(Qt.Key.Key_P)
        yield lambda: said[-1] == "Not every name fits on its card: enlarge the window, then press again"
        hand.press(Qt.Key.Key_P)
        yield lambda: hand.work.session.store_lane.is_idle and hand.work.session.box.is_empty
        assert labels(library) == []

    assert play(["--library", library.root, "gui", page], walk) == 0
