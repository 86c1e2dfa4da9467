"""Present mode: large, in both languages, from photos, a folder or a camera; it goes round, and never labels."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pytest
from PIL import Image
from PySide6.QtCore import QMimeData, QObject, Qt, QUrl
from PySide6.QtGui import QFont, QFontMetrics, QGuiApplication, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot
from tests.amounts import amount
from tests.gui.test_cards_come import LanesByHand
from tests.lost_labels import events
from tests.picture_camera import PictureCamera
from tests.window import Condition, Hand, Steps, lit, photograph, play, walked, window_with

from karuta import paths
from karuta.cli import demo as demo_command
from karuta.gui.features.present import camera, camera_pictures, stage
from karuta.gui.features.present.camera import CameraFault
from karuta.gui.features.present.camera_pictures import CameraPictures, as_pixels
from karuta.gui.features.present.photos import FolderPhotos, Photos
from karuta.gui.features.present.stage import Stage
from karuta.gui.kit import card_stage
from karuta.gui.kit.card_stage import NAME_SHARE, CardStage, OnStage
from karuta.gui.kit.dialog_kit import Ask
from karuta.gui.kit.dropped import Dropped
from karuta.gui.library.pictures import as_image
from karuta.gui.queue.queues import ALL
from karuta.jobs.lane import Urgency
from karuta.paths import LibraryFolder, resources_folder
from karuta.services.labels.open_labels import labels_for_reading
from karuta.services.library.demo import DemoFiles
from karuta.settings import Settings, write_settings

# Before anything takes their place.
open_really, can_really_work = camera.open_camera, camera.can_work
FILES = DemoFiles.within(resources_folder())
# What decides on the desk, then all other digits and letters; C is the camera's.
KEYS = [Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space, Qt.Key.Key_1, Qt.Key.Key_U, Qt.Key.Key_N, Qt.Key.Key_R]
KEYS += [Qt.Key.Key_Delete, Qt.Key.Key_Slash, Qt.Key.Key_F1]
KEYS += [Qt.Key(code) for code in range(Qt.Key.Key_0.value, Qt.Key.Key_Z.value + 1) if code != Qt.Key.Key_C.value]
FIRST = ("First Light on Mount Asahina", "朝比奈山の初日")
JAPANESE = "カメラの使用がシステムで許可されていません。システムのプライバシー設定で許可してください。"


@pytest.fixture
def demo(
    copied_demo: Callable[[Path], LibraryFolder], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> LibraryFolder:
    library = copied_demo(tmp_path / "demo")
    monkeypatch.setattr(paths, "demo_library_folder", lambda: library)
    monkeypatch.setattr(demo_command, "has_display", lambda: True)
    monkeypatch.setattr(stage, "HELD_MS", 60)
    return library


@pytest.fixture
def cameras(monkeypatch: pytest.MonkeyPatch, demo: LibraryFolder) -> list[PictureCamera]:
    """The cameras that were opened."""
    opened: list[PictureCamera] = []

    def open_camera(parent: QObject) -> PictureCamera:
        opened.append(PictureCamera(parent))
        return opened[-1]

    monkeypatch.setattr(camera, "open_camera", open_camera)
    return opened


def on(hand: Hand) -> Stage:
    assert hand.stage is not None
    return hand.stage


def now(hand: Hand) -> OnStage:
    return on(hand).stage.now


def photos(hand: Hand) -> Photos:
    source = on(hand).source
    assert isinstance(source, Photos)
    return source


def shows(hand: Hand, photo: str) -> Condition:
    """This photo is on the stage with its answer, its name and its card's picture."""

    def so() -> bool:
        source = photos(hand)
        if source.photo is None or source.photo.name != photo or not source.view.is_whole:
            return False
        return not now(hand).has_card or (now(hand).card is not None and now(hand).other != "")

    return so


