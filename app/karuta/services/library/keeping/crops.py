"""A library's crops for whoever reads them: checked by their hash, cut again from their photos if lost.

A crop cut again: with the same photo and decoder, the stored corners give the same pixels, and so the same bytes; left
and right are exchanged where the card was known so. For crops cut before corners were rounded, the detector's own
proposal gives them. Otherwise the new crop is accepted as a stand-in only if its embedding agrees with the label's own:
of 43 crops of real and drawn photos, those of another decoder had a cosine of 0.986 or more, other cards of the same
photos 0.909 at most, the same card turned round 0.750 at most.
"""

from __future__ import annotations

import hashlib
import logging
import tempfile
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from enum import Enum
from functools import cache, cached_property
from pathlib import Path

import numpy as np

from karuta.domain.cancel import CancelToken
from karuta.domain.errors import LibraryError, ModelError, PictureError
from karuta.domain.pixels import Pixels, mirrored
from karuta.domain.sentence import Sentence, counted_labels
from karuta.domain.sighting import Corners
from karuta.engine.decode import crop_webp, open_picture
from karuta.engine.detect import Detector
from karuta.engine.model import Model, load_model
from karuta.engine.proposal_views import ways_round
from karuta.engine.rectify import PhotoCuts, crop_size
from karuta.files import files_in, hash_or_none, pages_like, size_or_none
from karuta.paths import LibraryFolder, resources_folder
from karuta.services.library.keeping.checking import ReadProgress
from karuta.services.library.open_library import library_model, model_of_hash, shipped_detector, shipped_model_folder
from karuta.services.lookups.locate_photos import current_place
from karuta.store.confirmed_crops import CropEvidence, CropSource, crops_of_photos, evidence_of, sources_of_crop
from karuta.store.label_file import LabelFile
from karuta.store.photos import known_photo, places_of
from karuta.store.picture_files import CROP_SUFFIX, KeptCrop, crop_file, keep_crop, keep_stand_in, sound_crop

LEAST_COSINE = 0.95
# A detection within this distance, in pixels of the photo, is the one whose rounded corners were stored.
_SAME_CORNERS = 0.01

log = logging.getLogger(__name__)


class Lost(Enum):
    """Why a crop cannot be had again, and what a person can do."""

    NO_PHOTO = Sentence("the photo is not where it was; Library > Locate moved photos finds it again")
    UNREADABLE = Sentence("the photo cannot be read; put a good copy in its place")
    ANOTHER = Sentence("the photo no longer shows there what was labelled; check the label")
    NOT_PROVEN = Sentence(
        "the model that saw it is gone, so nothing proves another one; copy the folder crops from another copy of the "
        "library"
    )
    UNKNOWN = Sentence("no photo is known that it was cut from; copy the folder crops from another copy of the library")
    NO_MODEL = Sentence("no model can be loaded to cut it with; `karuta doctor` says how to fix that")


@dataclass(frozen=True)
class Recut:
    """A crop's bytes, encoded. `exact`: they equal those of the lost crop."""

    data: bytes
    exact: bool


@dataclass(frozen=True, eq=False)
class _SeenPhoto:
    """A photo's file, open, and what the detector sees in it."""

    path: Path
    cuts: PhotoCuts
    detector: Detector

    def candidates(self, corners: Corners, *, size: tuple[int, int]) -> Iterator[Pixels]:
        """The crops that may have been cut there: at the corners as stored, then at those that were detected."""
        yield from self.cuts.crops(corners, size=size)
        for seen in self._proposals:
            if np.abs(seen - corners).max() < _SAME_CORNERS:
                yield from self.cuts.crops(seen, size=size)

    @cached_property
    def _proposals(self) -> list[Corners]:
        """Every way in which the detector sees a card in the photo, in full-size pixels, before any rounding."""
        proposals = self.detector.propose(self.cuts.pixels)
        return [corners * self.cuts.scale for hypothesis in proposals for corners in ways_round(hypothesis)]


