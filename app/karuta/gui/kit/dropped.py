"""The contents of a drop or of the clipboard, as far as it is local: files, a picture's bytes, pixels.

Never fetches anything.
"""

from __future__ import annotations

import base64
import binascii
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QMimeData, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QImage

# The types that browsers and mail programs use; such bytes are kept unchanged.
_SUFFIXES = {
    "image/jpeg": ".jpg",
    "image/jpg": ".jpg",
    "image/png": ".png",
    "image/webp": ".webp",
    "image/avif": ".avif",
    "image/heic": ".heic",
    "image/heif": ".heif",
    "image/gif": ".gif",
    "image/tiff": ".tif",
    "image/bmp": ".bmp",
}
_FAR = frozenset(("http", "https", "ftp", "blob"))


@dataclass(frozen=True)
class PictureBytes:
    """A picture file's bytes and the ending for such a file."""

    data: bytes
    suffix: str


@dataclass(frozen=True)
class Dropped:
    """The first of these that is present counts; `is_address`: it holds only a picture's address, not the picture."""

    paths: tuple[Path, ...] = ()
    picture: PictureBytes | None = None
    image: QImage | None = None
    is_address: bool = False

    @property
    def made(self) -> Callable[[], PictureBytes] | None:
        """A function that makes a picture file of it, where it is none; it takes a while."""
        picture, image = self.picture, self.image
        if picture is not None:
            return lambda: picture
        return partial(encoded, image) if image is not None else None


def encoded(image: QImage) -> PictureBytes:
    """As PNG."""
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(buffer, "PNG")  # type: ignore[call-overload]
    return PictureBytes(bytes(buffer.data().data()), ".png")


def dropped(data: QMimeData) -> Dropped:
    urls = data.urls()
    paths = tuple(Path(url.toLocalFile()) for url in urls if url.isLocalFile())
    if paths:
        return Dropped(paths=paths)
    picture = _bytes_of(data) or next(filter(None, map(_inside, urls)), None)
    if picture is not None:
        return Dropped(picture=picture)
    if data.hasImage():
        image = QImage(data.imageData())
        if not image.isNull():
            return Dropped(image=image)
    return Dropped(is_address=_is_address(data))


def may_be_dropped(data: QMimeData) -> bool:
    """Called while something hovers over the window, so nothing is copied. An address is accepted, to be answered."""
    return data.hasImage() or data.hasUrls() or _is_address(data) or any(kind in _SUFFIXES for kind in data.formats())


def _bytes_of(data: QMimeData) -> PictureBytes | None:
    for kind, suffix in _SUFFIXES.items():
        if data.hasFormat(kind) and (content := bytes(data.data(kind).data())):
            return PictureBytes(content, suffix)
    return None


def _inside(url: QUrl) -> PictureBytes | None:
    """The picture inside a `data:` address; previews of search results have those."""
    if url.scheme() != "data":
        return None
    head, comma, body = url.toString(QUrl.ComponentFormattingOption.FullyEncoded)[len("data:") :].partition(",")
    kind, *rest = head.split(";")
    if not comma or kind.lower() not in _SUFFIXES:
        return None
    plain = bytes(QByteArray.fromPercentEncoding(QByteArray(body.encode("ascii", "replace"))).data())
    try:
        content = base64.b64decode(plain, validate=True) if "base64" in rest else plain
    except binascii.Error:
        return None
    return PictureBytes(content, _SUFFIXES[kind.lower()]) if content else None


def _is_address(data: QMimeData) -> bool:
    if any(url.scheme() in _FAR for url in data.urls()):
        return True
    return data.hasText() and QUrl(data.text().strip()).scheme() in _FAR


def accept_a_copy(event: QDropEvent) -> None:
    """A file manager that proposes a move would delete what it gave."""
    event.setDropAction(Qt.DropAction.CopyAction)
    event.accept()


class TakesDrops:
    """Placed before Qt's class, like `Retranslating`: what is dropped on the widget is its own to take."""

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:  # noqa: N802
        if may_be_dropped(event.mimeData()):
            accept_a_copy(event)

    def dropEvent(self, event: QDropEvent) -> None:  # noqa: N802
        if self.take_drop(dropped(event.mimeData()), event):
            accept_a_copy(event)

    def take_drop(self, dropped: Dropped, event: QDropEvent) -> bool:
        """Whether it was of use."""
        raise NotImplementedError
