"""The live camera, with a sequence of pictures in its place: outlined, looked up when held still, kept by Space."""

from __future__ import annotations

import os
import threading
from collections.abc import Callable, Generator
from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot
from tests.picture_camera import PictureCamera
from tests.window import Condition, Hand, play

from karuta.domain.sighting import iou
from karuta.gui.features.present import camera_dialog as commands
from karuta.gui.features.present.camera_dialog import CameraDialog
from karuta.gui.features.present.camera_look import CameraFault, CameraSource, as_pixels
from karuta.gui.kit.theme import Icons, Theme
from karuta.gui.library.pictures import as_image
from karuta.jobs.lane import Urgency
from karuta.paths import LibraryFolder, resources_folder
from karuta.services.evaluation.read_truth import read_truth
from karuta.services.library.demo import DemoFiles
from karuta.services.library.open_library import open_for_reading
from karuta.settings import Settings, write_settings

Steps = Generator[Condition, None, None]
# Before anything takes their place.
open_really, is_really_installed = commands.open_camera, commands.is_installed
FILES = DemoFiles.within(resources_folder())
FAULTS = {
    CameraFault.MISSING: "No camera found",
    CameraFault.REFUSED: "Karuta is not allowed to use the camera",
    CameraFault.UNPLUGGED: "was unplugged",
    CameraFault.STOPPED: "The camera stopped (device busy)",
}