class Recutter:
    """Holds the library's model, once it is needed, and the photo that was cut last."""

    def __init__(self, folder: LibraryFolder, resources: Path) -> None:
        self._folder = folder
        self._resources = resources
        self._models: dict[str, Model | None] = {}
        self._own: tuple[Model, Detector] | None = None
        self._last: _SeenPhoto | None = None

    def recut(self, photo: Path, source: CropSource, evidence: Sequence[CropEvidence]) -> Recut | Lost:
        """Cut what `source` names from the photo's file. Raises `ModelError` where no model can be loaded at all."""
        model, detector = self._eyes()
        corners = np.array(source.corners, dtype=np.float64)
        size = crop_size(model.embedder.spec.size, corners)
        try:
            seen = self._seen(photo, detector)
            for cut in seen.candidates(corners, size=size):
                for crop in (cut, mirrored(cut)):
                    data = crop_webp(crop)
                    if hashlib.sha256(data).hexdigest() == source.crop_sha256:
                        return Recut(data, exact=True)
            crop = seen.cuts.crop(corners, size=size)
        except PictureError:
            return Lost.UNREADABLE
        for way in (crop, mirrored(crop)):
            similarity = self._similarity(way, evidence)
            if similarity is None:
                return Lost.NOT_PROVEN
            if similarity >= LEAST_COSINE:
                return Recut(crop_webp(way), exact=False)
        return Lost.ANOTHER

    def _seen(self, photo: Path, detector: Detector) -> _SeenPhoto:
        if self._last is None or self._last.path != photo:
            self._last = _SeenPhoto(photo, PhotoCuts(open_picture(photo), longest=detector.longest), detector)
        return self._last

    def _similarity(self, crop: Pixels, evidence: Sequence[CropEvidence]) -> float | None:
        """The best cosine with the stored embeddings of models that still exist; None if there are none."""
        similarities: list[float] = []
        for crop_evidence in evidence:
            model = self._model(crop_evidence.model_hash)
            if model is not None and model.embedder.dimension == len(crop_evidence.embedding):
                similarities.append(float(model.embedder.embed([crop])[0] @ crop_evidence.embedding))
        return max(similarities, default=None)

    def _eyes(self) -> tuple[Model, Detector]:
        if self._own is None:
            try:
                model = library_model(self._folder)
            except (LibraryError, ModelError) as error:
                log.warning("%s", error)
                model = load_model(shipped_model_folder(self._resources))
            self._own = (model, model.detector or shipped_detector(self._resources))
            self._models[model.hash] = model
        return self._own

    def _model(self, wanted: str) -> Model | None:
        """The model of this hash, of the library's or the release's."""
        if wanted not in self._models:
            self._models[wanted] = model_of_hash(wanted, self._folder.models, self._resources / "models")
        return self._models[wanted]


class PhotoFinder:
    """Searches the folders in which a label file's photos lay, each listed once. Compares hashes, never names."""

    def __init__(self, file: LabelFile) -> None:
        self._file = file
        self._sizes = cache(_sizes_in)

    def place_of(self, photo_sha256: str) -> Path | None:
        """A file with the photo's exact bytes; None if there is none at its places or beside them."""
        photo = known_photo(self._file, photo_sha256)
        if photo is None:
            return None
        place = current_place(self._file, photo, certain=True)
        return place or next(self._beside(photo_sha256, photo.bytes, [photo.name]), None)

    def _beside(self, photo_sha256: str, size: int, names: Sequence[str]) -> Iterator[Path]:
        folders = [path.parent for path in places_of(self._file, photo_sha256)]
        for folder in dict.fromkeys([*folders, self._file.folder.photos]):
            for path in (photo for file in self._sizes(folder).get(size, ()) for photo in pages_like(file, names)):
                if hash_or_none(path) == photo_sha256:
                    yield path


def _sizes_in(folder: Path) -> dict[int | None, list[Path]]:
    """The files of a folder by size; empty if it cannot be read."""
    by_size: dict[int | None, list[Path]] = {}
    for path in files_in(folder):
        by_size.setdefault(size_or_none(path), []).append(path)
    return by_size


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
            crop = sound_crop(self._file.folder, crop_sha256) or self._made_again(crop_sha256)
            if crop is None:
                return None
            self._found[crop_sha256] = crop
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
        crop = sound_crop(self._file.folder, crop_sha256)
        assert crop is not None
        return crop


@contextmanager
def crops_for_reading(file: LabelFile) -> Iterator[Crops]:
    """For commands that change nothing in a library: newly cut crops are deleted at the end."""
    with tempfile.TemporaryDirectory(prefix="karuta-crops-") as folder:
        yield Crops(file, aside=Path(folder))


def left_out(reasons: Iterable[Lost]) -> tuple[Sentence, ...]:
    """Tells a person about labels with lost crops: for each reason one sentence with how many, and what to do next."""
    counts = Counter(reasons)
    return tuple(
        Sentence(
            "{labels} left out: the crop is lost, and {reason}.", labels=counted_labels(counts[why]), reason=why.value
        )
        for why in Lost
        if counts[why]
    )


MOST_AT_ONCE = 40
"""A crop is cut in some 0.1 s, and whatever else a person asks for waits so long."""


def mend_next_crops(
    library: LibraryFolder, progress: ReadProgress, *, cancel: CancelToken, most: int = MOST_AT_ONCE
) -> bool:
    """Whether the share was finished; if not, ask again and it continues. `doctor` reports what could not be mended.

    Raises `LibraryError`, and `Cancelled`.
    """
    if not library.labels_db.is_file():
        return True
    with LabelFile.open_reading(library) as file:
        names = {crop_file(library, photo.crop_sha256): photo.crop_sha256 for photo in crops_of_photos(file)}
        crops = Crops(file)
        share = progress.next_share("crops", list(names))
        for path in share:
            cancel.check()
            if sound_crop(library, names[path]) is None:
                crops.find(names[path])
            if crops.remade >= most:
                progress.stopped_at("crops", path)
                break
        progress.remember()
        return not share or crops.remade < most
