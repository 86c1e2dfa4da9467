"""For tests of what a library keeps: a real library with labels on photos, made once, and damages to its files."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from karuta import paths
from karuta.paths import LibraryFolder
from karuta.services.catalogue.browse_cards import show_card
from karuta.services.labels.confirm import ConfirmRequest, confirm_photo
from karuta.services.library.open_library import open_for_reading
from karuta.services.lookups.look_up import MATCHES_KEPT
from tests.labelling import ANNA
from tests.packs import library_with, small_pack
from tests.pictures import card, photo_of

RESOURCES = paths.resources_folder()
PHOTOS = 3


_PLACE = np.array([(100.0, 80.0), (454.0, 84.0), (450.0, 600.0), (96.0, 596.0)])


def photograph(path: Path, number: int) -> Path:
    """A photo of the drawn card of this number, as JPEG."""
    photo = photo_of(card(number), _PLACE, size=(650, 700), ground=(60, 60, 66))
    Image.fromarray(photo).save(path, quality=92)
    return path


def make_library(place: Path) -> LibraryFolder:
    """Five cards, three of them confirmed on photos that lie beside the library, in `photos`."""
    library = library_with(place, small_pack(place / "pack"))
    recogniser = open_for_reading(library, RESOURCES).recogniser
    (place / "photos").mkdir()
    for number in range(1, PHOTOS + 1):
        confirm_photo(
            library,
            ConfirmRequest(photograph(place / "photos" / f"{number}.jpg", number), str(number)),
            origin=ANNA,
            find_card=lambda text: show_card(library, text).card,
            recognise=lambda path: recogniser.recognise(path, k=MATCHES_KEPT),
        )
    return library


def delete(path: Path) -> None:
    path.unlink()


def empty(path: Path) -> None:
    path.write_bytes(b"")


def flip(path: Path) -> None:
    """One bit of one byte, three fifths of the way in."""
    data = bytearray(path.read_bytes())
    data[len(data) * 3 // 5] ^= 4
    path.write_bytes(bytes(data))


def truncate(path: Path) -> None:
    data = path.read_bytes()
    path.write_bytes(data[: len(data) // 2])


DAMAGES: dict[str, Callable[[Path], None]] = {"deleted": delete, "empty": empty, "flipped": flip, "truncated": truncate}


def by_damage(damages: Mapping[str, Callable[[Path], None]] = DAMAGES) -> pytest.MarkDecorator:
    """A test of each kind of damage; the quick suite does that which is hardest to see."""
    return pytest.mark.parametrize(
        "damage",
        [
            pytest.param(damage, id=name, marks=[] if name == "flipped" else [pytest.mark.long])
            for name, damage in damages.items()
        ],
    )