def alone(hand: Hand) -> None:
    """A minute goes by."""
    timer = on(hand)._alone
    assert timer.isActive() and timer.interval() == 60_000
    timer.stop()
    on(hand)._begin_loop()


def leaves(hand: Hand) -> Steps:
    """Esc is held down."""
    QTest.keyPress(on(hand).stage, Qt.Key.Key_Escape)
    yield lambda: hand.stage is None and hand.window.isVisible()


def looks_up(hand: Hand, photo: Path) -> Steps:
    """Present mode, with this photo."""
    yield lambda: hand.is_settled
    hand.window.commands["present"].trigger()
    on(hand).show_given(Dropped((photo,)))
    yield shows(hand, photo.name)


def opens_camera(hand: Hand) -> Steps:
    yield lambda: hand.is_settled
    hand.window.commands["camera"].trigger()
    yield lambda: isinstance(on(hand).source, CameraPictures)


def booth(walk: Callable[[Hand], Steps]) -> None:
    assert play(["demo", "--booth"], walk) == 0


def frame(name: str, *, shift: tuple[int, int] = (0, 0)) -> QImage:
    """A demo photo as a camera sees it, 960 x 720; what is shifted away is table."""
    with Image.open(FILES.photos / name) as image:
        image.thumbnail((960, 720))
        seen = Image.new("RGB", (960, 720), image.getpixel((3, 3)))
        seen.paste(image, ((960 - image.width) // 2 + shift[0], (720 - image.height) // 2 + shift[1]))
    shown, _ = as_image(np.asarray(seen))
    return shown.copy()


# How it is entered, left and kept from labelling: for every source


def sources(hand: Hand, cameras: list[PictureCamera], folder: Path) -> Iterator[tuple[type, Callable[[], object]]]:
    """Each source, and what puts it on the stage."""
    yield Photos, lambda: hand.drop(FILES.photos / "01-plain.jpg")
    yield FolderPhotos, lambda: hand.drop(folder)
    yield CameraPictures, lambda: hand.press(Qt.Key.Key_C)


@pytest.mark.long(share=True)
def test_no_key_labels_anything_from_any_source_in_the_loop_or_out_of_it(
    demo: LibraryFolder, cameras: list[PictureCamera]
) -> None:
    def walk(hand: Hand) -> Steps:
        yield shows(hand, "01-plain.jpg")
        for kind, put in sources(hand, cameras, FILES.photos):
            put()
            assert isinstance(on(hand).source, kind)
            if cameras:
                cameras[0].show(frame("01-plain.jpg"))
            # Its looks come after those of all photos that wait.
            yield lambda: now(hand).has_card or (cameras and now(hand).image is not None)
            for key in KEYS[: amount(len(KEYS), least=10)]:
                hand.press(key)
            alone(hand)
            assert on(hand).is_looping
            hand.press(Qt.Key.Key_1)
            assert not on(hand).is_looping
        assert not hand.window.isVisible() and hand.window.dialogs.current is None
        yield lambda: hand.work.session.store_lane.is_idle

    booth(walk)
    assert events(demo.labels_db) == []
    assert not list(demo.photos.glob("*"))


@pytest.mark.long
def test_no_slip_leaves_and_a_held_key_does(demo: LibraryFolder, cameras: list[PictureCamera]) -> None:
    """For each way in; closing asks, and so does the button."""
    asked: list[str] = []

    def refuse(ask: Ask, title: str, text: str, *, deed: str) -> bool:
        asked.append(deed)
        return False

    def walk(hand: Hand) -> Steps:
        for way_in in (opens_camera(hand), looks_up(hand, FILES.photos / "01-plain.jpg")):
            yield from way_in
            cameras[0].show(frame("01-plain.jpg"))
            yield lambda: now(hand).has_card
            for _ in range(3):
                QTest.keyPress(on(hand).stage, Qt.Key.Key_Escape)
                QTest.keyRelease(on(hand).stage, Qt.Key.Key_Escape)
            given = cameras[0].given
            yield lambda: not on(hand)._held.isActive() and (cameras[0].given > given + 6 or not cameras[0].is_on)  # noqa: B023
            assert "Hold Esc" in now(hand).call and now(hand).is_calling
            for give in (on(hand).close, on(hand).buttons["Esc"].click):
                give()
            assert hand.stage is not None and asked == ["Leave", "Leave"]
            asked.clear()
            yield from leaves(hand)
            assert not hand.window.isFullScreen()

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(stage, "HELD_MS", 400)
        patch.setattr(Ask, "agrees", refuse)
        walked(demo, walk)
    assert not cameras[0].is_on, "its light goes out with the stage"


@pytest.mark.long
@pytest.mark.parametrize("nobody_answers", [True, False])
def test_closing_it_for_passers_by_ends_the_program_once_somebody_agrees_or_nobody_can(
    demo: LibraryFolder, monkeypatch: pytest.MonkeyPatch, *, nobody_answers: bool
) -> None:
    asked: list[str] = []
    monkeypatch.setattr(Ask, "agrees", lambda self, title, text, *, deed: bool(asked.append(deed)) or len(asked) > 1)

    def walk(hand: Hand) -> Steps:
        yield shows(hand, "01-plain.jpg")
        if nobody_answers:
            hand.composition.leave_unasked()
            QApplication.quit()
        else:
            on(hand).close()
            assert hand.stage is not None, "no slip ends it"
            on(hand).close()
        yield lambda: not hand.has_window

    booth(walk)
    assert asked == ([] if nobody_answers else ["End", "End"])


# What is to be seen


@pytest.mark.parametrize("language", ["en", pytest.param("ja", marks=pytest.mark.long)])
def test_it_fills_the_screen_with_the_card_and_its_name_in_both_languages(
    demo: LibraryFolder, tmp_path: Path, language: str
) -> None:
    write_settings(tmp_path / "settings.json", Settings(language=language))

    def walk(hand: Hand) -> Steps:
        yield shows(hand, "01-plain.jpg")
        shown = on(hand)
        assert shown.isFullScreen()
        assert not any(widget.isVisible() for widget in QApplication.topLevelWidgets() if widget is not shown)
        assert (now(hand).name, now(hand).other) == (FIRST if language == "en" else FIRST[::-1])
        assert (now(hand).words == "Karuta is sure") == (language == "en")
        assert "Esc" in now(hand).call
        assert shown.stage.name_pixels >= 0.6 * NAME_SHARE * shown.stage.height() > 20
        yield lambda: on(hand).source.view.print_read is not None
        said = (now(hand).name, now(hand).other, now(hand).words, now(hand).printing)
        assert all(text in shown.stage.accessibleName() for text in said)

    booth(walk)


def test_two_lines_of_japanese_are_two_lines_although_its_font_has_higher_lines(qapp: object) -> None:
    shown = lit(CardStage)
    shown.setFont(QFont("VL PGothic"))
    shown.resize(1266, 690)
    shown.put(OnStage(name=JAPANESE))
    # As wide as two lines hold, and not one.
    room = QFontMetrics(shown._font(card_stage.NAME_SHARE, strong=True)).horizontalAdvance(JAPANESE) * 0.75
    shown.resize(round(room) + 2 * shown._margin, 690)
    assert shown.name_pixels == round(690 * card_stage.NAME_SHARE)


# Photos


@pytest.mark.long
def test_after_a_minute_the_demo_goes_round_and_any_key_goes_back_to_the_person(
    demo: LibraryFolder, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(stage, "CARD_MS", 40)
    monkeypatch.setattr(stage, "EACH_MS", 10)
    address = QMimeData()
    address.setUrls([QUrl("https://example.org/a.jpg")])

    def walk(hand: Hand) -> Steps:
        yield shows(hand, "01-plain.jpg")
        hand.press(Qt.Key.Key_Right)
        hand.press(Qt.Key.Key_Right)
        yield shows(hand, "03-tilted.jpg")
        hand.drop_data(address)
        assert now(hand).words.startswith("That is a web address") and not now(hand).has_card
        alone(hand)
        assert now(hand).is_calling and not now(hand).words.startswith("That is"), "whoever was told has gone"
        seen: set[str] = set()

        def has_seen(count: int) -> bool:
            photo = photos(hand).photo
            seen.add(photo.name if photo else "")
            return len(seen) >= count

        for count in range(1, 25):
            yield partial(has_seen, count)
        hand.press(Qt.Key.Key_Right)
        yield shows(hand, "03-tilted.jpg")
        assert not on(hand).is_looping and not now(hand).is_calling
        assert on(hand)._alone.isActive()

    booth(walk)


@pytest.mark.long
def test_what_is_dropped_or_pasted_is_shown_in_the_loop_too_and_kept_nowhere(
    demo: LibraryFolder, tmp_path: Path
) -> None:
    source = FILES.photos / "03-tilted.jpg"

    def walk(hand: Hand) -> Steps:
        yield shows(hand, "01-plain.jpg")
        behind = hand.work
        yield lambda: behind.counts is not None and behind.counts.photos == 24
        alone(hand)
        data = QMimeData()
        data.setImageData(QImage(str(source)))
        hand.drop_data(data)
        yield lambda: photos(hand).photo is not None and photos(hand).photo.suffix == ".png" and now(hand).has_card
        assert not on(hand).is_looping
        scratch = Path(on(hand)._scratch.name)
        assert list(scratch.iterdir())
        QGuiApplication.clipboard().setImage(QImage(str(FILES.photos / "18-no-card.jpg")))
        hand.press(Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
        yield lambda: now(hand).words == "No card in this photo"
        hand.drop(tmp_path / "settings.json")
        yield lambda: "settings.json" in now(hand).words
        (tmp_path / "empty").mkdir()
        hand.drop(tmp_path / "empty")
        yield lambda: now(hand).words == "No photos found there."
        yield from leaves(hand)
        assert not scratch.exists()
        assert behind.counts.photos == 24

    booth(walk)
    assert not list(demo.photos.glob("*"))


# The camera


@pytest.mark.long
def test_the_outline_follows_and_a_card_held_still_is_looked_up_by_itself(
    demo: LibraryFolder, cameras: list[PictureCamera]
) -> None:
    moving = [frame("01-plain.jpg", shift=(9 * step - 180, 0)) for step in range(40)]
    answers: list[str] = []

    def walk(hand: Hand) -> Steps:
        yield from opens_camera(hand)
        assert now(hand).words == "Waiting for the camera…"
        cameras[0].show(frame("18-no-card.jpg"))
        yield lambda: now(hand).words == "Hold a card in front of the camera"
        assert now(hand).corners == ()
        source = on(hand).source
        source.arrived.connect(lambda: answers.append(source.view.cards[0].matches[0].name))
        cameras[0].show(*moving)
        lefts: set[int] = set()

        def has_followed() -> bool:
            lefts.update(round(corners[0][0] / 20) for corners in now(hand).corners)
            return len(lefts) >= 4

        yield has_followed
        assert answers == [], "nothing is looked up while it moves"
        cameras[0].show(frame("01-plain.jpg"))
        yield lambda: (now(hand).name, now(hand).other) == FIRST
        assert now(hand).words == "Karuta is sure"
        assert len(now(hand).corners) == 1
        cameras[0].show(frame("03-tilted.jpg"))
        yield lambda: now(hand).has_card and now(hand).name not in ("", FIRST[0])
        cameras[0].show(frame("18-no-card.jpg"))
        yield lambda: not now(hand).has_card and now(hand).corners == ()
        yield from leaves(hand)

    walked(demo, walk)


@pytest.mark.long
def test_space_keeps_the_picture_as_a_photo_once_a_press(demo: LibraryFolder, cameras: list[PictureCamera]) -> None:
    def walk(hand: Hand) -> Steps:
        yield from opens_camera(hand)
        hand.press(Qt.Key.Key_Space)
        assert "saved:" not in now(hand).call, "there was nothing to keep"
        cameras[0].show(frame("01-plain.jpg"))
        yield lambda: now(hand).has_card
        hand.press(Qt.Key.Key_Space)
        assert "Photos saved: 1" in now(hand).call
        yield lambda: hand.work.counts is not None and hand.work.counts.photos == 1
        yield from leaves(hand)
        yield lambda: hand.is_settled and bool(hand.work.desk.matches)
        assert hand.work.desk.matches[0].name == FIRST[0]
        assert hand.work.desk.label is None

    walked(demo, walk)
    kept = list(demo.photos.iterdir())
    assert len(kept) == 1
    with Image.open(kept[0]) as image:
        assert image.size == (960, 720)


def test_only_the_newest_picture_is_looked_at_and_photos_that_wait_go_first(qapp: object) -> None:
    parent, lanes, seen = QObject(), LanesByHand(), list[int]()
    device = PictureCamera(parent)
    source = CameraPictures(device, lanes, parent)  # type: ignore[arg-type]
    recogniser = SimpleNamespace(outlines=lambda pixels: seen.append(pixels.shape[1]) or [])
    for wide in range(40, 60):
        device.came.emit(QImage(wide, 30, QImage.Format.Format_RGB32))
    assert source._job is not None and source._job.urgency is Urgency.LATER
    for _ in range(2):
        assert lanes.engine_lane.answer(SimpleNamespace(recogniser=recogniser), None) == 1
        source._look()  # it has rested
    assert seen == [40, 59], "twenty pictures came, one waited"
    assert source._job is None


@pytest.mark.parametrize("fault", list(CameraFault))
def test_each_fault_is_one_sentence_and_the_picture_comes_back_by_itself(
    qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, fault: CameraFault
) -> None:
    monkeypatch.setattr(camera_pictures, "_AGAIN_MS", 1)
    parent, kept = QObject(), list[object]()
    device = PictureCamera(parent)
    source = CameraPictures(device, LanesByHand(), parent, SimpleNamespace(add_picture=kept.append))  # type: ignore[arg-type]
    device.show(QImage(40, 30, QImage.Format.Format_RGB32))
    qtbot.waitUntil(lambda: source.view.now.image is not None)
    device.fail(fault, "device busy")
    view, sentence = source.view, camera.FAULTS[fault].format(reason="device busy")
    assert sentence in view.now.words and view.now.image is None and view.now.corners == ()
    source.take()
    assert kept == [] and view.keys == ""
    if fault not in (CameraFault.STOPPED, CameraFault.REFUSED):
        device.start()  # the system tells of it
    qtbot.waitUntil(lambda: source.view.now.image is not None)
    assert sentence not in source.view.now.words
    device.fail(fault)
    source.stop()
    assert not source._again.isActive() and not device.is_on


@pytest.mark.long
@window_with(before=True, kept=1)
def test_photos_that_are_looked_up_only_are_a_queue_in_which_no_key_stores_anything(hand: Hand) -> Steps:
    photos = [photograph(hand.folder / f"{seed}.png", seed) for seed in (3, 4)]
    broken = hand.folder / "broken.png"
    broken.write_bytes(b"no picture")
    told: list[str] = []
    yield
    desk, panel, head = hand.work.desk, hand.window.match_panel, hand.window.queue_panel.queue
    hand.work.voice.refused.connect(told.append)
    yield hand.shows("kept.png")
    hand.window.ask.photos = lambda title: [*photos, broken]  # type: ignore[method-assign]
    hand.window.commands["look-only"].trigger()
    yield lambda: desk.sighting is not None and desk.photo.photo.name == "3.png"
    assert panel.isVisible() and panel.head.words[0] == "Sure" and desk.photo_id is None
    assert "confirms" not in " ".join(panel.head.words)
    for key in (Qt.Key.Key_Return, *map(Qt.Key, range(Qt.Key.Key_1, Qt.Key.Key_4))):
        hand.press(key)
    assert told == ["These photos are only looked up: nothing is saved"] and desk.place_of_match == 2
    hand.press(Qt.Key.Key_Right)
    yield lambda: desk.sighting is not None and desk.photo.photo.name == "4.png"
    for key in (Qt.Key.Key_U, Qt.Key.Key_R, Qt.Key.Key_N, Qt.Key.Key_K):
        hand.press(key)
    assert len(told) == 1
    hand.press(Qt.Key.Key_Right)
    yield lambda: desk.photo.photo.name == "broken.png" and "is not a picture" in panel.head.words[1]
    yield lambda: head.text() == "Look up only: 0 left"
    hand.press(Qt.Key.Key_Left)
    yield lambda: desk.photo is not None and desk.photo.photo.name == "4.png"
    hand.work.arrangement.choose_queue(ALL)
    yield hand.shows("kept.png")
    hand.press(Qt.Key.Key_1)
    yield lambda: hand.work.counts is not None and hand.work.counts.decided == 1
    yield hand.ended
    with labels_for_reading(hand.library) as file:
        assert list(file.rows("SELECT count(*) FROM photos")) == [(1,)]


@pytest.mark.long
@pytest.mark.parametrize("works", [True, False])
@window_with(before=True, of="demo")
def test_where_no_camera_can_work_none_is_offered(hand: Hand, monkeypatch: pytest.MonkeyPatch, *, works: bool) -> Steps:
    monkeypatch.setattr(camera, "can_work", lambda: works)
    yield
    action = hand.window.commands["camera"]
    assert action.isVisible() == action.isEnabled() == works
    yield from looks_up(hand, FILES.photos / "01-plain.jpg")
    assert ("C" in on(hand).buttons) == works
    hand.press(Qt.Key.Key_C)
    assert isinstance(on(hand).source, CameraPictures) == works


@pytest.mark.parametrize("form", [QImage.Format.Format_RGB32, QImage.Format.Format_RGB888, QImage.Format.Format_ARGB32])
@pytest.mark.parametrize("wide", [1, 2, 3, 641])
def test_pixels_are_those_of_the_image_whatever_its_rows_are_padded_to(form: QImage.Format, wide: int) -> None:
    image = QImage(wide, 5, form)
    image.fill(Qt.GlobalColor.black)
    image.setPixelColor(wide - 1, 4, Qt.GlobalColor.red)
    pixels = as_pixels(image)
    assert pixels.shape == (5, wide, 3)
    assert pixels[4, wide - 1].tolist() == [255, 0, 0]
    assert int(pixels.sum()) == 255


@pytest.mark.no_qt_log
@pytest.mark.skipif(not can_really_work() or bool(os.environ.get("CI")), reason="needs the extra karuta[camera]")
def test_qts_own_camera_gives_the_newest_frames_and_says_where_there_is_none(qapp: object) -> None:
    from PySide6.QtMultimedia import QMediaDevices, QVideoFrame

    parent = QObject()
    source = open_really(parent)
    came, failed = list[QImage](), list[CameraFault]()
    source.came.connect(came.append)
    source.failed.connect(lambda fault, words: failed.append(fault))
    picture = frame("01-plain.jpg")
    for _ in range(10):
        source._sink.setVideoFrame(QVideoFrame(picture))  # type: ignore[attr-defined]
    assert 1 <= len(came) <= 9
    assert came[0].size() == picture.size()
    if not QMediaDevices.videoInputs():
        source.start()
        assert failed == [CameraFault.MISSING] and not source.use_next()
    source.stop()
