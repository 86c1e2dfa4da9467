"""Cuts a crop again from its photo, and says whether it is the one that a label saw. Stores none.

With the same photo and decoder, the stored corners give the same pixels, and so the same bytes; left and right are
exchanged where the card was known so. For crops cut before corners were rounded, the detector's own proposal gives
them. Otherwise the new crop is accepted as a stand-in only if its embedding agrees with the label's own: of 43 crops of
real and drawn photos, those of another decoder had a cosine of 0.986 or more, other cards of the same photos 0.909 at
most, the same card turned round 0.750 at most.
"""

from __future__ import annotations

import hashlib
import logging
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

import numpy as np

from karuta.domain.errors import LibraryError, ModelError, PictureError
from karuta.domain.pixels import Pixels, mirrored
from karuta.domain.sighting import Corners
from karuta.engine.decode import crop_webp, open_picture
from karuta.engine.detect import Detector
from karuta.engine.model import CARD, Model, load_model, model_hash, read_model_card
from karuta.engine.proposal_views import ways_round
from karuta.engine.rectify import PhotoCuts
from karuta.paths import LibraryFolder
from karuta.services.library.open_library import library_model, shipped_detector, shipped_model_folder
from karuta.store.confirmed_crops import CropEvidence, CropSource

LEAST_COSINE = 0.95
# A detection within this distance, in pixels of the photo, is the one whose rounded corners were stored.
_SAME_CORNERS = 0.01

log = logging.getLogger(__name__)


class Lost(StrEnum):
    """Why a crop cannot be had again.

    `another`: its photo shows something else there now. `not_proven`: no model that looked at it exists any more.
    `unknown`: no photo is known from which it was cut. `no_model`: no model can be loaded to cut it with.
    """

    NO_PHOTO = "no_photo"
    UNREADABLE = "unreadable"
    ANOTHER = "another"
    NOT_PROVEN = "not_proven"
    UNKNOWN = "unknown"
    NO_MODEL = "no_model"


@dataclass(frozen=True)
class Recut:
    """A crop's bytes, encoded. `exact`: they equal those of the lost crop."""

    data: bytes
    exact: bool


class Recutter:
    """Holds the library's model, once it is needed, and the photo that was cut last."""

    def __init__(self, folder: LibraryFolder, resources: Path) -> None:
        self._folder = folder
        self._resources = resources
        self._models: dict[str, Model | None] = {}
        self._own: tuple[Model, Detector] | None = None
        self._last: tuple[Path, PhotoCuts, list[Corners] | None] | None = None

    def recut(self, photo: Path, source: CropSource, evidence: Sequence[CropEvidence]) -> Recut | Lost:
        """Cut what `source` names from the photo's file. Raises `ModelError` where no model can be loaded at all."""
        model, detector = self._eyes()
        size, corners = model.embedder.spec.size, np.array(source.corners, dtype=np.float64)
        try:
            cuts = self._cuts(photo, detector)
            for cut in self._candidates(photo, corners, size=size, detector=detector):
                for crop in (cut, mirrored(cut)):
                    data = crop_webp(crop)
                    if hashlib.sha256(data).hexdigest() == source.crop_sha256:
                        return Recut(data, exact=True)
            crop = cuts.crop(corners, size=size)
        except PictureError:
            return Lost.UNREADABLE
        for way in (crop, mirrored(crop)):
            likeness = self._likeness(way, evidence)
            if likeness is None:
                return Lost.NOT_PROVEN
            if likeness >= LEAST_COSINE:
                return Recut(crop_webp(way), exact=False)
        return Lost.ANOTHER

    def _candidates(
        self, photo: Path, corners: Corners, *, size: tuple[int, int], detector: Detector
    ) -> Iterator[Pixels]:
        """What may have been cut there: at the corners as stored, then at those that were detected."""
        cuts = self._cuts(photo, detector)
        yield from cuts.crops(corners, size=size)
        for seen in self._proposals(photo, detector):
            if np.abs(seen - corners).max() < _SAME_CORNERS:
                yield from cuts.crops(seen, size=size)

    def _cuts(self, photo: Path, detector: Detector) -> PhotoCuts:
        if self._last is None or self._last[0] != photo:
            self._last = (photo, PhotoCuts(open_picture(photo), longest=detector.longest), None)
        return self._last[1]

    def _proposals(self, photo: Path, detector: Detector) -> list[Corners]:
        """Every way in which the detector sees a card in the photo, in full-size pixels, before any rounding."""
        cuts = self._cuts(photo, detector)
        assert self._last is not None
        proposals = self._last[2]
        if proposals is None:
            proposals = [corners * cuts.scale for one in detector.propose(cuts.pixels) for corners in ways_round(one)]
            self._last = (photo, cuts, proposals)
        return proposals

    def _likeness(self, crop: Pixels, evidence: Sequence[CropEvidence]) -> float | None:
        """The best cosine with the stored embeddings of models that still exist; None if there are none."""
        found: list[float] = []
        for one in evidence:
            model = self._model(one.model_hash)
            if model is not None and model.embedder.dimension == len(one.embedding):
                found.append(float(model.embedder.embed([crop])[0] @ one.embedding))
        return max(found, default=None)

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
            self._models[wanted] = self._found(wanted)
        return self._models[wanted]

    def _found(self, wanted: str) -> Model | None:
        shipped = self._resources / "models"
        for card in [*sorted(self._folder.models.glob(f"*/{CARD}")), *sorted(shipped.glob(f"*/{CARD}"))]:
            try:
                if model_hash(read_model_card(card.parent)) == wanted:
                    return load_model(card.parent)
            except (ModelError, KeyError, TypeError):  # a damaged one proves nothing
                continue
        return None
