"""Booth mode: large, in both languages, goes round when nobody is there, and never labels."""

from __future__ import annotations

import threading
from collections.abc import Callable, Generator
from functools import partial
from pathlib import Path
from types import SimpleNamespace

import pytest
from PySide6.QtCore import QMimeData, QObject, Qt, QUrl, Signal
from PySide6.QtGui import QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from tests.gui.test_cards_come import LanesByHand
from tests.lost_labels import events
from tests.window import Condition, Hand, play

from karuta import paths
from karuta.bootstrap import run
from karuta.cli import demo as demo_command
from karuta.domain.match import Verdict
from karuta.files import file_hash
from karuta.gui.features.present import booth_show, photo_looks
from karuta.gui.features.present.booth import BoothWindow
from karuta.gui.features.present.booth_show import BoothShow
from karuta.gui.features.present.photo_looks import PhotoLooks
from karuta.gui.kit.card_stage import NAME_SHARE, OnStage
from karuta.jobs.lane import Urgency
from karuta.paths import LibraryFolder, resources_folder
from karuta.services.library.demo import demo_photos
from karuta.settings import Settings, write_settings

Steps = Generator[Condition, None, None]
KEYS = (
    *(Qt.Key.Key_1, Qt.Key.Key_9, Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_U, Qt.Key.Key_R, Qt.Key.Key_N),
    *(Qt.Key.Key_S, Qt.Key.Key_W, Qt.Key.Key_Space, Qt.Key.Key_Delete, Qt.Key.Key_T, Qt.Key.Key_Slash, Qt.Key.Key_F1),
)


