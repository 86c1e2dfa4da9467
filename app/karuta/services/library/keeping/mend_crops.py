"""Checks a library's crops while nobody waits: reads the next share and cuts lost crops again. Reports nothing."""

from __future__ import annotations

from karuta.domain.cancel import CancelToken
from karuta.paths import LibraryFolder
from karuta.services.library.keeping.crops import Crops
from karuta.services.library.keeping.rounds import Rounds
from karuta.store.crop_sources import crops_of_photos
from karuta.store.label_file import LabelFile
from karuta.store.picture_files import crop_file, sound_crop

MOST_AT_ONCE = 40
"""A crop is cut in some 0.1 s, and whatever else a person asks for waits so long."""


def mend_next_crops(library: LibraryFolder, rounds: Rounds, *, cancel: CancelToken, most: int = MOST_AT_ONCE) -> bool:
    """Whether the share was finished; if not, ask again and it continues. `doctor` reports what could not be mended.

    Raises `LibraryError`, and `Cancelled`.
    """
    if not library.labels_db.is_file():
        return True
    with LabelFile.open_reading(library) as file:
        names = {crop_file(library, one.crop_sha256): one.crop_sha256 for one in crops_of_photos(file)}
        crops = Crops(file)
        share = rounds.take("crops", list(names))
        for path in share:
            cancel.check()
            if sound_crop(library, names[path]) is None:
                crops.find(names[path])
            if crops.remade >= most:
                rounds.stopped_at("crops", path)
                break
        rounds.remember()
        return not share or crops.remade < most
