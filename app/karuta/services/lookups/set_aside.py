"""Opens photos so that one that ends the program is set aside at the next start, and not opened again by itself.

When memory runs out or a decoder crashes, nothing can be reported any more, and the photo would still be in the queue.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from karuta.domain.errors import PictureError
from karuta.domain.label import storable
from karuta.paths import LibraryFolder
from karuta.services.lookups.look_up import Look
from karuta.store.opening_marks import SetAside as SetAside  # passed on
from karuta.store.opening_marks import (
    is_set_aside,
    mark_while_opening,
    photos_set_aside,
    set_leftovers_aside,
    take_up_again,
)

__all__ = [
    "SetAside",
    "is_set_aside",
    "look_unless_aside",
    "opening",
    "photos_set_aside",
    "set_leftovers_aside",
    "take_up_again",
]


@contextmanager
def opening(library: LibraryFolder, photo_sha256: str, path: Path) -> Iterator[None]:
    """While a photo of the library is decoded. Raises `PictureError` if it is set aside."""
    if is_set_aside(library, photo_sha256):
        raise PictureError(
            "internal",
            "Karuta closed unexpectedly while opening {name}, so the photo was set aside; try it again, or remove it "
            "from the queue.",
            name=path.name,
        )
    with mark_while_opening(library, photo_sha256, storable(path.name)):
        yield


def look_unless_aside(library: LibraryFolder, photo_sha256: str, path: Path, look: Callable[[], Look]) -> Look:
    """A look at a photo; if it is set aside, the look says so."""
    try:
        with opening(library, photo_sha256, path):
            return look()
    except PictureError as error:
        return Look(None, error)
