"""What other programs drag onto the window: their data is taken, an address is answered and never fetched."""

from __future__ import annotations

import base64
import warnings
from pathlib import Path

import pytest
from PIL import Image
from PySide6.QtCore import QByteArray, QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QImage
from PySide6.QtWidgets import QApplication
from tests import pdf
from tests.window import Hand, Steps, photograph, walked, window_with

from karuta.gui.kit.dropped import PictureBytes, dropped, may_be_dropped
from karuta.paths import LibraryFolder

ADDRESS = "https://example.invalid/card.jpg"


def mime(*, urls: tuple[str, ...] = (), text: str = "", **formats: bytes) -> QMimeData:
    data = QMimeData()
    if urls:
        data.setUrls([QUrl(url) for url in urls])
    if text:
        data.setText(text)
    for name, content in formats.items():
        data.setData(name.replace("_", "/"), QByteArray(content))
    return data


def test_bytes_are_taken_before_pixels_and_an_address_beside_them_is_ignored() -> None:
    data = mime(urls=(ADDRESS,), image_jpeg=b"the very bytes")
    data.setImageData(QImage(4, 4, QImage.Format.Format_RGB32))
    assert dropped(data).picture == PictureBytes(b"the very bytes", ".jpg")


def test_a_file_that_is_here_is_taken_before_all_else(tmp_path: Path) -> None:
    data = mime(urls=(QUrl.fromLocalFile(str(tmp_path / "a b.jpg")).toString(), ADDRESS), image_png=b"x")
    assert dropped(data).paths == (tmp_path / "a b.jpg",)


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("data:image/png;base64," + base64.b64encode(b"\x89PNG+/").decode(), PictureBytes(b"\x89PNG+/", ".png")),
        ("data:image/webp,RIFF%00%FF", PictureBytes(b"RIFF\x00\xff", ".webp")),
        ("data:text/html,<img>", None),
        ("data:image/png;base64,!!!!", None),
        ("data:image/png", None),
    ],
)
def test_an_address_that_holds_the_picture_itself_is_opened(url: str, expected: PictureBytes | None) -> None:
    assert dropped(mime(urls=(url,))).picture == expected


@pytest.mark.parametrize("data", [{"urls": (ADDRESS,)}, {"text": ADDRESS}, {"urls": ("blob:https://x/1",)}], ids=str)
def test_an_address_alone_is_known_as_one(data: dict[str, object]) -> None:
    made = mime(**data)  # type: ignore[arg-type]
    assert may_be_dropped(made)
    assert dropped(made).is_address


def test_text_is_no_picture_and_no_address() -> None:
    assert not may_be_dropped(mime(text="a note"))
    assert not dropped(mime(text="a note")).is_address


@pytest.mark.long
@window_with(before=True)
def test_a_picture_from_a_browser_is_kept_as_it_came_and_an_address_is_answered(hand: Hand, tmp_path: Path) -> Steps:
    photo = photograph(tmp_path / "p.png", 8).read_bytes()
    yield
    hand.drop_data(mime(urls=(ADDRESS,), text=ADDRESS))
    assert "save the picture" in hand.window.desk_panel.notice.text
    assert hand.work.queue_model.rowCount() == 0
    hand.drop_data(mime(urls=(ADDRESS,), image_png=photo))
    yield lambda: bool(hand.work.desk.matches)
    assert hand.work.desk.matches[0].name == "Shape 8"
    yield hand.ended
    assert [path.read_bytes() for path in hand.library.photos.iterdir()] == [photo]


@pytest.mark.long
def test_a_pdf_is_dropped_as_its_pages(library: LibraryFolder, tmp_path: Path) -> None:
    photos = [Image.open(photograph(tmp_path / "drawn.png", number)).convert("RGB") for number in (8, 3)]
    scan = pdf.scanned(tmp_path / "scan.pdf", photos)

    def walk(hand: Hand) -> Steps:
        hand.drop(scan)
        yield hand.shows("scan.pdf#1")
        yield lambda: bool(hand.work.desk.matches) and hand.work.queue_model.rowCount() == 2
        assert hand.work.desk.matches[0].name == "Shape 8"

    walked(library, walk)


@pytest.mark.long
@window_with()
def test_a_drop_is_a_copy_whatever_the_file_manager_proposes(hand: Hand, tmp_path: Path) -> Steps:
    photo = photograph(tmp_path / "p.png", 3)
    actions: list[Qt.DropAction] = []
    yield lambda: hand.work.is_ready
    data = mime(urls=(QUrl.fromLocalFile(str(photo)).toString(),))
    # With Shift a move is proposed.
    both, shift = Qt.DropAction.MoveAction | Qt.DropAction.CopyAction, Qt.KeyboardModifier.ShiftModifier
    for kind in (QDragEnterEvent, QDropEvent):
        place = QPoint(300, 300) if kind is QDragEnterEvent else QPointF(300, 300)
        with warnings.catch_warnings():
            # Qt 6.12 wants a QPointF for both, which 6.11 (Python 3.11) does not take.
            warnings.simplefilter("ignore", DeprecationWarning)
            event = kind(place, both, data, Qt.MouseButton.LeftButton, shift)
        assert event.proposedAction() is Qt.DropAction.MoveAction
        QApplication.sendEvent(hand.window, event)
        assert event.isAccepted()
        actions.append(event.dropAction())
    yield hand.shows("p.png")
    yield hand.ended
    assert actions == [Qt.DropAction.CopyAction] * 2
