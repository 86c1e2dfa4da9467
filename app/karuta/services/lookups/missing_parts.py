"""What an unreadable card lacks, from its kept crop: looks keep the verdict, and not the reason for it."""

from __future__ import annotations

from karuta.domain.errors import PictureError
from karuta.domain.label import Points
from karuta.domain.recognition import Missing
from karuta.domain.sighting import as_corners
from karuta.engine.decode import decode
from karuta.services.library.open_library import OpenLibrary
from karuta.store.picture_files import sound_crop


def missing_parts(opened: OpenLibrary, crop_sha256: str, corners: Points, size: tuple[int, int]) -> tuple[Missing, ...]:
    """Empty where the crop is gone. `size`: the photo's, (width, height)."""
    crop = sound_crop(opened.folder, crop_sha256)
    if crop is None:
        return ()
    try:
        return opened.recogniser.missing_in_crop(decode(crop.path), as_corners(corners), size)
    except PictureError:
        return ()
