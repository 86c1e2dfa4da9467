"""Exports for other programs: labels as COCO or Label Studio, crops by card, with their photos on request.

A file or a folder, filled beside its place and renamed: the old one or the new one, never half of one.
"""

from __future__ import annotations

import json
import shutil
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import partial
from pathlib import Path

from karuta.domain.cancel import CancelToken
from karuta.domain.errors import PictureError
from karuta.domain.label import NOT_A_CARD, Label, LabelError, LabelledPhoto, is_truth
from karuta.domain.training_set import LeftOut
from karuta.engine.decode import photo_without_metadata
from karuta.files import holding, write_whole
from karuta.paths import check_target, refuse_replacing
from karuta.services.exports.formats import MARK, Exported, ExportFormat, Takes, Writing
from karuta.services.labels.check_labels import DamagedLabels, find_damage, refuse_unsound
from karuta.services.labels.open_labels import Told, labelled_photos, labels_in_portions
from karuta.services.lookups.locate_photos import current_place
from karuta.services.models.training_set import catalogue_pictures, training_set
from karuta.store.label_file import LabelFile
from karuta.store.photos import crops_of, known_photos, photo_sizes
from karuta.whole_folder import bring_back, write_folder_whole

FOLDER = "photos"


@dataclass(frozen=True)
class WrittenPhotos:
    """`photos`: all of them, written ones with their place in the export.

    `missing`: names of those that were not written.
    """

    photos: list[LabelledPhoto]
    missing: tuple[str, ...]


def write_photos(
    file: LabelFile,
    photos: Sequence[LabelledPhoto],
    out: Path,
    *,
    keep_exif: bool,
    cancel: CancelToken,
    told: Told | None = None,
) -> WrittenPhotos:
    """Each photo as `photos/<its hash>`, upright; with `keep_exif` byte for byte.

    Raises `OSError` if the disk is full or fails, `LibraryError`, and `Cancelled`.
    """
    (out / FOLDER).mkdir()
    written: list[LabelledPhoto] = []
    missing: list[str] = []
    for number, photo in enumerate(photos, start=1):
        cancel.check()
        name = _write(file, photo, out, keep_exif=keep_exif)
        if name is None:
            missing.append(photo.file)
            written.append(photo)
        else:
            written.append(replace(photo, file=name))
        if told:
            told(number, len(photos))
    return WrittenPhotos(written, tuple(missing))


def _write(file: LabelFile, photo: LabelledPhoto, out: Path, *, keep_exif: bool) -> str | None:
    record = known_photos(file, [photo.sha256]).get(photo.sha256)
    # Compares the hash: otherwise another picture under the photo's name would be given away with its labels.
    path = None if record is None else current_place(file, record, certain=True)
    if path is None:
        return None
    if keep_exif and holding(path) == path:
        name = f"{FOLDER}/{photo.sha256}{path.suffix.lower()}"
        shutil.copyfile(path, out / name)
        return name
    try:
        data, suffix = photo_without_metadata(path)
    except PictureError:
        return None
    name = f"{FOLDER}/{photo.sha256}{suffix}"
    (out / name).write_bytes(data)
    return name


@dataclass(frozen=True)
class ExportRequest:
    """A wish for an export.

    `photos`: into a folder with the photos; `keep_exif`: byte for byte. `leave_out_damaged`: photos whose labels depend
    on an altered row are left out; without it, nothing is exported then. `raw`, `game`: see `Writing`.
    """

    form: ExportFormat
    photos: bool = False
    keep_exif: bool = False
    leave_out_damaged: bool = False
    raw: bool = False
    game: str = ""

    @property
    def is_folder(self) -> bool:
        return self.photos or self.form.is_folder


def export(
    file: LabelFile,
    out: Path,
    wish: ExportRequest,
    *,
    force: bool = False,
    cancel: CancelToken | None = None,
    told: Told | None = None,
) -> Exported:
    """Export to the file or folder `out`. Raises `KarutaError` if `out` exists and may not be replaced.

    `DamagedLabels`, `LibraryError`, `OSError`, `Cancelled`: `out` is unchanged then.
    """
    token, form = cancel or CancelToken(), wish.form.value
    if wish.is_folder:
        bring_back(out)
    _refuse(out, wish, force=force)
    refuse_unsound(file)
    damage = find_damage(file, token)
    if damage.rows and not wish.leave_out_damaged:
        raise DamagedLabels(damage.rows)
    exported = Exported(0)

    def photos(told: Told | None = None) -> Sequence[LabelledPhoto]:
        return labelled_photos(file, token, told, without=damage.photos, game=wish.game)

    def write(place: Path) -> None:
        nonlocal exported
        writing = Writing(file, place, None, partial(photos, told), damage.photos, token, told, wish.raw, wish.game)
        copies = WrittenPhotos([], ())
        if wish.is_folder:
            # The progress counts copied photos if there are any, else what the format itself writes.
            heard = told if wish.form.is_folder and not wish.photos else None
            writing = replace(writing, out=place / form.file, beside=place, photos=photos, told=heard)
        if wish.photos:
            copies = write_photos(file, photos(), place, keep_exif=wish.keep_exif, cancel=token, told=told)
            writing = replace(writing, photos=lambda: copies.photos)
        exported = replace(wish.form.write(writing), missing=copies.missing, damage=damage)
        if wish.is_folder and form.mark == MARK:
            mark = {"made_by": "karuta", "format": form.name, "labels": exported.labels}
            (place / MARK).write_text(json.dumps(mark) + "\n", encoding="utf-8")
        _refuse(out, wish, force=force)

    (write_folder_whole if wish.is_folder else write_whole)(out, write)
    return exported


def _refuse(out: Path, wish: ExportRequest, *, force: bool) -> None:
    if not wish.is_folder:
        check_target(out, force=force)
        return
    refuse_replacing(out, force=force)
    if out.exists() and not (out / wish.form.value.mark).is_file():
        raise LabelError(
            ("{out} is not a folder that Karuta exported, so it is not replaced; choose another name."), out=out
        )


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


def count_export(file: LabelFile, takes: Takes, cancel: CancelToken, *, game: str = "") -> Mapping[Takes, ExportCount]:
    """For formats that take such labels, and for those that are counted in the same pass. `game`: of its labels alone.

    Damaged or lost files are reported when the export is written. Raises `LibraryError` if lessons have no catalogue.
    """
    labels = 0
    left: dict[Takes, Counter[WhyNot]] = {takes: Counter() for takes in Takes if takes is not Takes.LESSONS}
    for some in labels_in_portions(file, cancel, None, game=game):
        sizes = photo_sizes(file, list({label.photo_sha256 for label in some}))
        crops = crops_of(file, [label.sighting_id for label in some])
        for label in some:
            labels += 1
            unseen = _not_in_view(label)
            no_photo = None if sizes.get(label.photo_sha256) is not None else WhyNot.NO_PHOTO
            no_crop = None if label.sighting_id in crops else WhyNot.NO_CROP
            left[Takes.OUTLINES].update(filter(None, [unseen or no_photo]))
            left[Takes.CROPS].update(filter(None, [unseen or no_crop]))
    if takes is Takes.LESSONS:
        training = training_set(file, catalogue_pictures(file.folder))
        reasons = Counter(_OF_TRAINING[why] for why, _ in training.left_out)
        reasons[WhyNot.NO_PERSON_CONFIRMED] = max(0, labels - len(training.examples) - reasons.total())
        left = {takes: reasons}
    return {takes: ExportCount(labels, labels - why.total(), +why) for takes, why in left.items()}


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