def frame(name: str, *, shift: tuple[int, int] = (0, 0)) -> QImage:
    """A demo photo as a camera sees it, 960 x 720; what is shifted away is table."""
    with Image.open(FILES.photos / name) as image:
        image.thumbnail((960, 720))
        seen = Image.new("RGB", (960, 720), image.getpixel((3, 3)))
        seen.paste(image, ((960 - image.width) // 2 + shift[0], (720 - image.height) // 2 + shift[1]))
    shown, _ = as_image(np.asarray(seen))
    return shown.copy()


@pytest.fixture
def demo(copied_demo: Callable[[Path], LibraryFolder], tmp_path: Path) -> LibraryFolder:
    library = copied_demo(tmp_path / "cards")
    write_settings(tmp_path / "settings.json", Settings(language="en"))
    return library


@pytest.fixture
def camera(monkeypatch: pytest.MonkeyPatch, demo: LibraryFolder) -> list[PictureCamera]:
    """The cameras that were opened."""
    opened: list[PictureCamera] = []

    def open_camera(parent: QObject) -> CameraSource:
        opened.append(PictureCamera(parent))
        return opened[-1]

    monkeypatch.setattr(commands, "open_camera", open_camera)
    monkeypatch.setattr(commands, "is_installed", lambda: True)
    return opened


def dialog(hand: Hand) -> CameraDialog:
    shown = hand.window.dialogs.current
    assert isinstance(shown, CameraDialog)
    return shown


def shut(hand: Hand) -> Condition:
    hand.press(Qt.Key.Key_Escape)
    return lambda: hand.window.dialogs.current is None


def opened(hand: Hand) -> Condition:
    hand.window.commands["camera"].trigger()
    return lambda: isinstance(hand.window.dialogs.current, CameraDialog)


@pytest.mark.long
def test_the_outline_follows_and_a_card_held_still_is_looked_up_by_itself(
    demo: LibraryFolder, camera: list[PictureCamera]
) -> None:
    moving = [frame("01-plain.jpg", shift=(9 * step - 180, 0)) for step in range(40)]
    answers: list[str] = []

    def walk(hand: Hand) -> Steps:
        yield lambda: hand.is_settled
        yield opened(hand)
        shown, stage = dialog(hand), dialog(hand).stage
        assert stage.now.words == "Waiting for the camera…"
        camera[0].show(frame("18-no-card.jpg"))
        yield lambda: stage.now.words == "Hold a card in front of the camera"
        assert stage.now.corners == ()
        shown._look.changed.connect(lambda: answers.extend(card.match.name for card in shown._look.cards if card.match))
        camera[0].show(*moving)
        lefts: set[int] = set()

        def has_followed() -> bool:
            lefts.update(round(corners[0][0] / 20) for corners in stage.now.corners)
            return len(lefts) >= 4

        yield has_followed
        assert answers == [], "nothing is looked up while it moves"
        camera[0].show(frame("01-plain.jpg"))
        yield lambda: stage.now.name == "First Light on Mount Asahina" and stage.now.other == "朝比奈山の初日"
        assert stage.now.words == "Karuta is sure"
        assert len(stage.now.corners) == 1
        camera[0].show(frame("03-tilted.jpg"))
        yield lambda: stage.now.has_card and stage.now.name not in ("", "First Light on Mount Asahina")
        camera[0].show(frame("18-no-card.jpg"))
        yield lambda: not stage.now.has_card and stage.now.corners == ()
        yield shut(hand)

    assert play(["--library", demo.root, "gui"], walk) == 0
    assert not camera[0].is_on, "its light goes out with the dialog"


def test_space_keeps_the_picture_as_a_photo_once_a_press(demo: LibraryFolder, camera: list[PictureCamera]) -> None:
    def walk(hand: Hand) -> Steps:
        yield lambda: hand.is_settled
        yield opened(hand)
        hand.press(Qt.Key.Key_Space)
        assert "kept" not in dialog(hand).stage.now.call, "there was nothing to keep"
        camera[0].show(frame("01-plain.jpg"))
        yield lambda: dialog(hand).stage.now.has_card
        hand.press(Qt.Key.Key_Space)
        assert "Photos saved: 1" in dialog(hand).stage.now.call
        yield lambda: hand.work.counts is not None and hand.work.counts.photos == 1
        yield shut(hand)
        yield lambda: hand.is_settled and bool(hand.work.desk.matches)
        assert hand.work.desk.matches[0].name == "First Light on Mount Asahina"
        assert hand.work.desk.label is None

    assert play(["--library", demo.root, "gui"], walk) == 0
    kept = list(demo.photos.iterdir())
    assert len(kept) == 1
    with Image.open(kept[0]) as image:
        assert image.size == (960, 720)


@pytest.mark.long
def test_only_the_newest_picture_is_looked_at_and_photos_that_wait_go_first(
    demo: LibraryFolder, camera: list[PictureCamera]
) -> None:
    go_on, order = threading.Event(), list[str]()

    def walk(hand: Hand) -> Steps:
        yield lambda: hand.is_settled
        lane = hand.work.session.engine_lane
        yield opened(hand)
        lane.submit(lambda engine, token: go_on.wait(600), done=lambda _: None, failed=None, urgency=Urgency.NOW)
        really, looks = lane.submit, list[Urgency]()

        def counted(*arguments: object, urgency: Urgency = Urgency.SOON, **more: object) -> object:
            looks.append(urgency)
            return really(*arguments, urgency=urgency, **more)  # type: ignore[arg-type]

        lane.submit = counted  # type: ignore[method-assign, assignment]
        camera[0].show(frame("01-plain.jpg"))
        yield lambda: camera[0].given >= 20
        assert looks == [Urgency.LATER], "twenty pictures came, one waits"
        lane.submit = really  # type: ignore[method-assign]
        lane.submit(
            lambda engine, token: order.append("a photo that waits"),
            done=lambda _: None,
            failed=None,
            urgency=Urgency.AHEAD,
        )
        dialog(hand)._look.changed.connect(lambda: order.append("a frame"))
        go_on.set()
        yield lambda: len(order) >= 2
        assert order[0] == "a photo that waits"
        yield shut(hand)

    assert play(["--library", demo.root, "gui"], walk) == 0


@pytest.mark.parametrize("fault", [CameraFault.STOPPED, CameraFault.REFUSED])
def test_a_camera_that_is_free_again_shows_its_picture_by_itself(
    qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, fault: CameraFault
) -> None:
    class Nothing(QObject):
        """In place of looks and cards: none is seen."""

        changed = Signal()
        cards, outlines, place, fault = (), (), 0, ""
        feed = forget = stop = lambda *given: None

    monkeypatch.setattr(commands, "_AGAIN_MS", 1)
    theme, window, nothing = Theme(dark=False), QWidget(), Nothing()
    qtbot.addWidget(window)
    source = PictureCamera(window)
    icons = Icons(resources_folder() / "icons", theme)
    shown = CameraDialog(source, nothing, nothing, theme=theme, icons=icons, parent=window)  # type: ignore[arg-type]
    picture = QImage(40, 30, QImage.Format.Format_RGB32)
    source.fail(fault, "device busy")
    shown._draw()
    assert FAULTS[fault] in shown.stage.now.words
    source.show(picture)
    qtbot.waitUntil(lambda: shown.stage.now.image is not None)
    assert FAULTS[fault] not in shown.stage.now.words
    source.fail(fault)
    shown.reject()
    assert not shown._again.isActive() and not source.is_on


@pytest.mark.long
@pytest.mark.parametrize("fault", list(CameraFault))
def test_each_fault_is_one_sentence_and_the_picture_comes_back_by_itself(
    demo: LibraryFolder, camera: list[PictureCamera], fault: CameraFault
) -> None:
    def walk(hand: Hand) -> Steps:
        yield lambda: hand.is_settled
        yield opened(hand)
        stage = dialog(hand).stage
        camera[0].show(frame("01-plain.jpg"))
        yield lambda: stage.now.has_card
        camera[0].fail(fault, "device busy" if fault is CameraFault.STOPPED else "")
        assert FAULTS[fault] in stage.now.words
        assert stage.now.image is None and stage.now.corners == ()
        hand.press(Qt.Key.Key_Space)
        assert "kept" not in stage.now.call
        camera[0].start()
        yield lambda: stage.now.has_card
        yield shut(hand)

    assert play(["--library", demo.root, "gui"], walk) == 0


@pytest.mark.long
def test_of_several_cameras_one_is_chosen(demo: LibraryFolder, camera: list[PictureCamera]) -> None:
    def walk(hand: Hand) -> Steps:
        yield lambda: hand.is_settled
        yield opened(hand)
        assert not dialog(hand).cameras.isVisible()
        camera[0].cameras = ["Built-in", "On the stand"]
        camera[0].cameras_changed.emit()
        assert dialog(hand).cameras.isVisible()
        assert dialog(hand).cameras.currentText() == "Built-in"
        dialog(hand).cameras.activated.emit(1)
        assert camera[0].wanted == [1]
        yield shut(hand)

    assert play(["--library", demo.root, "gui"], walk) == 0


@pytest.mark.long
def test_without_cards_it_says_what_mends_it(empty_library: LibraryFolder, camera: list[PictureCamera]) -> None:
    def walk(hand: Hand) -> Steps:
        yield lambda: hand.is_settled
        yield opened(hand)
        camera[0].show(frame("01-plain.jpg"))
        yield lambda: "There is no library" in dialog(hand).stage.now.words
        assert dialog(hand).stage.now.image is not None, "the picture goes on"
        yield shut(hand)

    assert play(["--library", empty_library.root, "gui"], walk) == 0


@pytest.mark.long
@pytest.mark.parametrize("what", ["not installed", "a library is missing"])
def test_without_the_extra_it_says_what_to_install(
    demo: LibraryFolder, monkeypatch: pytest.MonkeyPatch, what: str
) -> None:
    def missing(parent: QObject) -> CameraSource:
        raise ImportError("libpulse.so.0: cannot open shared object file")

    monkeypatch.setattr(commands, "is_installed", lambda: what != "not installed")
    monkeypatch.setattr(commands, "open_camera", missing)

    def walk(hand: Hand) -> Steps:
        yield lambda: hand.is_settled
        hand.window.commands["camera"].trigger()
        notice = hand.window.desk_panel.notice
        yield notice.isVisible
        assert ("karuta[camera]" if what == "not installed" else "libpulse.so.0") in notice.text
        assert hand.window.dialogs.current is None

    assert play(["--library", demo.root, "gui"], walk) == 0


def test_a_frame_is_seen_as_the_same_picture_in_a_file(demo: LibraryFolder, tmp_path: Path) -> None:
    recogniser = open_for_reading(demo, resources_folder()).recogniser
    for photo in read_truth(FILES.truth).photos[:6]:
        with Image.open(FILES.photos / photo.name) as image:
            image.convert("RGB").save(tmp_path / "same.png")
        picture = QImage(str(tmp_path / "same.png"))
        from_file = recogniser.recognise(tmp_path / "same.png", k=1)
        from_frame = recogniser.recognise_frame(as_pixels(picture), k=1)
        assert from_frame.size == from_file.size
        assert [sighting.matches[0].card for sighting in from_frame.sightings] == [
            sighting.matches[0].card for sighting in from_file.sightings
        ]
        outlines = recogniser.outlines(as_pixels(picture))
        assert len(outlines) == len(from_file.sightings)
        assert min(iou(one, two.corners) for one, two in zip(outlines, from_file.sightings, strict=True)) > 0.9


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
@pytest.mark.skipif(not is_really_installed() or bool(os.environ.get("CI")), reason="needs the extra karuta[camera]")
def test_qts_own_camera_gives_the_newest_frames_and_says_where_there_is_none(qapp: object) -> None:
    from PySide6.QtMultimedia import QVideoFrame

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
    if not source.names:
        source.start()
        assert failed == [CameraFault.MISSING]
        assert source.chosen == -1
    source.stop()
