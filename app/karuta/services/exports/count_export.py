"""How many labels each export would hold, and why it leaves out the others; known before anything is written."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from karuta.domain.cancel import CancelToken
from karuta.domain.label import NOT_A_CARD, Label, is_truth
from karuta.domain.training_set import LeftOut
from karuta.paths import LibraryFolder
from karuta.services.exports.formats import ExportFormat, Takes
from karuta.services.labels.open_labels import labels_in_portions
from karuta.services.models.training_set import catalogue_pictures, training_set
from karuta.store.label_file import LabelFile
from karuta.store.photos import crops_of, photo_sizes


class WhyNot(StrEnum):
    """Why a label is not in an export."""

    NOT_IN_VIEW = "not in view"
    BY_KARUTA = "by Karuta"
    NO_PHOTO = "no photo"
    NO_CROP = "no crop"
    NO_PERSON_CONFIRMED = "no person confirmed"
    DISPUTED = "disputed"
    NO_ARTWORK = "no artwork"


@dataclass(frozen=True)
class ExportCount:
    """`labels`: how many the library has now; `fits`: those that are exported; `left_out`: the others by reason."""

    labels: int
    fits: int
    left_out: Mapping[WhyNot, int]


def count_export(file: LabelFile, cancel: CancelToken) -> Mapping[ExportFormat, ExportCount]:
    """For every row of the table, in one pass. Damaged or lost files are reported when the export is written."""
    labels = 0
    left: dict[Takes, Counter[WhyNot]] = {takes: Counter() for takes in Takes}
    for some in labels_in_portions(file, cancel, None):
        sizes = photo_sizes(file, list({label.photo_sha256 for label in some}))
        crops = crops_of(file, [label.sighting_id for label in some])
        for label in some:
            labels += 1
            unseen = _not_in_view(label)
            no_photo = None if sizes.get(label.photo_sha256) is not None else WhyNot.NO_PHOTO
            no_crop = None if label.sighting_id in crops else WhyNot.NO_CROP
            left[Takes.OUTLINES].update(filter(None, [unseen or no_photo]))
            left[Takes.CROPS].update(filter(None, [unseen or no_crop]))
    return {
        form: ExportCount(labels, labels - left[form.value.takes].total(), left[form.value.takes])
        for form in ExportFormat
    }


def count_training(file: LabelFile, library: LibraryFolder, cancel: CancelToken) -> ExportCount:
    """For a training set, which takes people's confirmations. Raises `LibraryError` if there is no catalogue."""
    labels = sum(len(some) for some in labels_in_portions(file, cancel, None))
    found = training_set(file, catalogue_pictures(library))
    left = Counter(_OF_TRAINING[why] for why, _ in found.left_out)
    left[WhyNot.NO_PERSON_CONFIRMED] = max(0, labels - len(found.examples) - left.total())
    return ExportCount(labels, len(found.examples), +left)


_OF_TRAINING = {
    LeftOut.DISPUTED: WhyNot.DISPUTED,
    LeftOut.SAME_CROP: WhyNot.DISPUTED,
    LeftOut.WHOLE_PHOTO: WhyNot.NOT_IN_VIEW,
    LeftOut.NO_CROP: WhyNot.NO_CROP,
    LeftOut.NO_ARTWORK: WhyNot.NO_ARTWORK,
}


def _not_in_view(label: Label) -> WhyNot | None:
    """The reason why `LabelledPhoto.in_view` leaves a label out."""
    if not is_truth(label.kind):
        return WhyNot.BY_KARUTA
    if label.corners is None or not (label.card or label.kind in NOT_A_CARD):
        return WhyNot.NOT_IN_VIEW
    return None