@pytest.fixture
def demo(
    copied_demo: Callable[[Path], LibraryFolder], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> LibraryFolder:
    library = copied_demo(tmp_path / "demo")
    monkeypatch.setattr(paths, "demo_library_folder", lambda: library)
    monkeypatch.setattr(demo_command, "has_display", lambda: True)
    write_settings(tmp_path / "settings.json", Settings(language="en"))
    return library


def booth(hand: Hand) -> BoothWindow:
    assert hand.booth is not None
    return hand.booth


def now(hand: Hand) -> OnStage:
    return booth(hand).stage.now


def show(hand: Hand) -> BoothShow:
    return booth(hand)._show


def answered(hand: Hand, photo: str) -> Condition:
    """This photo is on the screen with its answer, its name and its card's picture."""

    def so() -> bool:
        one = show(hand)
        if one.photo is None or one.photo.name != photo or one.answer is None or one.image is None:
            return False
        stage = now(hand)
        return not stage.has_card or (stage.card is not None and stage.other != "")

    return so


def alone(hand: Hand) -> None:
    """A minute goes by."""
    timer = show(hand)._alone
    assert timer.isActive()
    assert timer.interval() == 60_000
    timer.stop()
    show(hand)._begin_loop()


@pytest.mark.long
def test_it_fills_the_screen_with_the_card_and_its_name_in_both_languages(demo: LibraryFolder) -> None:
    def walk(hand: Hand) -> Steps:
        yield answered(hand, "01-plain.jpg")
        window, stage = booth(hand), booth(hand).stage
        assert window.isFullScreen()
        assert not any(widget.isVisible() for widget in QApplication.topLevelWidgets() if widget is not window)
        assert (stage.now.name, stage.now.other) == ("First Light on Mount Asahina", "朝比奈山の初日")
        assert stage.now.words == "Karuta is sure"
        assert stage.name_pixels >= 0.6 * NAME_SHARE * stage.height() > 20
        assert stage.accessibleName() == "First Light on Mount Asahina, 朝比奈山の初日, Karuta is sure"

    assert play(["demo", "--booth"], walk) == 0


@pytest.mark.long
def test_in_japanese_the_japanese_name_comes_first(demo: LibraryFolder, tmp_path: Path) -> None:
    write_settings(tmp_path / "settings.json", Settings(language="ja"))

    def walk(hand: Hand) -> Steps:
        yield answered(hand, "01-plain.jpg")
        assert (now(hand).name, now(hand).other) == ("朝比奈山の初日", "First Light on Mount Asahina")
        assert now(hand).words != "Karuta is sure"
        assert "Esc" in now(hand).call

    assert play(["demo", "--booth"], walk) == 0


def test_no_key_labels_anything_in_the_loop_or_out_of_it(demo: LibraryFolder) -> None:
    def walk(hand: Hand) -> Steps:
        yield answered(hand, "01-plain.jpg")
        for _ in range(2):
            for key in KEYS:
                hand.press(key)
            alone(hand)
            yield lambda: show(hand).is_looping
        window = hand.composition_behind.window
        for key in KEYS:
            QTest.keyClick(booth(hand), key)
        assert not window.isVisible()
        assert window.dialogs.current is None
        yield lambda: hand.composition_behind.work.session.store_lane.is_idle

    assert play(["demo", "--booth"], walk) == 0
    assert events(demo.labels_db) == []


@pytest.mark.long
def test_after_a_minute_the_demo_goes_round_and_any_key_goes_back_to_the_person(
    demo: LibraryFolder, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(booth_show, "CARD_MS", 40)
    monkeypatch.setattr(booth_show, "EACH_MS", 10)

    def walk(hand: Hand) -> Steps:
        yield answered(hand, "01-plain.jpg")
        hand.press(Qt.Key.Key_Right)
        hand.press(Qt.Key.Key_Right)
        yield answered(hand, "03-tilted.jpg")
        alone(hand)
        assert now(hand).is_calling
        seen: set[str] = set()

        def has_seen(count: int) -> bool:
            photo = show(hand).photo
            seen.add(photo.name if photo else "")
            return len(seen) >= count

        for count in range(1, 25):
            yield partial(has_seen, count)
        hand.press(Qt.Key.Key_Right)
        yield answered(hand, "03-tilted.jpg")
        assert not show(hand).is_looping
        assert not now(hand).is_calling
        assert show(hand)._alone.isActive()

    assert play(["demo", "--booth"], walk) == 0


class LookedUp(QObject):
    """In place of the library's queue of lookups: one photo waits there."""

    looked, trouble, arrived = Signal(str), Signal(str), Signal(object)
    is_waiting = False

    def __init__(self, waits: str) -> None:
        super().__init__()
        self.waits, self.asked = waits, list[str]()

    def holds(self, photo: str) -> bool:
        return photo == self.waits

    def now(self, photo: str, path: Path) -> None:
        self.asked.append(photo)


def test_what_the_library_saw_is_shown_at_once_and_nothing_is_looked_up_twice(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen, waits, stranger = (tmp_path / name for name in ("seen.jpg", "waits.jpg", "stranger.jpg"))
    for photo in (seen, waits, stranger):
        photo.write_bytes(photo.name.encode())
    hashes = {photo: file_hash(photo) for photo in (seen, waits, stranger)}
    card = SimpleNamespace(corners=(), verdict=Verdict.SURE, matches=("Crow",), back=None)
    kept = {hashes[seen]: True, hashes[waits]: False}

    def desk(file: object, photo: str) -> object:
        if photo not in kept:
            return None
        return SimpleNamespace(error=None, looked_up=kept[photo], sightings=(card,) * kept[photo])

    monkeypatch.setattr(photo_looks, "desk", desk)
    session, lookups = LanesByHand(), LookedUp(hashes[waits])
    looks = PhotoLooks(
        session,  # type: ignore[arg-type]
        [seen, waits],
        lookups,  # type: ignore[arg-type]
        are_coming=lambda: False,
        arrived=lookups.arrived,
    )
    recognised: list[Path] = []
    opened = SimpleNamespace(
        recogniser=SimpleNamespace(
            recognise=lambda photo, **how: recognised.append(photo) or SimpleNamespace(sightings=())
        )
    )

    def wants(photo: Path) -> tuple[str, ...] | None:
        looks.want(photo, Urgency.NOW)
        session.files_lane.answer(None, None)
        session.store_lane.answer(None, None)
        session.engine_lane.answer(opened, None)
        answer = looks.answer(photo)
        return None if answer is None else tuple(str(card.match) for card in answer.cards)

    assert wants(seen) == ("Crow",)
    # The library is about to: it is asked to do so now.
    assert wants(waits) is None
    assert lookups.asked == [hashes[waits]]
    kept[hashes[waits]] = True
    lookups.looked.emit(hashes[waits])
    session.store_lane.answer(None, None)
    assert wants(waits) == ("Crow",)
    # What the library does not have is looked up here, once, also where it is dropped again.
    assert wants(stranger) == ()
    looks.anew([stranger])
    assert wants(stranger) == ()
    assert recognised == [stranger]


@pytest.mark.long
def test_who_steps_on_quickly_waits_for_nothing_that_went_by(demo: LibraryFolder) -> None:
    def walk(hand: Hand) -> Steps:
        yield answered(hand, "01-plain.jpg")
        for _ in range(9):
            hand.press(Qt.Key.Key_Space)
        for jobs in (show(hand)._jobs, show(hand)._looks._jobs):
            assert {photo.name for photo in jobs} <= {"10-upside-down.jpg", "11-sideways.jpg"}
        yield answered(hand, "10-upside-down.jpg")
        assert len(show(hand)._looks._answers) < 8
        for _ in range(5):
            hand.press(Qt.Key.Key_Left)
        yield answered(hand, "05-glare.jpg")

    assert play(["demo", "--booth"], walk) == 0


@pytest.mark.long
def test_every_card_of_a_photo_comes_round(demo: LibraryFolder) -> None:
    def walk(hand: Hand) -> Steps:
        yield answered(hand, "01-plain.jpg")
        for _ in range(11):
            hand.press(Qt.Key.Key_Space)
        yield answered(hand, "12-two-cards.jpg")
        assert now(hand).place == "Card 1 of 2"
        first = now(hand).name
        hand.press(Qt.Key.Key_Space)
        yield lambda: now(hand).place == "Card 2 of 2" and now(hand).name not in ("", first)
        hand.press(Qt.Key.Key_Space)
        yield answered(hand, "13-two-cards.jpg")

    assert play(["demo", "--booth"], walk) == 0


@pytest.mark.long
def test_what_is_not_known_or_no_card_is_said_in_words_and_shows_no_card(demo: LibraryFolder) -> None:
    places = [photo.name for photo in demo_photos(resources_folder())]

    def walk(hand: Hand) -> Steps:
        yield answered(hand, "01-plain.jpg")
        show(hand).show_photos(demo_photos(resources_folder())[places.index("16-not-in-catalogue.jpg") :])
        yield answered(hand, "16-not-in-catalogue.jpg")
        assert now(hand).words == "This card is not in the catalogue"
        assert (now(hand).name, now(hand).has_card) == ("", False)
        hand.press(Qt.Key.Key_Space)
        hand.press(Qt.Key.Key_Space)
        yield answered(hand, "18-no-card.jpg")
        assert now(hand).words == "No card in this photo"

    assert play(["demo", "--booth"], walk) == 0


@pytest.mark.long
def test_a_drop_shows_the_persons_photo_in_the_loop_too_and_keeps_nothing(demo: LibraryFolder, tmp_path: Path) -> None:
    source = demo_photos(resources_folder())[2]
    folder = tmp_path / "camera roll"
    folder.mkdir()
    (folder / "mine.jpg").write_bytes(source.read_bytes())

    def walk(hand: Hand) -> Steps:
        yield answered(hand, "01-plain.jpg")
        behind = hand.composition_behind.work
        yield lambda: behind.counts is not None and behind.counts.photos == 24
        alone(hand)
        hand.drop(folder)
        yield answered(hand, "mine.jpg")
        assert not show(hand).is_looping
        assert now(hand).has_card
        data = QMimeData()
        data.setImageData(QImage(str(source)))
        hand.drop_data(data)
        yield lambda: show(hand).photo is not None and show(hand).photo.suffix == ".png" and now(hand).has_card
        scratch = Path(show(hand)._scratch.name)
        assert list(scratch.iterdir())
        hand.drop(tmp_path / "settings.json")
        yield lambda: "settings.json" in now(hand).words
        hand.press(Qt.Key.Key_Escape)
        yield lambda: hand.booth is None
        assert not scratch.exists()
        assert behind.counts.photos == 24

    assert play(["demo", "--booth"], walk) == 0
    assert not list(demo.photos.glob("*")) if demo.photos.exists() else True


@pytest.mark.long
def test_esc_leaves_for_the_window_from_the_loop_too_and_f11_leaves_the_whole_screen_alone(
    demo: LibraryFolder,
) -> None:
    def walk(hand: Hand) -> Steps:
        yield answered(hand, "01-plain.jpg")
        hand.press(Qt.Key.Key_F11)
        yield lambda: not booth(hand).isFullScreen()
        hand.press(Qt.Key.Key_F11)
        yield lambda: booth(hand).isFullScreen()
        alone(hand)
        hand.press(Qt.Key.Key_Escape)
        yield lambda: hand.booth is None and hand.window.isVisible()
        yield hand.shows("01-plain.jpg")
        assert not hand.window.isFullScreen()
        hand.press(Qt.Key.Key_1)
        yield lambda: hand.work.desk.label is not None or hand.on_desk != "01-plain.jpg"

    assert play(["demo", "--booth"], walk) == 0
    assert len(events(demo.labels_db)) == 1


@pytest.mark.long
def test_closing_it_ends_the_program(demo: LibraryFolder) -> None:
    def walk(hand: Hand) -> Steps:
        yield answered(hand, "01-plain.jpg")
        booth(hand).close()
        yield lambda: not hand.has_window

    assert play(["demo", "--booth"], walk) == 0


@pytest.mark.long
def test_a_second_start_turns_an_open_demo_into_the_booth(demo: LibraryFolder) -> None:
    codes: list[int] = []

    def walk(hand: Hand) -> Steps:
        yield hand.shows("01-plain.jpg")
        second = threading.Thread(target=lambda: codes.append(run(["demo", "--booth"])))
        second.start()
        yield lambda: hand.booth is not None
        yield lambda: not second.is_alive()
        assert codes == [0]
        yield answered(hand, "01-plain.jpg")
        hand.press(Qt.Key.Key_Escape)
        yield lambda: hand.booth is None
        yield hand.shows("01-plain.jpg")

    assert play(["demo"], walk) == 0


@pytest.mark.long
def test_without_a_display_it_says_so(
    demo: LibraryFolder, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(demo_command, "has_display", lambda: False)
    assert run(["demo", "--booth"]) == 1
    said = capsys.readouterr()
    assert "There is no display" in said.err
    assert said.out == ""


@pytest.mark.long
def test_what_was_told_to_one_visitor_is_gone_when_the_loop_begins(demo: LibraryFolder) -> None:
    address = QMimeData()
    address.setUrls([QUrl("https://example.org/a.jpg")])

    def walk(hand: Hand) -> Steps:
        yield answered(hand, "01-plain.jpg")
        hand.drop_data(address)
        yield lambda: now(hand).words.startswith("That is a web address")
        assert not now(hand).has_card
        alone(hand)
        yield lambda: show(hand).is_looping and now(hand).has_card
        assert now(hand).words == "Karuta is sure"

    assert play(["demo", "--booth"], walk) == 0
