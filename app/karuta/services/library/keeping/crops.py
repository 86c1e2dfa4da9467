"""A library's crops for whoever reads them: checked by their hash, and cut again from their photos if lost."""

from __future__ import annotations

import hashlib
import tempfile
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

from karuta.domain.errors import ModelError
from karuta.domain.sentence import Sentence, counted_labels
from karuta.paths import resources_folder
from karuta.services.library.keeping.find_photo import PhotoFinder
from karuta.services.library.keeping.recut import Lost, Recut, Recutter
from karuta.store.crop_sources import CropSource, evidence_of, sources_of_crop
from karuta.store.label_file import LabelFile
from karuta.store.picture_files import CROP_SUFFIX, KeptCrop, keep_crop, keep_stand_in, sound_crop

FindCrop = Callable[[str], KeptCrop | None]
"""Gives the file of the crop with this hash, whole; None where it cannot be had."""


def crops_as_they_are(file: LabelFile) -> FindCrop:
    """The crops that are there and sound; cuts none again."""
    return lambda crop_sha256: sound_crop(file.folder, crop_sha256)


class Crops:
    """Each crop is looked for once. A newly cut one goes into the library, or into a folder beside it.

    `remade`: how many were cut again. `lost`: those that could not be, and why. It belongs to the thread that opened
    `file`.
    """

    def __init__(self, file: LabelFile, *, aside: Path | None = None, resources: Path | None = None) -> None:
        """`aside`: the folder for newly cut crops, for whoever may not write into the library."""
        self._file = file
        self._aside = aside
        self._photos = PhotoFinder(file)
        self._recutter = Recutter(file.folder, resources or resources_folder())
        self._found: dict[str, KeptCrop] = {}
        self.remade = 0
        self.lost: dict[str, Lost] = {}

    def find(self, crop_sha256: str) -> KeptCrop | None:
        """The crop's file, if sound. Raises `LibraryError` if the library's disk cannot take a new one."""
        if crop_sha256 in self.lost:
            return None
        if crop_sha256 not in self._found:
            found = sound_crop(self._file.folder, crop_sha256) or self._made_again(crop_sha256)
            if found is None:
                return None
            self._found[crop_sha256] = found
        return self._found[crop_sha256]

    def _made_again(self, crop_sha256: str) -> KeptCrop | None:
        why = Lost.UNKNOWN
        for source in sources_of_crop(self._file, crop_sha256):
            cut = self._recut(source)
            if isinstance(cut, Recut):
                self.remade += 1
                return self._kept(crop_sha256, cut)
            why = cut
        self.lost[crop_sha256] = why
        return None

    def _recut(self, source: CropSource) -> Recut | Lost:
        photo = self._photos.place_of(source.photo_sha256)
        if photo is None:
            return Lost.NO_PHOTO
        try:
            return self._recutter.recut(photo, source, evidence_of(self._file, source))
        except ModelError:  # `doctor` reports what is wrong with it
            return Lost.NO_MODEL

    def _kept(self, crop_sha256: str, cut: Recut) -> KeptCrop:
        if self._aside is not None:
            sha256 = hashlib.sha256(cut.data).hexdigest()
            path = self._aside / f"{sha256}{CROP_SUFFIX}"
            path.write_bytes(cut.data)
            return KeptCrop(path, sha256)
        if not cut.exact:
            return keep_stand_in(self._file.folder, crop_sha256, cut.data)
        keep_crop(self._file.folder, cut.data)
        found = sound_crop(self._file.folder, crop_sha256)
        assert found is not None
        return found


@contextmanager
def crops_for_reading(file: LabelFile) -> Iterator[Crops]:
    """For commands that change nothing in a library: newly cut crops are deleted at the end."""
    with tempfile.TemporaryDirectory(prefix="karuta-crops-") as folder:
        yield Crops(file, aside=Path(folder))


def left_out(reasons: Iterable[Lost]) -> tuple[Sentence, ...]:
    """Tells a person about labels with lost crops: for each reason one sentence with how many, and what to do next."""
    counts = Counter(reasons)
    return tuple(_LEFT_OUT[why](counted_labels(counts[why])) for why in Lost if counts[why])


_LEFT_OUT: dict[Lost, Callable[[Sentence], Sentence]] = {
    Lost.NO_PHOTO: lambda labels: Sentence(
        "{labels} left out: the crop is lost, and its photo has moved or was deleted. Locate moved photos in the "
        "window, then try again.",
        labels=labels,
    ),
    Lost.UNREADABLE: lambda labels: Sentence(
        "{labels} left out: the crop is lost, and its photo cannot be read. Replace the photo with a good copy, then "
        "try again.",
        labels=labels,
    ),
    Lost.ANOTHER: lambda labels: Sentence(
        "{labels} left out: the crop is lost, and its photo no longer shows there what was labelled. Check the label.",
        labels=labels,
    ),
    Lost.NOT_PROVEN: lambda labels: Sentence(
        "{labels} left out: the crop is lost, and the model that saw it is gone, so a new crop cannot be verified. "
        "Copy the folder crops from another copy of the library.",
        labels=labels,
    ),
    Lost.UNKNOWN: lambda labels: Sentence(
        "{labels} left out: the crop is lost, and the photo that it was cut from is not known. Copy the folder crops "
        "from another copy of the library.",
        labels=labels,
    ),
    Lost.NO_MODEL: lambda labels: Sentence(
        "{labels} left out: the crop is lost, and no model can be loaded to cut it again. `karuta doctor` says how to "
        "fix that.",
        labels=labels,
    ),
}
